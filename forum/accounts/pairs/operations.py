"""Acts on acts that need two people: ask, confirm, refuse or take back."""

from typing import Any

from forum.accounts.pairs.events import PairActAsked, PairActConfirmed, PairActEnded
from forum.accounts.pairs.kinds import PairKind, kind_named
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.queries import find_waiting
from forum.accounts.pairs.rules import may_ask_pair, may_confirm_pair, may_refuse_pair
from forum.accounts.pairs.values import PairOutcome
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words, need_reason


def ask_pair(
    kind: PairKind,
    *,
    because: str,
    by: Person,
    subject_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> PairAct:
    """Ask for an act that a second person must confirm.

    Raises Conflict while the same waits already.
    """
    require(may_ask_pair(by, kind))
    because = need_reason(because)
    if find_waiting(kind, subject_id) is not None:
        raise Conflict("This was asked for already and waits for a second person.")
    moment = now()
    act = PairAct(
        kind=kind.name,
        subject_id=subject_id,
        details=details or {},
        asked_by_id=by.member_id,
        because=because,
        asked_at=moment,
        lapses_at=moment + kind.lasts,
    )
    db.session.add(act)
    db.session.flush()
    announce(PairActAsked(act_id=act.id, kind=kind.name, by_id=by.member_id))
    return act


def confirm_pair(act: PairAct, *, by: Person) -> None:
    """Be the second person: the act is done, in this transaction."""
    kind, moment = kind_named(act.kind), now()
    require(may_confirm_pair(by, kind, act, moment))
    act.outcome, act.decided_at, act.decided_by_id = PairOutcome.CONFIRMED, moment, by.member_id
    db.session.flush()
    kind.done(act)
    announce(
        PairActConfirmed(
            act_id=act.id, kind=kind.name, asked_by_id=act.asked_by_id, by_id=by.member_id
        )
    )


def refuse_pair(act: PairAct, *, by: Person, because: str = "") -> None:
    """Refuse it with a reason; who has asked for it takes it back without one."""
    require(may_refuse_pair(by, kind_named(act.kind), act, now()))
    is_own = act.asked_by_id == by.id
    because = (
        check_words(because, field="because", longest=2000) if is_own else need_reason(because)
    )
    act.outcome = PairOutcome.TAKEN_BACK if is_own else PairOutcome.REFUSED
    act.decided_at, act.decided_by_id, act.answer = now(), by.member_id, because
    db.session.flush()
    announce(PairActEnded(act_id=act.id, kind=act.kind, by_id=by.member_id))
