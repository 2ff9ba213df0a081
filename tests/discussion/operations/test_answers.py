"""Marking the answer, on a real database."""

import pytest

from forum import Forum
from forum.accounts.identity import load_person
from forum.accounts.values import Person
from forum.discussion.events import ThreadSolved, ThreadUnsolved
from forum.discussion.models import Answer, Post, Thread
from forum.discussion.operations.answers import mark_answer, unmark_answer
from forum.discussion.operations.posts import restore_post, withdraw_post
from forum.discussion.queries.categories import directory
from forum.discussion.queries.lists import page_of_threads
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import Listing
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotPermitted
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.events import heard


@pytest.fixture
def asker(app: Forum) -> Person:
    """Return who asks, where answers are marked."""
    make_category("Casework", takes_answers=True)
    return make_person("asker")


@pytest.fixture
def thread(asker: Person) -> Thread:
    """Return a question with two replies."""
    helper = make_person("helper")
    thread = make_thread(directory().by_slug["casework"], asker)
    make_reply(thread, helper)
    make_reply(thread, helper)
    return thread


def number_of_answer(thread: Thread) -> int | None:
    return db.session.query(Thread.answer_number).filter_by(id=thread.id).scalar()


def mark(thread: Thread, number: int, by: Person, *, undo: bool = False) -> bool:
    with unit_of_work():
        found = get_thread(thread.id, by=by)
        post = db.session.query(Post).filter_by(thread_id=thread.id, number=number).one()
        return (unmark_answer if undo else mark_answer)(found, post, by=by)


def test_asker_marks_the_answer_and_lists_show_it(thread: Thread, asker: Person) -> None:
    with heard(ThreadSolved) as seen:
        assert mark(thread, 2, asker)
        assert not mark(thread, 2, asker)
    assert len(seen) == 1
    assert number_of_answer(thread) == 2
    (line,) = page_of_threads(asker, Listing.LATEST).lines
    assert line.is_answered


def test_another_answer_takes_the_place_of_the_first(thread: Thread, asker: Person) -> None:
    mark(thread, 2, asker)
    mark(thread, 3, asker)
    assert number_of_answer(thread) == 3
    assert db.session.query(Answer).count() == 1


def test_mark_is_taken_back(thread: Thread, asker: Person) -> None:
    mark(thread, 2, asker)
    with heard(ThreadUnsolved) as seen:
        assert not mark(thread, 3, asker, undo=True)
        assert mark(thread, 2, asker, undo=True)
        assert not mark(thread, 2, asker, undo=True)
    assert len(seen) == 1
    assert number_of_answer(thread) is None


def test_withdrawn_answer_is_none_until_it_is_restored(thread: Thread, asker: Person) -> None:
    mark(thread, 2, asker)
    helper = get_post_number(thread, 2).author_id
    set_withdrawn(thread, 2, helper, withdrawn=True)
    assert number_of_answer(thread) is None
    set_withdrawn(thread, 2, helper, withdrawn=False)
    assert number_of_answer(thread) == 2


def test_answer_marked_meanwhile_stays_when_the_first_comes_back(
    thread: Thread, asker: Person
) -> None:
    mark(thread, 2, asker)
    helper = get_post_number(thread, 2).author_id
    set_withdrawn(thread, 2, helper, withdrawn=True)
    mark(thread, 3, asker)
    set_withdrawn(thread, 2, helper, withdrawn=False)
    assert number_of_answer(thread) == 3


def get_post_number(thread: Thread, number: int) -> Post:
    return db.session.query(Post).filter_by(thread_id=thread.id, number=number).one()


def set_withdrawn(thread: Thread, number: int, author_id: int, *, withdrawn: bool) -> None:
    by = load_person(author_id)
    with unit_of_work():
        post = get_post(get_post_number(thread, number).id, by=by)
        (withdraw_post if withdrawn else restore_post)(post.thread, post, by=by)


def test_others_do_not_mark_answers(thread: Thread) -> None:
    stranger = make_person("stranger")
    with pytest.raises(NotPermitted):
        mark(thread, 2, stranger)
    with pytest.raises(NotPermitted):
        mark(thread, 2, stranger, undo=True)
    assert number_of_answer(thread) is None
