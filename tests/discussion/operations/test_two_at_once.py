"""Two people at once, on a database of its own with real connections."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config import Settings
from forum import Forum, create_app
from forum.accounts.identity import load_person
from forum.discussion.models import Post, Thread
from forum.discussion.operations.posts import reply
from forum.discussion.operations.threads import start_thread
from forum.discussion.queries.categories import directory
from forum.discussion.queries.threads import get_thread
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.migrations import migrate
from forum.kernel.stamps import forget_everything_cached
from tests.builders.accounts import make_member, person
from tests.builders.discussion import make_category, make_thread
from tests.databases import fresh_database


@pytest.fixture
def busy_app(tmp_path: Path) -> Iterator[Forum]:
    """Return an application whose changes are really committed."""
    forget_everything_cached()
    with fresh_database() as url:
        app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="for tests"))
        with app.app_context():
            migrate()
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
