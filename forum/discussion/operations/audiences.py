"""Who may read a thread by name: bring people and groups in, leave, put away, end."""

from collections.abc import Iterable

from sqlalchemy import delete

from forum.accounts.models import Group, Member
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.values import Person, Role
from forum.discussion.events import GroupAdded, PersonAdded, PersonLeft
from forum.discussion.models import AudienceChange, PutAway, Thread, ThreadGroup, ThreadPerson
from forum.discussion.operations.ending import end_conversation
from forum.discussion.queries.audiences import (
    is_left_by_all,
    members_of_groups,
    participants_of_threads,
    threads_of_group,
)
from forum.discussion.queries.recipients import recipients_of
from forum.discussion.rules import (
    may_add_people,
    may_leave,
    may_see_thread,
    may_write_to,
    may_write_to_group,
)
from forum.discussion.values import MOST_RECIPIENTS, AudienceAct, GroupCard, Recipient
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Invalid, NotPermitted
from forum.kernel.events import announce
from forum.kernel.verdicts import Verdict, require

TOO_MANY = f"A conversation has at most {MOST_RECIPIENTS} people and groups."


def add_person(thread: Thread, member: Member, *, by: Person) -> bool:
    """Bring a member into a conversation, whose whole history they can read; False if they are in.

    Who has left may be asked back. Raises Invalid for "to" with the sentence of the rule.
    """
    require(may_add_people(by, thread))
    row = db.session.get(ThreadPerson, (thread.id, member.id))
    if row is not None and row.left_at is None:
        return False
    check_recipients(recipients_of([member], by=by), [], by=by)
    _need_room(thread)
    open_to(thread, [member.id], [], by=by)
    _note(thread, AudienceAct.PERSON_ADDED, member_id=member.id, by_id=by.member_id)
    announce(PersonAdded(thread_id=thread.id, member_id=member.id, by_id=by.member_id))
    return True


def add_group(thread: Thread, group: GroupCard, *, by: Person) -> bool:
    """Bring a group into a conversation; False when it is in it already."""
    require(may_add_people(by, thread))
    if db.session.get(ThreadGroup, (thread.id, group.id)) is not None:
        return False
    check_recipients([], [group], by=by)
    _need_room(thread)
    open_to(thread, [], [group.id], by=by)
    _note(thread, AudienceAct.GROUP_ADDED, group_name=group.name, by_id=by.member_id)
    announce(GroupAdded(thread_id=thread.id, group_id=group.id, by_id=by.member_id))
    return True


def leave_thread(thread: Thread, *, by: Person) -> None:
    """Leave a conversation: what one wrote stays, what others write is closed to oneself.

    When nobody is left the conversation ends, and its words are erased.
    """
    require(may_leave(by, thread))
    moment = now()
    row = db.session.get(ThreadPerson, (thread.id, by.member_id))
    if row is None:
        # In by a group: the row says that this one is out.
        row = ThreadPerson(thread_id=thread.id, member_id=by.member_id, joined_at=moment)
        db.session.add(row)
    row.left_at = moment
    _note(thread, AudienceAct.PERSON_LEFT, member_id=by.member_id)
    raise_own_stamps([by.member_id])
    announce(PersonLeft(thread_id=thread.id, member_id=by.member_id))
    if is_left_by_all(thread.id):
        end_conversation(thread)


def put_away(thread: Thread, *, by: Person) -> None:
    """Put a conversation into one's archive; it comes back with the next post."""
    require(may_see_thread(by, thread))
    values = {"last_number": thread.last_number, "put_away_at": now()}
    statement = insert_into(PutAway).values(member_id=by.member_id, thread_id=thread.id, **values)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["member_id", "thread_id"], set_=values)
    )


def take_back(thread: Thread, *, by: Person) -> None:
    """Take a conversation out of one's archive."""
    require(may_see_thread(by, thread))
    db.session.execute(
        delete(PutAway).where(PutAway.member_id == by.member_id, PutAway.thread_id == thread.id)
    )


def note_group_member(group_id: int, member_id: int, act: AudienceAct) -> None:
    """Let a small line say in each thread of a group that somebody came in or went with it.

    A guest of a circle meets none of them.
    """
    if db.session.get_one(Member, member_id).role is Role.GUEST:
        return
    group = db.session.get_one(Group, group_id)
    for thread_id in threads_of_group(group_id):
        thread = db.session.get_one(Thread, thread_id)
        _note(thread, act, member_id=member_id, group_name=group.name)


def forget_group(group_id: int, name: str) -> None:
    """Let a group that is about to be deleted leave every thread that was open to it by name."""
    for thread_id in threads_of_group(group_id):
        thread = db.session.get_one(Thread, thread_id, with_for_update=True)
        db.session.execute(
            delete(ThreadGroup).where(
                ThreadGroup.thread_id == thread_id, ThreadGroup.group_id == group_id
            )
        )
        _note(thread, AudienceAct.GROUP_DELETED, group_name=name)
        if is_left_by_all(thread_id):
            end_conversation(thread)


def check_recipients(
    people: Iterable[Recipient], groups: Iterable[GroupCard], *, by: Person
) -> None:
    """Raise Invalid for "to" unless the person may write to all of them."""
    for recipient in people:
        _demand(may_write_to(by, recipient))
    for group in groups:
        _demand(may_write_to_group(by, group))


def open_to(
    thread: Thread, member_ids: Iterable[int], group_ids: Iterable[int], *, by: Person
) -> None:
    """Open the thread to these by name; who may do so was asked before."""
    moment, people, groups = now(), sorted(set(member_ids)), sorted(set(group_ids))
    for member_id in people:
        row = db.session.get(ThreadPerson, (thread.id, member_id))
        if row is None:
            row = ThreadPerson(thread_id=thread.id, member_id=member_id)
            db.session.add(row)
        row.added_by_id, row.joined_at, row.left_at = by.id, moment, None
    db.session.add_all(
        ThreadGroup(thread_id=thread.id, group_id=id_, added_by_id=by.id, joined_at=moment)
        for id_ in groups
    )
    db.session.flush()
    raise_own_stamps([*people, *members_of_groups(groups)])


def _demand(verdict: Verdict) -> None:
    try:
        require(verdict)
    except NotPermitted as refusal:
        raise Invalid("to", refusal.sentence) from None


def _need_room(thread: Thread) -> None:
    found = participants_of_threads([thread.id])[thread.id]
    if len(found.people) + len(found.groups) >= MOST_RECIPIENTS:
        raise Invalid("to", TOO_MANY)


def _note(
    thread: Thread,
    act: AudienceAct,
    *,
    member_id: int | None = None,
    group_name: str = "",
    by_id: int | None = None,
) -> None:
    db.session.add(
        AudienceChange(
            thread_id=thread.id,
            after_number=thread.last_number,
            act=act,
            member_id=member_id,
            group_name=group_name,
            by_id=by_id,
            at=now(),
        )
    )
    db.session.flush()
