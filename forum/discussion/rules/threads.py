"""May I, about threads? Pure answers; nothing here queries."""

from datetime import datetime

from forum.accounts.values import Level, Person
from forum.discussion.models import Thread
from forum.discussion.rules.categories import may_facilitate_category, may_see_category, silenced
from forum.discussion.values import Pin
from forum.kernel.clock import now
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

GATHERS = refused("This is a round: replies begin when it is over.")
BY_GLASS = refused("This thread is open to you for a time, and only to be read.")


def may_see_thread(person: Person, thread: Thread) -> Verdict:
    """Say whether the thread exists for this person: by its category, or opened by name.

    A conversation stands in no category, and a reserved thread is open by name alone: no role,
    group or task opens them by itself. What a wall keeps from somebody is not opened to them. A
    thread that has expired exists for nobody: what is left of it is asked by may_see_stub.
    """
    if has_expired(thread) and not person.is_system:
        return HIDDEN
    return _may_see_place(person, thread)


def has_expired(thread: Thread) -> bool:
    """Tell whether the thread's life is over, whether or not its text is removed yet."""
    return thread.ends_at is not None and thread.ends_at <= now()


def may_see_stub(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may know that this thread has expired: who could read it."""
    return _may_see_place(person, thread) if has_expired(thread) else HIDDEN


def _may_see_place(person: Person, thread: Thread) -> Verdict:
    if thread.id in person.grants.opened:
        return ALLOWED
    if thread.is_reserved and not person.is_system:
        return HIDDEN
    return may_see_category(person, thread.category_id)


def reads_by_glass(person: Person, thread: Thread) -> bool:
    """Tell whether the thread is open to the person by break-glass alone: to be read, and no more."""
    if thread.id not in person.grants.by_glass:
        return False
    return thread.is_reserved or not may_see_category(person, thread.category_id)


def may_act_in(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may do anything at all in the thread beside reading it."""
    if not may_see_thread(person, thread):
        return HIDDEN
    return BY_GLASS if reads_by_glass(person, thread) else ALLOWED


def may_reply(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may reply in the thread; one that gathers entries takes no replies."""
    verdict = may_write_in(person, thread)
    if verdict and thread.is_gathering and not person.is_system:
        return GATHERS
    return verdict


def may_write_in(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may write in the thread at all: a reply, or an entry."""
    if person.is_system:
        return ALLOWED
    verdict = may_act_in(person, thread)
    if not verdict:
        return verdict
    if person.silenced_until:
        return silenced(person)
    if thread.is_archived:
        return refused("This thread is archived: it is kept as it is.")
    if thread.is_closed and not person.facilitates(thread.category_id):
        return refused("This thread is closed.")
    if thread.id in person.grants.opened:
        return ALLOWED
    if person.grants.level(thread.category_id) < Level.REPLY:
        return refused("Your groups may read this category but not reply in it.")
    return ALLOWED


def may_retitle_thread(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may change the title or the tags."""
    if person.is_system:
        return ALLOWED
    verdict = may_act_in(person, thread)
    if not verdict:
        return verdict
    if person.facilitates(thread.category_id):
        return ALLOWED
    if thread.author_id != person.id:
        return refused("Only its author or a facilitator changes title and tags.")
    if thread.is_archived:
        return refused("This thread is archived: it is kept as it is.")
    return silenced(person) if person.silenced_until else ALLOWED


def may_retag_thread(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may change the tags; a conversation has none.

    A tag is a word in everybody's lists, and would tell of the conversation.
    """
    verdict = may_retitle_thread(person, thread)
    if verdict and thread.is_conversation:
        return refused("A conversation has no tags: they would tell others of it.")
    return verdict


def may_facilitate_thread(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may pin, close, archive and lock here: in a conversation nobody may."""
    if thread.is_conversation:
        seen = may_see_thread(person, thread)
        return refused("Nobody facilitates a conversation.") if seen else HIDDEN
    verdict = may_act_in(person, thread)
    return may_facilitate_category(person, thread.category_id) if verdict else verdict


def may_pin_everywhere(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may put the thread on top of every list."""
    verdict = may_facilitate_thread(person, thread)
    if verdict and not (person.is_system or person.is_community_facilitator):
        return refused("Only a facilitator of the whole community pins a thread everywhere.")
    return verdict


def is_pinned(thread: Thread, moment: datetime) -> bool:
    """Tell whether the thread stays on top at the moment: pins end by themselves."""
    lasts = thread.pinned_until is None or thread.pinned_until > moment
    return thread.pinned is not None and lasts


def is_pinned_everywhere(thread: Thread, moment: datetime) -> bool:
    """Tell whether the thread is on top of every list, which one category does not decide."""
    return thread.pinned is Pin.EVERYWHERE and is_pinned(thread, moment)


def may_move_thread(person: Person, thread: Thread, to_category_id: int) -> Verdict:
    """Say whether the person may move the thread: they look after the place it leaves."""
    verdict = may_facilitate_thread(person, thread)
    if not verdict or person.is_system:
        return verdict
    if not may_see_category(person, to_category_id):
        return HIDDEN
    if person.grants.level(to_category_id) < Level.START:
        return refused("You may not start threads in the category that it would move to.")
    return ALLOWED
