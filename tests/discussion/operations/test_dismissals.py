"""Dismissing lists, of everything or of a category, and undoing it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.operations.profiles import choose_new_window
from forum.accounts.values import Level, NewWindow, Person
from forum.discussion.models import Dismissal, Thread
from forum.discussion.operations.dismissals import dismiss, undo_dismissal
from forum.discussion.queries.lists import find_dismissal, page_of_threads
from forum.discussion.reading import note_reading, note_visit, write_noted, write_visits
from forum.discussion.values import CategoryCard, Listing
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_reply, make_thread

START = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def one(app: Forum) -> CategoryCard:
    """Return a category."""
    return make_category("One")


@pytest.fixture
def other(app: Forum) -> CategoryCard:
    """Return another category."""
    return make_category("Other")


@pytest.fixture
def reader(one: CategoryCard, other: CategoryCard) -> Member:
    """Return a member who came before everything was written."""
    return make_member("reader")


def titles(member: Member, listing: Listing) -> set[str]:
    return {line.title for line in page_of_threads(person(member), listing).lines}


def do(listing: Listing, member: Member, ids: list[int] | None = None) -> Dismissal | None:
    with unit_of_work():
        return dismiss(listing, by=person(member), category_ids=ids)


def undo(dismissal: Dismissal | None, member: Member) -> None:
    assert dismissal is not None
    with unit_of_work():
        found = find_dismissal(dismissal.id, by=person(member))
        assert found is not None
        undo_dismissal(found, by=person(member))


def read(member: Member, thread: Thread, number: int) -> None:
    note_reading(member.id, thread.id, number)
    write_noted()


def test_new_threads_are_dismissed_everywhere_and_come_back(
    reader: Member, one: CategoryCard, other: CategoryCard
) -> None:
    anna = make_person("anna")
    make_thread(one, anna, title="A")
    make_thread(other, anna, title="B")
    done = do(Listing.NEW, reader)
    assert done is not None
    assert done.count == 2
    assert titles(reader, Listing.NEW) == set()
    make_thread(one, anna, title="C")
    assert titles(reader, Listing.NEW) == {"C"}
    undo(done, reader)
    assert titles(reader, Listing.NEW) == {"A", "B", "C"}


def test_new_threads_of_one_category_are_dismissed_and_come_back(
    reader: Member, one: CategoryCard, other: CategoryCard
) -> None:
    anna = make_person("anna")
    make_thread(one, anna, title="A")
    make_thread(other, anna, title="B")
    done = do(Listing.NEW, reader, [one.id])
    assert titles(reader, Listing.NEW) == {"B"}
    lines = page_of_threads(person(reader), Listing.LATEST).lines
    assert {line.title: line.is_new for line in lines} == {"A": False, "B": True}
    make_thread(one, anna, title="C")
    assert titles(reader, Listing.NEW) == {"B", "C"}
    undo(done, reader)
    assert titles(reader, Listing.NEW) == {"A", "B", "C"}


def test_dismissing_everything_keeps_earlier_dismissals_of_a_category(
    reader: Member, one: CategoryCard, other: CategoryCard
) -> None:
    anna = make_person("anna")
    make_thread(one, anna, title="A")
    do(Listing.NEW, reader, [one.id])
    make_thread(other, anna, title="B")
    undo(do(Listing.NEW, reader), reader)
    assert titles(reader, Listing.NEW) == {"B"}


def test_unread_threads_are_read_to_the_end_and_unread_again(
    reader: Member, one: CategoryCard, other: CategoryCard
) -> None:
    anna = make_person("anna")
    threads = {
        name: make_thread(place, anna, title=name)
        for name, place in zip("AB", (one, other), strict=True)
    }
    for thread in threads.values():
        make_reply(thread, anna)
        read(reader, thread, 1)
    done = do(Listing.UNREAD, reader, [one.id])
    assert done is not None
    assert done.count == 1
    assert titles(reader, Listing.UNREAD) == {"B"}
    undo(done, reader)
    assert titles(reader, Listing.UNREAD) == {"A", "B"}


def test_what_was_read_after_dismissing_stays_read(reader: Member, one: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(one, anna, title="A")
    make_reply(thread, anna)
    read(reader, thread, 1)
    done = do(Listing.UNREAD, reader)
    make_reply(thread, anna)
    read(reader, thread, 3)
    undo(done, reader)
    assert titles(reader, Listing.UNREAD) == set()


def test_positions_not_yet_written_are_dismissed_too(reader: Member, one: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(one, anna, title="A")
    make_reply(thread, anna)
    note_reading(reader.id, thread.id, 1)
    done = do(Listing.UNREAD, reader)
    assert done is not None
    assert done.count == 1
    write_noted()
    assert titles(reader, Listing.UNREAD) == set()


def test_empty_list_has_nothing_to_dismiss(reader: Member, one: CategoryCard) -> None:
    assert do(Listing.NEW, reader) is None
    assert do(Listing.UNREAD, reader) is None
    assert do(Listing.NEW, reader, [987_654]) is None
    assert db.session.query(Dismissal).count() == 0
    with pytest.raises(Invalid):
        do(Listing.LATEST, reader)


def test_hidden_threads_are_neither_counted_nor_dismissed(
    reader: Member, one: CategoryCard
) -> None:
    writer = make_member("writer")
    group = make_group("Insiders", writer)
    inside = make_category("Inside", levels={group: Level.START})
    make_thread(inside, person(writer), title="Secret")
    make_thread(one, person(writer), title="A")
    done = do(Listing.NEW, reader)
    assert done is not None
    assert done.count == 1
    assert do(Listing.NEW, reader, [inside.id]) is None


def test_dismissal_of_somebody_else_is_not_found(reader: Member, one: CategoryCard) -> None:
    make_thread(one, make_person("anna"), title="A")
    done = do(Listing.NEW, reader)
    assert done is not None
    assert find_dismissal(done.id, by=make_person("ben")) is None


def test_window_says_how_long_threads_are_new(reader: Member, one: CategoryCard) -> None:
    with time_machine.travel(START, tick=False):
        early = make_person("early")
        with unit_of_work():
            db.session.query(Member).filter_by(id=reader.id).update({"new_since": START})
    for days, title in ((1, "Ten days ago"), (6, "Five days ago"), (10, "One day ago")):
        with time_machine.travel(START + timedelta(days=days), tick=False):
            make_thread(one, early, title=title)
    with time_machine.travel(START + timedelta(days=11), tick=False):
        assert len(titles(reader, Listing.NEW)) == 3
        choose(reader, NewWindow.WEEK)
        assert titles(reader, Listing.NEW) == {"Five days ago", "One day ago"}
        choose(reader, NewWindow.TWO_DAYS)
        assert titles(reader, Listing.NEW) == {"One day ago"}
        choose(reader, NewWindow.ALWAYS)
        assert len(titles(reader, Listing.NEW)) == 3


def choose(member: Member, window: NewWindow) -> None:
    with unit_of_work():
        choose_new_window(window, by=person(member))


def visit(member: Member, at: datetime) -> Person:
    with time_machine.travel(at, tick=False):
        found = person(member)
        note_visit(found)
        write_visits()
        return found


def test_last_visit_ends_with_an_hour_of_silence(reader: Member) -> None:
    with time_machine.travel(START - timedelta(days=1), tick=False), unit_of_work():
        db.session.query(Member).filter_by(id=reader.id).update(
            {"new_since": START - timedelta(days=1)}
        )
    with time_machine.travel(START, tick=False):
        choose(reader, NewWindow.VISIT)
    assert visit(reader, START + timedelta(minutes=30)).new_since == START - timedelta(days=1)
    last = START + timedelta(minutes=80)
    visit(reader, last)
    evening = START + timedelta(hours=8)
    assert visit(reader, evening).new_since == last
    assert visit(reader, evening + timedelta(minutes=20)).new_since == last
    assert visit(reader, evening + timedelta(days=1)).new_since == evening + timedelta(minutes=20)


def test_nothing_is_kept_of_visits_of_those_who_do_not_need_it(reader: Member) -> None:
    visit(reader, START)
    assert db.session.query(Member.seen_at).filter_by(id=reader.id).scalar() is None
    choose(reader, NewWindow.VISIT)
    visit(reader, START + timedelta(days=1))
    choose(reader, NewWindow.WEEK)
    kept = db.session.query(Member.seen_at, Member.visit_ended_at).filter_by(id=reader.id).one()
    assert tuple(kept) == (None, None)
