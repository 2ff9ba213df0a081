"""Flagging a post."""

from datetime import datetime

from forum.accounts.agreement.queries import current_rules
from forum.accounts.identity import load_people
from forum.accounts.queue.operations import open_item
from forum.accounts.values import Person
from forum.discussion.models import Post
from forum.discussion.queries.audiences import members_who_read
from forum.discussion.quoting import own_words
from forum.discussion.writing import take_over
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import LONGEST_REASON, check_words
from forum.moderation.events import PostFlagged
from forum.moderation.models import Flag, ReviewItem
from forum.moderation.queries.flags import find_waiting_item, has_open_flag
from forum.moderation.rules import may_flag
from forum.moderation.values import FLAGGED, FLAGS


def flag_post(post: Post, rule_id: int, *, by: Person, because: str) -> bool:
    """Tell the facilitators that a post goes against a rule; False when one has done so already.

    Raises Invalid for "rule" when it is none of the rules of today.
    """
    require(may_flag(by, post.thread, post))
    because = check_words(because, field="because", longest=LONGEST_REASON, required=True)
    if rule_id not in {rule.id for rule in current_rules()}:
        raise Invalid("rule", "Please choose one of our rules.")
    if has_open_flag(post.id, by.member_id):
        return False
    add_flag(post, rule_id, member_id=by.member_id, because=because, at=now())
    return True


def add_flag(post: Post, rule_id: int, *, member_id: int, because: str, at: datetime) -> ReviewItem:
    """Write a flag, and open an item for the facilitators unless one waits already.

    Who may do so was asked before; the demo calls it with moments of the past.
    """
    item = find_waiting_item(post.id)
    if item is None:
        item = ReviewItem(post_id=post.id, opened_at=at)
        db.session.add(item)
    if post.thread.is_conversation or post.thread.is_reserved:
        item.copy = _copy_of(post)
    if post.thread.is_reserved:
        item.is_handed_on = not _is_anybody_there(post, but_not=member_id)
    item.flags.append(Flag(member_id=member_id, rule_id=rule_id, because=because, made_at=at))
    db.session.flush()
    open_item(FLAGS, item.id, FLAGGED, by_id=member_id, at=at)
    announce(
        PostFlagged(
            post_id=post.id,
            thread_id=post.thread_id,
            item_id=item.id,
            rule_id=rule_id,
            by_id=member_id,
        )
    )
    return item


def _is_anybody_there(post: Post, *, but_not: int) -> bool:
    """Tell whether somebody who reads the reserved thread could decide about flags on a post."""
    readers = load_people(members_who_read(post.thread_id) - {post.author_id, but_not})
    return any(reader.facilitates(post.thread.category_id) for reader in readers)


def _copy_of(post: Post) -> str:
    """Return what the author wrote, without the words of others that the post quotes.

    Facilitators read this copy and never the conversation, however it goes on.
    """
    words = own_words(post)
    return take_over(words, post.format).rendered.html if words else ""
