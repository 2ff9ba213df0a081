"""How long a proof of who one is holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from forum.accounts.proof import has_fresh_proof
from forum.accounts.values import MemberId, Person, PersonKind

MOMENT = datetime(2026, 5, 4, 8, tzinfo=UTC)
ADA = Person(PersonKind.MEMBER, MemberId(1), "ada")


def test_proof_holds_for_a_quarter_of_an_hour():
    assert not has_fresh_proof(ADA, MOMENT)
    assert has_fresh_proof(replace(ADA, proven_at=MOMENT), MOMENT + timedelta(minutes=15))
    assert not has_fresh_proof(replace(ADA, proven_at=MOMENT), MOMENT + timedelta(minutes=16))
