"""Talking before deciding: a facilitator's conversation with the author of a flagged post."""

from forum.accounts.queue.operations import open_item
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.operations.conversations import Recipients, start_conversation
from forum.discussion.queries.recipients import recipients_of
from forum.discussion.writing import Writing
from forum.kernel.clock import now
from forum.kernel.errors import Conflict
from forum.kernel.verdicts import require
from forum.moderation.models import ReviewItem
from forum.moderation.queries.items import case_of
from forum.moderation.rules import may_talk
from forum.moderation.values import FLAGS, TALKED


def talk_with_author(
    item: ReviewItem,
    title: str,
    writing: Writing,
    *,
    by: Person,
    submission_key: str | None = None,
) -> Thread:
    """Begin a conversation with the author of a flagged post; the flags go on waiting meanwhile.

    Those who flagged see that it happens, and never what is said. Raises Conflict when the flags
    are decided about.
    """
    require(may_talk(by, case_of(item)))
    if item.is_handled:
        raise Conflict("These flags have been decided about.")
    to = Recipients(recipients_of([item.post.author], by=by))
    thread = start_conversation(to, title, writing, by=by, submission_key=submission_key)
    item.talked_at = item.talked_at or now()
    open_item(FLAGS, item.id, TALKED, by_id=by.member_id)
    return thread
