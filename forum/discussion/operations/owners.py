"""Change of owner: let a post, and with the first one its thread, be another member's."""

from sqlalchemy import delete

from forum.accounts.identity import load_person
from forum.accounts.values import Person
from forum.discussion.events import OwnerChanged, PostRevised
from forum.discussion.models import Post, Reaction, Thread
from forum.discussion.operations.posts import keep_version, recount_thread
from forum.discussion.operations.reactions import recount_reactions
from forum.discussion.queries.moves import has_pseudonyms, is_asked_about
from forum.discussion.queries.readers import is_for_cases
from forum.discussion.rules import may_facilitate_thread, may_see_thread
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

NOBODY = "There is nobody here with this handle who can read this thread."
NOT_THIS = "A post under a pseudonym stays its author's, who alone has the key to it."
DECLARED = "What was declared of this case is its author's word: it stays theirs."
ASKED = "Those who wrote here are being asked about the label: wait until it is decided."


def change_owner(thread: Thread, post: Post, to_id: int, *, by: Person, because: str) -> bool:
    """Make another member the author of a post, who must be able to read it; False when they are.

    With a thread's first post the thread is theirs, too. Who wrote the words stays in the history,
    and the two members are told.
    """
    require(may_facilitate_thread(by, thread))
    if post.author_id == to_id:
        return False
    because, owner = need_reason(because), load_person(to_id)
    if not owner.is_member or owner.is_guest or not may_see_thread(owner, thread):
        raise Invalid("handle", NOBODY)
    _check_free(thread, post)
    before_id, writer_id = post.author_id, post.writer_id
    keep_version(post)
    post.version += 1
    post.revision += 1
    post.author_id, post.edited_at = to_id, now()
    # The words are still those of who wrote them: the history says so of this version, too.
    post.edited_by_id = writer_id
    if post.number == 1:
        thread.author_id = to_id
    mine = (Reaction.post_id == post.id, Reaction.member_id == to_id)
    db.session.execute(delete(Reaction).where(*mine))
    db.session.flush()
    recount_reactions(post)
    recount_thread(thread)
    announce(PostRevised(post_id=post.id, thread_id=thread.id, by_id=by.member_id))
    announce(
        OwnerChanged(
            post_id=post.id,
            thread_id=thread.id,
            from_id=before_id,
            to_id=to_id,
            by_id=by.member_id,
            because=because,
        )
    )
    return True


def _check_free(thread: Thread, post: Post) -> None:
    """Refuse what is bound to its author. Raises Invalid."""
    if has_pseudonyms([post.id]):
        raise Invalid("handle", NOT_THIS)
    if post.number == 1 and is_for_cases(thread.category_id):
        raise Invalid("handle", DECLARED)
    if is_asked_about(thread.id):
        raise Invalid("handle", ASKED)
