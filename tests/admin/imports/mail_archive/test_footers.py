"""Footers that lists add, and notes of archives."""

import pytest

from forum.admin.imports.mail_archive.footers import cut_html_footer, cut_plain_footers

MAILMAN_2 = (
    "_______________________________________________\n"
    "Housing mailing list\n"
    "Housing at lists.example.org\n"
    "https://lists.example.org/mailman/listinfo/housing\n"
)
MAILMAN_3 = (
    "_______________________________________________\n"
    "Housing mailing list -- housing@lists.example.org\n"
    "To unsubscribe send an email to housing-leave@lists.example.org\n"
)
GROUPS = (
    "-- \n"
    'You received this message because you are subscribed to the Google Groups "Housing" group.\n'
    "To unsubscribe from this group, send an email to housing+unsubscribe@groups.example.org.\n"
)
SCRUBBED_HTML = (
    "-------------- next part --------------\n"
    "An HTML attachment was scrubbed...\n"
    "URL: <https://lists.example.org/attachments/20040301/1/attachment.htm>\n"
)
SCRUBBED_SIGNATURE = (
    "-------------- next part --------------\n"
    "A non-text attachment was scrubbed...\n"
    "Name: signature.asc\n"
    "Type: application/pgp-signature\n"
    "Size: 189 bytes\n"
    "Desc: Digital signature,\n\twith a long note\n"
    "Url : https://lists.example.org/attachments/20040301/1/signature.bin\n"
)
SCRUBBED_PLAN = (
    "-------------- next part --------------\n"
    "A non-text attachment was scrubbed...\n"
    "Name: plan.pdf\nType: application/pdf\nSize: 9 bytes\nDesc: not available\n"
    "URL: <https://lists.example.org/attachments/20040301/1/plan.pdf>\n"
)


@pytest.mark.parametrize(
    "footer",
    [
        MAILMAN_2,
        MAILMAN_3,
        GROUPS,
        SCRUBBED_HTML,
        SCRUBBED_SIGNATURE,
        MAILMAN_2 + "\n" + MAILMAN_3,
        SCRUBBED_HTML + MAILMAN_2,
        SCRUBBED_SIGNATURE + SCRUBBED_HTML + "\n",
        "-------------- next part --------------\n" + MAILMAN_2,
    ],
)
def test_footers_are_cut(footer: str) -> None:
    assert cut_plain_footers(f"Good morning.\nAda\n\n{footer}").rstrip() == "Good morning.\nAda"


def test_footer_above_a_scrubbed_part_is_not_needed_to_be_last() -> None:
    text = cut_plain_footers(f"Words.\n{SCRUBBED_HTML}{SCRUBBED_PLAN}")
    assert "HTML attachment" not in text
    assert "plan.pdf" in text


@pytest.mark.parametrize(
    "text",
    [
        "Words.\n__________________________________\nAda Quill, Lawyer\nSome Street 1\n",
        "Words.\n-- \nAda\n",
        "Join our mailing list!\n",
        f"> {MAILMAN_2}".replace("\n", "\n> "),
    ],
)
def test_signatures_and_quotes_stay(text: str) -> None:
    assert cut_plain_footers(text) == text


def test_message_of_a_footer_only_stays() -> None:
    assert cut_plain_footers(MAILMAN_2) == MAILMAN_2


def test_footer_of_html_is_cut_and_tags_are_closed() -> None:
    footer = "_______________________________________________<br>Housing mailing list<br>"
    html = f"<html><body><p>Words</p><pre>{footer}<a href=x>x</a></pre></body></html>"
    assert cut_html_footer(html) == "<html><body><p>Words</p><pre></a></pre></body></html>"
