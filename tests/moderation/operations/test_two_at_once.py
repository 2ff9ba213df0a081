"""Two facilitators at the same moment, each on a connection of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest

from config import Settings
from forum import Forum, create_app
from forum.accounts.queue.models import QueueItem
from forum.accounts.values import Person
from forum.discussion.models import Post
from forum.discussion.operations.held import publish_held
from forum.discussion.queries.held import get_held
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict
from forum.kernel.stamps import forget_everything_cached
from forum.moderation.models import Flag, LogEntry, ReviewItem
from forum.moderation.operations.review import handle_flags
from forum.moderation.queries.items import get_item
from forum.moderation.values import Outcome
from tests.builders.accounts import person
from tests.builders.held import let_wait, make_held
from tests.builders.moderation import first_of, make_flag, make_place
from tests.databases import migrated_database

ROUNDS = 5


@pytest.fixture
def shared_app(tmp_path: Path) -> Iterator[Forum]:
    """Return an application on a database of its own, where commits are real."""
    with migrated_database(tmp_path) as url:
        app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="for tests"))
        with app.app_context():
            _forget()
            yield app
            db.session.remove()
            db.engine.dispose()
    _forget()


def _forget() -> None:
    forget_everything_cached()


def _withdraw(item_id: int, by: Person) -> None:
    handle_flags(get_item(item_id, by=by), Outcome.WITHDRAWN, by=by, because="It names a client.")


def _publish(held_id: int, by: Person) -> None:
    publish_held(get_held(held_id, by=by), by=by)


def _at_once(
    app: Forum, id_: int, people: list[Person], act: Callable[[int, Person], None] = _withdraw
) -> list[str]:
    """Let everybody decide about a thing at the same moment, and return what each was told."""
    barrier, told = Barrier(len(people)), ["" for _ in people]

    def decide(index: int, by: Person) -> None:
        with app.app_context():
            barrier.wait(10)
            try:
                with unit_of_work():
                    act(id_, by)
                told[index] = "done"
            except Conflict as conflict:
                told[index] = conflict.sentence

    threads = [Thread(target=decide, args=(index, by)) for index, by in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


def test_one_of_two_facilitators_decides_and_the_other_is_told(shared_app: Forum) -> None:
    place = make_place()
    people = [person(place.facilitator), person(place.second)]
    by = person(place.outsider)
    for round_ in range(ROUNDS):
        with unit_of_work():
            # Flagging again after a decision opens a new item on the same post.
            db.session.query(Post).update({Post.withdrawn_at: None, Post.withdrawn_by_id: None})
        item = make_flag(first_of(place.open_thread, by), by, place.rules[0])
        told = _at_once(shared_app, item.id, people)
        db.session.rollback()
        assert sorted(words == "done" for words in told) == [False, True]
        loser = next(words for words in told if words != "done")
        winner = people[told.index("done")]
        assert loser.startswith(f"{winner.name} agreed, and withdrew the post, on ")
        assert db.session.query(LogEntry).count() == round_ + 1


def test_a_post_that_waits_is_published_once(shared_app: Forum) -> None:
    place = make_place()
    let_wait(place.open)
    people = [person(place.facilitator), person(place.second)]
    for round_ in range(ROUNDS):
        held = make_held(place.open_thread, person(place.outsider), f"Words, the {round_}th.")
        held_id = held.id
        db.session.rollback()
        told = _at_once(shared_app, held_id, people, _publish)
        db.session.rollback()
        assert sorted(words == "done" for words in told) == [False, True]
        posts = db.session.query(Post).filter_by(author_id=place.outsider.id).count()
        assert posts == round_ + 1


def test_two_members_who_flag_at_once_open_one_item(shared_app: Forum) -> None:
    place = make_place()
    people = [person(place.outsider), person(place.other)]
    post = first_of(place.open_thread, people[0])
    barrier, failed = Barrier(2), []

    def flag(by: Person) -> None:
        with shared_app.app_context():
            barrier.wait(10)
            try:
                make_flag(post, by, place.rules[0])
            except Exception as error:  # noqa: BLE001 -- told to the test's own thread
                failed.append(error)

    threads = [Thread(target=flag, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.rollback()
    assert not failed
    (item,) = db.session.query(ReviewItem).all()
    (queued,) = db.session.query(QueueItem).all()
    assert (queued.subject_id, queued.version) == (item.id, 2)
    assert db.session.query(Flag).count() == 2
