"""Lifting a pseudonym: one custodian asks, another one confirms, its author is told."""

from dataclasses import dataclass
from datetime import timedelta

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.pseudonyms.events import PseudonymMuted, UnmaskingAsked, UnmaskingDecided
from forum.discussion.pseudonyms.models import (
    Custodian,
    Pseudonym,
    Unmasking,
    UnmaskingNotice,
)
from forum.discussion.pseudonyms.operations.taking import about_member, about_share
from forum.discussion.pseudonyms.queries.custodians import (
    find_custodian,
    get_own_custodian,
    keys_of_custodians,
    shares_of,
)
from forum.discussion.pseudonyms.queries.unmasking import (
    NOTICE,
    find_waiting_unmasking,
    has_measures,
)
from forum.discussion.pseudonyms.rules import (
    may_ask,
    may_confirm,
    may_decide,
    may_mute,
    may_unmask,
)
from forum.discussion.pseudonyms.sealing import (
    KeyPair,
    WrongKey,
    joined,
    open_box,
    open_with,
    seal_for,
    unlock,
)
from forum.discussion.pseudonyms.slots import involved_with_post
from forum.discussion.pseudonyms.values import (
    ASKED_FOR,
    GROUND_WORDS,
    LATEST_NOTICE,
    Ground,
    UnmaskingOutcome,
)
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict, Invalid, NotPermitted
from forum.kernel.events import announce
from forum.kernel.sealing import seal
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words, need_reason

WRONG = "This is not your passphrase."
TOO_NEW = "You and the others became custodians after this pseudonym was taken, or it has ended."


@dataclass(frozen=True, slots=True)
class Plea:
    """Why a custodian wants a pseudonym to be lifted."""

    ground: Ground
    because: str
    rule: str = ""
    late_because: str = ""


def own_key(pair: KeyPair | None, passphrase: str) -> bytes:
    """Return a custodian's private key. It takes tenths of a second: call it before a transaction.

    Raises Invalid for the field "passphrase".
    """
    if pair is None:
        raise Invalid("passphrase", "You have no key yet: make one on the page of custodians.")
    try:
        return unlock(pair, passphrase)
    except WrongKey:
        raise Invalid("passphrase", WRONG) from None


def key_pair_of(custodian: Custodian) -> KeyPair | None:
    """Return a custodian's key pair, as it is kept."""
    if custodian.public_key is None or custodian.locked_key is None:
        return None
    return KeyPair(custodian.public_key, custodian.locked_key)


def ask_unmasking(
    post: Post, pseudonym: Pseudonym, plea: Plea, *, private: bytes, by: Person
) -> Unmasking:
    """Ask a second custodian to lift a pseudonym, and pass one's own halves on, sealed for them.

    The first custodian learns nothing by this.
    """
    thread = post.thread
    require(may_unmask(by, thread, is_custodian=find_custodian(by) is not None))
    require(may_ask(plea.ground, has_measures=has_measures(pseudonym)))
    because, late = _checked(plea)
    if find_waiting_unmasking(pseudonym) is not None:
        raise Conflict("This was asked for already and waits for a second custodian.")
    passed_on = _passed_on(pseudonym, private, by)
    moment = now()
    unmasking = Unmasking(
        pseudonym_id=pseudonym.member_id,
        post_id=post.id,
        thread_id=thread.id,
        ground=plea.ground,
        rule=plea.rule if plea.ground is Ground.BREACH else "",
        because=because,
        late_because=late,
        asked_by_id=by.member_id,
        asked_at=moment,
        lapses_at=moment + ASKED_FOR,
        passed_on=passed_on,
    )
    db.session.add(unmasking)
    db.session.flush()
    announce(UnmaskingAsked(unmasking_id=unmasking.id, thread_id=thread.id))
    return unmasking


def lift_pseudonym(unmasking: Unmasking, *, private: bytes, by: Person) -> Member | None:
    """Be the second custodian: return whose pseudonym it is, None for who has left for good.

    The first one finds the name sealed for them; the author is told at once, or within 72 hours
    where telling would put somebody in danger.
    """
    thread = db.session.get_one(Thread, unmasking.thread_id)
    require(may_unmask(by, thread, is_custodian=find_custodian(by) is not None))
    require(may_confirm(by, unmasking, now(), flaggers=_involved(unmasking)))
    pseudonym = db.session.get(Pseudonym, unmasking.pseudonym_id or 0)
    if pseudonym is None or pseudonym.sealed_member is None:
        raise NotPermitted("This pseudonym has ended: nobody can lift it any more.")
    member_id = _opened(unmasking, pseudonym, private, by)
    member = db.session.get(Member, member_id)
    first_key = keys_of_custodians().get(unmasking.asked_by_id)
    if first_key is not None:
        shown = f"{member.name} (@{member.handle})" if member else "somebody who has left"
        unmasking.sealed_for_first = seal_for(first_key, shown.encode(), _about_name(unmasking))
    if member is not None:
        _tell(unmasking, pseudonym, member)
    _decide(unmasking, UnmaskingOutcome.LIFTED, by)
    return member


