"""Asking for help: who may, on which day, and what becomes of it."""

from datetime import timedelta

import pytest

from forum.accounts.identity import load_person
from forum.accounts.values import Person, Role
from forum.discussion.operations.answers import mark_answer
from forum.discussion.operations.handing_in import hand_in_thread
from forum.discussion.operations.held import publish_held
from forum.discussion.queries.categories import directory
from forum.discussion.queries.held import get_held
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.writing import write
from forum.facilitation.asks.events import AskMarked, ThreadAsks
from forum.facilitation.asks.models import HeldAsk
from forum.facilitation.asks.operations.asks import (
    keep_ask,
    mark_ask,
    say_ask,
    say_reply_needed,
    take_ask_back,
)
from forum.facilitation.asks.queries.asks import ask_of, needs_no_reply, page_of_asks
from forum.facilitation.asks.values import Asked, AskKind, AskState
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotPermitted
from tests.builders.accounts import make_member, make_person
from tests.builders.asks import let_ask
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.events import heard
from tests.builders.held import let_wait

CONTACT = Asked(AskKind.CONTACT)


@pytest.fixture
def category(app) -> CategoryCard:
    return make_category(takes_answers=True)


@pytest.fixture
def anna(category) -> Person:
    return make_person()


def test_an_author_asks_says_another_thing_and_takes_it_back(category, anna) -> None:
    thread = make_thread(category, anna)
    with heard(ThreadAsks) as seen, unit_of_work():
        assert say_ask(get_thread(thread.id, by=anna), CONTACT, by=anna)
        assert not say_ask(get_thread(thread.id, by=anna), CONTACT, by=anna)
        assert say_ask(get_thread(thread.id, by=anna), Asked(AskKind.LISTEN), by=anna)
    assert [event.kind for event in seen] == ["contact", "listen"]
    assert ask_of(thread.id).chip == "asks for just listening"
    with unit_of_work():
        assert take_ask_back(get_thread(thread.id, by=anna), by=anna)
        assert not take_ask_back(get_thread(thread.id, by=anna), by=anna)
    assert ask_of(thread.id) is None


def test_nobody_else_says_what_a_thread_asks_for(category, anna) -> None:
    thread = make_thread(category, anna)
    other, fay = make_person(), make_person(role=Role.FACILITATOR)
    for person in (other, fay):
        with pytest.raises(NotPermitted), unit_of_work():
            say_ask(get_thread(thread.id, by=person), CONTACT, by=person)
    let_ask(thread, anna)
    with pytest.raises(NotPermitted), unit_of_work():
        mark_ask(get_thread(thread.id, by=other), AskState.ANSWERED, by=other)
    with pytest.raises(NotPermitted), unit_of_work():
        say_reply_needed(get_thread(thread.id, by=other), False, by=other)
    with unit_of_work():
        assert mark_ask(get_thread(thread.id, by=fay), AskState.ANSWERED, by=fay)
        assert say_reply_needed(get_thread(thread.id, by=fay), False, by=fay)
    assert needs_no_reply(thread.id)


def test_a_conversation_asks_for_nothing_that_lists_show(anna) -> None:
    talk = make_conversation(anna, make_member())
    anna = load_person(anna.member_id)
    with pytest.raises(NotPermitted), unit_of_work():
        say_ask(get_thread(talk.id, by=anna), CONTACT, by=anna)


def test_a_day_that_is_past_is_refused(category, anna) -> None:
    thread = make_thread(category, anna)
    past = Asked(AskKind.CONTACT, (now() - timedelta(days=2)).date())
    with pytest.raises(Invalid), unit_of_work():
        say_ask(get_thread(thread.id, by=anna), past, by=anna)


def test_the_answer_marked_in_a_thread_answers_its_ask(category, anna) -> None:
    thread = make_thread(category, anna)
    let_ask(thread, anna)
    post = make_reply(thread, make_person())
    with heard(AskMarked) as seen, unit_of_work():
        mark_answer(get_thread(thread.id, by=anna), get_post(post.id, by=anna), by=anna)
    assert [event.state for event in seen] == ["answered"]
    assert ask_of(thread.id).state is AskState.ANSWERED


def test_a_thread_that_waits_asks_once_it_is_published(category, anna) -> None:
    let_wait(category)
    with unit_of_work():
        held = hand_in_thread(
            directory().by_id[category.id], "A question", write("Who knows?"), tags=[], by=anna
        )
        keep_ask(held, CONTACT, anna)
    fay = make_person(role=Role.FACILITATOR)
    with unit_of_work():
        publish_held(get_held(held.id, by=fay), by=fay)
    post = get_held(held.id, by=anna).post
    assert ask_of(post.thread_id).kind is AskKind.CONTACT
    assert db.session.get(HeldAsk, held.id) is None


def test_open_asks_are_listed_by_their_day_for_those_who_see_the_thread(category, anna) -> None:
    plain, late, soon, done = (make_thread(category, anna) for _ in range(4))
    let_ask(plain, anna)
    let_ask(late, anna, needed_by=(now() + timedelta(days=9)).date())
    let_ask(soon, anna, kind=AskKind.CONTACT, needed_by=(now() + timedelta(days=2)).date())
    let_ask(done, anna)
    with unit_of_work():
        mark_ask(get_thread(done.id, by=anna), AskState.FOLLOWED_UP, by=anna)
    reader = make_person()
    ids = [line.id for line in page_of_asks(reader).lines]
    assert ids == [soon.id, late.id, plain.id]
    assert [line.id for line in page_of_asks(reader, kind=AskKind.CONTACT).lines] == [soon.id]
