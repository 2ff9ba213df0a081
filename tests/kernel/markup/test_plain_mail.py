from forum.kernel.markup import TextFormat, render
from forum.kernel.markup.mail_parts import Attributed, Folded, Own, split_mail


def html(mail: str) -> str:
    return render(mail, TextFormat.PLAIN_MAIL).html


def text(mail: str) -> str:
    return render(mail, TextFormat.PLAIN_MAIL).text


def test_paragraphs_and_line_ends_are_kept() -> None:
    assert html("a\nb\n\nc") == "<p>a<br>\nb</p>\n<p>c</p>"


def test_nothing_in_a_mail_is_mark_up() -> None:
    assert (
        html("*a* <b>b</b> @zara :seedling:") == "<p>*a* &lt;b&gt;b&lt;/b&gt; @zara :seedling:</p>"
    )


def test_addresses_become_links_without_their_brackets() -> None:
    shown = html("See <https://a.example/x?a=1&b=2>, (http://b.example/c_(d)).")
    assert (
        '&lt;<a href="https://a.example/x?a=1&amp;b=2" rel="nofollow noopener noreferrer ugc">'
        in shown
    )
    assert 'href="http://b.example/c_(d)"' in shown


def test_quoted_lines_are_folded_with_the_line_that_introduces_them() -> None:
    shown = html(
        "Yes.\n\nOn Monday, Ada wrote:\n> Shall we?\n> > Who?\n>\n> All of us.\n\nThen so."
    )
    assert shown == (
        "<p>Yes.</p>\n"
        '<details class="folded-quote"><summary>On Monday, Ada wrote:</summary><blockquote>'
        "<p>Shall we?</p>"
        '<details class="folded-quote"><summary>“Who?”</summary>'
        "<blockquote><p>Who?</p></blockquote></details><p>All of us.</p></blockquote></details>\n"
        "<p>Then so.</p>"
    )
    assert text("Yes.\n\nOn Monday, Ada wrote:\n> Shall we?\n\nThen so.") == "Yes.\nThen so."


def test_introductions_over_two_lines_and_in_other_languages() -> None:
    for introduction in (
        "On Mon, 1 Jan 2024 at 10:00, Ada King <ada@example.org>\nwrote:",
        "Am 01.01.2024 schrieb Ada:",
        "Le 1 janv. 2024, Ada a écrit :",
        "El lunes, Ada escribió:",
    ):
        parts = split_mail(f"Hello\n\n{introduction}\n> x".split("\n"))
        assert parts == [Own(["Hello", ""]), Attributed(introduction.replace("\n", " "), ["x"])]


def test_own_words_before_a_quotation_are_no_introduction() -> None:
    parts = split_mail(["I never wrote that", "> x"])
    assert parts == [Own(["I never wrote that"]), Attributed("", ["x"])]


def test_everything_below_an_original_message_is_quoted() -> None:
    parts = split_mail(["Yes", "", "-----Original Message-----", "From: Ada", "Shall we?"])
    assert parts[1] == Attributed("Original Message", ["From: Ada", "Shall we?"])


def test_signatures_and_footers_of_lists_are_folded() -> None:
    parts = split_mail(["Yes", "-- ", "Ada", "", "_" * 47, "The list", "http://l.example"])
    assert parts == [
        Own(["Yes"]),
        Folded(["Ada", ""], "Signature"),
        Folded(["The list", "http://l.example"], "Footer of the list"),
    ]
    assert text("Yes\n-- \nAda") == "Yes"


def test_two_dashes_above_a_long_text_are_no_signature() -> None:
    assert split_mail(["Yes", "--", *["more"] * 40]) == [Own(["Yes", "--", *["more"] * 40])]


def test_no_line_is_lost() -> None:
    lines = [
        f"{lead}{number} word" for number in range(40) for lead in ("", "> ", "    ", "-- ", "> > ")
    ]
    shown = html("\n".join(lines))
    assert all(f"{number} word" in shown for number in range(40))


def test_many_levels_of_quotation_are_folded_up_to_a_depth() -> None:
    shown = html(">" * 500 + " deep")
    assert shown.count("<details") == 12
    assert "deep" in shown
