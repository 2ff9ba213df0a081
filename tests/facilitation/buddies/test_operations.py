"""Buddies: both are asked, at most two each, eight weeks, and an end without blame."""

from datetime import timedelta

import pytest
import time_machine

from forum.accounts.models import Member
from forum.accounts.values import Person, Role
from forum.discussion.operations.ignoring import ignore_member
from forum.facilitation.buddies.models import BuddyPair
from forum.facilitation.buddies.operations import (
    end_pair,
    end_what_is_over,
    look_back,
    propose_pair,
    say_no,
    say_yes,
    wish_for_buddy,
)
from forum.facilitation.buddies.queries import (
    get_pair,
    list_matches,
    own_buddies,
    shared_answers,
)
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from tests.builders.accounts import (
    join_organisation,
    make_member,
    make_organisation,
    make_person,
    person,
)
from tests.builders.discussion import make_category, make_thread
from tests.builders.labels import keep_out, reserve_to
from tests.builders.mail import letters


@pytest.fixture
def fay(app) -> Person:
    return make_person(role=Role.FACILITATOR)


def wisher() -> Member:
    member = make_member()
    with unit_of_work():
        wish_for_buddy(by=person(member))
    return member


def paired(one: Member, other: Member, fay: Person) -> BuddyPair:
    with unit_of_work():
        pair = propose_pair(one.id, other.id, by=fay)
    for member in (one, other):
        with unit_of_work():
            say_yes(get_pair(pair.id, by=person(member)), by=person(member))
    return pair


def fitting(who: Member, fay: Person) -> list[int]:
    [mine] = [one for one in list_matches(by=fay) if one.candidate.member.id == who.id]
    return [one.member.id for one in mine.fitting]


def test_two_are_buddies_once_both_have_said_yes(fay) -> None:
    anna, ben = wisher(), wisher()
    with unit_of_work():
        pair = propose_pair(anna.id, ben.id, by=fay)
    with unit_of_work():
        assert not say_yes(get_pair(pair.id, by=person(anna)), by=person(anna))
    assert own_buddies(person(ben)).under_way == ()
    with unit_of_work():
        assert say_yes(get_pair(pair.id, by=person(ben)), by=person(ben))
    [mine] = own_buddies(person(ben)).under_way
    assert mine.buddy.id == anna.id
    assert mine.ends_at - now() > timedelta(days=55)
    assert list_matches(by=fay) == []
    for letter in letters():
        assert anna.name not in letter.text.replace(f"Dear {anna.name}", "")


def test_who_is_of_the_same_house_ignores_or_is_walled_off_is_not_suggested(fay) -> None:
    house = make_organisation("One house")
    anna, mate, deaf, walled, other = (wisher() for _ in range(5))
    for one in (anna, mate):
        join_organisation(one, house)
    with unit_of_work():
        ignore_member(db.session.get_one(Member, anna.id), by=person(deaf))
    category = make_category()
    thread = make_thread(category, person(anna))
    reserve_to(thread, other)
    keep_out(thread, walled)
    assert fitting(anna, fay) == [other.id]
    for one in (mate, deaf, walled):
        with pytest.raises(Invalid), unit_of_work():
            propose_pair(anna.id, one.id, by=fay)


def test_a_no_or_two_weeks_without_a_word_end_a_proposal_and_it_never_comes_again(fay) -> None:
    anna, ben, cleo = wisher(), wisher(), wisher()
    with unit_of_work():
        pair = propose_pair(anna.id, ben.id, by=fay)
        say_no(get_pair(pair.id, by=person(ben)), by=person(ben))
        propose_pair(anna.id, cleo.id, by=fay)
    with time_machine.travel(now() + timedelta(days=14, minutes=1)), unit_of_work():
        assert end_what_is_over() == 1
    assert own_buddies(person(anna)).proposed == ()
    assert fitting(anna, fay) == []
    assert own_buddies(person(anna)).to_close == ()


def test_nobody_has_more_than_two_buddies(fay) -> None:
    anna = wisher()
    for _ in range(2):
        with unit_of_work():
            wish_for_buddy(by=person(anna))
        paired(anna, wisher(), fay)
    with unit_of_work():
        wish_for_buddy(by=person(anna))
    third = wisher()
    assert fitting(anna, fay) == []
    with pytest.raises(Invalid), unit_of_work():
        propose_pair(anna.id, third.id, by=fay)


@pytest.mark.parametrize("is_early", [True, False])
def test_at_the_end_both_are_asked_one_question_and_can_have_another(fay, is_early: bool) -> None:
    anna, ben = wisher(), wisher()
    pair = paired(anna, ben, fay)
    with time_machine.travel(now() + timedelta(weeks=8, minutes=1)), unit_of_work():
        if is_early:
            end_pair(get_pair(pair.id, by=person(anna)), by=person(anna))
        else:
            assert end_what_is_over() == 1
    assert len(own_buddies(person(ben)).to_close) == 1
    for member, is_shared in ((anna, True), (ben, False)):
        with unit_of_work():
            who = person(member)
            mine = get_pair(pair.id, by=who)
            look_back(mine, f"Good, {member.name}.", is_shared=is_shared, again=True, by=who)
    assert [row.handle for row in shared_answers(by=fay)] == [anna.handle]
    assert own_buddies(person(ben)).is_wishing
    assert fitting(anna, fay) == []


def test_others_meet_no_pair(fay) -> None:
    anna, ben = wisher(), wisher()
    with unit_of_work():
        pair = propose_pair(anna.id, ben.id, by=fay)
    for other in (fay, make_person()):
        with pytest.raises(NotFound):
            get_pair(pair.id, by=other)
    with pytest.raises(NotFound):
        list_matches(by=person(anna))
