"""What discussions keep about a member."""

from collections.abc import Sequence

from forum.accounts.holdings import Holding
from forum.accounts.slots import bulk_source, kept_about_member
from forum.discussion.kept.cases import CONFLICTS, DECLARATIONS, OPENINGS
from forum.discussion.kept.conversations import CONVERSATIONS
from forum.discussion.kept.entries import ENTRIES
from forum.discussion.kept.files import FILES
from forum.discussion.kept.held import HELD
from forum.discussion.kept.loosenings import LOOSENINGS
from forum.discussion.kept.many import many_threads
from forum.discussion.kept.own import (
    ANSWERS,
    BOOKMARKS,
    DRAFTS,
    FOLLOWED,
    GLASS,
    IGNORED,
    REACTIONS,
    READ,
    TASKS,
    WALLS,
)
from forum.discussion.kept.posts import POSTS
from forum.discussion.kept.text_checks import TEXT_CHECKS
from forum.discussion.kept.threads import ACTS, NOTICES, SUMMARIES, TAGS, THREADS, TIMERS

bulk_source.fill(many_threads)


@kept_about_member.fill
def kept_by_discussions() -> Sequence[Holding]:
    """Say what discussions keep."""
    return [
        POSTS,
        THREADS,
        CONVERSATIONS,
        FILES,
        DRAFTS,
        HELD,
        ENTRIES,
        SUMMARIES,
        REACTIONS,
        ANSWERS,
        BOOKMARKS,
        FOLLOWED,
        READ,
        IGNORED,
        TASKS,
        ACTS,
        TIMERS,
        NOTICES,
        TAGS,
        WALLS,
        DECLARATIONS,
        OPENINGS,
        CONFLICTS,
        TEXT_CHECKS,
        GLASS,
        LOOSENINGS,
    ]
