"""Ending a circle: who still reads what was in it, and what others learn."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from forum.accounts.circles.listeners import settle_endings
from forum.accounts.circles.operations.ending import (
    end_circle,
    settle_ending,
    take_end_back,
)
from forum.accounts.circles.operations.members import invite_into_circle, join_circle, leave_circle
from forum.accounts.circles.queries import list_circles
from forum.accounts.circles.queries.conveners import circles_ended_of_late
from forum.accounts.circles.values import Ending, Fate
from forum.accounts.models import Group, Invitation, Member
from forum.accounts.values import Admission, Level
from forum.discussion.models import Category, Thread
from forum.discussion.queries.categories import directory
from forum.discussion.rules import may_reply, may_see_thread, may_start_thread
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.circles import (
    bring_in,
    circle_for,
    make_circle,
    make_circle_guest,
    make_own_category,
    write_into,
)
from tests.builders.discussion import make_category, make_thread
from tests.builders.labels import reserve_to
from tests.builders.mail import letters

START = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def ada(app) -> Member:
    return make_member("ada")


@pytest.fixture
def ben(app) -> Member:
    return make_member("ben")


def end(slug: str, member: Member, ending: Ending) -> None:
    with unit_of_work():
        end_circle(circle_for(slug, member), ending, by=person(member))


def settle(slug: str) -> None:
    """Let the week pass in which an end can be taken back."""
    circle_id = db.session.query(Group.id).filter_by(slug=slug).scalar()
    with unit_of_work():
        settle_ending(circle_id)


def again(thread: Thread) -> Thread:
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def test_who_is_in_reads_on_and_nobody_writes_or_comes(ada, ben):
    slug = make_circle(ada, ben, name="Strategy", admission=Admission.OPEN)
    card = make_own_category(slug, ada)
    thread = make_thread(card, person(ben))
    cleo = make_member("cleo")
    write_into(slug, ada, "nina@example.org")
    end(slug, ada, Ending(Fate.KEPT))
    with pytest.raises(NotFound), unit_of_work():
        join_circle(circle_for(slug, ada), by=person(cleo))
    settle(slug)
    thread = again(thread)
    assert thread.is_archived
    for member in (ada, ben):
        assert may_see_thread(person(member), thread)
        assert not may_reply(person(member), thread)
        assert not may_start_thread(person(member), directory().by_id[card.id])
        [line] = list_circles(person(member))
        assert line.circle.ended_at is not None
    assert list_circles(person(cleo)) == []
    with pytest.raises(NotFound):
        circle_for(slug, ben)
    [late] = circles_ended_of_late(person(ben))
    with pytest.raises(NotFound):
        circle_for(late.slug, cleo)
    with pytest.raises(NotFound), unit_of_work():
        join_circle(late, by=person(cleo))
    with pytest.raises(NotPermitted), unit_of_work():
        invite_into_circle(circle_for(late.slug, ada), "cleo", by=person(ada))
    assert db.session.query(Invitation).one().withdrawn_at is not None
    assert [letter.to for letter in letters()[2:]] == [ben.email]
    assert "Strategy" not in letters()[-1].subject + letters()[-1].text
    # The name is free, and the last convener may go.
    assert make_circle(ada, name="Strategy") != late.slug
    with unit_of_work():
        leave_circle(circle_for(late.slug, ada), by=person(ada))


def test_kept_until_a_day_ends_with_it(ada, ben):
    slug = make_circle(ada, ben)
    card = make_own_category(slug, ada)
    with time_machine.travel(START, tick=False) as clock:
        thread = make_thread(card, person(ben))
        guest = make_circle_guest(slug, ada, "gila", days=5)
        end(slug, ada, Ending(Fate.UNTIL, date(2026, 4, 30)))
        settle(slug)
        assert again(thread).ends_at == datetime(2026, 5, 1, tzinfo=UTC)
        assert may_see_thread(person(ben), again(thread))
        clock.move_to(START + timedelta(days=6))
        assert person(guest).is_past_guest
        clock.move_to(datetime(2026, 5, 1, tzinfo=UTC))
        assert not may_see_thread(person(ben), again(thread))
        assert list_circles(person(ada)) == []
        assert person(ben).grants.level(card.id) is Level.NONE


@pytest.mark.parametrize("day", [None, date(2026, 3, 3), date(2026, 3, 17), date(2027, 6, 1)])
def test_a_day_is_neither_near_nor_far(ada, day):
    slug = make_circle(ada)
    with (
        time_machine.travel(START, tick=False),
        pytest.raises(Invalid) as refusal,
    ):
        end(slug, ada, Ending(Fate.UNTIL, day))
    assert refusal.value.field == "until"
    assert circle_for(slug, ada).ended_at is None


def test_what_is_moved_gets_no_reader_that_it_had_not(ada, ben):
    cleo = make_member("cleo")
    slug = make_circle(ada, ben, cleo)
    few, other = make_circle(ada, ben), make_circle(ada, make_member("dan"))
    notes = make_own_category(slug, ada, "Notes")
    make_own_category(few, ada, "Notes")
    thread = make_thread(notes, person(ben))
    matters = make_own_category(slug, ada, "Matters", is_for_cases=True)
    case = make_thread(matters, person(ada))
    for into in (other, slug, "nowhere", ""):
        with pytest.raises(Invalid) as refusal:
            end(slug, ada, Ending(Fate.MOVED, into=into))
        assert refusal.value.field == "into"
    end(slug, ada, Ending(Fate.MOVED, into=few))
    assert may_see_thread(person(cleo), again(thread))
    assert not may_reply(person(ben), again(thread))
    settle(slug)
    few_id = db.session.query(Group.id).filter_by(slug=few).scalar()
    assert db.session.get_one(Category, notes.id).circle_id == few_id
    assert directory().by_id[notes.id].name == "Notes 2"
    assert may_reply(person(ben), again(thread))
    assert not may_see_thread(person(cleo), again(thread))
    assert case.id in person(ben).grants.asked
    assert case.id not in person(cleo).grants.asked


def test_what_is_open_elsewhere_stays_open_and_nothing_more_is_done_there(ada, ben):
    slug = make_circle(ada, ben)
    group = db.session.query(Group).filter_by(slug=slug).one()
    given = make_category(levels={group: Level.START})
    named = make_thread(make_category(), person(ada))
    reserve_to(named, ben, by=person(ada))
    end(slug, ada, Ending(Fate.KEPT))
    settle(slug)
    assert person(ben).grants.level(given.id) is Level.NONE
    assert may_reply(person(ben), again(named))


def test_only_conveners_end_a_circle_and_only_once(ada, ben):
    slug = make_circle(ada, ben)
    with pytest.raises(NotFound):
        end(slug, ben, Ending(Fate.KEPT))
    end(slug, ada, Ending(Fate.KEPT))
    [circle] = circles_ended_of_late(person(ada))
    with pytest.raises(NotPermitted):
        end(circle.slug, ada, Ending(Fate.KEPT))


def test_an_end_is_taken_back_as_long_as_nothing_is_done(ada, ben):
    slug = make_circle(ada, ben, name="Strategy")
    group = db.session.query(Group).filter_by(slug=slug).one()
    given = make_category(levels={group: Level.START})
    thread = make_thread(make_own_category(slug, ada), person(ben))
    with time_machine.travel(START, tick=False) as clock:
        end(slug, ada, Ending(Fate.UNTIL, date(2026, 4, 30)))
        assert not may_reply(person(ben), again(thread))
        clock.move_to(START + timedelta(days=6))
        settle_endings()
        with pytest.raises(NotFound), unit_of_work():
            take_end_back(circle_for(slug, ben), by=person(ben))
        with unit_of_work():
            take_end_back(circle_for(slug, ada), by=person(ada))
        assert may_reply(person(ben), again(thread))
        assert (again(thread).ends_at, again(thread).archived_at) == (None, None)
        assert person(ben).grants.level(given.id) is Level.START
        assert "Strategy" not in letters()[-1].subject + letters()[-1].text
        assert letters()[-1].to == ben.email
        with pytest.raises(NotPermitted), unit_of_work():
            take_end_back(circle_for(slug, ada), by=person(ada))
        # Ended once more, and left alone for a week, it is done.
        end(slug, ada, Ending(Fate.KEPT))
        clock.move_to(START + timedelta(days=13))
        settle_endings()
        assert again(thread).is_archived
        [late] = circles_ended_of_late(person(ada))
        assert late.slug != slug
        with pytest.raises(NotPermitted), unit_of_work():
            take_end_back(late, by=person(ada))


def test_nothing_moves_to_who_came_into_the_other_circle_meanwhile(ada, ben):
    slug, few = make_circle(ada, ben), make_circle(ada, ben)
    card = make_own_category(slug, ada)
    thread = make_thread(card, person(ben))
    end(slug, ada, Ending(Fate.MOVED, into=few))
    bring_in(few, ada, cleo := make_member("cleo"))
    settle(slug)
    assert not may_see_thread(person(cleo), again(thread))
    assert again(thread).is_archived
