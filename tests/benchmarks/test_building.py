"""The community built in bulk is as the operations would have left it."""

from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from benchmarks import bodies
from benchmarks.bodies import make_bodies
from benchmarks.building import IN_ORDER, check_counters, fingerprint, write_community
from benchmarks.corpus import Scale
from forum import Forum
from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.discussion.models import Post, Thread
from forum.discussion.tree import place_in_tree
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db

SMALL = Scale(0.001)


@pytest.fixture
def no_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write invented words, as where no archive is at hand."""
    monkeypatch.setattr(bodies, "archive", lambda: Path("/nowhere"))


def test_bulk_is_what_the_operations_would_have_written(app: Forum, no_archive: None) -> None:
    made = write_community(SMALL, now())
    assert (made.posts, made.threads) == (SMALL.posts, SMALL.threads)
    for thread in db.session.scalars(select(Thread)).all():
        check_counters(thread.id)
    posts = db.session.scalars(select(Post)).all()
    assert {post.tree_path for post in posts if post.parent is None} == {
        place_in_tree(None, post.number) for post in posts if post.parent is None
    }
    for post in posts:
        assert post.tree_path == place_in_tree(post.parent, post.number)
    for post in posts[:20]:
        writing = write(post.raw)
        assert (post.html, post.text) == (writing.rendered.html, writing.rendered.text)


def test_reader_sees_ten_of_twelve_categories(app: Forum, no_archive: None) -> None:
    write_community(SMALL, now())
    member = db.session.scalars(select(Member).where(Member.handle == IN_ORDER)).one()
    assert len(load_person(member.id).grants.visible) == 10


def test_wrong_counter_is_found(app: Forum, no_archive: None) -> None:
    made = write_community(SMALL, now())
    thread = db.session.get_one(Thread, made.thread_of_sixty)
    with pytest.raises(ValueError, match="counts"):
        check_wrong(thread)


def check_wrong(thread: Thread) -> None:
    db.session.connection().execute(
        Thread.__table__.update().where(Thread.id == thread.id).values(reply_count=1)  # type: ignore[attr-defined]
    )
    db.session.expire_all()
    check_counters(thread.id)


def test_fingerprint_follows_the_scale() -> None:
    assert fingerprint(Scale(1)) == fingerprint(Scale(1))
    assert fingerprint(Scale(1)) != fingerprint(Scale(0.5))


def test_invented_vocabulary_grows_with_the_text(no_archive: None) -> None:
    def words(count: int) -> int:
        return len({word for body in make_bodies(count, Random(1)) for word in body.text.split()})

    assert words(100) > words(20) * 1.5
