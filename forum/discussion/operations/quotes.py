"""Quotations may go where as few people read, and as little is let go, as where they come from."""

from collections.abc import Iterable

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.moves import current_posts
from forum.discussion.queries.readers import readers_of, readers_to_be
from forum.discussion.rules import may_see_text
from forum.discussion.values.labels import REUSE_WORDS, Reuse
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.markup import Quoted


def check_quotes(
    quotes: Iterable[Quoted],
    thread: Thread,
    *,
    by: Person,
    reuse: Reuse | None = None,
    field: str = "body",
) -> None:
    """Refuse to quote into a looser place, saying which quotation and why. Raises Invalid.

    `reuse` is what the new text lets go, where that is less than its thread. One's own words are
    one's own. What the writer cannot see is not looked up, so that no answer tells of it.
    """
    for quoted in dict.fromkeys(quotes):
        if quoted.thread_id in (None, thread.id) or quoted.post_number is None:
            continue
        post = _find(quoted)
        if post is None or post.author_id == by.id or not may_see_text(by, post.thread, post):
            continue
        why = _why_not(post, thread, (reuse or thread.reuse).stricter(thread.reuse))
        if why:
            raise Invalid(field, f"You quote @{post.author.handle}, post {post.number} of {why}")


def _find(quoted: Quoted) -> Post | None:
    """Return the quoted post, wherever it stands now."""
    query = select(Post).where(
        Post.thread_id == quoted.thread_id, Post.number == quoted.post_number
    )
    found = db.session.scalar(query)
    if found is not None or quoted.thread_id is None or quoted.post_number is None:
        return found
    place = (quoted.thread_id, quoted.post_number)
    moved = current_posts([place]).get(place)
    return db.session.get(Post, moved) if moved else None


def _why_not(post: Post, thread: Thread, reuse: Reuse) -> str:
    source = post.thread
    if source.is_conversation:
        return (
            "a conversation: what is said there stays there. "
            "Ask them to say it here, or leave it out."
        )
    kept = (post.reuse or source.reuse).stricter(source.reuse)
    of_title = f"“{source.title}”"
    if kept is Reuse.NOTHING:
        return f"{of_title}: nothing leaves it. Please take the quotation out."
    if not thread.is_conversation and reuse.looseness > kept.looseness:
        return (
            f"{of_title}: its label is “{REUSE_WORDS[kept]}”, and here it is looser. "
            "Take the quotation out, or give what you write the stricter label."
        )
    if not _reads_the_same(source, thread) and readers_to_be(thread) - readers_of(source):
        return (
            f"{of_title}: more people can read here than there. "
            "Take the quotation out, or ask them to say it here."
        )
    return ""


def _reads_the_same(source: Thread, thread: Thread) -> bool:
    """Tell whether both stand in one category and are open to all of its readers."""
    is_open = not source.is_reserved and not thread.is_reserved
    return is_open and source.category_id == thread.category_id
