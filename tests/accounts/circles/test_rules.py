"""Who may do what about circles: answers without a database."""

import pytest

from config import CirclesBy
from forum.accounts.circles import rules
from forum.accounts.circles.values import Circle, Ties
from forum.accounts.values import (
    SYSTEM,
    VISITOR,
    Admission,
    CategoryId,
    Grants,
    GroupId,
    MemberId,
    Person,
    PersonKind,
    Role,
)

HERE, ELSEWHERE = GroupId(7), GroupId(8)


def somebody(role=Role.MEMBER, *, is_in=False, convenes=False):
    return Person(
        PersonKind.MEMBER,
        MemberId(1),
        role=role,
        groups=frozenset({HERE, ELSEWHERE} if is_in or convenes else {ELSEWHERE}),
        convened=frozenset({HERE} if convenes else {ELSEWHERE}),
    )


def circle(admission=Admission.REQUEST, *, is_hidden=False, shows_members=True, **ties):
    return Circle(HERE, "Name", "name", "", admission, is_hidden, shows_members, Ties(**ties))


OUTSIDERS = [somebody(role) for role in Role if role is not Role.GUEST]


@pytest.mark.parametrize("person", OUTSIDERS, ids=[str(one.role) for one in OUTSIDERS])
def test_no_role_opens_a_circle(person):
    assert rules.may_see_circle(person, circle())
    assert rules.may_see_circle(person, circle(is_hidden=True)).is_hidden
    assert rules.may_see_who_is_in(person, circle())
    assert rules.may_see_who_is_in(person, circle(shows_members=False)).is_hidden
    assert rules.may_see_who_is_in(person, circle(is_hidden=True)).is_hidden
    for one in (circle(), circle(is_hidden=True), circle(is_invited=True)):
        assert rules.may_convene(person, one).is_hidden
        assert rules.may_leave_circle(person, one, other_conveners=3).is_hidden


def test_a_guest_meets_no_circle():
    for one in (circle(), circle(Admission.OPEN), circle(is_hidden=True)):
        assert rules.may_see_circle(somebody(Role.GUEST), one).is_hidden
        assert rules.may_join(somebody(Role.GUEST), one).is_hidden


def test_a_visitor_meets_no_circle():
    for one in (circle(), circle(Admission.OPEN), circle(is_hidden=True)):
        assert rules.may_see_circle(VISITOR, one).is_hidden
        assert rules.may_join(VISITOR, one).is_hidden
        assert rules.may_ask(VISITOR, one).is_hidden


def test_a_hidden_circle_exists_for_those_in_it_and_invited():
    hidden = circle(is_hidden=True)
    assert rules.may_see_circle(somebody(is_in=True), hidden)
    assert rules.may_see_who_is_in(somebody(is_in=True), hidden)
    assert rules.may_see_circle(SYSTEM, hidden)
    invited = circle(is_hidden=True, is_invited=True)
    assert rules.may_see_circle(somebody(), invited)
    assert rules.may_see_who_is_in(somebody(), invited).is_hidden
    barred = circle(is_hidden=True, is_invited=True, is_barred=True)
    assert rules.may_see_circle(somebody(), barred).is_hidden


@pytest.mark.parametrize("admission", Admission)
def test_one_comes_in_as_the_circle_says(admission):
    one = circle(admission)
    assert bool(rules.may_join(somebody(), one)) is (admission is Admission.OPEN)
    assert bool(rules.may_ask(somebody(), one)) is (admission is Admission.REQUEST)
    assert rules.may_accept(somebody(), one).is_hidden
    assert rules.may_accept(somebody(), circle(admission, is_invited=True))
    for act in (rules.may_join, rules.may_ask):
        assert "already" in act(somebody(is_in=True), one).because
        assert "not open to you" in act(somebody(), circle(admission, is_barred=True)).because


def test_conveners_do_everything_and_the_last_one_stays():
    convener = somebody(convenes=True)
    assert rules.may_convene(convener, circle())
    assert not rules.may_convene(somebody(is_in=True), circle())
    assert not rules.may_leave_circle(convener, circle(), other_conveners=0)
    assert rules.may_leave_circle(convener, circle(), other_conveners=1)
    assert rules.may_leave_circle(somebody(is_in=True), circle(), other_conveners=0)
    assert not rules.may_end_convening(convener, circle(), other_conveners=0)
    assert rules.may_end_convening(convener, circle(), other_conveners=1)
    assert rules.may_end_convening(somebody(), circle(), other_conveners=1).is_hidden


def test_the_setting_says_who_begins_one():
    for role, wanted, allowed in (
        (Role.MEMBER, CirclesBy.FACILITATORS, False),
        (Role.MEMBER, CirclesBy.MEMBERS, True),
        (Role.FACILITATOR, CirclesBy.FACILITATORS, True),
        (Role.HOST, CirclesBy.FACILITATORS, True),
    ):
        assert bool(rules.may_begin_circle(somebody(role), wanted)) is allowed
    assert rules.may_begin_circle(VISITOR, CirclesBy.MEMBERS).is_hidden


def test_a_facilitator_looks_after_all_categories_but_those_of_other_circles():
    own, other, plain = CategoryId(1), CategoryId(2), CategoryId(3)
    grants = Grants(convened=frozenset({own}), of_other_circles=frozenset({other}))
    for role, looked_after in ((Role.FACILITATOR, [own, plain]), (Role.HOST, [own])):
        person = Person(PersonKind.MEMBER, MemberId(1), role=role, grants=grants)
        assert [id_ for id_ in (own, other, plain) if person.facilitates(id_)] == looked_after
    member = Person(PersonKind.MEMBER, MemberId(1), grants=grants)
    assert member.looks_after_somewhere
    assert not member.facilitates_somewhere
