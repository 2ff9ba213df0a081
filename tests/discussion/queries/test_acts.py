"""What was done with a thread, and who is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from forum.accounts.models import Member
from forum.accounts.values import SYSTEM, Level, Person, Role, ThreadView
from forum.discussion.models import Thread
from forum.discussion.operations.answers import mark_answer, unmark_answer
from forum.discussion.operations.posts import lock_post
from forum.discussion.operations.tags import rename_tag
from forum.discussion.operations.threads import (
    close_thread,
    move_thread,
    pin_thread,
    reopen_thread,
    retag_thread,
    retitle_thread,
)
from forum.discussion.queries.acts import acts_by_post, list_acts
from forum.discussion.queries.head import get_thread_head
from forum.discussion.queries.pages import page_of_posts
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import ActCard, ActKind, CategoryCard, Pin
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, person
from tests.builders.discussion import hand_over, make_category, make_reply, make_thread


@dataclass
class Place:
    """A hidden and an open category, and who sees what."""

    hidden: CategoryCard
    open: CategoryCard
    insider: Member
    outsider: Member
    facilitator: Member
    thread: Thread


@pytest.fixture
def place(app: object) -> Place:
    insider, outsider = make_member("insider"), make_member("outsider")
    facilitator = make_member("facil", role=Role.FACILITATOR)
    circle = make_group("Insiders", insider)
    hidden = make_category("Hidden", levels={circle: Level.START})
    open_ = make_category("Open")
    thread = make_thread(hidden, person(insider), title="Mrs. Client v. the landlord")
    return Place(hidden, open_, insider, outsider, facilitator, thread)


def acts(thread: Thread, reader: Member) -> Sequence[ActCard]:
    by = person(reader)
    return list_acts(get_thread_head(thread.id, by=by), by)


def found(place: Place, by: Person) -> Thread:
    return get_thread(place.thread.id, by=by)


def move_out(place: Place, because: str = "It is of use to all.") -> None:
    by = person(place.facilitator)
    hand_over(place.thread, place.facilitator.id)
    with unit_of_work():
        move_thread(found(place, by), place.open, by=by, because=because)


def retitle(place: Place, title: str) -> None:
    by = person(place.facilitator)
    with unit_of_work():
        retitle_thread(found(place, by), title, by=by, because="It named a client.")


def test_thread_without_acts_costs_no_statement(place: Place, statements: list[str]) -> None:
    by = person(place.insider)
    head = get_thread_head(place.thread.id, by=by)
    del statements[:]
    assert list_acts(head, by) == []
    assert statements == []


def test_acts_are_told_with_reason_and_place(place: Place) -> None:
    by = person(place.facilitator)
    with unit_of_work():
        close_thread(found(place, by), by=by, because="It is settled.")
    with unit_of_work():
        reopen_thread(found(place, by), by=by, because="It is not.")
    make_reply(place.thread, person(place.insider))
    with unit_of_work():
        pin_thread(found(place, by), Pin.CATEGORY, by=by, because="It is of use.")
    told = acts(place.thread, place.insider)
    assert [(act.kind, act.because, act.after_number) for act in told] == [
        (ActKind.CLOSED, "It is settled.", 1),
        (ActKind.REOPENED, "It is not.", 1),
        (ActKind.PINNED, "It is of use.", 2),
    ]


def test_facilitators_are_named_to_those_who_look_after_the_place(place: Place) -> None:
    by = person(place.facilitator)
    with unit_of_work():
        close_thread(found(place, by), by=by, because="It is settled.")
    (told,) = acts(place.thread, place.insider)
    assert told.by is None
    (told,) = acts(place.thread, place.facilitator)
    assert told.by is not None
    assert told.by.handle == "facil"


def test_author_is_named_but_the_former_title_is_not_told(place: Place) -> None:
    author = person(place.insider)
    other = make_member("mate")
    thread = make_thread(place.open, author, title="Mrs. Client v. the landlord")
    with unit_of_work():
        mine = db.session.get_one(Thread, thread.id)
        mine.created_at = mine.created_at.replace(year=2020)
        retitle_thread(get_thread(thread.id, by=author), "Heating", by=author)
    (told,) = acts(thread, other)
    assert told.by is not None
    assert told.by.handle == "insider"
    assert (told.before, told.after) == ("", "")
    (told,) = acts(thread, place.facilitator)
    assert told.before == "Mrs. Client v. the landlord"


def test_author_who_looks_for_the_right_title_leaves_no_line(place: Place) -> None:
    author = person(place.insider)
    with unit_of_work():
        retitle_thread(found(place, author), "Another title", by=author)
        retag_thread(found(place, author), ["one"], by=author)
    assert acts(place.thread, place.insider) == []


def test_what_was_done_in_a_hidden_place_stays_there(place: Place) -> None:
    retitle(place, "A client v. the landlord")
    move_out(place)
    assert acts(place.thread, place.outsider) == []
    kinds = [act.kind for act in acts(place.thread, place.insider)]
    assert kinds == [ActKind.RETITLED, ActKind.MOVED]
    retitle(place, "Heating in winter")
    (told,) = acts(place.thread, place.outsider)
    assert told.kind is ActKind.RETITLED
    assert "client" not in repr(told).replace("It named a client.", "")


def test_move_names_both_places_to_those_who_see_both(place: Place) -> None:
    move_out(place)
    (told,) = acts(place.thread, place.insider)
    assert told.from_category is not None
    assert told.to_category is not None
    assert (told.from_category.name, told.to_category.name) == ("Hidden", "Open")


def test_tag_that_was_renamed_is_told_without_why(place: Place) -> None:
    by = person(place.insider)
    with unit_of_work():
        retag_thread(found(place, by), ["clients"], by=by)
    with unit_of_work():
        rename_tag("clients", "people", by=SYSTEM, because="The other thread is about one.")
    (told,) = acts(place.thread, place.insider)
    assert (told.kind, told.because, told.before, told.after) == (ActKind.TAG_RENAMED, "", "", "")


def test_lock_names_its_post(place: Place) -> None:
    post = make_reply(place.thread, person(place.insider))
    by = person(place.facilitator)
    with unit_of_work():
        locked = get_post(post.id, by=by)
        lock_post(locked.thread, locked, by=by, because="It is evidence.")
    (told,) = acts(place.thread, place.insider)
    assert (told.kind, told.post_number) == (ActKind.POST_LOCKED, 2)


def test_answers_that_were_marked_are_told(app: object) -> None:
    category, asker = make_category(takes_answers=True), make_member("asker")
    by = person(asker)
    thread = make_thread(category, by)
    post = make_reply(thread, by)
    for act in (mark_answer, unmark_answer):
        with unit_of_work():
            act(get_thread(thread.id, by=by), get_post(post.id, by=by), by=by)
    told = [(one.kind, one.post_number, one.by.id if one.by else 0) for one in acts(thread, asker)]
    assert told == [(ActKind.SOLVED, 2, asker.id), (ActKind.UNSOLVED, 2, asker.id)]


def test_acts_stand_after_the_last_post_of_their_time(place: Place) -> None:
    assert acts_by_post([], []) == {}
    make_reply(place.thread, person(place.insider))
    by = person(place.facilitator)
    with unit_of_work():
        close_thread(found(place, by), by=by, because="It is settled.")
    told = acts(place.thread, place.insider)
    page = page_of_posts(found(place, by), by, ThreadView.IN_ORDER)
    assert list(acts_by_post(told, page.posts)) == [2]
