"""Two people at once, on a database of its own with real connections."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config import Settings
from forum import Forum, create_app
from forum.accounts.identity import load_person
from forum.accounts.values import Role
from forum.discussion.models import Post, Thread
from forum.discussion.operations.posts import reply
from forum.discussion.operations.splitting import merge_threads, split_posts
from forum.discussion.operations.threads import start_thread
from forum.discussion.queries.categories import directory
from forum.discussion.queries.moves import get_posts_of, lock_threads
from forum.discussion.queries.threads import find_post_by_number, get_thread
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotFound
from forum.kernel.stamps import forget_everything_cached
from tests.builders.accounts import make_member, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.moves import check_all
from tests.databases import migrated_database


@pytest.fixture
def busy_app(tmp_path: Path) -> Iterator[Forum]:
    """Return an application whose changes are really committed."""
    forget_everything_cached()
    with migrated_database(tmp_path) as url:
        app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="for tests"))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
    forget_everything_cached()


def at_once(app: Forum, works: list[Callable[[], object]]) -> list[object]:
    """Do all works at the same moment, each in a thread of its own."""
    barrier = Barrier(len(works))

    def do(work: Callable[[], object]) -> object:
        with app.app_context():
            barrier.wait()
            return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(do, works))


def test_replies_at_once_get_different_numbers(busy_app: Forum) -> None:
    category = make_category()
    members = [make_member() for _ in range(6)]
    thread_id = make_thread(category, person(members[0])).id
    ids = [member.id for member in members]
    db.session.remove()

    def answer(member_id: int) -> int:
        by = load_person(member_id)
        with unit_of_work():
            return reply(get_thread(thread_id, by=by), write("At once."), by=by).number

    numbers = at_once(busy_app, [lambda id_=id_: answer(id_) for id_ in ids])  # type: ignore[misc]
    assert sorted(numbers) == [2, 3, 4, 5, 6, 7]  # type: ignore[type-var]
    thread = db.session.query(Thread).filter_by(id=thread_id).one()
    assert (thread.post_count, thread.reply_count, thread.writer_count) == (7, 6, 6)


def test_double_click_posts_and_starts_once(busy_app: Forum) -> None:
    card = make_category()
    member_id = make_member().id
    db.session.remove()

    def start() -> int:
        by = load_person(member_id)
        with unit_of_work():
            return start_thread(
                directory().by_id[card.id],
                "Once only",
                write("A double click."),
                tags=[],
                by=by,
                submission_key="k" * 16,
            ).id

    started = at_once(busy_app, [start, start, start])
    assert len(set(started)) == 1
    assert db.session.query(Post).count() == 1


def test_two_facilitators_split_at_once_and_a_reply_comes_in(busy_app: Forum) -> None:
    card = make_category()
    member_ids = [make_member(role=Role.FACILITATOR).id for _ in range(3)]
    thread = make_thread(card, load_person(member_ids[0]))
    for _ in range(4):
        make_reply(thread, load_person(member_ids[0]))
    thread_id = thread.id
    db.session.remove()

    def take_apart(member_id: int, *numbers: int) -> int:
        by = load_person(member_id)
        with unit_of_work():
            found = get_thread(thread_id, by=by)
            posts = get_posts_of(found, numbers)
            return split_posts(found, posts, "Apart", by=by, because="Another matter.").id

    def answer(member_id: int) -> int:
        by = load_person(member_id)
        with unit_of_work():
            found = get_thread(thread_id, by=by)
            to = find_post_by_number(found, 2)
            return reply(found, write("At once."), by=by, to=to).number

    at_once(
        busy_app,
        [
            lambda: take_apart(member_ids[0], 2, 3),
            lambda: take_apart(member_ids[1], 3, 4),
            lambda: answer(member_ids[2]),
        ],
    )
    assert db.session.query(Post).count() == 6
    check_all()


def test_threads_merged_into_each_other_at_once_end_up_as_one(busy_app: Forum) -> None:
    card = make_category()
    member_ids = [make_member(role=Role.FACILITATOR).id for _ in range(2)]
    ids = [make_thread(card, load_person(member_ids[0])).id for _ in range(2)]
    db.session.remove()

    def bring_together(member_id: int, one: int, other: int) -> str:
        by = load_person(member_id)
        try:
            with unit_of_work():
                lock_threads(one, other)
                thread, into = get_thread(one, by=by), get_thread(other, by=by)
                merge_threads(thread, into, by=by, because="One matter.")
        except NotFound:
            return "gone"
        return "merged"

    done = at_once(
        busy_app,
        [
            lambda: bring_together(member_ids[0], ids[0], ids[1]),
            lambda: bring_together(member_ids[1], ids[1], ids[0]),
        ],
    )
    assert sorted(map(str, done)) == ["gone", "merged"]
    assert sorted(thread.post_count for thread in db.session.query(Thread)) == [0, 2]
    check_all()
