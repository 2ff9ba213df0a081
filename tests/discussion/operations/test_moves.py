"""Posts go from one thread to another, and everything that is counted or points at them is right."""

from random import Random

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Person, Role
from forum.discussion.following import Following
from forum.discussion.models import (
    Bookmark,
    Draft,
    Post,
    ReadingPosition,
    Thread,
    ThreadFollowing,
)
from forum.discussion.operations.answers import mark_answer
from forum.discussion.operations.bookmarks import keep_bookmark
from forum.discussion.operations.drafts import save_draft
from forum.discussion.operations.following import follow_thread
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.categories import directory
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.values.drafts import DraftKind, DraftPlace, DraftText
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, make_person, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.moves import check_all, merge, move, numbers_in, split, undo_merge


def place(post: Post) -> tuple[int, int]:
    db.session.expire_all()
    return post.thread_id, post.number


def read_to(thread: Thread, member: Member, number: int) -> None:
    with unit_of_work():
        values = {"last_read": number, "read_at": now()}
        row = ReadingPosition(member_id=member.id, thread_id=thread.id, **values)
        db.session.merge(row)


def position(thread: Thread, member: Member) -> int:
    db.session.expire_all()
    row = db.session.get(ReadingPosition, (member.id, thread.id))
    return row.last_read if row else 0


def leads(client: FlaskClient, thread_id: int, number: int, slug: str = "old") -> str:
    answer = client.get(f"/t/{slug}/{thread_id}/{number}")
    while answer.status_code == 303 and "#" not in answer.location:
        answer = client.get(answer.location)
    return answer.location if answer.status_code == 303 else str(answer.status_code)


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    return make_category(takes_answers=True)


@pytest.fixture
def by(category: CategoryCard) -> Person:
    return make_person("grace", role=Role.FACILITATOR)


def long_thread(by: Person, count: int = 6) -> tuple[Thread, list[Post]]:
    """Return a thread of so many posts, each a reply to the one before."""
    thread = make_thread(next(iter(directory().by_id.values())), by)
    posts = [db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one()]
    while len(posts) < count:
        posts.append(make_reply(thread, by, to=posts[-1]))
    return thread, posts


def test_moved_posts_get_numbers_at_the_end_and_nobody_elses_changes(
    app: Forum, by: Person
) -> None:
    thread, posts = long_thread(by)
    other, _ = long_thread(by, 3)
    move(thread, other, 5, 2)
    assert (numbers_in(thread), numbers_in(other)) == ([1, 3, 4, 6], [1, 2, 3, 4, 5])
    assert [place(post) for post in (posts[1], posts[4])] == [(other.id, 4), (other.id, 5)]
    assert make_reply(thread, by).number == 7
    check_all()


def test_a_reply_whose_tie_is_cut_answers_nothing_until_the_two_meet_again(
    app: Forum, by: Person
) -> None:
    thread, posts = long_thread(by, 5)
    other, _ = long_thread(by, 1)
    move(thread, other, 3)
    db.session.expire_all()
    assert [post.parent_id for post in posts] == [None, posts[0].id, None, None, posts[3].id]
    move(thread, other, 4)
    db.session.expire_all()
    assert posts[3].parent_id == posts[2].id, "both stand in the other thread now"
    move(other, thread, 2, 3)
    db.session.expire_all()
    assert [post.number for post in posts] == [1, 2, 3, 4, 5]
    assert [post.parent_id for post in posts[1:]] == [post.id for post in posts[:-1]]
    check_all()


def test_random_moves_leave_every_count_right_and_every_old_address_leading_on(
    app: Forum, category: CategoryCard, client: FlaskClient
) -> None:
    rng = Random(31)
    people = [make_member(role=Role.FACILITATOR) for _ in range(4)]
    threads = [make_thread(category, person(people[0])) for _ in range(3)]
    for _ in range(24):
        thread, by = rng.choice(threads), person(rng.choice(people))
        earlier = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).all()
        post = make_reply(thread, by, to=rng.choice([None, *earlier]))
        if rng.random() < 0.2:
            with unit_of_work():
                kept = get_thread(thread.id, by=by)
                if rng.random() < 0.5:
                    withdraw_post(kept, get_post(post.id, by=by), by=by)
                else:
                    mark_answer(kept, get_post(post.id, by=by), by=by)
    places: dict[tuple[int, int], int] = {}
    sign_in_as(client, people[0])
    for _ in range(25):
        for post in db.session.scalars(select(Post)).all():
            places[post.thread_id, post.number] = post.id
        source, target = rng.sample(threads, 2)
        numbers = numbers_in(source)
        if not numbers:
            continue
        move(source, target, *rng.sample(numbers, rng.randint(1, min(4, len(numbers)))))
        check_all()
    assert len(places) > len(db.session.scalars(select(Post)).all()), "something was moved"
    for (thread_id, number), post_id in places.items():
        stands = db.session.get_one(Post, post_id)
        found = leads(client, thread_id, number, slug="anything")
        if (stands.thread_id, stands.number) == (thread_id, number):
            assert found == "200"
        else:
            assert found.endswith(f"/{stands.thread_id}/{stands.number}#post-{stands.number}")


