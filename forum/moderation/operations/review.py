"""Deciding about the flags on a post."""

from forum.accounts.queue.operations import settle_item
from forum.accounts.values import SYSTEM, Person
from forum.discussion.operations.posts import withdraw_post
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.events import announce
from forum.kernel.times import full_time
from forum.kernel.verdicts import require
from forum.kernel.wording import LONGEST_REASON, check_words, need_reason
from forum.moderation.events import FlagsHandled
from forum.moderation.models import ReviewItem
from forum.moderation.queries.flags import find_waiting_item
from forum.moderation.queries.items import case_of, is_open_to
from forum.moderation.rules import may_handle
from forum.moderation.values import FLAGS, OUTCOME_WORDS, Outcome


def handle_flags(
    item: ReviewItem,
    outcome: Outcome,
    *,
    by: Person,
    because: str = "",
    rule_id: int | None = None,
) -> bool:
    """Decide about the flags on a post; False when the same person has decided the same already.

    `rule_id` is the rule that the decision rests on: one that a flag names, by default the one
    named most often. Raises Conflict when it is decided already.
    """
    require(may_handle(by, case_of(item)))
    if item.is_handled and item.handled_by_id == by.id and item.outcome is outcome:
        return False
    _refuse_second(item, outcome, by)
    because = _reason(because, outcome)
    rule_id = _rule_of(item, rule_id)
    _settle(item, outcome, by_id=by.id, because=because)
    if outcome is Outcome.WITHDRAWN:
        _withdraw(item, by=by, because=because)
    _announce_handled(item, rule_id)
    return True


def _withdraw(item: ReviewItem, *, by: Person, because: str) -> None:
    """Withdraw the flagged post; where they cannot read it the system does so, for whoever decided.

    There no facilitator has a right of their own: the flag alone brought them to this one post.
    """
    thread = item.post.thread
    actor = by if is_open_to(by, thread) else SYSTEM
    withdraw_post(thread, item.post, by=actor, because=because)


def settle_by_withdrawal(post_id: int, *, by_id: int | None, because: str) -> bool:
    """Take the withdrawal of a flagged post as agreeing with its flags; False when none waits.

    Flags of the facilitator who withdrew it are left for another one to look at.
    """
    item = find_waiting_item(post_id)
    if item is None or by_id in {flag.member_id for flag in item.flags}:
        return False
    _settle(item, Outcome.WITHDRAWN, by_id=by_id, because=because)
    _announce_handled(item, _rule_of(item, None))
    return True


def _settle(item: ReviewItem, outcome: Outcome, *, by_id: int | None, because: str) -> None:
    item.outcome, item.because = outcome, because
    item.handled_at, item.handled_by_id = now(), by_id
    db.session.flush()
    settle_item(FLAGS, item.id, OUTCOME_WORDS[outcome], by_id=by_id)


def _announce_handled(item: ReviewItem, rule_id: int) -> None:
    announce(
        FlagsHandled(
            item_id=item.id,
            post_id=item.post_id,
            thread_id=item.post.thread_id,
            outcome=str(item.outcome),
            rule_id=rule_id,
            by_id=item.handled_by_id,
            because=item.because,
        )
    )


def _reason(because: str, outcome: Outcome) -> str:
    """Return the reason tidied up; only a tombstone cannot do without one."""
    if outcome is Outcome.WITHDRAWN:
        return need_reason(because)
    return check_words(because, field="because", longest=LONGEST_REASON)


def _rule_of(item: ReviewItem, rule_id: int | None) -> int:
    named = [flag.rule_id for flag in item.flags]
    if rule_id is None:
        return max(named, key=lambda id_: (named.count(id_), -id_))
    if rule_id not in named:
        raise Invalid("rule", "Please choose one of the rules that the flags name.")
    return rule_id


def _refuse_second(item: ReviewItem, outcome: Outcome, by: Person) -> None:
    """Raise Conflict, saying who did what and when, where there is nothing to decide any more."""
    zone = by.preferences.timezone
    if item.outcome is not None and item.handled_at is not None:
        who = item.handled_by.name if item.handled_by else "Folkmoot"
        words = OUTCOME_WORDS[item.outcome]
        raise Conflict(f"{who} {words}, on {full_time(item.handled_at, zone)}.")
    if outcome is Outcome.WITHDRAWN and item.post.withdrawn_at is not None:
        when = full_time(item.post.withdrawn_at, zone)
        raise Conflict(f"The post is withdrawn already, since {when}.")
