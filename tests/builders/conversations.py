"""Conversations for tests, made through the operations."""

from itertools import count

from forum.accounts.models import Group, Member
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.operations.audiences import add_person, leave_thread
from forum.discussion.operations.conversations import Recipients, start_conversation
from forum.discussion.queries.audiences import list_groups_to_write_to
from forum.discussion.queries.recipients import recipients_of
from forum.discussion.queries.threads import get_thread
from forum.discussion.writing import write
from forum.kernel.db import unit_of_work

_numbers = count(1)


def make_conversation(
    by: Person, *members: Member, groups: tuple[Group, ...] = (), title: str = "", body: str = ""
) -> Thread:
    """Begin a conversation with these members and groups."""
    number = next(_numbers)
    writing = write(body or f"This is between us, the {number}th time.")
    ids = {group.id for group in groups}
    with unit_of_work():
        cards = [card for card in list_groups_to_write_to(by) if card.id in ids]
        recipients = Recipients(recipients_of(members, by=by), cards)
        return start_conversation(recipients, title or f"Aside {number}", writing, by=by)


def bring_in(thread: Thread, member: Member, *, by: Person) -> None:
    """Bring a member into a conversation."""
    with unit_of_work():
        add_person(get_thread(thread.id, by=by), member, by=by)


def leave(thread: Thread, *, by: Person) -> None:
    """Leave a conversation."""
    with unit_of_work():
        leave_thread(get_thread(thread.id, by=by), by=by)
