"""What claims let wait in the queue of facilitators; hosts, who have none, find them at /claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, select, true

from forum.accounts.queue.kinds import QueueKind
from forum.accounts.values import Person
from forum.admin.claims.forms import AnswerForm
from forum.admin.claims.models import Claim
from forum.admin.claims.operations import grant_claim, refuse_claim
from forum.admin.claims.queries import get_claim, lines_of_claims
from forum.admin.claims.rules import may_see_claims
from forum.admin.claims.values import CLAIM, TOLD, ClaimLine
from forum.kernel.db import get_row
from forum.kernel.sets import among_these
from forum.kernel.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class ClaimThing:
    """A claim as the queue shows it."""

    line: ClaimLine
    may_handle: Verdict
    html: str = ""


def claim_kind() -> QueueKind:
    """Let facilitators decide about claims."""
    return QueueKind(
        name=CLAIM,
        title="Claim to archived posts",
        select_visible=_select_visible,
        things=_things,
        lock=lambda claim_id, _person: get_row(Claim, claim_id),
        template="claims/_queued.html",
        form=lambda _thing, typed: AnswerForm(typed),
        decide=_decide,
        told=TOLD,
        keys={"grant": "a", "refuse": "x"},
    )


def _select_visible(person: Person) -> Select[int]:
    return select(Claim.id).where(true() if may_see_claims(person) else false())


def _things(ids: Sequence[int], person: Person) -> Mapping[int, ClaimThing]:
    if not may_see_claims(person):
        return {}
    lines = lines_of_claims(among_these(Claim.id, sorted(ids)), by=person)
    return {line.claim.id: ClaimThing(line, line.verdict) for line in lines}


def _decide(claim_id: int, act: str, form: Any, person: Person) -> bool:
    claim = get_claim(claim_id, by=person)
    is_mine = claim.is_decided and claim.decided_by_id == person.id
    if is_mine and claim.is_granted is (act == "grant"):
        return False
    if act == "grant":
        grant_claim(claim, by=person)
    else:
        refuse_claim(claim, by=person, because=form.because.data)
    return True
