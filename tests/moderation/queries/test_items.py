import pytest
import time_machine

from forum import Forum
from forum.accounts.queue.queries import Sieve, count_waiting
from forum.accounts.values import SYSTEM, Person, Role
from forum.discussion.operations.threads import move_thread
from forum.discussion.queries.threads import get_thread
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotFound
from forum.moderation.models import ReviewItem
from forum.moderation.queries.items import case_of, select_visible_items
from forum.moderation.queries.queue import Queue, get_entry, page_of_queue
from forum.moderation.rules import may_see_item
from forum.moderation.values import Outcome
from tests.builders.accounts import make_member, person
from tests.builders.circles import make_circle, make_own_category
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_reply, make_thread
from tests.builders.moderation import (
    Place,
    first_of,
    handle,
    make_flag,
    make_place,
    make_rules,
    queued,
)


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def page_of(reader: Person, *, page: int = 1, handled: bool = False) -> Queue:
    return page_of_queue(reader, Sieve(is_settled=handled), page=page)


def ids_of(queue: Queue) -> list[int]:
    return [entry.thing.id for entry in queue.entries]


def flag_both(place: Place) -> tuple[ReviewItem, ReviewItem]:
    by = person(place.other)
    hidden = make_flag(first_of(place.hidden_thread, by), by, place.rules[0])
    open_ = make_flag(first_of(place.open_thread, by), by, place.rules[1])
    return hidden, open_


def test_facilitators_see_the_items_of_the_categories_they_look_after(place: Place) -> None:
    hidden, open_ = flag_both(place)
    whole, own = person(place.facilitator), person(place.own)
    assert ids_of(page_of(whole)) == [hidden.id, open_.id]
    assert ids_of(page_of(own)) == [hidden.id]
    assert (count_waiting(whole), count_waiting(own)) == (2, 1)


def test_the_oldest_item_comes_first(place: Place) -> None:
    hidden, open_ = flag_both(place)
    with unit_of_work():
        queued(open_).opened_at = hidden.opened_at.replace(year=2020)
    reader = person(place.facilitator)
    assert ids_of(page_of(reader)) == [open_.id, hidden.id]


def test_an_item_shows_post_thread_flags_and_rules(place: Place) -> None:
    by = person(place.outsider)
    post = make_reply(place.open_thread, person(place.insider), "Some *words*.")
    make_flag(post, by, place.rules[1], "Unkind.")
    make_flag(post, person(place.other), place.rules[0], "A name.")
    item = make_flag(post, person(place.own), place.rules[0], "A client's name.")
    entry = get_entry(queued(item).id, by=person(place.facilitator))
    card = entry.thing
    assert "<em>words</em>" in entry.html
    assert card.thread_title == "The open matter"
    assert card.post_address.endswith("/2")
    assert [(flag.member.handle, flag.rule.title, flag.because) for flag in card.flags] == [
        ("outsider", "Be kind", "Unkind."),
        ("other", "Keep confidences", "A name."),
        ("own", "Keep confidences", "A client's name."),
    ]
    assert [rule.title for rule in card.rules] == ["Keep confidences", "Be kind"]


def test_the_author_has_no_item_about_their_own_post(place: Place) -> None:
    post = make_reply(place.open_thread, person(place.facilitator))
    item = make_flag(post, person(place.outsider), place.rules[0])
    author = person(place.facilitator)
    assert count_waiting(author) == 0
    assert page_of(author).entries == ()
    with pytest.raises(NotFound):
        get_entry(queued(item).id, by=author)
    assert count_waiting(person(place.second)) == 1


def test_an_item_follows_its_thread_to_another_category(place: Place) -> None:
    hidden, _ = flag_both(place)
    by = person(place.facilitator)
    with unit_of_work():
        thread = get_thread(place.hidden_thread.id, by=by)
        move_thread(thread, place.open, by=SYSTEM, because="For all.")
    assert count_waiting(person(place.own)) == 0
    assert get_entry(queued(hidden).id, by=by).thing.category_id == place.open.id


def test_handled_items_leave_the_queue_and_are_kept_newest_first(place: Place) -> None:
    first, second = flag_both(place)
    by = person(place.facilitator)
    with time_machine.travel(now().replace(year=2099), tick=False):
        handle(first, Outcome.KEPT, by, "Fine.")
    handle(second, Outcome.IGNORED, by)
    assert count_waiting(by) == 0
    handled = page_of(by, handled=True)
    assert ids_of(handled) == [first.id, second.id]
    assert handled.entries[0].thing.handled_by is not None
    assert handled.entries[0].thing.handled_by.handle == "facil"
    assert handled.entries[0].thing.because == "Fine."


def test_twenty_items_make_a_page(place: Place) -> None:
    author, by = person(place.insider), person(place.outsider)
    for _ in range(21):
        make_flag(make_reply(place.open_thread, author), by, place.rules[0])
    reader = person(place.facilitator)
    first, second = page_of(reader), page_of(reader, page=2)
    assert (len(first.entries), len(second.entries), first.count) == (20, 1, 21)
    assert first.paging.has_next
    assert page_of(reader, page=9).paging.number == 2


def test_the_queue_takes_a_fixed_number_of_statements(place: Place, statements: list[str]) -> None:
    author, by = person(place.insider), person(place.outsider)
    for _ in range(12):
        make_flag(make_reply(place.open_thread, author), by, place.rules[0])
    reader = person(place.facilitator)
    db.session.expunge_all()
    del statements[:]
    page_of(reader)
    assert len(statements) <= 4
    del statements[:]
    count_waiting(reader)
    assert len(statements) == 1


def test_rule_and_query_agree_about_every_item(place: Place) -> None:
    flag_both(place)
    make_flag(
        make_reply(place.open_thread, person(place.second)), person(place.own), place.rules[0]
    )
    make_flag(
        make_reply(place.hidden_thread, person(place.own)), person(place.other), place.rules[0]
    )
    for author in (place.insider, place.second):
        talk = make_conversation(person(author), place.other)
        make_flag(first_of(talk, person(place.other)), person(place.other), place.rules[0])
    items = db.session.query(ReviewItem).all()
    assert len(items) == 6
    for member in (place.facilitator, place.second, place.own, place.insider, place.outsider):
        reader = person(member)
        selected = {item.id for item in db.session.scalars(select_visible_items(reader))}
        assert selected == {item.id for item in items if may_see_item(reader, case_of(item))}


def test_flags_in_a_circle_come_to_its_conveners(app: Forum) -> None:
    convener, writer, reader = make_member(), make_member(), make_member()
    slug = make_circle(convener, writer, reader)
    thread = make_thread(make_own_category(slug, convener), person(writer))
    by = person(reader)
    make_flag(first_of(thread, by), by, make_rules()[0])
    for role in Role:
        assert count_waiting(person(make_member(role=role))) == 0
    assert count_waiting(person(convener)) == 1
    assert count_waiting(person(reader)) == 0