def test_what_was_read_stays_read_and_nobody_lags_behind(app: Forum, by: Person) -> None:
    thread, _ = long_thread(by)
    ada, ben, cleo = (make_member() for _ in range(3))
    read_to(thread, ada, 6)
    read_to(thread, ben, 4)
    apart = split(thread, 4, 6, by=by)
    assert [position(apart, one) for one in (ada, ben, cleo)] == [2, 1, 0]
    assert [position(thread, one) for one in (ada, ben, cleo)] == [6, 4, 0]
    read_to(thread, cleo, 5)
    split(thread, 5, by=by)
    assert position(thread, cleo) == 6, "all that is left was read"


def test_moved_posts_below_what_somebody_has_not_read_yet_stay_unread(
    app: Forum, by: Person
) -> None:
    thread, _ = long_thread(by, 3)
    other, _ = long_thread(by, 3)
    ada, ben = make_member(), make_member()
    for one, number in ((ada, 3), (ben, 2)):
        read_to(thread, one, 3)
        read_to(other, one, number)
    merge(thread, other, by=by)
    assert [position(other, one) for one in (ada, ben)] == [6, 2]


def test_followers_bookmarks_and_replies_begun_find_what_became_of_a_thread(
    app: Forum, category: CategoryCard, by: Person
) -> None:
    ada = make_person()
    thread, other = make_thread(category, by), make_thread(category, by)
    with unit_of_work():
        kept = get_thread(thread.id, by=ada)
        follow_thread(kept, Following.WATCHING, by=ada)
        keep_bookmark(kept, by=ada, note="Look here.")
        place = DraftPlace(DraftKind.REPLY, thread.id)
        save_draft(place, DraftText("Half a thought.", {}), by=ada, seen=0)
    merge(thread, other, by=by)
    assert db.session.get_one(ThreadFollowing, (ada.id, other.id)).following == Following.WATCHING
    bookmark = db.session.scalars(select(Bookmark)).one()
    assert bookmark.post_id is not None
    assert db.session.get_one(Post, bookmark.post_id).thread_id == other.id
    assert db.session.scalars(select(Draft.thing_id)).all() == [other.id]


def test_answer_goes_along_unless_there_is_one_or_it_would_begin_the_thread(
    app: Forum, by: Person
) -> None:
    thread, posts = long_thread(by)
    with unit_of_work():
        mark_answer(get_thread(thread.id, by=by), get_post(posts[4].id, by=by), by=by)
    apart = split(thread, 4, 5, by=by)
    db.session.expire_all()
    assert (thread.answer_number, apart.answer_number) == (None, 2)
    merge(apart, thread, by=by)
    db.session.expire_all()
    assert thread.answer_number == 5
    again = split(thread, 5, by=by)
    db.session.expire_all()
    assert thread.answer_number is None
    assert again.answer_number is None
    check_all()


@pytest.mark.parametrize("merged_twice", [False, True])
def test_merge_leads_on_and_can_be_undone(
    app: Forum, by: Person, client: FlaskClient, merged_twice: bool
) -> None:
    thread, posts = long_thread(by, 3)
    other, _ = long_thread(by, 2)
    last = other
    merge(thread, other, by=by)
    if merged_twice:
        last, _ = long_thread(by, 2)
        merge(other, last, by=by)
    check_all()
    sign_in_as(client, db.session.get_one(Member, by.id))
    assert client.get(f"/t/{thread.slug}/{thread.id}").location.endswith(f"/{last.id}")
    assert f"/{last.id}/" in leads(client, thread.id, 2)
    assert leads(client, thread.id, 99) == "404"
    if merged_twice:
        undo_merge(last, other, by=by)
    undo_merge(other, thread, by=by)
    check_all()
    assert [place(post) for post in posts] == [(thread.id, 1), (thread.id, 2), (thread.id, 3)]
    assert client.get(f"/t/{thread.slug}/{thread.id}").status_code == 200
    assert f"/{thread.id}/1" in leads(client, other.id, 3), "what was said of it meanwhile, too"


def test_a_reply_that_was_begun_before_a_move_is_not_lost(
    app: Forum, by: Person, client: FlaskClient
) -> None:
    thread, _ = long_thread(by, 3)
    other, _ = long_thread(by, 2)
    sign_in_as(client, db.session.get_one(Member, by.id))
    split(thread, 3, by=by)
    answer = client.post(f"/t/{thread.id}/reply", data={"body": "To what was moved.", "to": "3"})
    assert answer.location.endswith(f"/{thread.id}/4#post-4")
    merge(thread, other, by=by)
    answer = client.post(f"/t/{thread.id}/reply", data={"body": "To what was merged.", "to": "2"})
    assert answer.location.endswith(f"/{other.id}/6#post-6")
    written = db.session.scalars(select(Post).order_by(Post.id.desc()).limit(2)).all()
    parents = [post.parent.number if post.parent else None for post in written]
    assert parents == [4, None]


def test_a_quotation_of_a_merged_thread_leads_to_where_it_went(
    app: Forum, by: Person, client: FlaskClient
) -> None:
    thread, _ = long_thread(by, 2)
    other, _ = long_thread(by, 1)
    third, _ = long_thread(by, 1)
    make_reply(third, by, f'[quote="grace, post:2, topic:{thread.id}"]\nWords.\n[/quote]\n\nYes.')
    merge(thread, other, by=by)
    sign_in_as(client, db.session.get_one(Member, by.id))
    page = client.get(f"/t/{third.slug}/{third.id}").text
    assert f"/t/{other.slug}/{thread.id}/2" in page
    assert f"/{other.id}/3" in leads(client, thread.id, 2, slug=other.slug)
