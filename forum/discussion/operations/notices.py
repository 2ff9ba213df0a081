"""Notices: a few words of a facilitator above a post, under their name."""

from forum.accounts.values import Person
from forum.discussion.events import NoticePut, NoticeRemoved
from forum.discussion.models import Post, PostNotice
from forum.discussion.rules import may_facilitate_thread
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

LONGEST_NOTICE = 500
TOO_LONG = f"Please keep a notice under {LONGEST_NOTICE} letters."


def put_notice(post: Post, words: str, *, by: Person) -> bool:
    """Put a notice above the post, in place of any other; False when it says so already."""
    require(may_facilitate_thread(by, post.thread))
    words = need_reason(words)
    if len(words) > LONGEST_NOTICE:
        raise Invalid("because", TOO_LONG)
    notice = db.session.get(PostNotice, post.id)
    if notice is not None and notice.words == words:
        return False
    if notice is None:
        notice = PostNotice(post_id=post.id)
        db.session.add(notice)
    notice.words, notice.by_id, notice.put_at = words, by.member_id, now()
    db.session.flush()
    announce(
        NoticePut(post_id=post.id, thread_id=post.thread_id, by_id=by.member_id, because=words)
    )
    return True


def remove_notice(post: Post, *, by: Person, because: str) -> bool:
    """Take the notice from above the post; False when there is none."""
    require(may_facilitate_thread(by, post.thread))
    notice = db.session.get(PostNotice, post.id)
    if notice is None:
        return False
    because = need_reason(because)
    db.session.delete(notice)
    db.session.flush()
    announce(
        NoticeRemoved(
            post_id=post.id, thread_id=post.thread_id, by_id=by.member_id, because=because
        )
    )
    return True
