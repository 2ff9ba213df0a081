"""Links and words that moderation puts into pages."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup

from forum.accounts.current import current_person
from forum.accounts.models import Member
from forum.accounts.queue.queries import count_waiting
from forum.accounts.queue.rules import may_see_queue
from forum.accounts.rules import may_sanction
from forum.accounts.slots import AdminLink, Need, Section
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules import looks_after
from forum.discussion.slots import ActLink
from forum.discussion.values import CategoryCard, PostCard
from forum.kernel.times import zone
from forum.moderation.queries.flags import flags_on_posts
from forum.moderation.queries.notes import count_notes
from forum.moderation.rules import (
    may_choose_threads,
    may_flag,
    may_open_community_acts,
    may_open_thread_acts,
    may_watch_words,
)

PLACE = 30
KEPT = 3_000
"""Links that are kept: nearly every reader of a post has the same one under it."""


def review_link(person: Person) -> tuple[str, str, int] | None:
    """Link to the review queue, with the count of what waits there."""
    if not may_see_queue(person):
        return None
    return "Review", "/review", count_waiting(person)


def what_waits(person: Person) -> Sequence[Section]:
    """Tell facilitators that something waits for them."""
    waiting = count_waiting(person) if may_see_queue(person) else 0
    if not waiting:
        return ()
    words = "1 thing waits" if waiting == 1 else f"{waiting} things wait"
    return (Section("For facilitators", (Need(f"{words} in the queue", "/review"),), PLACE),)


def link_to_words(person: Person) -> Sequence[AdminLink]:
    """Lead hosts to the list of watched words; facilitators find it beside their queue."""
    if not may_watch_words(person):
        return ()
    about = "What is blocked, held, warned of, replaced or tagged in posts."
    return (AdminLink("Watched words", "/moderate/words", about),)


def sanctions_on_profile(person: Person, member: Member) -> Markup:
    """Link, for who may use it, to silencing and suspending the member."""
    if not may_open_community_acts(person) or not may_sanction(person, member):
        return Markup("")
    link = '<p class="acts"><a class="button quiet" href="{}">Silence or suspend</a></p>'
    return Markup(link).format(f"/moderate/members/{quote(member.handle)}")  # noqa: S704


def acts_on_thread(person: Person, thread: Thread) -> Sequence[ActLink]:
    """Link to what facilitators can do with the thread."""
    if not may_open_thread_acts(person, thread):
        return ()
    here = f"/moderate/threads/{thread.id}"
    notes = ActLink("Notes", f"{here}/notes", count_notes(thread, person))
    return (ActLink("Facilitate", here), notes)


def where_undone(person: Person, thread: Thread) -> str:
    """Return where those who look after the thread find what was done last, to undo it."""
    return f"/moderate/threads/{thread.id}#done" if may_open_thread_acts(person, thread) else ""


def acts_on_list(person: Person, category: CategoryCard | None) -> Sequence[ActLink]:
    """Lead to choosing several threads of a list, where the person looks after its place."""
    if category is None:
        address = "/moderate/several" if may_choose_threads(person) else ""
    else:
        here = looks_after(person, category.id)
        address = f"/moderate/several?category={category.id}" if here else ""
    return (ActLink("Choose several", address),) if address else ()


def acts_on_posts(
    person: Person, thread: Thread, posts: Sequence[PostCard]
) -> Mapping[int, Sequence[ActLink]]:
    """Link under each post to flagging it and, for facilitators, to its flags and their acts."""
    if not person.is_member:
        return {}
    flags = flags_on_posts([post.id for post in posts], person)
    facilitates = may_open_thread_acts(person, thread)
    links: defaultdict[int, list[ActLink]] = defaultdict(list)
    # The rule asks no more of a post than this, and a page has twenty of them.
    may_be_flagged: dict[tuple[bool, bool], bool] = {}
    for post in posts:
        found = flags.get(post.id)
        sort = (post.author.id == person.id, post.withdrawn_at is None)
        if sort not in may_be_flagged:
            may_be_flagged[sort] = bool(may_flag(person, thread, post))
        if found and found.has_mine:
            links[post.id].append(ActLink("Flagged by you", "/my-flags"))
        elif may_be_flagged[sort]:
            links[post.id].append(_link_to_flag(post.id))
        if not facilitates:
            continue
        if found and post.author.id != person.id:
            words = "1 flag" if found.flags == 1 else f"{found.flags} flags"
            links[post.id].append(ActLink(words, f"/review/{found.item_id}"))
        links[post.id].append(ActLink("Facilitate", f"/moderate/posts/{post.id}"))
    return links


@lru_cache(maxsize=KEPT)
def _link_to_flag(post_id: int) -> ActLink:
    return ActLink("Flag", f"/p/{post_id}/flag")


def day_of(at: datetime) -> str:
    """Return the day of a moment where the reader lives, without the hour."""
    return at.astimezone(zone(current_person().preferences.timezone)).strftime("%-d %B %Y")
