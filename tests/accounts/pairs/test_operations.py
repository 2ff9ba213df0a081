"""Acts of two: nobody is two people, and what waits too long lapses."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from forum.accounts.pairs.operations import ask_pair, confirm_pair, refuse_pair
from forum.accounts.pairs.queries import count_others, get_pair_act, list_pair_acts, waiting_for
from forum.accounts.pairs.rules import missing_second
from forum.accounts.pairs.values import PairOutcome
from forum.accounts.values import Role
from forum.kernel.clock import now
from forum.kernel.db import unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, make_person, person


@pytest.fixture
def first(app):
    return make_person("first", role=Role.FACILITATOR)


@pytest.fixture
def second(app):
    return make_person("second", role=Role.HOST)


@pytest.fixture
def act(kind, first):
    with unit_of_work():
        return ask_pair(kind, because="A court asks for it.", by=first, subject_id=7)


def test_second_person_sets_it_off_once(kind, act, second, done):
    with unit_of_work():
        confirm_pair(get_pair_act(kind, act.id, by=second), by=second)
    assert (done, act.outcome, act.decided_by_id) == (
        [act.id],
        PairOutcome.CONFIRMED,
        second.member_id,
    )
    with pytest.raises(NotPermitted), unit_of_work():
        confirm_pair(get_pair_act(kind, act.id, by=second), by=second)
    assert done == [act.id]


def test_nobody_is_the_second_person_of_their_own_act(kind, act, first, done):
    with pytest.raises(NotPermitted, match="second person"), unit_of_work():
        confirm_pair(get_pair_act(kind, act.id, by=first), by=first)
    assert done == []


def test_members_of_another_role_know_nothing_of_it(act, kind):
    member = make_person("plain")
    for attempt in (
        lambda: get_pair_act(kind, act.id, by=member),
        lambda: list_pair_acts(kind, by=member),
        lambda: ask_pair(kind, because="I would like to.", by=member),
        lambda: confirm_pair(act, by=member),
        lambda: refuse_pair(act, by=member, because="No."),
    ):
        with pytest.raises(NotFound), unit_of_work():
            attempt()
    assert waiting_for(member) == []


def test_it_lapses_after_a_week(act, second, kind, done):
    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=False):
        assert waiting_for(second) == []
        with pytest.raises(NotPermitted), unit_of_work():
            confirm_pair(get_pair_act(kind, act.id, by=second), by=second)
        with unit_of_work():
            again = ask_pair(kind, because="Still.", by=second, subject_id=7)
        assert again.id != act.id
    assert done == []


def test_the_same_is_not_asked_twice(act, first, kind):
    with pytest.raises(Conflict), unit_of_work():
        ask_pair(kind, because="Again.", by=first, subject_id=7)


def test_refusing_needs_a_reason_and_taking_back_none(act, first, second, kind):
    with pytest.raises(Invalid), unit_of_work():
        refuse_pair(get_pair_act(kind, act.id, by=second), by=second)
    with unit_of_work():
        refuse_pair(get_pair_act(kind, act.id, by=first), by=first)
    assert act.outcome is PairOutcome.TAKEN_BACK
    with unit_of_work():
        other = ask_pair(kind, because="Again.", by=first)
        refuse_pair(other, by=second, because="There is no order.")
    assert (other.outcome, other.answer) == (PairOutcome.REFUSED, "There is no order.")


def test_it_waits_for_others_and_not_for_who_asked(act, first, second, kind):
    assert [found.id for _, found in waiting_for(second)] == [act.id]
    assert waiting_for(first) == []


def test_where_there_is_only_one_the_page_can_say_what_is_missing(kind, first):
    assert count_others(kind, but=first.member_id) == 0
    assert "you are the only one" in missing_second(kind, 0)
    member = make_member("other", role=Role.HOST)
    assert count_others(kind, but=first.member_id) == 1
    assert missing_second(kind, 1) == ""
    assert waiting_for(person(member)) == []


def test_act_of_another_kind_is_not_there(kind, act, second):
    with unit_of_work(), pytest.raises(NotFound):
        get_pair_act(replace(kind, name="another"), act.id, by=second)
