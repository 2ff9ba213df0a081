"""Opening a thread to more people, as those agreed who wrote in it; the others stay behind."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.values import SYSTEM
from forum.discussion.events import PostsLeftBehind, ThreadRelabelled
from forum.discussion.models import Loosening, LooseningGroup, LooseningPerson, Post, Thread
from forum.discussion.operations.audiences import open_to
from forum.discussion.operations.labels import (
    Named,
    open_to_category,
    readers_by,
    reserve,
)
from forum.discussion.operations.life import check_end, keep_end
from forum.discussion.operations.moves import move_posts
from forum.discussion.operations.splitting import begin_beside, copy_walls
from forum.discussion.operations.visits import go_on_with_visits
from forum.discussion.queries.guests import visits_to
from forum.discussion.queries.left_behind import posts_that_stay
from forum.discussion.queries.moves import all_posts_of
from forum.discussion.queries.readers import is_for_cases
from forum.discussion.queries.walls import has_walls
from forum.discussion.values.labels import Life, MoreReaders, Reuse
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.events import announce


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for, beside the readers."""

    reuse: Reuse
    life: Life
    by_id: int
    because: str


def wanted_of(asked: Loosening) -> Wanted:
    """Return what was asked for, to be kept when the request itself is gone."""
    return Wanted(asked.reuse, asked.life, asked.asked_by_id, asked.because)


def named_for(thread: Thread, asked: Loosening) -> Named | None:
    """Return those by name whom the thread is to be open to; None for all who see its category."""
    if asked.readers is not MoreReaders.NAMED:
        return None
    people = select(LooseningPerson.member_id).where(LooseningPerson.thread_id == thread.id)
    groups = select(LooseningGroup.group_id).where(LooseningGroup.thread_id == thread.id)
    return Named(frozenset(db.session.scalars(people)), frozenset(db.session.scalars(groups)))


def staying_posts(
    thread: Thread, wanted: Wanted, named: Named | None, agreeing: frozenset[int]
) -> frozenset[int]:
    """Return the posts that would stay behind if it were decided now."""
    readers, reuse = readers_by(named, thread), _looser(thread, wanted)
    return posts_that_stay(thread, agreeing, readers=readers, reuse=reuse)


def go_on_for_more(
    thread: Thread, wanted: Wanted, named: Named | None, agreeing: frozenset[int]
) -> bool:
    """Open what those wrote who agree to more people; False where nothing can go on.

    Where something stays behind, the rest goes on in a thread of its own, with numbers of its own:
    the old one keeps its address, its readers and everything that was said of it, so that nothing
    tells those who come of what is not theirs to read.
    """
    if named is None and has_walls(thread.id):
        return False
    posts = all_posts_of(thread)
    staying = staying_posts(thread, wanted, named, agreeing)
    if posts[0].id in staying:
        return False
    if not staying:
        _open_whole(thread, wanted, named)
        return True
    going = [post for post in posts if post.id not in staying]
    ends_at = _longer(thread, wanted).ends_at(max(post.created_at for post in going))
    if is_for_cases(thread.category_id) or (ends_at is not None and ends_at <= now()):
        return False
    _go_on(thread, wanted, named, going)
    return True


def lengthen(thread: Thread, life: Life) -> None:
    """Let a thread live as long as this."""
    thread.ends_on, thread.days_after_reply = life.ends_on, life.days_after_reply
    keep_end(thread)
    check_end(thread)


def _open_whole(thread: Thread, wanted: Wanted, named: Named | None) -> None:
    """Everybody agrees: the thread itself is open to more people."""
    thread.reuse = _looser(thread, wanted)
    lengthen(thread, _longer(thread, wanted))
    if named is not None:
        everybody = named.member_ids | _visits_now(thread).keys()
        reserve(thread, Named(everybody, named.group_ids), by=SYSTEM)
    else:
        open_to_category(thread)
    announce(ThreadRelabelled(thread_id=thread.id, by_id=wanted.by_id, because=wanted.because))


def _go_on(thread: Thread, wanted: Wanted, named: Named | None, going: list[Post]) -> None:
    """Let these posts go on in a thread for more people, under the same title."""
    target = begin_beside(thread, thread.title, going[0])
    target.reuse, life = _looser(thread, wanted), _longer(thread, wanted)
    target.ends_on, target.days_after_reply = life.ends_on, life.days_after_reply
    visits = _visits_now(thread)
    if named is not None:
        everybody = Named(named.member_ids | visits.keys(), named.group_ids)
        reserve(target, everybody, by=SYSTEM)
    else:
        open_to(target, visits.keys(), (), by=SYSTEM)
    go_on_with_visits(target.id, visits)
    copy_walls(thread, target)
    move_posts(thread, target, going, is_kept_quiet=True)
    keep_end(target)
    announce(
        PostsLeftBehind(
            thread_id=thread.id,
            goes_on_in_id=target.id,
            by_id=wanted.by_id,
            because=wanted.because,
            count=len(going),
        )
    )


def _visits_now(thread: Thread) -> dict[int, tuple[datetime, int | None]]:
    moment = now()
    return {id_: visit for id_, visit in visits_to(thread.id).items() if visit[0] > moment}


def _looser(thread: Thread, wanted: Wanted) -> Reuse:
    is_looser = wanted.reuse.looseness > thread.reuse.looseness
    return wanted.reuse if is_looser else thread.reuse


def _longer(thread: Thread, wanted: Wanted) -> Life:
    is_longer = wanted.life.is_longer_than(thread.life, thread.last_posted_at)
    return wanted.life if is_longer else thread.life
