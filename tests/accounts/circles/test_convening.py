"""Circles whose conveners are gone: who is in offers, and two people name them."""

from datetime import timedelta

import pytest

from forum.accounts.circles.operations.convening import (
    NAME_CONVENER,
    ask_to_name,
    offer_to_convene,
    take_offer_back,
)
from forum.accounts.circles.operations.members import leave_circle
from forum.accounts.circles.queries.conveners import (
    A_HIDDEN_CIRCLE,
    circles_without_convener,
    count_conveners,
    namings,
    offers,
)
from forum.accounts.models import Group, Member
from forum.accounts.pairs.operations import confirm_pair
from forum.accounts.sanctions.operations.sanctions import suspend_member
from forum.accounts.values import SYSTEM, Role, Standing
from forum.discussion.rules import may_see_thread
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.circles import circle_for, make_circle, make_own_category
from tests.builders.discussion import make_thread
from tests.builders.mail import letters


@pytest.fixture
def ada(app) -> Member:
    return make_member("ada")


@pytest.fixture
def ben(app) -> Member:
    return make_member("ben", name="Ben")


@pytest.fixture
def fay(app) -> Member:
    return make_member("fay", role=Role.FACILITATOR)


@pytest.fixture
def hana(app) -> Member:
    return make_member("hana", role=Role.HOST)


def gone(member: Member) -> None:
    with unit_of_work():
        db.session.get_one(Member, member.id).standing = Standing.LEFT


def offered(slug: str, member: Member) -> None:
    with unit_of_work():
        offer_to_convene(circle_for(slug, member), by=person(member))


def id_of(slug: str) -> int:
    return db.session.query(Group.id).filter_by(slug=slug).scalar()


def name(slug: str, member: Member, first: Member, second: Member) -> None:
    with unit_of_work():
        act = ask_to_name(id_of(slug), member.id, because="Asked.", by=person(first))
    with unit_of_work():
        confirm_pair(db.session.merge(act), by=person(second))


def test_two_people_name_who_offers_and_see_nothing_by_it(ada, ben, fay, hana):
    slug = make_circle(ada, ben, name="Whispers", is_hidden=True)
    thread = make_thread(make_own_category(slug, ada), person(ben))
    gone(ada)
    assert [one.slug for one in circles_without_convener(person(ben))] == [slug]
    offered(slug, ben)
    [line] = offers(NAME_CONVENER, by=person(fay))
    assert (line.circle, line.handle) == (A_HIDDEN_CIRCLE, "ben")
    name(slug, ben, fay, hana)
    assert person(ben).convenes(id_of(slug))
    assert offers(NAME_CONVENER, by=person(fay)) == []
    assert circles_without_convener(person(ben)) == []
    assert "Whispers" not in str(namings(NAME_CONVENER, by=person(hana)))
    for other in (fay, hana):
        assert not may_see_thread(person(other), thread)
        with pytest.raises(NotFound):
            circle_for(slug, other)
    _, letter = letters()
    assert letter.to == ben.email
    assert "Whispers" not in letter.subject + letter.text


def test_who_convenes_while_somebody_does_is_not_asked(ada, ben, fay):
    slug = make_circle(ada, ben)
    assert circles_without_convener(person(ben)) == []
    with pytest.raises(NotPermitted):
        offered(slug, ben)
    with pytest.raises(NotFound):
        offered(slug, fay)
    with pytest.raises(NotFound), unit_of_work():
        ask_to_name(id_of(slug), ben.id, because="Now.", by=person(fay))


def test_suspended_conveners_are_gone_while_it_lasts(ada, ben):
    slug = make_circle(ada, ben)
    with unit_of_work():
        member = db.session.get_one(Member, ada.id)
        until = now() + timedelta(days=3)
        suspend_member(member, until=until, because="A breach.", by=SYSTEM)
    assert count_conveners(id_of(slug)) == 0
    offered(slug, ben)
    with unit_of_work():
        take_offer_back(circle_for(slug, ben), by=person(ben))
    with pytest.raises(NotFound), unit_of_work():
        take_offer_back(circle_for(slug, ben), by=person(ben))


def test_nobody_names_themselves_nor_alone(ada, ben, fay, hana):
    slug = make_circle(ada, fay, ben)
    gone(ada)
    offered(slug, fay)
    offered(slug, ben)
    with pytest.raises(Invalid), unit_of_work():
        ask_to_name(id_of(slug), fay.id, because="Me.", by=person(fay))
    with pytest.raises(NotFound), unit_of_work():
        ask_to_name(id_of(slug), fay.id, because="Her.", by=person(ben))
    with unit_of_work():
        act = ask_to_name(id_of(slug), fay.id, because="Her.", by=person(hana))
    for other in (fay, hana):
        with pytest.raises(NotPermitted), unit_of_work():
            confirm_pair(db.session.merge(act), by=person(other))
    with pytest.raises(Conflict), unit_of_work():
        ask_to_name(id_of(slug), ben.id, because="Him.", by=person(hana))
    assert count_conveners(id_of(slug)) == 0


def test_nothing_is_done_once_it_is_not_offered_any_more(ada, ben, fay, hana):
    slug = make_circle(ada, ben)
    gone(ada)
    offered(slug, ben)
    with unit_of_work():
        act = ask_to_name(id_of(slug), ben.id, because="Asked.", by=person(fay))
    with unit_of_work():
        leave_circle(circle_for(slug, ben), by=person(ben))
    with unit_of_work():
        confirm_pair(db.session.merge(act), by=person(hana))
    assert count_conveners(id_of(slug)) == 0
    assert len(letters()) == 1


def test_members_do_not_read_who_offers(ada, ben):
    with pytest.raises(NotFound):
        offers(NAME_CONVENER, by=person(ben))
