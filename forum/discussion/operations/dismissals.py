"""Acts on lists: dismiss what is new or unread, of everything or of a category, and undo it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Dismissal, ReadingPosition, Thread
from forum.discussion.queries.categories import visible_category_ids
from forum.discussion.queries.places import Narrowing, count_in_list
from forum.discussion.queries.threads import is_listed_for
from forum.discussion.reading import write_noted_of
from forum.discussion.values import Listing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid

DISMISSED = frozenset({Listing.NEW, Listing.UNREAD})


def dismiss(
    listing: Listing, *, by: Person, category_ids: Sequence[int] | None = None
) -> Dismissal | None:
    """Empty the list of new or of unread threads; None when it was empty already.

    With `category_ids` it is emptied of what stands in these categories. The last dismissal of a
    list can be undone.
    """
    if listing not in DISMISSED:
        raise Invalid("listing", "Only new and unread threads can be dismissed.")
    write_noted_of(by.member_id)
    visible = visible_category_ids(by)
    kept = visible if category_ids is None else visible & frozenset(category_ids)
    narrowing = Narrowing(category_ids=None if category_ids is None else tuple(sorted(kept)))
    count = count_in_list(by, listing, narrowing) if kept else 0
    if not count:
        return None
    _forget_former(listing, by)
    moment = now()
    since = db.session.scalar(select(Member.new_since).where(Member.id == by.member_id))
    scopes: list[int | None] = [None] if category_ids is None else [*sorted(kept)]
    rows = [
        Dismissal(
            member_id=by.member_id,
            listing=listing,
            category_id=id_,
            at=moment,
            new_since=since or moment,
            count=count,
        )
        for id_ in scopes
    ]
    db.session.add_all(rows)
    if listing is Listing.UNREAD:
        _read_to_the_end(by, kept, moment)
    elif category_ids is None:
        _set_new_since(by, moment)
    db.session.flush()
    return rows[0]


def undo_dismissal(dismissal: Dismissal, *, by: Person) -> None:
    """Let what was dismissed be new or unread again, as far as nobody has touched it since."""
    if dismissal.listing is Listing.UNREAD:
        _unread_again(by, dismissal.at)
    elif dismissal.category_id is None:
        _set_new_since(by, dismissal.new_since, only_from=dismissal.at)
    together = (
        Dismissal.member_id == by.member_id,
        Dismissal.listing == dismissal.listing,
        Dismissal.at == dismissal.at,
    )
    db.session.execute(delete(Dismissal).where(*together))


def _forget_former(listing: Listing, by: Person) -> None:
    """Forget earlier dismissals that hold no longer, or that can no longer be undone.

    Those of new threads in one category are what keeps these from being new.
    """
    mine = [Dismissal.member_id == by.member_id, Dismissal.listing == listing]
    if listing is Listing.NEW:
        mine.append(Dismissal.category_id.is_(None))
    db.session.execute(delete(Dismissal).where(*mine))
    db.session.execute(
        update(ReadingPosition)
        .where(
            ReadingPosition.member_id == by.member_id, ReadingPosition.dismissed_from.is_not(None)
        )
        .values(dismissed_from=None),
        execution_options={"synchronize_session": False},
    )


def _read_to_the_end(by: Person, category_ids: frozenset[int], moment: datetime) -> None:
    numbers: Select[int] = select(Thread.last_number).where(Thread.id == ReadingPosition.thread_id)
    inside = select(Thread.id).where(
        Thread.id == ReadingPosition.thread_id,
        Thread.category_id.in_(category_ids),
        is_listed_for(by),
        Thread.last_number > ReadingPosition.last_read,
    )
    db.session.execute(
        update(ReadingPosition)
        .where(ReadingPosition.member_id == by.member_id, inside.exists())
        .values(
            dismissed_from=ReadingPosition.last_read,
            last_read=func.coalesce(numbers.scalar_subquery(), ReadingPosition.last_read),
            read_at=moment,
        ),
        execution_options={"synchronize_session": False},
    )


def _unread_again(by: Person, moment: datetime) -> None:
    db.session.execute(
        update(ReadingPosition)
        .where(
            ReadingPosition.member_id == by.member_id,
            ReadingPosition.read_at == moment,
            ReadingPosition.dismissed_from.is_not(None),
        )
        .values(last_read=ReadingPosition.dismissed_from, dismissed_from=None),
        execution_options={"synchronize_session": False},
    )


def _set_new_since(by: Person, moment: datetime, *, only_from: datetime | None = None) -> None:
    is_it = [Member.id == by.member_id]
    if only_from is not None:
        is_it.append(Member.new_since == only_from)
    db.session.execute(
        update(Member).where(*is_it).values(new_since=moment),
        execution_options={"synchronize_session": False},
    )
