"""May I, about moving posts from one thread to another? Pure answers; nothing here queries."""

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules.threads import may_facilitate_thread, may_see_thread
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

GATHERING = refused("This is a round: nothing is moved out of it or into it until it is over.")
ARCHIVED = refused("An archived thread is kept as it is: open it to change first.")


def may_split_thread(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may take posts out of the thread: who looks after its place may."""
    verdict = may_facilitate_thread(person, thread)
    if verdict and thread.is_gathering:
        return GATHERING
    return ARCHIVED if verdict and thread.is_archived else verdict


def may_merge_threads(person: Person, thread: Thread, into: Thread) -> Verdict:
    """Say whether the person may move all posts of one thread into the other: they look after both."""
    verdict = may_split_thread(person, thread)
    if not verdict:
        return verdict
    if not may_see_thread(person, into):
        return HIDDEN
    if into.is_gathering:
        return GATHERING
    if not may_split_thread(person, into):
        return refused("You look after only one of the two threads, or the other one is archived.")
    return ALLOWED


def why_label_keeps(source: Thread, target: Thread) -> str:
    """Say why what was written in one thread cannot stand in the other, as far as labels tell.

    Its re-use is no reason: a post takes the stricter answer along as its own. The empty text
    where nothing is in the way.
    """
    if source.matter != target.matter:
        return "The two threads say different things of their matter: give them the same one first."
    is_open_ended = target.days_after_reply is not None and source.ends_on is not None
    if is_open_ended or target.life.is_longer_than(source.life, target.last_posted_at):
        return (
            "The other thread lives longer than what was written here was to live: "
            "ask those who wrote here first, on the page of its label."
        )
    return ""


def may_see_moved_post(
    person: Person, left: Thread, stands_in: Thread, *, is_kept_quiet: bool
) -> Verdict:
    """Say whether an old address leads on: for who may see the post where it stands now.

    Where posts were left behind it leads on for the readers of what they left alone.
    """
    if is_kept_quiet and not may_see_thread(person, left):
        return HIDDEN
    return may_see_thread(person, stands_in)
