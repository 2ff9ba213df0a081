"""Who may read a thread by name: people, groups, and what was done about it."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.values import AutomaticGroup, Person, Role, Standing
from forum.discussion.models import AudienceChange, Thread, ThreadGroup, ThreadPerson
from forum.discussion.rules import may_see_thread
from forum.discussion.values import AudienceLine, GroupCard, MemberCard, Participants
from forum.kernel.db import db, read
from forum.kernel.sets import among
from forum.kernel.verdicts import require

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
    for row in read(_PEOPLE, thread_ids=thread_ids):
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

    For notifications and such: whoever asks must not show the list to those who are not on it.
    """
    rows = db.session.execute(
        select(ThreadPerson.member_id, ThreadPerson.left_at).where(
            ThreadPerson.thread_id == thread_id
        )
    ).all()
    groups = select(ThreadGroup.group_id).where(ThreadGroup.thread_id == thread_id)
    left = {row.member_id for row in rows if row.left_at is not None}
    named = {row.member_id for row in rows}
    return frozenset((named | members_of_groups(list(db.session.scalars(groups)))) - left)


def members_of_groups(group_ids: Collection[int]) -> set[int]:
    """Return the ids of the active members of these groups, automatic ones too.

    Who put themselves into a group is not among them: it opens no thread to them.
    """
    if not group_ids:
        return set()
    active = select(Member.id).where(Member.standing == Standing.ACTIVE)
    added = select(GroupMember.member_id).where(
        GroupMember.group_id.in_(group_ids),
        ~GroupMember.by_own_hand,
    )
    found = set(db.session.scalars(active.where(Member.id.in_(added))))
    names = db.session.scalars(
        select(Group.name_key).where(Group.id.in_(group_ids), Group.is_automatic)
    )
    for name in names:
        role = ROLES.get(AutomaticGroup(name))
        found |= set(db.session.scalars(active.where(Member.role == role) if role else active))
    return found


def threads_of_group(group_id: int) -> list[int]:
    """Return the threads that are open to a group by name."""
    query = select(ThreadGroup.thread_id).where(ThreadGroup.group_id == group_id)
    return list(db.session.scalars(query))


def is_left_by_all(thread_id: int) -> bool:
    """Tell whether neither a person nor a group is in the thread any more."""
    person = select(ThreadPerson.member_id).where(
        ThreadPerson.thread_id == thread_id, ThreadPerson.left_at.is_(None)
    )
    group = select(ThreadGroup.group_id).where(ThreadGroup.thread_id == thread_id)
    return db.session.scalar(person.limit(1)) is None and db.session.scalar(group.limit(1)) is None


def list_groups_to_write_to(person: Person) -> Sequence[GroupCard]:
    """Return the groups that the person may bring into a conversation, by name."""
    reached = [AutomaticGroup.FACILITATORS, AutomaticGroup.HOSTS]
    query = select(Group.id, Group.name, Group.name_key, Group.is_automatic).where(
        (Group.is_automatic & Group.name_key.in_(reached))
        | (~Group.is_automatic & Group.id.in_(person.groups))
    )
    rows = db.session.execute(query.order_by(Group.is_automatic, Group.name_key))
    return [group_card(row) for row in rows] if person.is_member else []


def group_card(row: object) -> GroupCard:
    """Return a row with id, name, name_key and is_automatic as a card."""
    key = AutomaticGroup(row.name_key) if row.is_automatic else None  # type: ignore[attr-defined]
    return GroupCard(row.id, row.name, key)  # type: ignore[attr-defined]


_BY = aliased(Member)
_PEOPLE = (
    select(ThreadPerson.thread_id, Member.id, Member.handle, Member.name, Member.picture)
    .join(Member, Member.id == ThreadPerson.member_id)
    .where(among(ThreadPerson.thread_id, "thread_ids"), ThreadPerson.left_at.is_(None))
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
