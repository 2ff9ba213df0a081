"""Bookmarks and their reminders, on a real database."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum import Forum
from forum.accounts.models import GroupMember, Member
from forum.accounts.values import Level, Person, Standing
from forum.discussion.events import ReminderDue
from forum.discussion.models import Bookmark, Post
from forum.discussion.operations import bookmarks
from forum.discussion.operations.bookmarks import (
    change_bookmark,
    keep_bookmark,
    remove_bookmark,
)
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.bookmarks import get_bookmark, page_of_bookmarks
from forum.discussion.queries.threads import get_post, get_thread
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.outbox import work_off
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.events import heard

START = datetime(2027, 3, 1, 12, tzinfo=UTC)
SOON, LATER = START + timedelta(days=1), START + timedelta(days=3)


@pytest.fixture
def post(app: Forum) -> Post:
    """Return a reply by anna in an open category."""
    category = make_category("Open")
    anna = make_person("anna")
    return make_reply(make_thread(category, anna, title="Hours nobody wrote down"), anna)


def keep(post: Post, by: Person, note: str = "", at: datetime | None = None) -> Bookmark:
    with unit_of_work():
        return keep_bookmark(get_post(post.id, by=by), by=by, note=note, remind_at=at)


def reminders(until: datetime) -> list[object]:
    """Let the worker work at this moment, and return what it announced."""
    with time_machine.travel(until, tick=False), heard(ReminderDue) as seen:
        work_off(["discussion.remind"])
    return seen


def test_post_is_kept_once_and_the_note_replaced(post: Post) -> None:
    ben = make_person("ben")
    first = keep(post, ben, "Read again.")
    assert keep(post, ben, "Ask Anna.").id == first.id
    assert [card.note for card in page_of_bookmarks(ben).cards] == ["Ask Anna."]


def test_thread_and_its_posts_are_kept_apart(post: Post) -> None:
    ben = make_person("ben")
    keep(post, ben)
    with unit_of_work():
        keep_bookmark(get_thread(post.thread_id, by=ben), by=ben, note="All of it.")
    cards = page_of_bookmarks(ben).cards
    assert [(card.place.number, card.note) for card in cards if card.place] == [
        (None, "All of it."),
        (2, ""),
    ]


def test_others_have_their_own_and_see_no_other(post: Post) -> None:
    ben, cleo = make_person("ben"), make_person("cleo")
    bookmark = keep(post, ben)
    keep(post, cleo)
    assert page_of_bookmarks(cleo).count == 1
    with pytest.raises(NotFound):
        get_bookmark(bookmark.id, by=cleo)
    with pytest.raises(NotFound), unit_of_work():
        remove_bookmark(db.session.get_one(Bookmark, bookmark.id), by=cleo)


def test_reminder_comes_up_once_at_its_time(post: Post) -> None:
    ben = make_person("ben")
    with time_machine.travel(START, tick=False):
        bookmark = keep(post, ben, at=SOON)
    assert reminders(SOON - timedelta(minutes=1)) == []
    assert reminders(SOON) == [
        ReminderDue(
            member_id=ben.member_id,
            bookmark_id=bookmark.id,
            post_id=post.id,
            thread_id=post.thread_id,
        )
    ]
    assert reminders(SOON + timedelta(days=9)) == []
    assert page_of_bookmarks(ben).cards[0].reminded_at == SOON


def test_changed_date_moves_the_reminder(post: Post) -> None:
    ben = make_person("ben")
    with time_machine.travel(START, tick=False):
        bookmark = keep(post, ben, at=SOON)
        with unit_of_work():
            found = get_bookmark(bookmark.id, by=ben)
            change_bookmark(found, by=ben, note="", remind_at=LATER)
    assert reminders(SOON) == []
    assert len(reminders(LATER)) == 1


def test_date_that_comes_back_to_the_first_reminds_once(post: Post) -> None:
    ben = make_person("ben")
    with time_machine.travel(START, tick=False):
        for at in (SOON, LATER, SOON):
            keep(post, ben, at=at)
    assert len(reminders(LATER)) == 1


def test_changed_note_leaves_the_reminder_alone(post: Post) -> None:
    ben = make_person("ben")
    with time_machine.travel(START, tick=False):
        keep(post, ben, at=SOON)
        keep(post, ben, "Why?", at=SOON)
    assert len(reminders(SOON)) == 1


def test_reminder_after_a_reminder_comes_up_again(post: Post) -> None:
    ben = make_person("ben")
    with time_machine.travel(START, tick=False):
        keep(post, ben, at=SOON)
    assert len(reminders(SOON)) == 1
    with time_machine.travel(SOON, tick=False):
        keep(post, ben, at=LATER)
    assert len(reminders(LATER)) == 1


def test_removed_bookmark_reminds_of_nothing(post: Post) -> None:
    ben = make_person("ben")
    with time_machine.travel(START, tick=False):
        bookmark = keep(post, ben, at=SOON)
    with unit_of_work():
        remove_bookmark(get_bookmark(bookmark.id, by=ben), by=ben)
    assert reminders(SOON) == []


def test_reminder_of_a_thread_names_its_first_post(post: Post) -> None:
    ben = make_person("ben")
    with time_machine.travel(START, tick=False), unit_of_work():
        keep_bookmark(get_thread(post.thread_id, by=ben), by=ben, remind_at=SOON)
    (event,) = reminders(SOON)
    first = db.session.query(Post).filter_by(thread_id=post.thread_id, number=1).one()
    assert isinstance(event, ReminderDue)
    assert event.post_id == first.id


def test_reminder_of_a_withdrawn_post_is_not_sent(post: Post) -> None:
    ben = make_person("ben")
    with time_machine.travel(START, tick=False):
        keep(post, ben, at=SOON)
    anna = person(db.session.get_one(Member, post.author_id))
    with unit_of_work():
        withdraw_post(post.thread, get_post(post.id, by=anna), by=anna)
    assert reminders(SOON) == []


def test_what_the_owner_may_no_longer_see_keeps_the_note_alone(app: Forum) -> None:
    ben = make_member("ben")
    group = make_group("Insiders", ben)
    inside = make_category("Inside", levels={group: Level.START})
    thread = make_thread(inside, person(ben), title="Secret matter")
    post = make_reply(thread, person(ben), "Secret words.")
    with time_machine.travel(START, tick=False):
        keep(post, person(ben), "Call them.", at=SOON)
    with unit_of_work():
        db.session.query(GroupMember).filter_by(group_id=group.id).delete()
    (card,) = page_of_bookmarks(person(ben)).cards
    assert (card.note, card.place) == ("Call them.", None)
    assert page_of_bookmarks(person(ben), words="secret").cards == ()
    assert reminders(SOON) == []


def test_deactivated_member_is_not_reminded(post: Post) -> None:
    ben = make_member("ben")
    with time_machine.travel(START, tick=False):
        keep(post, person(ben), at=SOON)
    with unit_of_work():
        db.session.get_one(Member, ben.id).standing = Standing.DEACTIVATED
    assert reminders(SOON) == []


def test_words_are_found_in_notes_and_titles_in_any_script(post: Post) -> None:
    ben = make_person("ben")
    keep(post, ben, "Über die Ärztin: ЖАЛОБА")
    for words in ("arztin", "жалоба", "HOURS über", "nobody ärztin"):
        assert page_of_bookmarks(ben, words=words).count == 1, words
    assert page_of_bookmarks(ben, words="hours zweig").count == 0


def test_list_comes_in_pages_newest_first(post: Post) -> None:
    ben = make_person("ben")
    for number in range(31):
        keep(make_reply(post.thread, ben), ben, f"Note {number}")
    first, second = page_of_bookmarks(ben), page_of_bookmarks(ben, page=2)
    assert (len(first.cards), first.paging.has_next, first.cards[0].note) == (30, True, "Note 30")
    assert [card.note for card in second.cards] == ["Note 0"]


def test_more_bookmarks_than_fit_are_refused(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bookmarks, "MOST_BOOKMARKS", 1)
    ben = make_person("ben")
    keep(post, ben)
    keep(post, ben, "The same one may change.")
    with pytest.raises(Invalid, match="remove some"):
        keep(make_reply(post.thread, ben), ben)


@pytest.mark.parametrize("note", ["a" * 1001, "a\x00b", "half \ud800"])
def test_note_that_cannot_be_kept_is_refused(post: Post, note: str) -> None:
    ben = make_person("ben")
    with pytest.raises(Invalid) as refusal:
        keep(post, ben, note)
    assert refusal.value.field == "note"
