"""Bringing somebody into a circle by an e-mail address, as a member to be or as a guest."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum.accounts.circles.models import CircleLetter
from forum.accounts.circles.operations import letters as acts
from forum.accounts.circles.operations.members import (
    bar,
    end_convening,
    name_convener,
    remove_from_circle,
    set_end,
)
from forum.accounts.circles.queries import who_is_in
from forum.accounts.circles.queries.letters import (
    count_wishes,
    letters_of,
    wishes,
    wishes_declined,
)
from forum.accounts.models import Invitation, Member
from forum.accounts.operations.invitations import accept_invitation, come_again, leads_on
from forum.accounts.queries import find_member
from forum.accounts.values import Role
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from tests.builders.accounts import make_member, person
from tests.builders.circles import (
    bring_in,
    circle_for,
    let_into_circle,
    make_circle,
    make_circle_guest,
    write_into,
)
from tests.builders.mail import letters

START = datetime(2026, 3, 4, 12, tzinfo=UTC)
NEW = "nina@example.org"


@pytest.fixture
def ada(app) -> Member:
    return make_member("ada", name="Ada")


@pytest.fixture
def fay(app) -> Member:
    return make_member("fay", role=Role.FACILITATOR)


def who(slug: str, member: Member) -> list[str]:
    return [one.handle for one in who_is_in(circle_for(slug, member), by=person(member))]


def waiting(slug: str, member: Member):
    return letters_of(circle_for(slug, member), by=person(member))


def follow(email: str, handle: str) -> Member:
    """Let somebody new follow the invitation to an address."""
    with unit_of_work():
        invitation = db.session.query(Invitation).filter_by(email=email, accepted_at=None).one()
        return accept_invitation(invitation, handle=handle, name=handle, password_hash=None)


def test_a_convener_who_may_invite_makes_a_member_and_brings_them_in(fay):
    slug = make_circle(fay, name="Whispers", is_hidden=True)
    write_into(slug, fay, NEW, role=Role.MEMBER, days=30)
    [letter] = letters()
    assert letter.to == NEW
    assert "Whispers" not in letter.subject + letter.text
    nina = follow(NEW, "nina")
    assert nina.role is Role.MEMBER
    assert who(slug, fay) == ["fay", "nina"]
    [belonging] = [one for one in who_is_in(circle_for(slug, fay), by=person(fay)) if one.until]
    assert belonging.handle == "nina"
    assert waiting(slug, fay) == []


def test_a_convener_who_may_not_asks_those_who_may(ada, fay):
    slug = make_circle(ada, name="Whispers", is_hidden=True)
    write_into(slug, ada, NEW, role=Role.MEMBER, days=None)
    assert letters() == []
    [line] = waiting(slug, ada)
    assert (line.email, line.expires_at) == (NEW, None)
    [wish] = wishes(person(fay))
    assert (wish.email, wish.by_handle) == (NEW, "ada")
    assert "Whispers" not in str(wish)
    assert count_wishes(person(fay)) == 1
    assert count_wishes(person(ada)) == 0
    with pytest.raises(NotFound):
        wishes(person(ada))
    with pytest.raises(NotFound), unit_of_work():
        acts.send_wished(wish.id, by=person(ada))
    with unit_of_work():
        acts.send_wished(wish.id, by=person(fay))
    assert [one.to for one in letters()] == [NEW]
    with pytest.raises(NotFound), unit_of_work():
        acts.send_wished(wish.id, by=person(fay))
    follow(NEW, "nina")
    assert who(slug, ada) == ["ada", "nina"]


def test_a_convener_is_told_of_a_declined_wish_and_old_ones_are_gone(ada, fay):
    slug = make_circle(ada, name="Whispers", is_hidden=True)
    with time_machine.travel(START, tick=False):
        write_into(slug, ada, NEW, role=Role.MEMBER)
        write_into(slug, ada, "other@example.org", role=Role.MEMBER)
        with unit_of_work():
            acts.decline_wish(wishes(person(fay))[0].id, by=person(fay))
        shown = [(one.email, one.is_declined) for one in waiting(slug, ada)]
        assert shown == [(NEW, True), ("other@example.org", False)]
        [letter] = letters()
        told = letter.subject + letter.text
        assert letter.to == "ada@example.org"
        assert not [word for word in ("Whispers", slug, NEW, "fay") if word in told]
        assert [one.name for one in wishes_declined(person(ada))] == ["Whispers"]
        assert wishes_declined(person(fay)) == []
        assert count_wishes(person(fay)) == 1
        for again in (acts.decline_wish, acts.send_wished):
            with pytest.raises(NotFound), unit_of_work():
                again(waiting(slug, ada)[0].id, by=person(fay))
        with unit_of_work():
            circle = circle_for(slug, ada)
            acts.withdraw_letter(circle, waiting(slug, ada)[0].id, by=person(ada))
        assert wishes_declined(person(ada)) == []
    with time_machine.travel(START + timedelta(days=31), tick=False):
        with unit_of_work():
            acts.clear_old_letters()
        assert waiting(slug, ada) == []


def test_letters_are_sent_again_and_withdrawn(ada):
    slug = make_circle(ada)
    write_into(slug, ada, NEW)
    circle, by = circle_for(slug, ada), person(ada)
    [line] = waiting(slug, ada)
    first = db.session.query(Invitation.token_hash).scalar()
    with unit_of_work():
        acts.send_again(circle, line.id, by=by)
    assert len(letters()) == 2
    assert db.session.query(Invitation.token_hash).scalar() != first
    with pytest.raises(NotFound), unit_of_work():
        acts.withdraw_letter(circle_for(make_circle(ada), ada), line.id, by=by)
    with unit_of_work():
        acts.withdraw_letter(circle, line.id, by=by)
    assert waiting(slug, ada) == []
    assert db.session.query(Invitation).one().withdrawn_at is not None


@pytest.mark.parametrize(
    ("email", "days", "field"),
    [("nobody", 7, "email"), (NEW, None, "until"), (NEW, -1, "until"), (NEW, 400, "until")],
)
def test_wrong_letters_are_refused_with_the_field(ada, email, days, field):
    slug = make_circle(ada)
    circle, by = circle_for(slug, ada), person(ada)
    until = now() + timedelta(days=days) if days else None
    with pytest.raises(Invalid) as refusal, unit_of_work():
        acts.write_to(circle, email=email, note="", until=until, role=Role.GUEST, by=by)
    assert refusal.value.field == field


def test_an_address_is_written_to_once(ada):
    slug = make_circle(ada)
    write_into(slug, ada, NEW)
    with pytest.raises(Invalid) as refusal:
        write_into(slug, ada, NEW.upper())
    assert refusal.value.field == "email"


def test_others_than_conveners_write_nobody_in(ada):
    slug = make_circle(ada, ben := make_member("ben"))
    with pytest.raises(NotFound):
        write_into(slug, ben, NEW)


def test_a_member_with_that_address_comes_in_by_their_own_will_alone(ada, fay):
    ben = make_member("ben")
    slug = make_circle(fay)
    write_into(slug, fay, ben.email, role=Role.MEMBER, days=None)
    assert who(slug, fay) == ["fay"]
    # The convener does not learn that there is an account with this address.
    assert [one.email for one in waiting(slug, fay)] == [ben.email]
    assert "/invites/" in letters()[-1].text
    invitation = db.session.query(Invitation).one()
    assert leads_on(invitation, person(ben))
    assert not leads_on(invitation, person(ada))
    with pytest.raises(NotFound), unit_of_work():
        come_again(invitation, by=person(ada))
    with unit_of_work():
        come_again(db.session.query(Invitation).one(), by=person(ben))
    assert who(slug, fay) == ["fay", "ben"]


def test_a_letter_brings_nobody_in_whose_writer_does_not_convene_any_more(ada):
    slug = make_circle(ada, ben := make_member("ben"))
    write_into(slug, ada, NEW)
    with unit_of_work():
        name_convener(circle_for(slug, ada), ben, by=person(ada))
    with unit_of_work():
        end_convening(circle_for(slug, ben), ada, by=person(ben))
    nina = follow(NEW, "nina")
    assert who(slug, ben) == ["ben", "ada"]
    assert person(nina).is_past_guest


def test_who_is_barred_stays_out_whatever_they_follow(ada):
    slug = make_circle(ada)
    guest = make_circle_guest(slug, ada, "gila")
    with unit_of_work():
        bar(circle_for(slug, ada), "gila", because="A conflict.", by=person(ada))
    let_into_circle(slug, ada, guest)
    assert who(slug, ada) == ["ada"]


def test_a_guest_is_ended_at_once_and_has_an_end_always(ada):
    slug = make_circle(ada)
    gila = make_circle_guest(slug, ada, "gila")
    assert [one.is_guest for one in who_is_in(circle_for(slug, ada), by=person(ada))] == [
        False,
        True,
    ]
    with pytest.raises(Invalid) as refusal, unit_of_work():
        set_end(circle_for(slug, ada), gila, None, by=person(ada))
    assert refusal.value.field == "until"
    with pytest.raises(Invalid), unit_of_work():
        name_convener(circle_for(slug, ada), gila, by=person(ada))
    with unit_of_work():
        remove_from_circle(circle_for(slug, ada), gila, by=person(ada))
    assert who(slug, ada) == ["ada"]
    assert person(gila).is_past_guest


def test_a_time_in_the_circle_is_never_made_shorter(ada, fay):
    slug = make_circle(fay)
    bring_in(slug, fay, ada)
    let_into_circle(slug, fay, ada, days=3)
    [belonging] = [
        one for one in who_is_in(circle_for(slug, fay), by=person(fay)) if not one.is_convener
    ]
    assert belonging.until is None
    assert db.session.query(CircleLetter).count() == 0
    assert find_member("ada").role is Role.MEMBER
