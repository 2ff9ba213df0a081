"""Break-glass: what was opened to whom, for those in a thread and for those who decide."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from forum.accounts.models import Member
from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.queries import list_pair_acts
from forum.accounts.pairs.rules import is_waiting
from forum.accounts.values import Person
from forum.discussion.models import BrokenGlass, Post, Thread
from forum.discussion.queries.audiences import members_of_groups, members_who_read
from forum.discussion.queries.categories import directory
from forum.discussion.queries.threads import takes_part
from forum.discussion.rules import may_act_in, may_end_glass
from forum.discussion.values.glass import GROUND_WORDS, SHOWN_FOR, GlassAct, GlassLine, Ground
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.links import link_to
from forum.kernel.stamps import StampedCache


def glass_lines(thread: Thread) -> tuple[GlassLine, ...]:
    """Return what was opened by break-glass in a thread that was fetched for a person."""
    if thread.id not in _ever.get("threads"):
        return ()
    return _lines(BrokenGlass.thread_id == thread.id)


def glass_for(person: Person) -> list[tuple[Thread, GlassLine]]:
    """Return what was opened of late in threads that the person takes part in, newest first."""
    if not person.is_member or not _ever.get("threads"):
        return []
    found = []
    for line in _lines(BrokenGlass.opened_at > now() - SHOWN_FOR):
        thread = db.session.get_one(Thread, line.thread_id)
        if line.host_id != person.id and may_act_in(person, thread) and _is_in(person, thread):
            found.append((thread, line))
    return found[::-1]


def participants_in(thread: Thread) -> frozenset[int]:
    """Return whom break-glass in a thread concerns: who reads it by name or circle, or wrote in it.

    For being told: whoever may not see the thread any more is left out by who tells.
    """
    writers = select(Post.author_id).where(Post.thread_id == thread.id).distinct()
    circle_id = _circle_of(thread)
    circle = members_of_groups([circle_id]) if circle_id and not thread.is_reserved else set()
    return members_who_read(thread.id) | circle | frozenset(db.session.scalars(writers))


def list_glass_acts(kind: PairKind, *, by: Person) -> list[GlassAct]:
    """Return what waits for a second person, and what the reader asked for or decided."""
    moment = now()
    acts = [
        act
        for act in list_pair_acts(kind, by=by)
        # What became of it is for the two alone: it tells whether there is such a thread.
        if is_waiting(act, moment) or by.id in {act.asked_by_id, act.decided_by_id}
    ]
    opened = select(BrokenGlass).where(BrokenGlass.pair_act_id.in_([act.id for act in acts]))
    rows = {row.pair_act_id: row for row in db.session.scalars(opened)}
    ended = {row.ended_by_id for row in rows.values() if row.ended_by_id}
    names = _names({act.asked_by_id for act in acts} | ended)
    return [_act(act, rows.get(act.id), names, by, moment) for act in acts]


def is_opened_by(act: PairAct) -> bool:
    """Tell whether an act of two has opened a thread."""
    query = select(BrokenGlass.id).where(BrokenGlass.pair_act_id == act.id)
    return db.session.scalar(query) is not None


def _act(
    act: PairAct,
    row: BrokenGlass | None,
    names: Mapping[int, str],
    reader: Person,
    moment: datetime,
) -> GlassAct:
    thread = db.session.get(Thread, row.thread_id) if row and row.member_id == reader.id else None
    is_open = thread is not None and thread.id in reader.grants.by_glass
    return GlassAct(
        id=act.id,
        number=act.subject_id or 0,
        ground=GROUND_WORDS[Ground(act.details["ground"])],
        hours=act.details["hours"],
        because=act.because,
        asked_by=names[act.asked_by_id],
        is_own=act.asked_by_id == reader.id,
        asked_at=act.asked_at,
        lapses_at=act.lapses_at,
        is_waiting=is_waiting(act, moment),
        outcome=act.outcome,
        answer=act.answer,
        until=row.until if row else None,
        address=link_to(thread) if thread and is_open else "",
        may_end=bool(may_end_glass(reader, act, row.until if row else None, moment)),
        ended_by=names.get(row.ended_by_id or 0, "") if row else "",
    )


def _lines(condition: ColumnElement[bool]) -> tuple[GlassLine, ...]:
    query = select(BrokenGlass, PairAct).join(PairAct, PairAct.id == BrokenGlass.pair_act_id)
    rows = db.session.execute(query.where(condition).order_by(BrokenGlass.id)).all()
    ids = {
        id_
        for row, act in rows
        for id_ in (row.member_id, act.decided_by_id, row.ended_by_id)
        if id_
    }
    names, moment = _names(ids), now()
    return tuple(
        GlassLine(
            thread_id=row.thread_id,
            host_id=row.member_id,
            host=names[row.member_id],
            second=names.get(act.decided_by_id or 0, ""),
            ground=row.ground,
            because=act.because,
            opened_at=row.opened_at,
            until=row.until,
            is_open=row.until > moment,
            ended_by=names.get(row.ended_by_id or 0, ""),
        )
        for row, act in rows
    )


def _is_in(person: Person, thread: Thread) -> bool:
    circle_id = _circle_of(thread)
    if thread.id in person.grants.opened_by_name or (circle_id and circle_id in person.groups):
        return True
    return takes_part(thread, person)


def _circle_of(thread: Thread) -> int | None:
    return directory().by_id[thread.category_id].circle_id if thread.category_id else None


def _names(member_ids: Collection[int]) -> dict[int, str]:
    query = select(Member.id, Member.name).where(Member.id.in_(member_ids))
    return {row.id: row.name for row in db.session.execute(query)}


def _load(_key: str) -> frozenset[int]:
    threads: Sequence[int] = db.session.scalars(select(BrokenGlass.thread_id)).all()
    return frozenset(threads)


# So few that all of them are kept at hand, and no thread page asks for them.
_ever: StampedCache[str, frozenset[int]] = StampedCache(_load)
