"""Coming into circles and going, and what conveners alone do."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from config import CirclesBy
from forum.accounts.circles.operations import members as acts
from forum.accounts.circles.operations.circles import begin_circle, change_circle
from forum.accounts.circles.queries import (
    bars_of,
    invitations_for,
    list_circles,
    requests_for,
    requests_of,
    who_is_in,
)
from forum.accounts.circles.values import CircleSettings
from forum.accounts.events import GroupMemberRemoved
from forum.accounts.models import Group, GroupMember
from forum.accounts.operations.groups import add_to_group, make_group
from forum.accounts.operations.members import add_member
from forum.accounts.queries import list_groups, list_groups_to_name
from forum.accounts.values import SYSTEM, Admission, Role
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.circles import bring_in, circle_for, make_circle, make_own_category
from tests.builders.discussion import make_thread
from tests.builders.events import heard
from tests.builders.mail import letters

START = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def ada(app):
    return make_member("ada", name="Ada")


@pytest.fixture
def ben(app):
    return make_member("ben", name="Ben")


def names_in(slug, member):
    return [one.handle for one in who_is_in(circle_for(slug, member), by=person(member))]


def test_who_begins_a_circle_is_not_in_it(ada):
    fay = make_member("fay", role=Role.FACILITATOR)
    with unit_of_work():
        group = begin_circle(
            CircleSettings("Strategy"), ["@ada"], wanted=CirclesBy.FACILITATORS, by=person(fay)
        )
        slug = group.slug
    assert slug == "strategy"
    assert names_in(slug, ada) == ["ada"]
    assert person(ada).convenes(group.id)
    assert group.id not in person(fay).groups
    for act in (
        lambda circle, by: acts.invite_into_circle(circle, "fay", by=by),
        lambda circle, by: acts.name_convener(circle, fay, by=by),
        lambda circle, by: acts.bar(circle, "ada", because="No.", by=by),
        lambda circle, by: change_circle(circle, CircleSettings("Mine"), by=by),
    ):
        with pytest.raises(NotFound), unit_of_work():
            act(circle_for(slug, fay), person(fay))


@pytest.mark.parametrize(
    ("role", "wanted", "allowed"),
    [
        (Role.MEMBER, CirclesBy.FACILITATORS, False),
        (Role.MEMBER, CirclesBy.MEMBERS, True),
        (Role.FACILITATOR, CirclesBy.FACILITATORS, True),
        (Role.HOST, CirclesBy.FACILITATORS, True),
    ],
)
def test_the_setting_says_who_begins_circles(ada, role, wanted, allowed):
    by = person(make_member("someone", role=role))
    if allowed:
        with unit_of_work():
            begin_circle(CircleSettings("Strategy"), ["ada"], wanted=wanted, by=by)
    else:
        with pytest.raises(NotFound), unit_of_work():
            begin_circle(CircleSettings("Strategy"), ["ada"], wanted=wanted, by=by)
    assert db.session.query(Group).filter_by(slug="strategy").count() == allowed


def test_a_circle_needs_a_convener_who_is_here(ada):
    for handles in ([], ["nobody"], ["ada", "nobody"]):
        with pytest.raises(Invalid) as refusal, unit_of_work():
            begin_circle(
                CircleSettings("Strategy"), handles, wanted=CirclesBy.MEMBERS, by=person(ada)
            )
        assert refusal.value.field == "conveners"


def test_whoever_wants_to_comes_into_an_open_circle(ada, ben):
    slug = make_circle(ada, admission=Admission.OPEN)
    with unit_of_work():
        acts.join_circle(circle_for(slug, ben), by=person(ben))
    assert names_in(slug, ben) == ["ada", "ben"]
    with pytest.raises(NotPermitted), unit_of_work():
        acts.join_circle(circle_for(slug, ben), by=person(ben))
    with unit_of_work():
        acts.leave_circle(circle_for(slug, ben), by=person(ben))
    assert names_in(slug, ada) == ["ada"]


def test_who_asks_is_let_in_or_not(ada, ben):
    slug = make_circle(ada, admission=Admission.REQUEST)
    with pytest.raises(NotPermitted), unit_of_work():
        acts.join_circle(circle_for(slug, ben), by=person(ben))
    with unit_of_work():
        assert acts.ask_to_join(circle_for(slug, ben), "Please.", by=person(ben))
    with unit_of_work():
        assert not acts.ask_to_join(circle_for(slug, ben), "Please!", by=person(ben))
    assert [one.words for one in requests_of(circle_for(slug, ada), by=person(ada))] == ["Please."]
    assert [number for _, number in requests_for(person(ada))] == [1]
    with unit_of_work():
        acts.decline(circle_for(slug, ada), ben, by=person(ada))
    with pytest.raises(NotFound), unit_of_work():
        acts.admit(circle_for(slug, ada), ben, by=person(ada))
    with unit_of_work():
        acts.ask_to_join(circle_for(slug, ben), "", by=person(ben))
    with unit_of_work():
        acts.admit(circle_for(slug, ada), ben, by=person(ada))
    assert names_in(slug, ben) == ["ada", "ben"]
    assert requests_for(person(ada)) == []


def test_who_is_invited_says_yes_or_nothing(ada, ben):
    slug = make_circle(ada, is_hidden=True, name="Whispers")
    with pytest.raises(NotFound):
        circle_for(slug, ben)
    with unit_of_work():
        assert acts.invite_into_circle(circle_for(slug, ada), "@ben", by=person(ada))
    with unit_of_work():
        assert not acts.invite_into_circle(circle_for(slug, ada), "ben", by=person(ada))
    [letter] = letters()
    assert "Whispers" not in letter.subject + letter.text
    assert [circle.name for circle in invitations_for(person(ben))] == ["Whispers"]
    with pytest.raises(NotFound):
        who_is_in(circle_for(slug, ben), by=person(ben))
    with unit_of_work():
        acts.accept_invitation_into_circle(circle_for(slug, ben), by=person(ben))
    assert names_in(slug, ben) == ["ada", "ben"]
    assert invitations_for(person(ben)) == []


def test_an_invitation_is_declined_or_taken_back(ada, ben):
    slug = make_circle(ada, is_hidden=True)
    for end in (
        lambda: acts.decline_invitation(circle_for(slug, ben), by=person(ben)),
        lambda: acts.take_invitation_back(circle_for(slug, ada), ben, by=person(ada)),
    ):
        with unit_of_work():
            acts.invite_into_circle(circle_for(slug, ada), "ben", by=person(ada))
        with unit_of_work():
            end()
        with pytest.raises(NotFound):
            circle_for(slug, ben)


def test_a_membership_that_ends_opens_nothing_from_that_moment_on(ada, ben):
    slug = make_circle(ada, is_hidden=True)
    category = make_own_category(slug, ada)
    thread = make_thread(category, person(ada))
    with time_machine.travel(START, tick=False) as clock:
        with unit_of_work():
            until = START + timedelta(hours=2)
            acts.invite_into_circle(circle_for(slug, ada), "ben", until=until, by=person(ada))
        with unit_of_work():
            acts.accept_invitation_into_circle(circle_for(slug, ben), by=person(ben))
        clock.move_to(START + timedelta(hours=2, seconds=-1))
        assert person(ben).grants.level(category.id) > 0
        clock.move_to(START + timedelta(hours=2))
        assert person(ben).grants.level(category.id) == 0
        assert thread.id not in person(ben).grants.opened
        with pytest.raises(NotFound):
            circle_for(slug, ben)
        assert names_in(slug, ada) == ["ada"]
        assert [line.count for line in list_circles(person(ada))] == [1]
        with heard(GroupMemberRemoved) as seen, unit_of_work():
            assert acts.clear_ended_memberships() == 1
    assert [event.member_id for event in seen] == [ben.id]
    assert db.session.query(GroupMember).filter_by(member_id=ben.id).count() == 0


def test_a_convener_lets_a_membership_end(ada, ben):
    slug = make_circle(ada, ben)
    with unit_of_work():
        acts.set_end(
            circle_for(slug, ada), ben, datetime.now(UTC) + timedelta(days=1), by=person(ada)
        )
    assert who_is_in(circle_for(slug, ada), by=person(ada))[1].until is not None
    for until in (datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=9999)):
        with pytest.raises(Invalid) as refusal, unit_of_work():
            acts.set_end(circle_for(slug, ada), ben, until, by=person(ada))
        assert refusal.value.field == "until"
    until = datetime.now(UTC) + timedelta(days=1)
    with pytest.raises(Invalid), unit_of_work():
        acts.set_end(circle_for(slug, ada), ada, until, by=person(ada))
    with unit_of_work():
        acts.name_convener(circle_for(slug, ada), ben, by=person(ada))
    assert [one.until for one in who_is_in(circle_for(slug, ada), by=person(ada))] == [None, None]


def test_the_last_convener_stays(ada, ben):
    slug = make_circle(ada, ben)
    with pytest.raises(NotPermitted), unit_of_work():
        acts.leave_circle(circle_for(slug, ada), by=person(ada))
    with pytest.raises(NotPermitted), unit_of_work():
        acts.end_convening(circle_for(slug, ada), ada, by=person(ada))
    with unit_of_work():
        assert acts.name_convener(circle_for(slug, ada), ben, by=person(ada))
    with unit_of_work():
        acts.leave_circle(circle_for(slug, ada), by=person(ada))
    assert names_in(slug, ben) == ["ben"]


def test_who_is_barred_is_out_and_stays_out(ada, ben):
    slug = make_circle(ada, ben, admission=Admission.OPEN)
    category = make_own_category(slug, ada)
    with unit_of_work():
        acts.bar(circle_for(slug, ada), "ben", because="Other side.", by=person(ada))
    assert person(ben).grants.level(category.id) == 0
    with pytest.raises(NotPermitted), unit_of_work():
        acts.join_circle(circle_for(slug, ben), by=person(ben))
    with pytest.raises(Invalid), unit_of_work():
        acts.invite_into_circle(circle_for(slug, ada), "ben", by=person(ada))
    assert [one.words for one in bars_of(circle_for(slug, ada), by=person(ada))] == ["Other side."]
    with pytest.raises(NotFound):
        bars_of(circle_for(slug, ben), by=person(ben))
    with unit_of_work():
        acts.lift_bar(circle_for(slug, ada), ben, by=person(ada))
    with unit_of_work():
        acts.join_circle(circle_for(slug, ben), by=person(ben))
    assert names_in(slug, ben) == ["ada", "ben"]


def test_a_convener_is_neither_barred_nor_taken_out(ada, ben):
    slug = make_circle(ada)
    for act in (
        lambda: acts.bar(circle_for(slug, ada), "ada", because="Why not.", by=person(ada)),
        lambda: acts.remove_from_circle(circle_for(slug, ada), ada, by=person(ada)),
    ):
        with pytest.raises(Invalid), unit_of_work():
            act()
    assert names_in(slug, ada) == ["ada"]


def test_names_of_hidden_circles_are_taken_by_nobody(ada, ben):
    hana = make_member("hana", role=Role.HOST)
    slug = make_circle(ada, name="Whispers", is_hidden=True)
    assert slug.startswith("circle-")
    other = make_circle(ben, name="Whispers", is_hidden=True)
    assert other != slug
    with unit_of_work():
        assert make_group("Whispers", by=person(hana)).name == "Whispers"
    assert [line.circle.slug for line in list_circles(person(ada))] == [slug]
    assert list_circles(person(hana)) == []


def test_a_circle_that_is_hidden_gets_another_address(ada, ben):
    slug = make_circle(ada, name="Strategy")
    with unit_of_work():
        settings = CircleSettings("Strategy", is_hidden=True)
        hidden = change_circle(circle_for(slug, ada), settings, by=person(ada)).slug
    assert hidden != slug
    for member, address in ((ben, hidden), (ben, slug), (ada, slug)):
        with pytest.raises(NotFound):
            circle_for(address, member)
    with unit_of_work():
        change_circle(circle_for(hidden, ada), CircleSettings("Strategy"), by=person(ada))
    assert circle_for("strategy", ben).name == "Strategy"


def test_handles_and_circles_share_one_namespace(ada):
    slug = make_circle(ada, name="Night owls")
    assert slug == "night-owls"
    with pytest.raises(Invalid) as refusal, unit_of_work():
        add_member(handle="Night-Owls", name="N", email=None, password_hash=None, by=SYSTEM)
    assert refusal.value.field == "handle"
    make_member("dawn")
    assert make_circle(ada, name="Dawn") == "dawn-2"
    assert make_circle(ada, name="New") == "new-circle"


def test_hosts_reach_no_circle_through_the_pages_of_groups(ada):
    hana = make_member("hana", role=Role.HOST)
    slug = make_circle(ada)
    group = db.session.query(Group).filter_by(slug=slug).one()
    for by in (person(hana), SYSTEM):
        with pytest.raises(NotFound), unit_of_work():
            add_to_group(group, "hana", by=by)
    assert group.id not in {row.id for row, _ in list_groups(by=person(hana))}
    hidden = make_circle(ada, is_hidden=True)
    named = {row.slug for row in list_groups_to_name(by=person(hana))}
    assert slug in named
    assert hidden not in named


def test_who_is_in_can_be_for_the_circle_alone(ada, ben):
    hana = make_member("hana", role=Role.HOST)
    slug = make_circle(ada, shows_members=False)
    bring_in(slug, ada, ben)
    assert names_in(slug, ben) == ["ada", "ben"]
    for member in (hana, make_member("fay", role=Role.FACILITATOR)):
        with pytest.raises(NotFound):
            names_in(slug, member)
        assert [line.count for line in list_circles(person(member))] == [None]
