import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.values import Role
from forum.discussion.models import Post, Thread
from forum.discussion.operations.bookmarks import keep_bookmark
from forum.discussion.operations.joining import ONE_AUTHOR, TWO, WITHDRAWN, merge_posts
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.operations.reactions import give_reaction
from forum.discussion.queries.moves import get_posts_of
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.queries.versions import list_changes
from forum.discussion.values import Sign
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotPermitted
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.moderation import make_flag, make_rules
from tests.builders.moves import check_thread


@pytest.fixture
def people(app: Forum):
    return make_member("ada"), make_member("ben"), make_member("fay", role=Role.FACILITATOR)


@pytest.fixture
def thread(people) -> Thread:
    """Ada's thread with three posts of hers, and one of Ben's in answer to the last."""
    ada, ben, _ = people
    thread = make_thread(make_category(), person(ada), body="I begin.")
    make_reply(thread, person(ada), "I go on.")
    last = make_reply(thread, person(ada), "I end.")
    make_reply(thread, person(ben), "An answer.", to=last)
    return thread


def merge(thread: Thread, by, *numbers: int) -> Post:
    with unit_of_work():
        found = get_thread(thread.id, by=person(by))
        posts = get_posts_of(found, numbers)
        return merge_posts(found, posts, by=person(by), because="It is one thought.")


def test_posts_become_one_and_all_goes_along(client: FlaskClient, people, thread: Thread) -> None:
    _, ben, fay = people
    with unit_of_work():
        last = get_posts_of(get_thread(thread.id, by=person(ben)), [3])[0]
        give_reaction(last.thread, last, Sign.THANKS, by=person(ben))
        keep_bookmark(last, note="", remind_at=None, by=person(ben))
    into = merge(thread, fay, 2, 3)
    db.session.expire_all()
    assert into.raw == "I go on.\n\nI end."
    assert (into.number, into.reply_count, into.reaction_count) == (2, 1, 1)
    with unit_of_work():
        found = get_post(into.id, by=person(ben))
        assert len(list_changes(found)) == 2
        kept = db.session.get_one(Thread, thread.id)
        assert (kept.post_count, kept.reply_count, kept.last_number) == (3, 2, 4)
    check_thread(thread)
    sign_in_as(client, ben)
    answer = client.get(f"/t/{kept.slug}/{thread.id}/3")
    assert answer.status_code == 303
    assert answer.location.endswith("/2#post-2")
    page = client.get(f"/t/{kept.slug}/{thread.id}?page=1").text
    assert "put 1 post of one author into" in page
    assert [entry.act for entry in db.session.query(LogEntry)] == [Act.POSTS_MERGED]


def test_what_cannot_be_one_is_refused(people, thread: Thread) -> None:
    ada, _, fay = people
    for numbers, sentence in (((2,), TWO), ((3, 4), ONE_AUTHOR)):
        with pytest.raises(Invalid) as refusal:
            merge(thread, fay, *numbers)
        assert refusal.value.sentence == sentence
    with pytest.raises(NotPermitted):
        merge(thread, ada, 2, 3)
    with unit_of_work():
        post = get_posts_of(get_thread(thread.id, by=person(ada)), [2])[0]
        withdraw_post(post.thread, post, by=person(ada))
    with pytest.raises(Invalid) as refusal:
        merge(thread, fay, 1, 2)
    assert refusal.value.sentence == WITHDRAWN


def test_what_is_flagged_waits_for_who_decides(people, thread: Thread) -> None:
    _, ben, fay = people
    [rule, *_] = make_rules()
    with unit_of_work():
        post = get_posts_of(get_thread(thread.id, by=person(ben)), [3])[0]
    make_flag(post, person(ben), rule)
    with pytest.raises(Invalid) as refusal:
        merge(thread, fay, 1, 3)
    assert "flagged" in refusal.value.sentence
