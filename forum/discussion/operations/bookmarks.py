"""Acts on bookmarks: keep a place, change what one noted, let it go; and the reminder itself."""

from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.identity import load_person
from forum.accounts.values import Person
from forum.discussion.events import ReminderDue
from forum.discussion.models import Bookmark, Post, Thread
from forum.discussion.queries.bookmarks import find_bookmark
from forum.discussion.queries.threads import find_readable_place
from forum.discussion.rules import may_bookmark, may_see_bookmark
from forum.discussion.values import LONGEST_NOTE, MOST_BOOKMARKS
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.outbox import enqueue
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

REMIND = "discussion.remind"


def keep_bookmark(
    place: Post | Thread, *, by: Person, note: str = "", remind_at: datetime | None = None
) -> Bookmark:
    """Keep the post or the thread; one that is kept already gets the note and the date."""
    thread = place.thread if isinstance(place, Post) else place
    require(may_bookmark(by, thread))
    bookmark = find_bookmark(place, by=by) or _add(place, by)
    change_bookmark(bookmark, by=by, note=note, remind_at=remind_at)
    return bookmark


def change_bookmark(
    bookmark: Bookmark, *, by: Person, note: str, remind_at: datetime | None
) -> None:
    """Give the bookmark another note and another date, or none."""
    require(may_see_bookmark(by, bookmark))
    bookmark.note = check_words(note, field="note", longest=LONGEST_NOTE)
    if remind_at != bookmark.remind_at:
        bookmark.remind_at, bookmark.reminded_at = remind_at, None
        if remind_at is not None:
            _ask_to_be_reminded(bookmark, remind_at)
    db.session.flush()


def remove_bookmark(bookmark: Bookmark, *, by: Person) -> None:
    """Let the place go; its reminder never comes up."""
    require(may_see_bookmark(by, bookmark))
    db.session.delete(bookmark)
    db.session.flush()


def remind(bookmark_id: int, at: str) -> bool:
    """Announce a reminder that is due; False when there is nothing (any more) to remind of.

    `at` is the date that the errand was written for: after a change another errand is on its way.
    """
    bookmark = db.session.get(Bookmark, bookmark_id)
    if bookmark is None or bookmark.reminded_at or bookmark.remind_at is None:
        return False
    if bookmark.remind_at.isoformat() != at:
        return False
    bookmark.reminded_at = now()
    person = load_person(bookmark.member_id)
    post = find_readable_place(bookmark, by=person) if person.is_member else None
    if post is None:
        # The owner may no longer read it: the reminder would tell that it is still there.
        return False
    announce(
        ReminderDue(
            member_id=bookmark.member_id,
            bookmark_id=bookmark.id,
            post_id=post.id,
            thread_id=post.thread_id,
        )
    )
    return True


def _add(place: Post | Thread, by: Person) -> Bookmark:
    mine = select(func.count()).where(Bookmark.member_id == by.member_id)
    if (db.session.scalar(mine) or 0) >= MOST_BOOKMARKS:
        raise Invalid(
            "note", f"You have {MOST_BOOKMARKS:,} bookmarks, which is as many as fit: remove some."
        )
    key = "post_id" if isinstance(place, Post) else "thread_id"
    row = {"member_id": by.member_id, key: place.id, "note": "", "made_at": now()}
    # Two clicks at once make one bookmark.
    db.session.execute(insert_into(Bookmark).values(**row).on_conflict_do_nothing())
    bookmark = find_bookmark(place, by=by)
    assert bookmark is not None  # noqa: S101 -- it was written the line above
    return bookmark


def _ask_to_be_reminded(bookmark: Bookmark, at: datetime) -> None:
    db.session.flush()
    enqueue(REMIND, {"bookmark": bookmark.id, "at": at.isoformat()}, at=at)
