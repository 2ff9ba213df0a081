"""May I, about reactions, bookmarks, answers and summaries? Pure answers; nothing here queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum.accounts.values import Level, Person
from forum.discussion.models import Bookmark, Post, Thread
from forum.discussion.rules.categories import silenced
from forum.discussion.rules.threads import may_act_in, may_see_thread
from forum.discussion.values import PostCard, ReactionCard, ReactionSetting, Sign
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

ALL_SIGNS = tuple(Sign)
ARCHIVED = "This thread is archived: it is kept as it is."


def may_react(
    person: Person, thread: Thread, post: Post | PostCard, setting: ReactionSetting
) -> Verdict:
    """Say whether the person may give the post a sign. Closed threads go on taking signs."""
    allowed = may_act_in(person, thread)
    if not person.is_member or not allowed:
        return allowed if person.is_member else HIDDEN
    if setting is ReactionSetting.OFF:
        return refused("There are no reactions in this category.")
    if author_of(post) == person.id:
        return refused("Reactions are for what others wrote.")
    if person.silenced_until:
        return silenced(person)
    if post.withdrawn_at is not None:
        return refused("This post is withdrawn.")
    return _may_take_part(person, thread)


def _may_take_part(person: Person, thread: Thread) -> Verdict:
    if thread.is_archived:
        return refused(ARCHIVED)
    if thread.id in person.grants.opened:
        return ALLOWED
    if person.grants.level(thread.category_id) < Level.REPLY:
        return refused("Your groups may read this category but not take part in it.")
    return ALLOWED


def may_take_reaction_back(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may take back a sign that they gave."""
    allowed = may_act_in(person, thread)
    if not person.is_member or not allowed:
        return allowed if person.is_member else HIDDEN
    return refused(ARCHIVED) if thread.is_archived else ALLOWED


def may_see_who_reacted(person: Person, thread: Thread, setting: ReactionSetting) -> Verdict:
    """Say whether the person may read the names of those who gave signs."""
    if not may_see_thread(person, thread):
        return HIDDEN
    if setting is not ReactionSetting.COUNTED:
        return refused("In this category nobody counts or names reactions.")
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a post was given a sign, and whether the reader is among those who gave it."""

    sign: Sign
    count: int
    is_mine: bool


def shown_reactions(
    tallies: Iterable[Tally], setting: ReactionSetting, *, is_author: bool
) -> tuple[ReactionCard, ...]:
    """Return what one reader sees of the signs under a post, always in the same order.

    Where nobody counts, readers see the signs that they gave themselves, and the author which
    signs came, but not how many nor from whom.
    """
    found = {tally.sign: tally for tally in tallies}
    ordered = [found[sign] for sign in Sign if sign in found]
    match setting:
        case ReactionSetting.OFF:
            return ()
        case ReactionSetting.QUIET:
            kept = [tally for tally in ordered if is_author or tally.is_mine]
            return tuple(ReactionCard(tally.sign, None, tally.is_mine) for tally in kept)
        case ReactionSetting.COUNTED:
            return tuple(ReactionCard(tally.sign, tally.count, tally.is_mine) for tally in ordered)


def may_bookmark(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may keep a place of the thread: whoever may read it."""
    return ALLOWED if person.is_member and may_see_thread(person, thread) else HIDDEN


def may_see_bookmark(person: Person, bookmark: Bookmark) -> Verdict:
    """Say whether the bookmark exists for this person: only for its owner."""
    return ALLOWED if person.is_member and bookmark.member_id == person.id else HIDDEN


def may_mark_answer(
    person: Person, thread: Thread, post: Post | PostCard, *, takes_answers: bool
) -> Verdict:
    """Say whether the person may mark the post as the answer: the asker or a facilitator.

    `takes_answers`: the thread stands in a category where answers are marked.
    """
    verdict = may_unmark_answer(person, thread)
    if not verdict:
        return verdict
    if not takes_answers:
        return refused("Posts are not marked as answers in this category.")
    if post.number == 1:
        return refused("The first post asks; one of the replies may answer it.")
    if post.withdrawn_at is not None:
        return refused("This post is withdrawn: it cannot be the answer.")
    return ALLOWED


def may_unmark_answer(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may say that a post is no longer the answer."""
    if person.is_system:
        return ALLOWED
    allowed = may_act_in(person, thread)
    if not allowed:
        return allowed
    looks_after = person.facilitates(thread.category_id)
    if thread.author_id != person.id and not looks_after:
        return refused("Only who began the thread or a facilitator marks the answer.")
    if person.silenced_until:
        return silenced(person)
    return refused(ARCHIVED) if thread.is_archived else ALLOWED


def may_write_summary(person: Person, thread: Thread, *, takes_part: bool) -> Verdict:
    """Say whether the person may write the summary; `takes_part`: they have written here.

    A closed thread is when a summary is worth most, so closing does not end it.
    """
    if person.is_system:
        return ALLOWED
    allowed = may_act_in(person, thread)
    if not allowed:
        return allowed
    if person.silenced_until:
        return silenced(person)
    if thread.is_archived:
        return refused(ARCHIVED)
    if not takes_part and not person.facilitates(thread.category_id):
        return refused("Who has written in this thread writes its summary, or a facilitator.")
    return ALLOWED


def author_of(post: Post | PostCard) -> int:
    """Return the id of the member who wrote the post."""
    return post.author_id if isinstance(post, Post) else post.author.id


def signs_to_offer(shown: Sequence[ReactionCard]) -> tuple[Sign, ...]:
    """Return the signs that the reader has not given yet."""
    mine = {card.sign for card in shown if card.is_mine}
    return tuple(sign for sign in ALL_SIGNS if sign not in mine) if mine else ALL_SIGNS
