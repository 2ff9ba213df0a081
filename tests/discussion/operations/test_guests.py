"""Guests are let into one thread until a moment, and only where its authors wrote for them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.guests.operations import make_member as make_guest_a_member
from forum.accounts.models import Invitation, Member
from forum.accounts.operations.invitations import come_again
from forum.accounts.operations.members import change_role
from forum.accounts.values import SYSTEM, Role
from forum.discussion.models import ThreadAct, ThreadPerson
from forum.discussion.operations.guests import invite_guest, prolong_visit
from forum.discussion.operations.labels import AUTHORS_DECIDE, Named, open_to_category, reserve
from forum.discussion.queries.readers import count_readers, named_members, readers_of
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_see_thread
from forum.discussion.values import ActKind
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.guests import end_visit_of, invite_to, let_into, make_guest
from tests.builders.labels import reserve_to


@pytest.fixture
def ada(app):
    return make_member("ada")


@pytest.fixture
def fay(app):
    return make_member("fay", role=Role.FACILITATOR)


@pytest.fixture
def thread(ada):
    return make_thread(make_category("Practice"), person(ada), title="Notes")


def test_guest_meets_the_thread_and_nothing_else(thread, ada):
    other = make_thread(make_category("Elsewhere"), person(ada))
    guest = make_guest(thread, "gus", by=person(ada))
    assert may_see_thread(person(guest), thread)
    assert not may_see_thread(person(guest), other)
    assert person(guest).groups == frozenset()
    assert guest.id in readers_of(thread)
    assert guest.id not in readers_of(other)


def test_readers_are_counted_with_guests(thread, ada):
    before = len(readers_of(thread))
    make_guest(thread, "gus", by=person(ada))
    assert count_readers(thread) == before + 1


def test_visit_ends_at_its_moment(thread, ada, time_machine):
    until = now() + timedelta(hours=1)
    guest = make_guest(thread, "gus", by=person(ada), until=until)
    time_machine.move_to(until - timedelta(seconds=1), tick=False)
    assert may_see_thread(person(guest), thread)
    time_machine.move_to(until, tick=False)
    assert not may_see_thread(person(guest), thread)
    assert person(guest).is_past_guest
    assert guest.id not in readers_of(thread)


def test_ended_visit_is_over_at_once(thread, ada):
    guest = make_guest(thread, "gus", by=person(ada))
    assert may_see_thread(person(guest), thread)
    end_visit_of(thread, guest, by=person(ada))
    assert not may_see_thread(person(guest), thread)


def test_where_others_wrote_for_members_only_a_facilitator_invites(thread, ada, fay):
    make_reply(thread, person(make_member("ben")))
    with pytest.raises(Invalid, match=AUTHORS_DECIDE):
        invite_to(thread, "gus@example.org", by=person(ada))
    invite_to(thread, "gus@example.org", by=person(fay))
    act = db.session.scalars(select(ThreadAct)).one()
    assert (act.kind, act.by_id) == (ActKind.GUEST_INVITED, fay.id)


def test_where_others_wrote_for_fewer_nobody_invites(thread, ada, fay):
    reserve_to(thread, fay, by=person(ada))
    make_reply(thread, person(ada))
    with pytest.raises(Invalid, match=AUTHORS_DECIDE):
        invite_to(thread, "gus@example.org", by=person(fay))
    invite_to(thread, "gus@example.org", by=person(ada))


def test_author_of_a_case_says_that_it_covers_a_guest(ada):
    case = make_thread(make_category("Cases", is_for_cases=True), person(ada))
    day = now() + timedelta(days=9)
    by = person(ada)
    with pytest.raises(Invalid, match="make sure first") as refused:
        invite_guest(case, email="gus@example.org", note="", until=day, by=by)
    assert refused.value.field == "covers"


def test_members_do_not_invite_into_what_others_began(thread):
    with pytest.raises(NotPermitted):
        invite_to(thread, "gus@example.org", by=person(make_member("ben")))


def test_end_must_be_near(thread, ada):
    for until in (now() - timedelta(minutes=1), now() + timedelta(days=400)):
        with pytest.raises(Invalid) as refusal:
            invite_to(thread, "gus@example.org", by=person(ada), until=until)
        assert refusal.value.field == "until"


def test_same_address_is_invited_once(thread, ada):
    invite_to(thread, "gus@example.org", by=person(ada))
    with pytest.raises(Invalid, match="invited already"):
        invite_to(thread, "Gus@example.org", by=person(ada))


def test_longer_visit_asks_the_same_and_shorter_does_not(thread, ada):
    guest = make_guest(thread, "gus", by=person(ada))
    make_reply(thread, person(guest), "From outside.")
    later = now() + timedelta(days=20)
    with unit_of_work():
        prolong_visit(get_thread(thread.id, by=person(ada)), guest.id, later, by=person(ada))
    make_reply(thread, person(make_member("ben")))
    kept = get_thread(thread.id, by=person(ada))
    with pytest.raises(Invalid, match=AUTHORS_DECIDE):
        prolong_visit(kept, guest.id, later + timedelta(days=1), by=person(ada))
    with unit_of_work():
        soon = now() + timedelta(days=1)
        prolong_visit(get_thread(thread.id, by=person(ada)), guest.id, soon, by=person(ada))
    row = db.session.get_one(ThreadPerson, (thread.id, guest.id))
    assert row.until == soon


def test_reserving_keeps_named_guests_until_their_day_and_voids_invitations(thread, ada):
    guest = make_guest(thread, "gus", by=person(ada))
    gone = make_guest(thread, "gil", by=person(ada))
    until = db.session.get_one(ThreadPerson, (thread.id, guest.id)).until
    invite_to(thread, "late@example.org", by=person(ada))
    with unit_of_work():
        kept = get_thread(thread.id, by=person(ada))
        reserve(kept, Named(frozenset({ada.id, guest.id})), by=person(ada))
    assert db.session.get_one(ThreadPerson, (thread.id, guest.id)).until == until
    assert not may_see_thread(person(gone), thread)
    waiting = db.session.scalars(select(Invitation).where(Invitation.email == "late@example.org"))
    assert waiting.one().withdrawn_at is not None
    with unit_of_work():
        open_to_category(get_thread(thread.id, by=SYSTEM))
    assert may_see_thread(person(guest), thread)


def test_guests_are_not_named_in_labels(thread, ada):
    guest = make_guest(thread, "gus", by=person(ada))
    with pytest.raises(Invalid):
        named_members(["gus"])
    assert named_members(["gus"], kept=[guest.id]) == [guest.id]


def test_nobody_comes_in_by_who_lost_the_thread(thread, ada, fay):
    secret_holder = make_member("gus", role=Role.GUEST)
    invite_to(thread, "gus@example.org", by=person(fay))
    with unit_of_work():
        change_role(db.session.get_one(Member, fay.id), Role.MEMBER, by=SYSTEM)
        kept = get_thread(thread.id, by=SYSTEM)
        kept.is_reserved = True
    with unit_of_work():
        waiting = db.session.scalars(select(Invitation)).one()
        come_again(waiting, by=person(secret_holder))
    assert person(secret_holder).is_past_guest


def test_guest_becomes_a_member(thread, ada, fay):
    guest = make_guest(thread, "gus", by=person(ada))
    with pytest.raises(NotFound), unit_of_work():
        make_guest_a_member(db.session.get_one(Member, guest.id), by=person(ada))
    with unit_of_work():
        make_guest_a_member(db.session.get_one(Member, guest.id), by=person(fay))
    assert not person(guest).is_guest
    other = make_thread(make_category("New"), person(ada))
    assert may_see_thread(person(guest), other)


def test_nobody_is_made_a_guest(app):
    with pytest.raises(NotPermitted), unit_of_work():
        change_role(make_member("ben"), Role.GUEST, by=SYSTEM)


def test_second_visit_does_not_shorten_the_first(thread, ada):
    guest = make_guest(thread, "gus", by=person(ada), until=now() + timedelta(days=9))
    let_into(thread, guest, by=person(ada), until=now() + timedelta(days=2))
    row = db.session.get_one(ThreadPerson, (thread.id, guest.id))
    assert row.until > now() + timedelta(days=8)