def refuse_unmasking(unmasking: Unmasking, *, because: str, by: Person) -> None:
    """Refuse to lift a pseudonym; who asked may take it back."""
    thread = db.session.get_one(Thread, unmasking.thread_id)
    require(may_unmask(by, thread, is_custodian=find_custodian(by) is not None))
    if unmasking.asked_by_id != by.id:
        require(may_decide(by, unmasking, now()))
    elif unmasking.decided_at is not None:
        raise NotPermitted("This does not wait any more.")
    unmasking.answer = need_reason(because)
    _decide(unmasking, UnmaskingOutcome.REFUSED, by)


def read_name(unmasking: Unmasking, *, private: bytes, by: Person) -> str:
    """Return the name to the custodian who asked, once. Raises NotPermitted when it is gone."""
    get_own_custodian(by)
    if unmasking.asked_by_id != by.id or unmasking.sealed_for_first is None:
        raise NotPermitted("There is nothing to read for you any more.")
    try:
        name = open_with(private, unmasking.sealed_for_first, _about_name(unmasking)).decode()
    except WrongKey:
        raise NotPermitted("This was sealed with another key of yours.") from None
    unmasking.sealed_for_first = None
    db.session.flush()
    return name


def mute_pseudonym(post: Post, pseudonym: Pseudonym, *, because: str, by: Person) -> None:
    """Let nothing more be written under a pseudonym; nobody learns whose it is."""
    require(may_mute(by, post.thread, pseudonym))
    pseudonym.muted_because = need_reason(because)
    db.session.flush()
    announce(
        PseudonymMuted(
            thread_id=post.thread_id, post_id=post.id, by_id=by.id, because=pseudonym.muted_because
        )
    )


def _checked(plea: Plea) -> tuple[str, str]:
    if plea.ground is Ground.BREACH and not plea.rule.strip():
        raise Invalid("rule", "Please say which rule was broken.")
    late = check_words(plea.late_because, field="late_because", longest=2000)
    return need_reason(plea.because), late


def _passed_on(pseudonym: Pseudonym, private: bytes, by: Person) -> dict[str, str]:
    """Return the first custodian's halves, each sealed for the one who has the other half."""
    keys, found = keys_of_custodians(), {}
    for other_id, (share, box) in shares_of(pseudonym.member_id, by.member_id).items():
        about = about_share(pseudonym.member_id, share.first_id, share.second_id)
        if other_id not in keys:
            continue
        try:
            found[str(other_id)] = seal_for(keys[other_id], open_with(private, box, about), about)
        except WrongKey:
            continue
    if not found:
        raise NotPermitted(TOO_NEW)
    return found


def _opened(unmasking: Unmasking, pseudonym: Pseudonym, private: bytes, by: Person) -> int:
    found = shares_of(pseudonym.member_id, by.member_id).get(unmasking.asked_by_id)
    passed_on = unmasking.passed_on.get(str(by.member_id))
    if found is None or passed_on is None:
        raise NotPermitted(TOO_NEW)
    share, box = found
    about = about_share(pseudonym.member_id, share.first_id, share.second_id)
    try:
        key = joined(open_with(private, box, about), open_with(private, passed_on, about))
        content = open_box(key, pseudonym.sealed_member or "", about_member(pseudonym.member_id))
    except WrongKey:
        raise NotPermitted(TOO_NEW) from None
    return int.from_bytes(content)


def _decide(unmasking: Unmasking, outcome: UnmaskingOutcome, by: Person) -> None:
    unmasking.outcome, unmasking.decided_at = outcome, now()
    unmasking.decided_by_id, unmasking.passed_on = by.member_id, {}
    db.session.flush()
    announce(
        UnmaskingDecided(
            unmasking_id=unmasking.id,
            thread_id=unmasking.thread_id,
            post_id=unmasking.post_id,
            is_lifted=outcome is UnmaskingOutcome.LIFTED,
            ground=GROUND_WORDS[unmasking.ground],
        )
    )


def _tell(unmasking: Unmasking, pseudonym: Pseudonym, member: Member) -> None:
    """Write what the author is told, sealed, and without their id until it may be shown."""
    thread = db.session.get_one(Thread, unmasking.thread_id)
    name = db.session.get_one(Member, pseudonym.member_id).name
    rule = f" The rule: {unmasking.rule}." if unmasking.rule else ""
    text = (
        f"Two custodians have learned that you wrote as “{name}” in “{thread.title}”. "
        f"Ground: {GROUND_WORDS[unmasking.ground]}.{rule} Their reason: {unmasking.because}"
    )
    wait = LATEST_NOTICE if unmasking.late_because else timedelta()
    db.session.add(
        UnmaskingNotice(sealed=seal(f"{member.id} {text}", NOTICE), show_at=now() + wait)
    )
    db.session.flush()


def _involved(unmasking: Unmasking) -> frozenset[int]:
    if unmasking.post_id is None:
        return frozenset()
    return frozenset(id_ for fill in involved_with_post for id_ in fill(unmasking.post_id))


def _about_name(unmasking: Unmasking) -> str:
    return f"name behind unmasking {unmasking.id}"
