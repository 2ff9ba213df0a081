"""May I? Pure answers about categories, threads and posts; nothing here queries."""

from datetime import datetime, timedelta

from forum.accounts.values import Level, Person
from forum.discussion.models import Post, Thread
from forum.discussion.values import GRACE_MINUTES, CategoryCard, Pin, PostCard
from forum.kernel.times import full_time
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_see_category(person: Person, category_id: int) -> Verdict:
    """Say whether the category exists for this person."""
    if person.is_system or person.grants.level(category_id) >= Level.SEE:
        return ALLOWED
    return HIDDEN


def may_see_thread(person: Person, thread: Thread) -> Verdict:
    """Say whether the thread exists for this person."""
    return may_see_category(person, thread.category_id)


def may_start_thread(person: Person, category: CategoryCard) -> Verdict:
    """Say whether the person may begin a thread in the category."""
    if person.is_system:
        return ALLOWED
    if not may_see_category(person, category.id):
        return HIDDEN
    if person.silenced_until:
        return _silenced(person)
    if person.grants.level(category.id) < Level.START:
        return refused("Your groups may read this category but not start threads in it.")
    return ALLOWED


def may_reply(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may reply in the thread."""
    if person.is_system:
        return ALLOWED
    if not may_see_thread(person, thread):
        return HIDDEN
    if person.silenced_until:
        return _silenced(person)
    if thread.is_archived:
        return refused("This thread is archived: it is kept as it is.")
    if thread.is_closed and not person.facilitates(thread.category_id):
        return refused("This thread is closed.")
    if person.grants.level(thread.category_id) < Level.REPLY:
        return refused("Your groups may read this category but not reply in it.")
    return ALLOWED


def may_edit_post(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may change the text: only its author may, while it is open."""
    if not may_see_thread(person, thread):
        return HIDDEN
    author_id = post.author_id if isinstance(post, Post) else post.author.id
    if author_id != person.id:
        return refused("Only its author changes a post.")
    if person.silenced_until:
        return _silenced(person)
    if post.withdrawn_at is not None:
        return refused("This post is withdrawn. Restore it first.")
    if post.locked_at is not None:
        return refused("A facilitator has locked this post.")
    if thread.is_archived:
        return refused("This thread is archived: it is kept as it is.")
    return ALLOWED


def may_correct_language(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may say in which language the post is written."""
    if may_facilitate_thread(person, thread):
        return ALLOWED
    return may_edit_post(person, thread, post)


def may_withdraw_post(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may replace the post by a tombstone."""
    if person.is_system:
        return ALLOWED
    if not may_see_thread(person, thread):
        return HIDDEN
    if post.withdrawn_at is not None:
        return refused("This post is withdrawn already.")
    if person.facilitates(thread.category_id):
        return ALLOWED
    author_id = post.author_id if isinstance(post, Post) else post.author.id
    if author_id != person.id:
        return refused("Only its author or a facilitator withdraws a post.")
    if post.locked_at is not None:
        return refused("A facilitator has locked this post.")
    return ALLOWED


def may_restore_post(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may bring the post back: authors only what they withdrew."""
    if person.is_system:
        return ALLOWED
    if not may_see_thread(person, thread):
        return HIDDEN
    if post.withdrawn_at is None:
        return refused("This post is not withdrawn.")
    if person.facilitates(thread.category_id):
        return ALLOWED
    if isinstance(post, Post):
        is_own = post.author_id == person.id == post.withdrawn_by_id
    else:
        is_own = post.author.id == person.id and post.withdrawn_by_author
    if not is_own:
        return refused("A facilitator withdrew this post; ask them about it.")
    if post.locked_at is not None:
        return refused("A facilitator has locked this post.")
    return _silenced(person) if person.silenced_until else ALLOWED


def may_see_text(person: Person, thread: Thread, post: Post) -> Verdict:
    """Say whether the person may read the post's words: those of a withdrawn post are gone.

    Its author and the category's facilitators still may, since they can bring it back.
    """
    if not may_see_thread(person, thread):
        return HIDDEN
    if not post.is_withdrawn or person.is_system:
        return ALLOWED
    if post.author_id == person.id or person.facilitates(thread.category_id):
        return ALLOWED
    return HIDDEN


def may_retitle_thread(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may change the title or the tags."""
    if person.is_system:
        return ALLOWED
    if not may_see_thread(person, thread):
        return HIDDEN
    if person.facilitates(thread.category_id):
        return ALLOWED
    if thread.author_id != person.id:
        return refused("Only its author or a facilitator changes title and tags.")
    if thread.is_archived:
        return refused("This thread is archived: it is kept as it is.")
    return _silenced(person) if person.silenced_until else ALLOWED


def may_facilitate_thread(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may pin, close, archive and lock here."""
    return may_facilitate_category(person, thread.category_id)


def may_facilitate_category(person: Person, category_id: int) -> Verdict:
    """Say whether the person looks after the category."""
    if person.is_system:
        return ALLOWED
    if not may_see_category(person, category_id):
        return HIDDEN
    if person.facilitates(category_id):
        return ALLOWED
    return refused("Only a facilitator of this category does this.")


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


def may_manage_tags(person: Person) -> Verdict:
    """Say whether the person may rename and merge tags: they stand on threads everywhere."""
    if person.is_system or person.is_community_facilitator:
        return ALLOWED
    return refused("Only a facilitator of the whole community changes tags.")


def may_manage_categories(person: Person) -> Verdict:
    """Say whether the person may make categories and say who may do what in them."""
    if person.is_system or person.is_host:
        return ALLOWED
    return HIDDEN


def is_in_grace(written_at: datetime, moment: datetime) -> bool:
    """Tell whether an edit at the moment still belongs to the writing."""
    return moment - written_at <= timedelta(minutes=GRACE_MINUTES)


def _silenced(person: Person) -> Verdict:
    until = person.silenced_until
    zone = person.preferences.timezone
    shown = full_time(until, zone) if until else "further notice"
    return refused(f"You are silenced until {shown}: {person.silenced_because}")
