"""The form for a reply at the end of a thread, rendered once while nobody has begun one."""

from typing import Any

from flask import current_app
from markupsafe import Markup

from forum.discussion.addresses import thread_address
from forum.discussion.forms import BlankReply, ReplyForm
from forum.discussion.models import Post, Thread
from forum.discussion.queries.categories import allows_pseudonyms_in
from forum.discussion.queries.readers import count_readers
from forum.discussion.values import PostCard
from forum.discussion.values.labels import readers_sentence
from forum.kernel.cookies import form_token

KEPT = 1_000
TOKEN, ONCE = "\0token\0", "\0once\0"
"""What stands for the two things that are never the same twice; no text holds these signs."""


def render_reply_form(
    form: BlankReply | ReplyForm, thread: Thread, answered: PostCard | Post | None
) -> Markup:
    """Return the form, in which the reader may have begun to answer a post."""
    if answered is not None or not isinstance(form, BlankReply) or form.sequence.data != "0":
        return _render(form, thread, answered)
    kept: dict[tuple[int, str, str, str, str], str] = current_app.extensions.setdefault(
        "folkmoot_replies", {}
    )
    readers = "" if thread.is_conversation else readers_sentence(count_readers(thread))
    offer = "pseudonyms" if allows_pseudonyms_in(thread.category_id) else ""
    place = (thread.id, thread_address(thread), readers, str(thread.reuse), offer)
    token, once = form_token(), str(form.once.data)
    blank = None if current_app.debug else kept.get(place)
    if blank is None:
        made = str(_render(form, thread, None))
        blank = made.replace(token, TOKEN).replace(once, ONCE)
        if len(kept) >= KEPT:
            kept.clear()
        kept[place] = blank
    filled = blank.replace(TOKEN, token).replace(ONCE, once)
    return Markup(filled)  # noqa: S704 -- our own template, and what was made here


def _render(
    form: BlankReply | ReplyForm, thread: Thread, answered: PostCard | Post | None
) -> Markup:
    macros: Any = current_app.jinja_env.globals["macros"]
    made: Markup = macros.composer.reply(form, thread, answered)
    return made
