"""What is most discussed in a period."""

from datetime import timedelta

from sqlalchemy import update

from forum import Forum
from forum.accounts.values import Level
from forum.discussion.models import Post
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.lists import page_of_threads
from forum.discussion.values import CategoryCard, Listing, Period
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.stamps import forget_everything_cached
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_reply, make_thread


def move_back(post: Post, days: int) -> None:
    with unit_of_work():
        at = now() - timedelta(days=days)
        db.session.execute(update(Post).where(Post.id == post.id).values(created_at=at))


def test_replies_in_the_period_times_their_writers_decide(app: Forum) -> None:
    category, anna, bela = make_category(), make_person(), make_person()
    lively, old, quiet, silent = (make_thread(category, anna) for _ in range(4))
    for writer in (anna, bela, bela):
        make_reply(lively, writer)
        move_back(make_reply(old, writer), 20)
    make_reply(quiet, bela)
    make_reply(old, bela)
    withdrawn = make_reply(silent, bela)
    with unit_of_work():
        withdraw_post(silent, withdrawn, by=bela)
    week = page_of_threads(anna, Listing.TOP, period=Period.WEEK).lines
    assert [line.id for line in week] == [lively.id, old.id, quiet.id]
    month = page_of_threads(anna, Listing.TOP, period=Period.MONTH).lines
    assert [line.id for line in month] == [old.id, lively.id, quiet.id]


def test_hidden_threads_are_left_out_of_a_count_made_for_someone_else(app: Forum) -> None:
    insider = make_member()
    hidden: CategoryCard = make_category(levels={make_group("Few", insider): Level.START})
    thread = make_thread(hidden, person(insider))
    make_reply(thread, person(insider))
    assert page_of_threads(person(insider), Listing.TOP, period=Period.WEEK).lines
    assert page_of_threads(make_person(), Listing.TOP, period=Period.WEEK).lines == ()


def test_count_is_made_again_after_a_while(app: Forum) -> None:
    category, anna = make_category(), make_person()
    thread = make_thread(category, anna)
    assert page_of_threads(anna, Listing.TOP, period=Period.WEEK).lines == ()
    make_reply(thread, make_person())
    forget_everything_cached()
    assert [line.id for line in page_of_threads(anna, Listing.TOP, period=Period.WEEK).lines] == [
        thread.id
    ]
