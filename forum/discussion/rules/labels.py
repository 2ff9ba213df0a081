"""May I, about labels and walls? Pure answers; nothing here queries."""

from datetime import datetime, timedelta

from forum.accounts.values import Level, Person
from forum.discussion.models import Loosening, Post, Thread
from forum.discussion.rules.categories import may_see_category
from forum.discussion.rules.threads import may_act_in
from forum.discussion.values import CategoryCard
from forum.discussion.values.labels import NOTICES, Life, Notice, Reuse
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_change_label(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may answer the four questions anew: the author, or a facilitator.

    Also where they are silenced or the thread is archived: making it stricter must always be
    possible, and what is looser the authors are asked.
    """
    if person.is_system:
        return ALLOWED
    allowed = may_act_in(person, thread)
    if not allowed:
        return allowed
    if thread.is_conversation:
        return refused("A conversation is open to those who are in it, and nothing leaves it.")
    if thread.author_id == person.id or person.facilitates(thread.category_id):
        return ALLOWED
    return refused("Only its author or a facilitator changes the label of a thread.")


def may_take_aside(person: Person, thread: Thread, to: CategoryCard) -> Verdict:
    """Say whether the person may take the thread into a category of a circle that they are in."""
    allowed = may_change_label(person, thread)
    if not allowed:
        return allowed
    if to.circle_id is None or not may_see_category(person, to.id):
        return HIDDEN
    if person.grants.level(to.id) < Level.START:
        return refused("You may not start threads in the category that it would move to.")
    return ALLOWED


def may_list_readers(person: Person, thread: Thread, *, is_case: bool) -> Verdict:
    """Say whether the person may read who can read the thread; of cases only how many."""
    allowed = may_act_in(person, thread)
    if not person.is_member or not allowed:
        return allowed if person.is_member else HIDDEN
    if is_case:
        return refused("In threads about cases only the number of readers is told.")
    return ALLOWED


def may_raise_wall(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may keep somebody else out of the thread, in whatever form."""
    return may_change_label(person, thread)


def is_looser(thread: Thread, *, reuse: Reuse, life: Life) -> bool:
    """Tell whether these answers let go more than the thread does today, or keep it longer."""
    if reuse.looseness > thread.reuse.looseness:
        return True
    return life.is_longer_than(thread.life, thread.last_posted_at)


def notice_due(thread: Thread, moment: datetime) -> Notice | None:
    """Return the notice of the thread's end that is due now, if there is one.

    A thread that never lives longer than the notice takes is in everybody's mind: of its end
    nobody is told so early, or they would be told after every reply.
    """
    if thread.ends_at is None:
        return None
    for days in NOTICES:
        is_near = thread.ends_at - moment <= timedelta(days=days)
        if is_near and (thread.told_of_end is None or thread.told_of_end > days):
            lives = thread.days_after_reply
            return Notice(days, is_told=lives is None or lives > days)
    return None


def may_keep_reuse(thread: Thread, reuse: Reuse | None) -> Verdict:
    """Say whether a post in the thread may have this answer of its own: stricter, never looser."""
    if reuse is None or reuse.looseness < thread.reuse.looseness:
        return ALLOWED
    return refused("A reply may be stricter than its thread, never looser.")


def may_choose_reuse(person: Person, thread: Thread, post: Post) -> Verdict:
    """Say whether the person may say what may be re-used of the post: its author alone may.

    Also of a shared post, and also where it can be edited no more: whose words they are does not
    change with who put them right.
    """
    if not may_act_in(person, thread):
        return HIDDEN
    if post.author_id != person.id or thread.is_conversation:
        return refused("Only its author says what may be re-used of a post.")
    return ALLOWED


def may_answer_loosening(person: Person, thread: Thread, *, is_asked: bool) -> Verdict:
    """Say whether the person may say that a label may be looser: who wrote under it may."""
    if not person.is_member or not may_act_in(person, thread):
        return HIDDEN
    if not is_asked:
        return refused("Only those who wrote here are asked.")
    return ALLOWED


def may_take_back_loosening(person: Person, thread: Thread, asked: Loosening) -> Verdict:
    """Say whether the person may ask no longer: who asked may."""
    if not person.is_member or not may_act_in(person, thread):
        return HIDDEN
    if asked.asked_by_id != person.id:
        return refused("Only who asked takes it back.")
    return ALLOWED
