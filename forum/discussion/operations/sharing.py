"""Acts on who may change a post: let everyone who may reply, or its author alone again."""

from forum.accounts.values import Person
from forum.discussion.events import PostShared, PostUnshared
from forum.discussion.models import Post, Thread
from forum.discussion.rules import may_share_post
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason


def share_post(thread: Thread, post: Post, *, by: Person, because: str = "") -> bool:
    """Let everyone who may reply change the text; False when they may already.

    A facilitator who shares another's post gives a reason.
    """
    return _put(thread, post, by, because, is_shared=True)


def unshare_post(thread: Thread, post: Post, *, by: Person, because: str = "") -> bool:
    """Let its author alone change the text again; False when nobody else may."""
    return _put(thread, post, by, because, is_shared=False)


def _put(thread: Thread, post: Post, by: Person, because: str, *, is_shared: bool) -> bool:
    require(may_share_post(by, thread, post))
    if post.is_shared == is_shared:
        return False
    by_author = post.author_id == by.id
    because = because.strip() if by_author else need_reason(because)
    post.is_shared = is_shared
    kind = PostShared if is_shared else PostUnshared
    announce(
        kind(
            post_id=post.id,
            thread_id=thread.id,
            by_id=by.id,
            by_author=by_author,
            because=because,
        )
    )
    return True
