"""Who may read a thread, or what will be written in a category: counted before one posts."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, bindparam, exists, or_, select

from forum.accounts.checks import is_plausible
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.values import AutomaticGroup, Level, Person, Role, Standing
from forum.discussion.models import (
    CategoryFacilitator,
    CategoryPermission,
    Thread,
    ThreadGroup,
    ThreadPerson,
)
from forum.discussion.queries.audiences import (
    ROLES,
    members_of_groups,
    members_to_read,
    members_who_read,
    participants_of_threads,
)
from forum.discussion.queries.categories import directory
from forum.discussion.rules import has_expired, may_list_readers
from forum.discussion.values import MemberCard
from forum.discussion.values.labels import Label, Readers, Reuse
from forum.kernel.clock import now
from forum.kernel.db import db, read
from forum.kernel.errors import Invalid
from forum.kernel.moments import BriefCache
from forum.kernel.stamps import StampedCache
from forum.kernel.text import fold
from forum.kernel.verdicts import require

KEPT = 10.0
"""Seconds for which the count of a whole category's readers is good enough."""


def label_of(thread: Thread, stricter: Reuse | None = None) -> Label:
    """Return the label of a thread that was fetched for a person, or of a stricter post in it."""
    if thread.is_conversation or thread.is_reserved:
        named = participants_of_threads([thread.id])[thread.id]
        circles = tuple(group.name for group in named.groups)
        readers = Readers.CIRCLE if circles else Readers.NAMED
        if any(group.automatic is AutomaticGroup.MEMBERS for group in named.groups):
            circles, readers = (), Readers.MEMBERS
    else:
        circles = _circles_of(thread.category_id)
        readers = Readers.CIRCLE if circles else Readers.MEMBERS
    return Label(
        readers=readers,
        reuse=(stricter or thread.reuse).stricter(thread.reuse),
        matter=thread.matter,
        life=thread.life,
        circles=circles,
        is_case=is_for_cases(thread.category_id),
    )


def _circles_of(category_id: int | None) -> tuple[str, ...]:
    """Return the groups to whom a category is open; none for one that is open to all members."""
    if category_id is None:
        return ()
    names, card = _groups.get("all"), directory().by_id[category_id]
    found = {id_: names[id_] for id_, level in card.levels if level >= Level.SEE}
    everybody = (True, str(AutomaticGroup.MEMBERS))
    if any(one[1:3] == everybody for one in found.values()):
        return ()
    # A hidden circle is named in its own categories alone: there only those in it read the label.
    shown = [one for id_, one in found.items() if not one[3] or id_ == card.circle_id]
    return tuple(sorted(one[0] for one in shown)) or (("a circle",) if found else ())


def is_for_cases(category_id: int | None) -> bool:
    """Tell whether the category's threads are about cases."""
    return category_id is not None and directory().by_id[category_id].is_for_cases


def count_readers(thread: Thread) -> int:
    """Return how many members can read a thread that was fetched for a person."""
    if thread.is_conversation or thread.is_reserved or thread.category_id is None:
        return len(readers_to_be(thread))
    return _counts.get(thread.category_id) + _guests.get(thread.id)


def list_readers(thread: Thread, *, by: Person) -> Sequence[MemberCard]:
    """Return the members who can read the thread, by name."""
    is_case = is_for_cases(thread.category_id)
    require(may_list_readers(by, thread, is_case=is_case))
    return cards_of(readers_of(thread))


def readers_of(thread: Thread) -> frozenset[int]:
    """Return the members who can read the thread at this moment: the many's may_see_thread."""
    if has_expired(thread):
        return frozenset()
    by_name = members_who_read(thread.id)
    if thread.is_reserved or thread.category_id is None:
        return frozenset(_active(by_name))
    return frozenset(_active(by_name)) | readers_of_category(thread.category_id)


def readers_to_be(thread: Thread) -> frozenset[int]:
    """Return the members who can read the thread, or will once they have answered about conflicts."""
    if thread.is_reserved or thread.category_id is None:
        return frozenset(_active(members_to_read(thread.id)))
    return readers_of(thread)


def writers_of(thread: Thread) -> frozenset[int]:
    """Return the members who may reply in the thread while it is open, as far as roles say."""
    by_name = frozenset(_active(members_who_read(thread.id)))
    if thread.is_reserved or thread.category_id is None:
        return by_name
    return by_name | readers_of_category(thread.category_id, Level.REPLY)


