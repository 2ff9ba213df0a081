"""Subjects: titles, marks of answers, tags of lists."""

import pytest

from forum.admin.imports.mail_archive.subjects import NO_SUBJECT, read_subject, tag_of

TAGS = frozenset({"housing"})


@pytest.mark.parametrize(
    "written",
    [
        "Re: Rent freeze",
        "RE: Re: Rent freeze",
        "Re[2]: Rent freeze",
        "Re(3): Rent freeze",
        "re : Rent freeze",
        "AW: Rent freeze",
        "Antw: Rent freeze",
        "SV: Rent freeze",
        "VS: Rent freeze",
        "R: Rent freeze",
        "回复：Rent freeze",
        "回覆： Re: 回覆： Re: [Housing] Rent freeze",
        "[Housing] Re: Rent freeze",
        "Re: [Housing] Rent  freeze",
        "[Other-List] Re: [Housing] Rent freeze",
        "Fwd: Re: Rent freeze",
    ],
)
def test_answers_are_recognised_in_many_tongues(written: str) -> None:
    subject = read_subject(written, TAGS)
    assert (subject.title, subject.key, subject.is_reply) == ("Rent freeze", "rent freeze", True)


@pytest.mark.parametrize("mark", ["Fwd:", "FW:", "WG:", "TR:", "[Housing] Fwd:"])
def test_forwarded_is_not_answered(mark: str) -> None:
    subject = read_subject(f"{mark} Rent freeze", TAGS)
    assert (subject.title, subject.is_reply) == ("Rent freeze", False)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("[PATCH] Rent freeze", "[PATCH] Rent freeze"),
        ("Re: [PATCH] Rent freeze", "[PATCH] Rent freeze"),
        ("Reform: what now?", "Reform: what now?"),
        ("", NO_SUBJECT),
        ("Re:", NO_SUBJECT),
        ("[Housing] (no subject)", NO_SUBJECT),
        ("(kein Betreff)", NO_SUBJECT),
        ("???", NO_SUBJECT),
        ("x" * 300, "x" * 254 + "…"),
    ],
)
def test_titles(written: str, title: str) -> None:
    assert read_subject(written, TAGS).title == title


def test_case_marks_and_notes_behind_do_not_make_subjects_differ() -> None:
    keys = {
        read_subject(each).key
        for each in ("Rent freeze?", "RENT  FREEZE", "rent-freeze (was: Something else)")
    }
    assert keys == {"rent freeze"}


def test_tag_is_found_before_and_behind_marks_of_answers() -> None:
    assert tag_of("[Housing] Rent") == tag_of("Re: [housing] Rent") == "housing"
    assert tag_of("[PATCH] Rent") is None
    assert tag_of("Rent [Housing]") is None


def test_hostile_subjects_take_no_time() -> None:
    for piece in ("Re: ", "[a] ", "(was: a)", "[", "Re[1]"):
        assert read_subject(piece * 500).title
