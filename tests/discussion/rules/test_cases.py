"""Who may answer for a case, read what was declared, and who opened it; how names are compared."""

import pytest

from forum.accounts.values import CategoryId, Grants, Level, MemberId, Person, PersonKind, Role
from forum.discussion.models import Thread
from forum.discussion.rules import (
    may_answer_case,
    may_change_declaration,
    may_see_declaration,
    may_see_openings,
)
from forum.discussion.values.cases import Area, Conflict, Kind, normal_name, split_names
from forum.discussion.values.jurisdictions import JURISDICTIONS, coarser

THREAD = Thread(id=5, category_id=1, author_id=1, is_reserved=True)


def member(
    id_: int, *, opened: bool = False, asked: bool = False, role: Role = Role.MEMBER
) -> Person:
    mine = frozenset({5})
    grants = Grants(
        levels={CategoryId(1): Level.START},
        opened=mine if opened else frozenset(),
        asked=mine if asked else frozenset(),
    )
    return Person(kind=PersonKind.MEMBER, id=MemberId(id_), role=role, grants=grants)


@pytest.mark.parametrize(
    ("reader", "answer", "allowed", "hidden"),
    [
        (member(2, asked=True), Conflict.NONE, True, False),
        (member(2, asked=True), Conflict.UNSURE, True, False),
        (member(2), Conflict.NONE, False, True),
        (member(2), Conflict.SOME, False, True),
        (member(2, opened=True), Conflict.SOME, True, False),
        (member(2, opened=True), Conflict.NONE, False, False),
        (member(1, opened=True), Conflict.SOME, False, False),
    ],
)
def test_who_may_answer(reader: Person, answer: Conflict, allowed: bool, hidden: bool) -> None:
    verdict = may_answer_case(reader, THREAD, answer)
    assert (bool(verdict), verdict.is_hidden) == (allowed, hidden)


def test_a_declaration_is_for_author_and_facilitators_who_can_read_the_case() -> None:
    author, reader = member(1, opened=True), member(2, opened=True)
    facilitator = member(3, opened=True, role=Role.FACILITATOR)
    elsewhere = member(4, role=Role.FACILITATOR)
    asked = member(5, asked=True, role=Role.FACILITATOR)
    who = (author, reader, facilitator, elsewhere, asked)
    assert [bool(may_see_declaration(one, THREAD)) for one in who] == [
        True,
        False,
        True,
        False,
        False,
    ]
    assert [bool(may_change_declaration(one, THREAD)) for one in who] == [True] + [False] * 4
    assert [bool(may_see_openings(one, THREAD)) for one in who] == [True] + [False] * 4
    assert may_see_openings(elsewhere, THREAD).is_hidden
    assert not may_see_openings(reader, THREAD).is_hidden


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quill Chambers Ltd.", "quill  CHAMBERS"),
        ("Société Générale S.A.", "societe generale"),
        ("Müller, Jörg", "Jorg Muller"),
        ("A.B.C. e.V.", "ABC"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


def test_names_that_are_not_the_same() -> None:
    assert normal_name("Quill Chambers") != normal_name("Quill Press")
    assert normal_name("GmbH") == "gmbh"
    assert split_names(" a  b \n\na b\nc") == ("a b", "c")


def test_every_place_has_a_coarser_word_or_is_one() -> None:
    assert (coarser("GB-SCT"), coarser("FR"), coarser("BR")) == ("GB", "x-west", "x-world")
    assert coarser("EU") == "EU"
    assert all(coarser(code) in JURISDICTIONS for code in JURISDICTIONS)
    assert Kind("MT", Area.WORK).is_small
    assert not Kind("FR", Area.WORK).is_small
