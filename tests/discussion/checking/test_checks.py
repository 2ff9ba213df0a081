"""What the text check finds, names and leaves alone."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.discussion.checking import (
    MOST_FINDINGS,
    DeniedName,
    Hints,
    Kind,
    Passage,
    check_passages,
    check_text,
)

HINTS = Hints(this_year=2026)


def found_in(text: str, kind: Kind) -> list[str]:
    return [one.found for one in check_text(text, HINTS) if one.kind is kind]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (Kind.EMAIL, "Write to ann.b+x@firm.fr.", "ann.b+x@firm.fr"),
        (Kind.EMAIL, "<mailto:zoë@büro.eu>", "zoë@büro.eu"),
        (Kind.EMAIL, "ann [at] firm [dot] fr", "ann [at] firm [dot] fr"),
        (Kind.EMAIL, "`ann@firm.fr` in code", "ann@firm.fr"),
        (Kind.LINK, "https://u:p@host.org/x", "https://u:p@host.org/x"),
        (Kind.LINK, "(https://host.org/a?b=1&token=abcdef)", "https://host.org/a?b=1&token=abcdef"),
        (
            Kind.LINK,
            "https://docs.host.org/d/1aBcDeFgHiJkLmNoPqRsTuV/edit",
            "https://docs.host.org/d/1aBcDeFgHiJkLmNoPqRsTuV/edit",
        ),
        (Kind.NETWORK, "from IP 93.184.216.34 today", "93.184.216.34"),
        (Kind.NETWORK, "server 2a01:4f8:c17:b0f::2", "2a01:4f8:c17:b0f::2"),
        (Kind.ACCOUNT, "DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
        (Kind.ACCOUNT, "to be71096123456769 please", "be71096123456769"),
        (Kind.CARD, "4111 1111 1111 1111 12/26", "4111 1111 1111 1111"),
        (Kind.CARD, "Amex 3782-822463-10005", "3782-822463-10005"),
        (Kind.PHONE, "+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        (Kind.PHONE, "0044 20 7946 0958", "0044 20 7946 0958"),
        (Kind.PHONE, "+44 (0)20 7946 0958", "+44 (0)20 7946 0958"),
        (Kind.PHONE, "tél. 06 12 34 56 78", "06 12 34 56 78"),
        (Kind.PHONE, "móvil: 612 345 678", "612 345 678"),
        (Kind.PHONE, "ring me on 020 7946 0958", "020 7946 0958"),
        (Kind.BIRTH, "born on 12 March 1985", "12 March 1985"),
        (Kind.BIRTH, "née le 12/03/1985", "12/03/1985"),
        (Kind.BIRTH, "geboren am 3.4.1990", "3.4.1990"),
        (Kind.BIRTH, "ur. 1990-04-03", "1990-04-03"),
        (Kind.BIRTH, "född 3 april 1990", "3 april 1990"),
        (Kind.SPOT, "at 48.85837, 2.29448", "48.85837, 2.29448"),
        (Kind.SPOT, "48°51'29\"N 2°17'40\"E", "48°51'29\"N 2°17'40\"E"),
        (Kind.STREET, "12 rue de la Paix", "12 rue de la Paix"),
        (Kind.STREET, "in der Hauptstraße 12a", "Hauptstraße 12a"),
        (Kind.STREET, "ul. Marszałkowska 12/4", "ul. Marszałkowska 12/4"),
        (Kind.STREET, "at 14 Mill Lane", "14 Mill Lane"),
        (Kind.PLATE, "AB-123-CD", "AB-123-CD"),
        (Kind.PLATE, "Kennzeichen B-MW 1234", "B-MW 1234"),
        (Kind.CASE, "our case no. 1 BvR 123/25", "1 BvR 123/25"),
    ],
)
def test_each_kind_is_found_as_it_is_typed(kind: Kind, text: str, found: str) -> None:
    assert found_in(text, kind) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.org and x@sub.example.com",
        "@ada and @ben",
        "a@b",
        "see https://host.org/wiki/Some_long_title_of_a_page_here?page=2",
        "https://github.com/o/r/commit/0123456789abcdef0123456789abcdef01234567",
        "version 1.2.3.4 of it, 127.0.0.1 and 192.168.1.10",
        "DE89 3704 0044 0532 0130 01",
        "4111 1111 1111 1112",
        "In 2023 and 2024, 1234 people; 12 000 000 of them.",
        "+33 6 12 34",
        "on 12 March 1985 the law changed",
        "born in 1985",
        "12 streets and 3 lanes",
        "C-131/12 and judgment of 4 May in C-250/25",
        "12:30-14:00, room 12-34-56",
        "ISBN 978-3-16-148410-0",
        "Article 8(2), § 12, pages 123-456",
        "ratio 3.1415 and 2.7182",
        "10.1000/182 and 10.1093/hrlr/ngab012",
        "#12345678 and PR 20240101",
    ],
)
def test_what_is_nobodys_is_left_alone(text: str) -> None:
    assert [(one.kind, one.found) for one in check_text(text, HINTS)] == []


def test_a_finding_says_line_place_reason_and_placeholder() -> None:
    [one] = check_text("One.\n\nTwo: ann@firm.fr", HINTS)
    assert (one.line, one.start, one.end) == (3, 11, 22)
    assert one.because == "An e-mail address leads to one person."
    assert one.placeholder == "[e-mail 1]"


def test_the_same_thing_has_the_same_placeholder_everywhere() -> None:
    passages = [
        Passage("title", "Title", "+33 6 12 34 56 78 and ann@firm.fr"),
        Passage("body", "Text", "ben@firm.fr, ANN@firm.fr, +33612345678"),
    ]
    found = [one.placeholder for one in check_passages(passages, HINTS)]
    assert found == ["[phone 1]", "[e-mail 1]", "[e-mail 2]", "[e-mail 1]", "[phone 1]"]


def test_a_placeholder_that_stands_in_the_text_is_not_given_again() -> None:
    assert check_text("[phone 1] or +33 6 12 34 56 78", HINTS)[0].placeholder == "[phone 2]"


def test_of_what_overlaps_the_strongest_is_shown() -> None:
    hints = Hints(names=(DeniedName("Ann Firm", "client A"),), this_year=2026)
    found = check_text("https://h.org/?token=abcdef&m=ben@firm.fr Ann.Firm@firm.fr", hints)
    assert [one.kind for one in found] == [Kind.LINK, Kind.NAME]


def test_a_citation_is_taken_for_no_telephone_number() -> None:
    assert check_text("tel: ECLI:CE:ECHR:2011:0113JUD001944005", HINTS) == []


@pytest.mark.parametrize(
    "name",
    [
        "Kowalska_affidavit_final.docx",
        "Maria_Kowalska.pdf",
        "StatementOfKowalska.pdf",
        "CV Nowak.odt",
    ],
)
def test_names_of_files_that_look_like_a_person_are_shown(name: str) -> None:
    [one] = check_passages([Passage("f", "File", name, is_fixed=True)], HINTS)
    assert (one.kind, one.placeholder) == (Kind.FILE, "")


@pytest.mark.parametrize(
    "name",
    [
        "IMG_20240101_123456.jpg",
        "annual report 2024.pdf",
        "plan.png",
        "Final_Draft_v2.docx",
        "a.pdf",
    ],
)
def test_names_of_other_files_are_left_alone(name: str) -> None:
    assert check_passages([Passage("f", "File", name, is_fixed=True)], HINTS) == []


def test_names_of_the_list_are_found_in_names_of_files() -> None:
    hints = Hints(names=(DeniedName("Kowalska", "client A"),))
    [one] = check_passages([Passage("f", "File", "x_kowalska_1.pdf", is_fixed=True)], hints)
    assert (one.kind, one.found, one.placeholder) == (Kind.NAME, "kowalska", "")


def test_a_check_shows_no_more_than_can_be_looked_at() -> None:
    text = " ".join(f"a{number}@firm.fr" for number in range(2 * MOST_FINDINGS))
    assert len(check_text(text, HINTS)) == MOST_FINDINGS


HOSTILE = [
    "1", "@", "a.", "a@", "a.a.a@", "+33612345678 ", "12345678 ", "tel 0123456 ", "C-1/20 ", "http://",
    "[", "(at)", "1 ", "A1 ", "::1", ":", "DE89 ", "born 1/1/2000 ", "Maria ", "12 rue de la ", "\n",
    "plate AB 12 ", "-1.1234,", "Hauptstraße ", "x@a.a.a.a", "a-", "0 (0", "case 1/1 ", "\u0661",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_cost_no_more_than_their_length(piece: str) -> None:
    hints = Hints(names=(DeniedName("Maria Kowalska", "x"),), this_year=2026)

    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        began = time.process_time()
        check_text(text, hints)
        return time.process_time() - began

    seconds(8_000)
    # Eight times the text may take four times as long again on a busy machine, never sixty-four.
    assert seconds(64_000) < max(0.4, 32 * seconds(8_000))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1 9@.:/-+()[]é\n_ł王"), max_size=200))
def test_any_text_can_be_checked(text: str) -> None:
    for one in check_text(text, HINTS):
        assert text[one.start : one.end] == one.found
        assert one.line == text.count("\n", 0, one.start) + 1


def test_random_digits_are_seldom_taken_for_something() -> None:
    numbers = random.Random(7)
    texts = [f"We counted {numbers.randrange(10**9, 10**10)} of them." for _ in range(1_000)]
    assert sum(bool(check_text(text, HINTS)) for text in texts) < 20
