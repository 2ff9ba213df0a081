"""Who may begin, agree to, see and stop a recovery."""

import pytest

from forum.accounts.models import Member
from forum.accounts.recovery.models import Recovery
from forum.accounts.recovery.rules import may_agree, may_begin_recovery, may_see_recovery, may_stop
from forum.accounts.values import SYSTEM, VISITOR, MemberId, Person, PersonKind, Role, Standing
from forum.kernel.clock import now

ROLES = {1: Role.HOST, 2: Role.HOST, 3: Role.FACILITATOR, 4: Role.MEMBER, 5: Role.MEMBER}


def person(id_: int) -> Person:
    return Person(PersonKind.MEMBER, id=MemberId(id_), role=ROLES[id_])


def begun_by_one(**more: object) -> Recovery:
    return Recovery(id=9, member_id=4, begun_by_id=1, **more)


@pytest.mark.parametrize(("id_", "seen"), [(1, True), (2, True), (3, True), (4, True), (5, False)])
def test_recovery_is_seen_by_hosts_facilitators_and_the_member(id_: int, seen: bool) -> None:
    assert bool(may_see_recovery(person(id_), begun_by_one())) is seen
    assert bool(may_stop(person(id_), begun_by_one())) is seen


@pytest.mark.parametrize(("id_", "may"), [(1, False), (2, True), (3, True), (4, False), (5, False)])
def test_second_person_is_another_host_or_a_facilitator(id_: int, may: bool) -> None:
    assert bool(may_agree(person(id_), begun_by_one())) is may


def test_nobody_agrees_or_stops_after_the_end() -> None:
    ended = begun_by_one(ended_at=now())
    assert not may_agree(person(2), ended)
    assert not may_stop(person(4), ended)
    assert not may_agree(person(2), begun_by_one(agreed_by_id=3))


def test_visitors_and_the_system_have_no_part_in_it() -> None:
    for somebody in (VISITOR, SYSTEM):
        assert may_see_recovery(somebody, begun_by_one()).is_hidden
        assert may_agree(somebody, begun_by_one()).is_hidden


def test_member_whose_account_it_is_agrees_to_nothing_even_as_a_host() -> None:
    assert may_agree(person(2), Recovery(id=9, member_id=2, begun_by_id=1)).is_hidden


@pytest.mark.parametrize(("id_", "may"), [(1, True), (3, False), (4, False)])
def test_recovery_is_begun_by_hosts(id_: int, may: bool) -> None:
    member = Member(id=7, standing=Standing.ACTIVE)
    assert bool(may_begin_recovery(person(id_), member)) is may


def test_host_begins_no_recovery_of_themselves_or_of_who_is_deactivated() -> None:
    assert not may_begin_recovery(person(1), Member(id=1, standing=Standing.ACTIVE))
    assert not may_begin_recovery(person(1), Member(id=7, standing=Standing.DEACTIVATED))
