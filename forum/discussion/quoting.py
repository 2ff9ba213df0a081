"""Quotations as they are written into a reply."""

import re

from forum.discussion.models import Post
from forum.kernel.markup import TextFormat

_QUOTES = re.compile(r"\[quote[^\]]*\](?:(?!\[/?quote).)*\[/quote\]\s*", re.DOTALL | re.IGNORECASE)


def quotation(post: Post) -> str:
    """Return the post's words as a quotation that names the author and leads back to the post.

    What the post itself quotes is left out, so that quotations do not grow from reply to reply.
    """
    words = post.text if post.format is not TextFormat.MARKDOWN else own_words(post)
    return (
        f'[quote="{post.author.handle}, post:{post.number}, topic:{post.thread_id}"]\n'
        f"{words.strip()}\n[/quote]\n\n"
    )


def own_words(post: Post) -> str:
    """Return the post as typed, without what it quotes from other posts."""
    words = post.raw
    while (shorter := _QUOTES.sub("", words)) != words:
        words = shorter
    return words
