"""What was done with a thread, as far as its reader is told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Thread, ThreadAct
from forum.discussion.queries.categories import directory
from forum.discussion.queries.head import ThreadHead
from forum.discussion.queries.moves import links_to
from forum.discussion.rules import may_see_act, may_see_what_was_before, may_see_who_acted
from forum.discussion.values import ActCard, ActKind, MemberCard, PostCard, ThreadLink, ThreadPage
from forum.kernel.db import read
from forum.kernel.moments import BriefCache

MOST_ACTS = 500
"""The newest acts that a thread tells of; one with more of them is at war."""
_OPENLY = frozenset({ActKind.PINNED, ActKind.GUEST_INVITED, ActKind.SLOWED})
"""Acts of which every reader is told the end."""
SECONDS = 300
"""Names of those who acted may be so old."""

_ACTS = (
    select(
        ThreadAct.kind,
        ThreadAct.at,
        ThreadAct.after_number,
        ThreadAct.by_id,
        Member.handle,
        Member.name,
        Member.picture,
        ThreadAct.because,
        ThreadAct.category_id,
        ThreadAct.to_category_id,
        ThreadAct.post_number,
        ThreadAct.before,
        ThreadAct.after,
        ThreadAct.other_thread_id,
        ThreadAct.post_count,
    )
    .outerjoin(Member, Member.id == ThreadAct.by_id)
    .where(ThreadAct.thread_id == bindparam("thread_id"))
    .order_by(ThreadAct.id.desc())
    .limit(MOST_ACTS)
)


def acts_among(page: ThreadPage, head: ThreadHead, person: Person) -> list[ActCard]:
    """Return what was done while the posts of a page in order were the last ones."""
    first = 0 if page.number == 1 else page.posts[0].number
    is_last = page.number == page.last
    return list_acts(head, person, first=first, last=None if is_last else page.posts[-1].number)


def list_acts(
    head: ThreadHead, person: Person, *, first: int = 0, last: int | None = None
) -> list[ActCard]:
    """Return what was done with a thread, as far as this reader is told.

    With `first` and `last` only what was done after the first and up to the last of these posts.
    """
    if head.last_act is None:
        return []
    until = head.thread.last_number if last is None else last
    rows = [
        row
        for row in _acts.get((head.thread.id, head.last_act))
        if first <= row.after_number <= until and may_see_act(person, _touched(row))
    ]
    others = links_to({row.other_thread_id for row in rows if row.other_thread_id}, by=person)
    return [
        _card(row, head.thread, person, others.get(row.other_thread_id or 0))
        for row in rows
        # Who cannot see what was left behind must not learn that anything was.
        if row.kind is not ActKind.POSTS_STAYED or row.other_thread_id in others
    ]


def acts_by_post(acts: Iterable[ActCard], posts: Sequence[PostCard]) -> dict[int, list[ActCard]]:
    """Return acts by the number of the post on the page that they stand after."""
    found: defaultdict[int, list[ActCard]] = defaultdict(list)
    for act in acts if posts else ():
        before = [post.number for post in posts if post.number <= act.after_number]
        found[before[-1] if before else posts[0].number].append(act)
    return dict(found)


def _card(row: Any, thread: Thread, person: Person, other: ThreadLink | None) -> ActCard:
    touched = _touched(row)
    is_named = may_see_who_acted(person, touched, by_id=row.by_id, author_id=thread.author_id)
    sees_before = bool(may_see_what_was_before(person, touched))
    categories = directory().by_id
    is_move = row.kind is ActKind.MOVED
    return ActCard(
        kind=row.kind,
        at=row.at,
        after_number=row.after_number,
        by=MemberCard(row.by_id, row.handle, row.name, row.picture) if is_named else None,
        because=row.because,
        from_category=categories[row.category_id] if is_move else None,
        to_category=categories[row.to_category_id] if is_move else None,
        post_number=row.post_number,
        before=row.before if sees_before else "",
        after=row.after if sees_before or row.kind in _OPENLY else "",
        post_count=row.post_count or 0,
        other=other,
        is_by_machine=row.by_id is None,
    )


def _touched(row: Any) -> list[int]:
    """Return the categories that an act touched."""
    return [id_ for id_ in (row.category_id, row.to_category_id) if id_ is not None]


def _load(key: tuple[int, int]) -> tuple[Any, ...]:
    return tuple(read(_ACTS, thread_id=key[0]))[::-1]


_acts: BriefCache[tuple[int, int], tuple[Any, ...]] = BriefCache(_load, seconds=SECONDS)
