"""Links that moderation puts into the pages of others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from markupsafe import Markup

from forum.accounts.models import Member
from forum.accounts.rules import may_sanction
from forum.accounts.slots import Need, Section
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.slots import ActLink
from forum.discussion.values import PostCard
from forum.moderation.queries.flags import flags_on_posts
from forum.moderation.queries.items import count_waiting
from forum.moderation.rules import (
    may_flag,
    may_open_community_acts,
    may_open_thread_acts,
    may_see_queue,
)

PLACE = 30


def review_link(person: Person) -> tuple[str, str, int] | None:
    """Link to the review queue, with the count of what waits there."""
    if not may_see_queue(person):
        return None
    return "Review", "/review", count_waiting(person)


def flags_that_wait(person: Person) -> Sequence[Section]:
    """Tell those who handle flags that some wait."""
    waiting = count_waiting(person) if may_see_queue(person) else 0
    if not waiting:
        return ()
    words = "1 flagged post waits" if waiting == 1 else f"{waiting} flagged posts wait"
    return (Section("For facilitators", (Need(f"{words} for an answer", "/review"),), PLACE),)


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
    return (ActLink("Facilitate", f"/moderate/threads/{thread.id}"),)


def acts_on_posts(
    person: Person, thread: Thread, posts: Sequence[PostCard]
) -> Mapping[int, Sequence[ActLink]]:
    """Link under each post to flagging it and, for facilitators, to its flags and their acts."""
    if not person.is_member:
        return {}
    flags = flags_on_posts([post.id for post in posts], person)
    facilitates = may_open_thread_acts(person, thread)
    links: defaultdict[int, list[ActLink]] = defaultdict(list)
    for post in posts:
        found = flags.get(post.id)
        if found and found.has_mine:
            links[post.id].append(ActLink("Flagged by you", "/my-flags"))
        elif may_flag(person, thread, post):
            links[post.id].append(ActLink("Flag", f"/p/{post.id}/flag"))
        if not facilitates:
            continue
        if found and post.author.id != person.id:
            words = "1 flag" if found.flags == 1 else f"{found.flags} flags"
            links[post.id].append(ActLink(words, f"/review/{found.item_id}"))
        links[post.id].append(ActLink("Facilitate", f"/moderate/posts/{post.id}"))
    return links
