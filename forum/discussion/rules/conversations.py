"""May I, about conversations? Pure answers; nothing here queries."""

from forum.accounts.values import AutomaticGroup, MessagesFrom, Person, Standing
from forum.discussion.models import Thread
from forum.discussion.rules.categories import silenced
from forum.discussion.rules.threads import may_see_thread
from forum.discussion.values import GroupCard, Recipient
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_start_conversation(person: Person) -> Verdict:
    """Say whether the person may begin a conversation with anybody at all: guests have none."""
    if not person.is_member or person.is_guest:
        return HIDDEN
    return silenced(person) if person.silenced_until else ALLOWED


def may_write_to(person: Person, recipient: Recipient) -> Verdict:
    """Say whether the person may begin a conversation with a member, or bring them into one.

    One sentence stands for every reason of the member's own: nobody learns that they are ignored.
    Facilitators reach everyone, since some things have to be said. Guests are written to where they
    are guests.
    """
    if not person.is_member or person.is_guest:
        return HIDDEN
    name = recipient.member.name
    if recipient.member.id == person.id:
        return refused("You are in the conversation anyway: please name somebody else.")
    if recipient.standing is not Standing.ACTIVE:
        return refused(f"{name} is not active here and cannot be written to.")
    if recipient.is_guest:
        return refused(f"{name} is a guest: please write to them in a thread that they read.")
    if person.is_community_facilitator or _is_open_to(recipient):
        return ALLOWED
    return refused(f"{name} does not take conversations from you at the moment.")


def may_write_to_group(person: Person, group: GroupCard) -> Verdict:
    """Say whether the person may bring a group into a conversation.

    Those who run the place can be reached by everyone. Other groups exist for their members only;
    all members together are no group to confide in.
    """
    if not person.is_member or person.is_guest:
        return HIDDEN
    if group.automatic in {AutomaticGroup.FACILITATORS, AutomaticGroup.HOSTS}:
        return ALLOWED
    return ALLOWED if group.automatic is None and group.id in person.groups else HIDDEN


def may_add_people(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may bring others into the conversation."""
    if not person.is_member or person.is_guest:
        return HIDDEN
    if not may_see_thread(person, thread) or not thread.is_conversation:
        return HIDDEN
    return silenced(person) if person.silenced_until else ALLOWED


def may_leave(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may leave the conversation; who is silenced may, too."""
    is_in = person.is_member and thread.id in person.grants.opened
    return ALLOWED if is_in and thread.is_conversation else HIDDEN


def _is_open_to(recipient: Recipient) -> bool:
    if recipient.ignores_writer:
        return False
    if recipient.messages_from is MessagesFrom.KNOWN:
        return recipient.knows_writer
    return recipient.messages_from is MessagesFrom.EVERYONE
