"""Acts on posts, on a real database."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum import Forum
from forum.accounts.identity import load_person
from forum.discussion.models import Post, PostVersion, ReadingPosition, Thread
from forum.discussion.operations.posts import (
    lock_post,
    reply,
    restore_post,
    revise_post,
    withdraw_post,
)
from forum.discussion.operations.threads import start_thread
from forum.discussion.reading import note_reading
from forum.discussion.values import CategoryCard
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, make_person, person
from tests.builders.discussion import (
    make_category,
    make_facilitator_of,
    make_reply,
    make_thread,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    """Return a category that is there before anyone comes."""
    return make_category()


def again(thread: Thread) -> Thread:
    return db.session.query(Thread).filter_by(id=thread.id).one()


def test_posts_are_numbered_from_one_without_gaps(category: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(category, anna)
    replies = [make_reply(thread, anna) for _ in range(3)]
    assert [post.number for post in replies] == [2, 3, 4]
    assert again(thread).post_count == 4


def test_reply_counts_replies_and_different_writers(category: CategoryCard) -> None:
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    make_reply(thread, anna)
    make_reply(thread, ben)
    make_reply(thread, ben)
    found = again(thread)
    assert (found.reply_count, found.writer_count, found.score) == (3, 2, 6)
    assert found.last_poster_id == ben.id


def test_tree_path_reads_the_tree_depth_first(category: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(category, anna)
    first = make_reply(thread, anna)
    second = make_reply(thread, anna)
    below_first = make_reply(thread, anna, to=first)
    below_below = make_reply(thread, anna, to=below_first)
    posts = db.session.query(Post).filter_by(thread_id=thread.id).order_by(Post.tree_path)
    expected = [1, first.number, below_first.number, below_below.number, second.number]
    assert [post.number for post in posts] == expected
    assert below_below.depth == 2


def test_reply_to_a_post_of_another_thread_is_refused(category: CategoryCard) -> None:
    anna = make_person("anna")
    thread, other = make_thread(category, anna), make_thread(category, anna)
    elsewhere = make_reply(other, anna)
    with pytest.raises(Invalid), unit_of_work():
        reply(again(thread), write("An answer."), by=anna, to=elsewhere)


def test_same_submission_sent_twice_posts_once(category: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(category, anna)
    posts = []
    for _ in range(2):
        with unit_of_work():
            posts.append(reply(again(thread), write("Once."), by=anna, submission_key="k" * 16))
    assert posts[0].id == posts[1].id
    assert again(thread).post_count == 2


def test_another_text_from_the_same_form_is_another_post(category: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(category, anna)
    for text in ("One.", "Two."):
        with unit_of_work():
            reply(again(thread), write(text), by=anna, submission_key="k" * 16)
    assert again(thread).post_count == 3


def test_edit_within_the_grace_period_keeps_no_version(category: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(category, anna)
    post = make_reply(thread, anna, "Frist words.")
    with unit_of_work():
        assert revise_post(again(thread), post, write("First words."), by=anna)
    assert db.session.query(PostVersion).count() == 0
    assert (post.version, post.edited_at) == (1, None)


def test_later_edit_keeps_the_version_before_it(category: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(category, anna)
    post = make_reply(thread, anna, "First thoughts.")
    with time_machine.travel(now() + timedelta(minutes=6)), unit_of_work():
        revise_post(again(thread), post, write("Second thoughts."), by=anna, seen_revision=1)
    kept = db.session.query(PostVersion).one()
    assert (kept.version, kept.raw, post.version) == (1, "First thoughts.", 2)


def test_edit_of_a_version_that_is_gone_is_a_conflict(category: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(category, anna)
    post = make_reply(thread, anna)
    with time_machine.travel(now() + timedelta(minutes=6)), unit_of_work():
        revise_post(again(thread), post, write("From the first window."), by=anna)
    with pytest.raises(Conflict), unit_of_work():
        revise_post(again(thread), post, write("From the second one."), by=anna, seen_revision=1)


def test_unchanged_text_is_no_edit(category: CategoryCard) -> None:
    anna = make_person("anna")
    thread = make_thread(category, anna)
    post = make_reply(thread, anna, "The same.")
    with unit_of_work():
        assert not revise_post(again(thread), post, write("The same."), by=anna)


def test_withdrawn_posts_count_no_longer_and_count_again_when_restored(
    category: CategoryCard,
) -> None:
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    post = make_reply(thread, ben)
    with unit_of_work():
        withdraw_post(again(thread), post, by=ben)
    found = again(thread)
    assert (found.reply_count, found.writer_count, found.post_count) == (0, 1, 2)
    assert found.last_poster_id == anna.id
    with unit_of_work():
        restore_post(again(thread), post, by=ben)
    assert again(thread).reply_count == 1


def test_facilitator_gives_a_reason_for_withdrawing(category: CategoryCard) -> None:
    anna, grace = make_person("anna"), make_member("grace")
    make_facilitator_of(category, grace.id)
    thread = make_thread(category, anna)
    post = make_reply(thread, anna)
    with pytest.raises(Invalid, match="reason"), unit_of_work():
        withdraw_post(again(thread), post, by=person(grace))
    with unit_of_work():
        withdraw_post(again(thread), post, by=person(grace), because="Names a client.")
    with pytest.raises(NotPermitted), unit_of_work():
        restore_post(again(thread), post, by=load_person(anna.member_id))


def test_locked_post_cannot_be_edited_by_its_author(category: CategoryCard) -> None:
    anna, grace = make_person("anna"), make_member("grace")
    make_facilitator_of(category, grace.id)
    thread = make_thread(category, anna)
    post = make_reply(thread, anna)
    with unit_of_work():
        assert lock_post(again(thread), post, by=person(grace), because="Evidence.")
        assert not lock_post(again(thread), post, by=person(grace), because="Evidence.")
    with pytest.raises(NotPermitted), unit_of_work():
        revise_post(again(thread), post, write("Other."), by=anna)


def test_reply_in_a_category_that_one_cannot_see_finds_nothing(app: Forum) -> None:
    anna, stranger = make_person("anna"), make_person("stranger")
    hidden = make_category(levels={})
    thread = Thread(
        title="Hidden",
        slug="hidden",
        category_id=hidden.id,
        author_id=anna.member_id,
        created_at=now(),
        last_posted_at=now(),
        last_poster_id=anna.member_id,
    )
    with unit_of_work():
        db.session.add(thread)
    with pytest.raises(NotFound), unit_of_work():
        reply(again(thread), write("Hello?"), by=stranger)


def last_read(thread: Thread, member_id: int) -> int | None:
    return db.session.scalar(
        select(ReadingPosition.last_read).where(
            ReadingPosition.thread_id == thread.id, ReadingPosition.member_id == member_id
        )
    )


def test_ones_own_posts_are_read(category: CategoryCard) -> None:
    anna, ben = make_person("anna"), make_person("ben")
    writing = write("Words.")
    with unit_of_work():
        thread = start_thread(category, "On rent", writing, tags=[], by=anna)
        reply(thread, writing, by=anna)
    assert last_read(thread, anna.member_id) == 2
    with unit_of_work():
        reply(again(thread), writing, by=ben)
        reply(again(thread), writing, by=anna)
    # What others wrote meanwhile is not, nor what came before the first visit.
    assert last_read(thread, anna.member_id) == 2
    assert last_read(thread, ben.member_id) is None
    note_reading(ben.member_id, thread.id, 4)
    with unit_of_work():
        reply(again(thread), writing, by=ben)
    assert last_read(thread, ben.member_id) == 5
