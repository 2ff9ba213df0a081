"""Posts of one sort: the rules answer the same about all of them, so a page asks once for each.

A rule that looks at anything else of a post must find it in `sort_of`.
"""

from typing import TypeAlias

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules import (
    may_correct_language,
    may_edit_post,
    may_facilitate_thread,
    may_mark_answer,
    may_react,
    may_restore_post,
    may_revise_now,
    may_share_post,
    may_withdraw_post,
)
from forum.discussion.values import PostCard, ReactionSetting

Sort: TypeAlias = tuple[bool, bool, bool, bool, bool, bool]


def sort_of(post: PostCard, *, is_own: bool) -> Sort:
    """Return all that the rules ask of a post: those of one sort share their answers on a page."""
    return (
        is_own,
        post.number == 1,
        post.is_shared,
        post.withdrawn_at is not None,
        post.withdrawn_by_author,
        post.locked_at is not None,
    )


def rights_on(
    post: PostCard,
    thread: Thread,
    person: Person,
    setting: ReactionSetting,
    *,
    takes_answers: bool,
) -> dict[str, bool]:
    """Return what the reader may do with a post, and with every other one of its sort."""
    is_own, is_withdrawn = post.author.id == person.id, post.is_withdrawn
    looks_after = bool(may_facilitate_thread(person, thread))
    return {
        "edit": (is_own or post.is_shared)
        and bool(may_edit_post(person, thread, post) and may_revise_now(person, thread)),
        "share": is_own and bool(may_share_post(person, thread, post)),
        "withdraw": is_own and bool(may_withdraw_post(person, thread, post)),
        "restore": is_withdrawn and bool(may_restore_post(person, thread, post)),
        "correct_language": not is_withdrawn
        and (looks_after or (is_own and bool(may_correct_language(person, thread, post)))),
        "react": not is_own and bool(may_react(person, thread, post, setting)),
        "mark_answer": bool(may_mark_answer(person, thread, post, takes_answers=takes_answers)),
    }
