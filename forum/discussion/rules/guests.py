"""May I, about guests of threads? Pure answers; nothing here queries."""

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules.threads import may_reply, may_see_thread
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_invite_guest(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may let somebody from outside into the thread, and see who was.

    Its author may, and who looks after it, if they may write there themselves.
    """
    if not may_see_thread(person, thread) or person.is_guest:
        return HIDDEN
    if thread.is_conversation:
        return refused("A conversation has no guests.")
    if thread.author_id != person.id and not person.facilitates(thread.category_id):
        return refused("Only its author or a facilitator invites guests into a thread.")
    return may_reply(person, thread)


def may_change_visit(person: Person, thread: Thread, *, invited_by_id: int | None) -> Verdict:
    """Say whether the person may end a guest's visit, or let it last longer.

    Who invited them may, and who may invite there.
    """
    if not may_see_thread(person, thread) or person.is_guest:
        return HIDDEN
    if person.id == invited_by_id:
        return ALLOWED
    return may_invite_guest(person, thread)
