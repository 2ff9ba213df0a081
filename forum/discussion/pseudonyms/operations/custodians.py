"""Naming custodians, which needs two people, and their keys."""

from sqlalchemy import delete

from forum.accounts.models import Member
from forum.accounts.pairs.kinds import PairKind, pair_kinds
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.operations import ask_pair
from forum.accounts.values import Person, Role
from forum.discussion.pseudonyms.events import CustodianNamed, CustodianResigned
from forum.discussion.pseudonyms.models import Custodian, PseudonymShare
from forum.discussion.pseudonyms.queries.custodians import NOMINATION, get_own_custodian
from forum.discussion.pseudonyms.rules import may_be_custodian
from forum.discussion.pseudonyms.sealing import KeyPair
from forum.discussion.pseudonyms.values import LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import ALLOWED, Verdict, refused, require


def nominate_custodian(member: Member, *, by: Person, because: str) -> PairAct:
    """Propose a custodian; a second facilitator or host confirms it.

    Raises Invalid for the field "handle", and Conflict while the same waits already.
    """
    verdict = may_be_custodian(member)
    if not verdict:
        raise Invalid("handle", verdict.because)
    if member.id == by.id:
        raise Invalid("handle", "Nobody proposes themselves: ask a colleague to.")
    if db.session.get(Custodian, member.id) is not None:
        raise Conflict(f"{member.name} is a custodian already.")
    return ask_pair(naming(), because=because, by=by, subject_id=member.id)


def keep_key(pair: KeyPair, *, by: Person) -> None:
    """Keep a custodian's first key, made from their passphrase before.

    One that is there already stays, since pseudonyms are sealed with it.
    """
    custodian = get_own_custodian(by)
    if custodian.public_key:
        raise Conflict("You have a key already. To get another one, resign and be named again.")
    custodian.public_key, custodian.locked_key = pair.public, pair.locked
    db.session.flush()


def check_passphrase(passphrase: str, again: str) -> str:
    """Return a new passphrase. Raises Invalid for one that is guessed too easily."""
    if not SHORTEST_PASSPHRASE <= len(passphrase) <= LONGEST_PASSPHRASE:
        raise Invalid(
            "passphrase",
            f"A passphrase has {SHORTEST_PASSPHRASE} to {LONGEST_PASSPHRASE} letters: "
            "four or five words that do not belong together are good.",
        )
    if len(set(passphrase)) < 7:
        raise Invalid("passphrase", "This is guessed too easily: use more different letters.")
    if passphrase != again:
        raise Invalid("again", "The two are not the same.")
    return passphrase


def resign(*, by: Person) -> None:
    """Be no custodian any more; the halves of keys that were sealed for this one are removed."""
    custodian = get_own_custodian(by)
    mine = (PseudonymShare.first_id == by.member_id) | (PseudonymShare.second_id == by.member_id)
    db.session.execute(delete(PseudonymShare).where(mine))
    db.session.delete(custodian)
    db.session.flush()
    announce(CustodianResigned(member_id=by.member_id))


@pair_kinds.fill
def naming() -> PairKind:
    """Return the act of two that names a custodian."""
    return PairKind(
        name=NOMINATION,
        title="A custodian for pseudonyms",
        who="facilitators or hosts",
        roles=frozenset({Role.FACILITATOR, Role.HOST}),
        done=_name,
        address=lambda _act: "/custodians",
        may_confirm=_may_confirm,
    )


def _may_confirm(person: Person, act: PairAct) -> Verdict:
    if act.subject_id == person.id:
        return refused("This is about you: somebody else has to confirm it.")
    return ALLOWED


def _name(act: PairAct) -> None:
    member = db.session.get_one(Member, act.subject_id)
    require(may_be_custodian(member))
    if db.session.get(Custodian, member.id) is None:
        db.session.add(Custodian(member_id=member.id, named_at=now()))
        db.session.flush()
        announce(CustodianNamed(member_id=member.id))
