"""Who writes in a thread, counted once."""

from forum.accounts.values import SYSTEM, ThreadView
from forum.discussion.models import Post, Thread
from forum.discussion.operations.posts import restore_post, withdraw_post
from forum.discussion.queries.head import get_thread_head
from forum.discussion.queries.outline import outline_of, outline_of_posts
from forum.discussion.queries.pages import page_of_posts
from forum.discussion.queries.threads import get_post
from forum.kernel.db import unit_of_work
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread


def counts(thread: Thread) -> dict[str, int]:
    """Return who writes in the thread as it is now."""
    found = outline_of(get_thread_head(thread.id, by=SYSTEM).thread)
    return {writer.member.handle: writer.count for writer in found.writers}


def withdraw(post: Post) -> None:
    with unit_of_work():
        found = get_post(post.id, by=SYSTEM)
        withdraw_post(found.thread, found, by=SYSTEM, because="It names a client.")


def test_writers_are_counted_most_posts_first(app: object) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    for _ in range(3):
        make_reply(thread, ben)
    assert list(counts(thread).items()) == [("ben", 3), ("anna", 1)]


def test_outline_follows_what_is_written_and_withdrawn(app: object, statements: list[str]) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    post = make_reply(thread, ben)
    assert counts(thread) == {"anna": 1, "ben": 1}
    del statements[:]
    assert counts(thread) == {"anna": 1, "ben": 1}
    assert len(statements) == 1  # the thread itself
    make_reply(thread, anna)
    assert counts(thread) == {"anna": 2, "ben": 1}
    withdraw(post)
    assert counts(thread) == {"anna": 2}
    with unit_of_work():
        found = get_post(post.id, by=SYSTEM)
        restore_post(found.thread, found, by=SYSTEM, because="It names nobody.")
    assert counts(thread) == {"anna": 2, "ben": 1}


def test_outline_of_one_page_is_that_of_its_posts(app: object) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    make_reply(thread, ben)
    withdraw(make_reply(thread, ben))
    thread = get_thread_head(thread.id, by=anna).thread
    page = page_of_posts(thread, anna, ThreadView.IN_ORDER)
    both = outline_of_posts(page.posts), outline_of(thread)
    assert both[0].writers == both[1].writers
    assert both[0].moments == both[1].moments


def test_writer_is_found_by_handle_in_any_spelling(app: object) -> None:
    thread = make_thread(make_category(), make_person("Anna"))
    outline = outline_of(get_thread_head(thread.id, by=SYSTEM).thread)
    writer = outline.writer("ANNA")
    assert writer is not None
    assert writer.member.handle == "Anna"
    assert outline.writer("nobody") is None
