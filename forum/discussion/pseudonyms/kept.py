"""What pseudonyms and custodians keep about a member; whose a pseudonym is, nobody can tell."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, or_, select

from forum.accounts.holdings import Holding, Kept, Parting
from forum.accounts.keeping import (
    QUIETLY,
    count_rows,
    every_column,
    forget_name,
    forget_own,
    give_rows,
    one_after_the_other,
    own_rows,
)
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.discussion.pseudonyms.models import (
    Custodian,
    Pseudonym,
    PseudonymShare,
    Unmasking,
    UnmaskingNotice,
    WaitingPost,
    WaitingThread,
)
from forum.kernel.db import db

PSEUDONYMS = Holding(
    key="pseudonyms",
    title="Pseudonyms",
    about="Which are yours is not known here, so none can be counted, given or erased from here. "
    "Your browser has the keys: with them you do all of it yourself, at /pseudonyms.",
    until="Whose a pseudonym is can be opened by two custodians together until its thread has expired, "
    "was closed for six months or had no post for a year; then by nobody.",
    columns=every_column(Pseudonym, WaitingPost, WaitingThread),
    count=lambda _member_id: Kept(0),
    erase=one_after_the_other(
        forget_name(WaitingPost.raw), forget_name(WaitingThread.title, WaitingThread.raw)
    ),
)

NOTICES = own_rows(
    "notices",
    "What you are told about pseudonyms of yours",
    "That two custodians have lifted one, and why. It is sealed.",
    "Kept until you say that you have read it.",
    UnmaskingNotice.member_id,
    at=UnmaskingNotice.show_at,
)


def _resign(parting: Parting) -> Iterator[None]:
    """Remove what the member holds as a custodian."""
    ids = parting.member_ids
    shares = or_(PseudonymShare.first_id.in_(ids), PseudonymShare.second_id.in_(ids))
    for gone in (
        delete(PseudonymShare).where(shares),
        delete(Custodian).where(Custodian.member_id.in_(ids)),
    ):
        db.session.execute(gone, execution_options=QUIETLY)
    yield


CUSTODIAN = Holding(
    key="custodian",
    title="Your task as a custodian",
    about="Since when you are one, your public key, your private key locked with your passphrase, and "
    "the halves of keys that are sealed for you.",
    until="Kept until you resign or leave.",
    columns=every_column(Custodian, PseudonymShare),
    count=lambda member_id: count_rows(Custodian.member_id == member_id, Custodian.named_at),
    erase=_resign,
)


def _asked(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (Unmasking.ground, Unmasking.rule, Unmasking.because, Unmasking.asked_at)
    return give_rows(select(*shown).where(Unmasking.asked_by_id == person.member_id))


UNMASKINGS = Holding(
    key="unmaskings",
    title="What you asked or decided as a custodian",
    about="Why a pseudonym should be lifted, and what became of it. Only custodians see who it was.",
    until="Kept for good, since it must stay known who lifted what; your name and your words go as "
    "you choose when you leave.",
    columns=every_column(Unmasking),
    count=lambda member_id: count_rows(
        or_(Unmasking.asked_by_id == member_id, Unmasking.decided_by_id == member_id),
        Unmasking.asked_at,
    ),
    rows=_asked,
    erase=one_after_the_other(
        forget_own(Unmasking.asked_by_id, Unmasking.because, Unmasking.late_because),
        forget_own(Unmasking.decided_by_id, Unmasking.answer),
        forget_name(Unmasking.because, Unmasking.late_because, Unmasking.answer),
    ),
)


@kept_about_member.fill
def kept_by_pseudonyms() -> Sequence[Holding]:
    """Say what is kept."""
    return [PSEUDONYMS, NOTICES, CUSTODIAN, UNMASKINGS]
