"""Acts on reactions: give a sign, take it back."""

from typing import Any

from sqlalchemy import delete, func, select

from forum.accounts.values import Person
from forum.discussion.events import ReactionGiven, ReactionTakenBack
from forum.discussion.models import Post, Reaction, Thread
from forum.discussion.queries.categories import reactions_in
from forum.discussion.rules import may_react, may_take_reaction_back
from forum.discussion.values import ReactionSetting, Sign
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.events import announce
from forum.kernel.verdicts import require


def give_reaction(thread: Thread, post: Post, sign: Sign, *, by: Person) -> bool:
    """Give the post a sign; False when the member has given it already."""
    require(may_react(by, thread, post, reactions_in(thread.category_id)))
    row = {"post_id": post.id, "member_id": by.member_id, "sign": sign}
    statement = insert_into(Reaction).values(**row, given_at=now()).on_conflict_do_nothing()
    if not _count_of(statement):
        return False
    recount_reactions(post)
    announce(ReactionGiven(**_facts(thread, post, sign, by)))
    return True


def take_reaction_back(thread: Thread, post: Post, sign: Sign, *, by: Person) -> bool:
    """Take a sign back; False when the member has not given it."""
    require(may_take_reaction_back(by, thread))
    is_it = (
        Reaction.post_id == post.id,
        Reaction.member_id == by.member_id,
        Reaction.sign == sign,
    )
    if not _count_of(delete(Reaction).where(*is_it)):
        return False
    recount_reactions(post)
    announce(ReactionTakenBack(**_facts(thread, post, sign, by)))
    return True


def _count_of(statement: Any) -> int:
    """Run a statement that changes rows, and return how many it changed."""
    options = {"synchronize_session": False}
    changed: Any = db.session.execute(statement, execution_options=options)
    return int(changed.rowcount)


def _facts(thread: Thread, post: Post, sign: Sign, by: Person) -> dict[str, Any]:
    return {
        "post_id": post.id,
        "thread_id": thread.id,
        "member_id": by.member_id,
        "sign": str(sign),
        "is_counted": reactions_in(thread.category_id) is ReactionSetting.COUNTED,
    }


def recount_reactions(post: Post) -> None:
    """Count again how many signs the post has."""
    counted = select(func.count()).where(Reaction.post_id == post.id)
    post.reaction_count = db.session.scalar(counted) or 0
    db.session.flush()