def readers_of_category(category_id: int, at_least: Level = Level.SEE) -> frozenset[int]:
    """Return the members who can read whatever is open to the readers of a category, or do more."""
    groups = select(CategoryPermission.group_id).where(
        CategoryPermission.category_id == category_id, CategoryPermission.level >= at_least
    )
    added = select(GroupMember.member_id).where(
        GroupMember.group_id.in_(groups), GroupMember.holds(now())
    )
    circle_id = directory().by_id[category_id].circle_id
    if circle_id is not None:
        return frozenset(_active(members_of_groups([circle_id])))
    tasked = select(CategoryFacilitator.member_id).where(
        CategoryFacilitator.category_id == category_id
    )
    names = db.session.scalars(
        select(Group.name_key).where(Group.id.in_(groups), Group.is_automatic)
    ).all()
    roles = {Role.FACILITATOR} | {
        ROLES[AutomaticGroup(name)] for name in names if AutomaticGroup(name) in ROLES
    }
    who = or_(Member.id.in_(added), Member.id.in_(tasked), Member.role.in_(roles))
    if str(AutomaticGroup.MEMBERS) in names:
        who = or_(who, Member.role != Role.GUEST)
    return frozenset(db.session.scalars(_ACTIVE.where(*_can_sign_in(), who)))


def count_readers_of_category(category_id: int) -> int:
    """Return how many members can read what is open to the readers of a category."""
    return _counts.get(category_id)


def readers_by_name(member_ids: Collection[int], group_ids: Collection[int]) -> set[int]:
    """Return the members who could read a thread that is open to these by name."""
    return _active({*member_ids, *members_of_groups(group_ids, guests=False)})


def named_members(handles: Sequence[str], *, kept: Collection[int] = ()) -> list[int]:
    """Return the ids of the members with these handles. Raises Invalid for who is not here.

    Guests are let into threads by an invitation alone: only those in `kept` can be named.
    """
    keys = {fold(handle): handle for handle in handles if is_plausible(handle)}
    query = select(Member.handle_key, Member.id).where(
        Member.handle_key.in_(keys),
        Member.standing == Standing.ACTIVE,
        or_(Member.role != Role.GUEST, Member.id.in_(kept)),
    )
    found = {row.handle_key: row.id for row in db.session.execute(query)} if keys else {}
    unknown = [handle for handle in handles if fold(handle) not in found]
    if unknown:
        raise Invalid("people", f"Nobody here is called @{unknown[0]}.")
    return [found[key] for key in keys]


def handles_of(member_ids: Collection[int]) -> list[str]:
    """Return the handles of these members, in the order of the alphabet."""
    query = select(Member.handle).where(Member.id.in_(member_ids)).order_by(Member.handle_key)
    return list(db.session.scalars(query))


def cards_of(member_ids: Collection[int]) -> list[MemberCard]:
    """Return members by their names."""
    query = select(Member.id, Member.handle, Member.name, Member.picture)
    rows = db.session.execute(query.where(Member.id.in_(member_ids)).order_by(Member.name))
    return [MemberCard(row.id, row.handle, row.name, row.picture) for row in rows]


_ACTIVE = select(Member.id)


def _can_sign_in() -> tuple[ColumnElement[bool], ...]:
    is_free = or_(Member.suspended_until.is_(None), Member.suspended_until <= now())
    return (Member.standing == Standing.ACTIVE, is_free)


def _active(member_ids: Collection[int]) -> set[int]:
    return set(db.session.scalars(_ACTIVE.where(*_can_sign_in(), Member.id.in_(member_ids))))


def _load_groups(_key: str) -> dict[int, tuple[str, bool, str, bool]]:
    rows = db.session.execute(
        select(Group.id, Group.name, Group.is_automatic, Group.name_key, Group.is_hidden)
    )
    return {row.id: (row.name, row.is_automatic, row.name_key, row.is_hidden) for row in rows}


_NAMED = select(
    or_(
        exists().where(ThreadPerson.thread_id == bindparam("thread_id")),
        exists().where(ThreadGroup.thread_id == bindparam("thread_id")),
    )
)


def _count_guests(thread_id: int) -> int:
    """Return how many read the thread by name; most threads name nobody."""
    if not read(_NAMED, thread_id=thread_id).scalar():
        return 0
    return len(_active(members_who_read(thread_id)))


_groups: StampedCache[str, dict[int, tuple[str, bool, str, bool]]] = StampedCache(_load_groups)
_guests: BriefCache[int, int] = BriefCache(_count_guests, seconds=KEPT)
"""Who reads a thread of a category beside all who read the category: its guests."""
_counts: BriefCache[int, int] = BriefCache(
    lambda category_id: len(readers_of_category(category_id)), seconds=KEPT
)
