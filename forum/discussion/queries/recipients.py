"""Members to whom somebody wants to write, with what the rules ask about them."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.accounts.checks import is_plausible
from forum.accounts.models import GroupMember, Member
from forum.accounts.values import Person, Role
from forum.discussion.models import IgnoredMember, Post, Thread, ThreadPerson
from forum.discussion.queries.audiences import list_groups_to_write_to
from forum.discussion.values import GroupCard, MemberCard, Recipient
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.text import fold


def find_recipients(handles: Sequence[str], *, by: Person) -> dict[str, Recipient]:
    """Return the members with these handles as the person would write to them, by handle."""
    keys = {fold(handle) for handle in handles if is_plausible(handle)}
    if not keys:
        return {}
    members = db.session.scalars(select(Member).where(Member.handle_key.in_(keys))).all()
    found = {
        member.handle_key: recipient
        for member, recipient in zip(members, recipients_of(members, by=by), strict=True)
    }
    return {handle: found[fold(handle)] for handle in handles if fold(handle) in found}


def recipients_of(members: Sequence[Member], *, by: Person) -> list[Recipient]:
    """Return these members as the person would write to them, in three statements for all."""
    ids = [member.id for member in members]
    ignoring, known = _who_ignore(ids, by), _who_know(ids, by)
    return [
        Recipient(
            member=MemberCard(member.id, member.handle, member.name, member.picture),
            standing=member.standing,
            messages_from=member.messages_from,
            ignores_writer=member.id in ignoring,
            knows_writer=member.id in known,
            is_guest=member.role is Role.GUEST,
        )
        for member in members
    ]


def _who_ignore(member_ids: Sequence[int], by: Person) -> set[int]:
    query = select(IgnoredMember.member_id).where(
        IgnoredMember.member_id.in_(member_ids), IgnoredMember.ignored_id == by.member_id
    )
    return set(db.session.scalars(query))


def _who_know(member_ids: Sequence[int], by: Person) -> set[int]:
    """Return who shares a group that hosts made, or has written where the person was asked in."""
    shared = select(GroupMember.member_id).where(
        GroupMember.member_id.in_(member_ids),
        GroupMember.group_id.in_(by.groups),
        GroupMember.holds(now()),
    )
    theirs = select(ThreadPerson.thread_id).where(ThreadPerson.member_id == by.member_id)
    written = (
        select(Post.author_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.author_id.in_(member_ids),
            Thread.category_id.is_(None),
            Thread.id.in_(theirs),
            Post.withdrawn_at.is_(None),
        )
    )
    return set(db.session.scalars(shared.union(written)))


def named_recipients(handles: Sequence[str], *, by: Person) -> list[Recipient]:
    """Return the members with these handles. Raises Invalid for "to" for a handle of nobody."""
    found = find_recipients(handles, by=by)
    missing = [handle for handle in handles if handle not in found]
    if missing:
        names = ", ".join(f"@{handle[:60]}" for handle in missing[:5])
        raise Invalid("to", f"There is no member {names}.")
    by_id = {found[handle].member.id: found[handle] for handle in handles}
    return list(by_id.values())


def named_groups(group_ids: Sequence[int], *, by: Person) -> list[GroupCard]:
    """Return groups that the person may write to. Raises Invalid for one that is not for them."""
    offered = {card.id: card for card in list_groups_to_write_to(by)}
    if not offered.keys() >= set(group_ids):
        raise Invalid("groups", "Please choose among the groups that are offered.")
    return [offered[id_] for id_ in dict.fromkeys(group_ids)]
