"""Who may read a thread by name: people, groups, and what was done about it."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.values import AutomaticGroup, Person, Role, Standing
from forum.discussion.models import AudienceChange, Category, Thread, ThreadGroup, ThreadPerson
from forum.discussion.queries.walls import answered_by, is_case, walled_members
from forum.discussion.rules import may_see_thread
from forum.discussion.values import AudienceLine, GroupCard, MemberCard, Participants
from forum.kernel.clock import now
from forum.kernel.db import db, read
from forum.kernel.sets import among
from forum.kernel.verdicts import require

MOST_SHOWN = 20
"""Threads open to a circle that its page names."""

ROLES = {
    AutomaticGroup.FACILITATORS: Role.FACILITATOR,
    AutomaticGroup.HOSTS: Role.HOST,
}


def participants_of(thread: Thread, *, by: Person) -> Participants:
    """Return who is in a conversation that the person may see."""
    require(may_see_thread(by, thread))
    return participants_of_threads([thread.id]).get(thread.id, Participants())


def participants_of_threads(thread_ids: Collection[int]) -> dict[int, Participants]:
    """Return who is in each of these threads, which were fetched for a person: two statements."""
    people: dict[int, list[MemberCard]] = {}
    for row in read(_PEOPLE, thread_ids=thread_ids, moment=now()):
        people.setdefault(row.thread_id, []).append(
            MemberCard(row.id, row.handle, row.name, row.picture)
        )
    groups: dict[int, list[GroupCard]] = {}
    for row in read(_GROUPS, thread_ids=thread_ids):
        groups.setdefault(row.thread_id, []).append(group_card(row))
    return {
        id_: Participants(tuple(people.get(id_, ())), tuple(groups.get(id_, ())))
        for id_ in thread_ids
    }


def audience_lines(thread: Thread, *, by: Person) -> tuple[AudienceLine, ...]:
    """Return who came in and who left, oldest first, for a person who may see the thread."""
    require(may_see_thread(by, thread))
    return tuple(_line(row) for row in read(_CHANGES, thread_id=thread.id))


def members_who_read(thread_id: int) -> frozenset[int]:
    """Return the members to whom the thread is open by name today, those of its groups among them.

    For notifications and such: whoever asks must not show the list to those who are not on it. Of
    a case only those are among them who have answered whether they have a conflict.
    """
    opened = members_to_read(thread_id)
    return opened & answered_by(thread_id) if is_case(thread_id) else opened


def members_to_read(thread_id: int) -> frozenset[int]:
    """Return the members who read the thread by name, or will once they have answered."""
    rows = db.session.execute(
        select(ThreadPerson.member_id, ThreadPerson.left_at).where(
            ThreadPerson.thread_id == thread_id,
            or_(ThreadPerson.until.is_(None), ThreadPerson.until > now()),
        )
    ).all()
    groups = set(
        db.session.scalars(select(ThreadGroup.group_id).where(ThreadGroup.thread_id == thread_id))
    )
    own = groups & {db.session.scalar(_CIRCLE_OF, {"thread_id": thread_id})}
    left = {row.member_id for row in rows if row.left_at is not None}
    named = {row.member_id for row in rows}
    opened = named | members_of_groups(own) | members_of_groups(groups - own, guests=False)
    return frozenset(opened - left - walled_members(thread_id))


def members_of_groups(group_ids: Collection[int], *, guests: bool = True) -> set[int]:
    """Return the ids of the active members of these groups, automatic ones too.

    Who put themselves into a group is not among them: it opens no thread to them. Guests of a
    circle meet its own categories alone: they are left out where it is about something else.
    """
    if not group_ids:
        return set()
    active = select(Member.id).where(Member.standing == Standing.ACTIVE)
    if not guests:
        active = active.where(Member.role != Role.GUEST)
    added = select(GroupMember.member_id).where(
        GroupMember.group_id.in_(group_ids),
        ~GroupMember.by_own_hand,
        GroupMember.holds(now()),
    )
    found = set(db.session.scalars(active.where(Member.id.in_(added))))
    names = db.session.scalars(
        select(Group.name_key).where(Group.id.in_(group_ids), Group.is_automatic)
    )
    for name in names:
        role = ROLES.get(AutomaticGroup(name))
        everybody = Member.role == role if role else Member.role != Role.GUEST
        found |= set(db.session.scalars(active.where(everybody)))
    return found


def threads_of_group(group_id: int) -> list[int]:
    """Return the threads that are open to a group by name."""
    query = select(ThreadGroup.thread_id).where(ThreadGroup.group_id == group_id)
    return list(db.session.scalars(query))


def threads_open_to_group(group_id: int, *, by: Person) -> Sequence[Thread]:
    """Return the threads that are open to a group by name, as far as the person may see them."""
    ids = [id_ for id_ in threads_of_group(group_id) if id_ in by.grants.opened]
    query = select(Thread).where(Thread.id.in_(ids)).order_by(Thread.last_posted_at.desc())
    return db.session.scalars(query.limit(MOST_SHOWN)).all() if ids else []


def is_left_by_all(thread_id: int) -> bool:
    """Tell whether neither a person nor a group is in the thread any more."""
    person = select(ThreadPerson.member_id).where(
        ThreadPerson.thread_id == thread_id, ThreadPerson.holds(now())
    )
    group = select(ThreadGroup.group_id).where(ThreadGroup.thread_id == thread_id)
    return db.session.scalar(person.limit(1)) is None and db.session.scalar(group.limit(1)) is None


def list_groups_to_write_to(person: Person) -> Sequence[GroupCard]:
    """Return the groups that the person may bring into a conversation, by name.

    A hidden circle is none of them: the conversation would tell its name to others.
    """
    reached = [AutomaticGroup.FACILITATORS, AutomaticGroup.HOSTS]
    query = select(Group.id, Group.name, Group.name_key, Group.is_automatic).where(
        (Group.is_automatic & Group.name_key.in_(reached))
        | (~Group.is_automatic & ~Group.is_hidden & Group.id.in_(person.groups))
    )
    rows = db.session.execute(query.order_by(Group.is_automatic, Group.name_key))
    return [group_card(row) for row in rows] if person.is_member else []


def list_circles_to_name(person: Person) -> list[GroupCard]:
    """Return the circles that the person is in and can name as readers, by name: no hidden ones."""
    query = select(Group.id, Group.name, Group.name_key, Group.is_automatic).where(
        Group.slug.is_not(None), ~Group.is_hidden, Group.id.in_(person.groups)
    )
    return [group_card(row) for row in db.session.execute(query.order_by(Group.name_key))]


def group_card(row: object) -> GroupCard:
    """Return a row with id, name, name_key and is_automatic as a card."""
    key = AutomaticGroup(row.name_key) if row.is_automatic else None  # type: ignore[attr-defined]
    return GroupCard(row.id, row.name, key)  # type: ignore[attr-defined]


_CIRCLE_OF = (
    select(Category.circle_id)
    .join(Thread, Thread.category_id == Category.id)
    .where(Thread.id == bindparam("thread_id"), ~Category.is_for_cases)
)
_BY = aliased(Member)
_PEOPLE = (
    select(ThreadPerson.thread_id, Member.id, Member.handle, Member.name, Member.picture)
    .join(Member, Member.id == ThreadPerson.member_id)
    .where(
        among(ThreadPerson.thread_id, "thread_ids"),
        ThreadPerson.left_at.is_(None),
        or_(ThreadPerson.until.is_(None), ThreadPerson.until > bindparam("moment")),
    )
    .order_by(ThreadPerson.joined_at, Member.name, Member.id)
)
_GROUPS = (
    select(ThreadGroup.thread_id, Group.id, Group.name, Group.name_key, Group.is_automatic)
    .join(Group, Group.id == ThreadGroup.group_id)
    .where(among(ThreadGroup.thread_id, "thread_ids"))
    .order_by(ThreadGroup.joined_at, Group.name)
)
_CHANGES = (
    select(
        AudienceChange.after_number,
        AudienceChange.act,
        AudienceChange.group_name,
        AudienceChange.at,
        Member.id.label("member_id"),
        Member.handle,
        Member.name,
        Member.picture,
        _BY.id.label("by_id"),
        _BY.handle.label("by_handle"),
        _BY.name.label("by_name"),
        _BY.picture.label("by_picture"),
    )
    .outerjoin(Member, Member.id == AudienceChange.member_id)
    .outerjoin(_BY, _BY.id == AudienceChange.by_id)
    .where(AudienceChange.thread_id == bindparam("thread_id"))
    .order_by(AudienceChange.id)
)


def _line(row: Iterable[object]) -> AudienceLine:
    after, act, group, at, *cards = tuple(row)
    member, actor = cards[:4], cards[4:]
    return AudienceLine(
        after_number=after,  # type: ignore[arg-type]
        act=act,  # type: ignore[arg-type]
        member=MemberCard(*member) if member[0] else None,  # type: ignore[arg-type]
        group_name=group,  # type: ignore[arg-type]
        by=MemberCard(*actor) if actor[0] else None,  # type: ignore[arg-type]
        at=at,  # type: ignore[arg-type]
    )
