"""What circles keep about a member, beside who is in them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from forum.accounts.circles.models import (
    CircleBar,
    CircleInvitation,
    CircleLetter,
    CircleRequest,
    ConvenerOffer,
)
from forum.accounts.holdings import Holding, Parting
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
from forum.accounts.models import Group
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.kernel.db import db


@kept_about_member.fill
def kept_by_circles() -> Sequence[Holding]:
    """Say what circles keep."""
    return [REQUESTS, INVITATIONS, BARS, LETTERS, OFFERS]


_OWN_REQUESTS = own_rows("", "", "", "", CircleRequest.member_id)


def _requests(person: Person) -> Iterator[Mapping[str, Any]]:
    query = select(Group.name, CircleRequest.words, CircleRequest.at).join(CircleRequest)
    return give_rows(query.where(CircleRequest.member_id == person.member_id))


REQUESTS = Holding(
    key="circle_requests",
    title="Circles that you asked to come into",
    about="What you wrote to their conveners, while they have not answered.",
    until="Kept until they answer or you take it back; deleted when you leave.",
    columns=every_column(CircleRequest),
    count=lambda member_id: count_rows(CircleRequest.member_id == member_id, CircleRequest.at),
    rows=_requests,
    erase=one_after_the_other(_OWN_REQUESTS.erase, forget_name(CircleRequest.words)),
)


def _invitations(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (Group.name, CircleInvitation.at, CircleInvitation.until)
    query = select(*shown).join(CircleInvitation)
    return give_rows(query.where(CircleInvitation.member_id == person.member_id))


INVITATIONS = Holding(
    key="circle_invitations",
    title="Circles that you are invited into",
    about="Who invited you, when, and until when you would be in.",
    until="Kept until you answer; deleted when you leave, as are those you have sent.",
    columns=every_column(CircleInvitation),
    count=lambda member_id: count_rows(
        CircleInvitation.member_id == member_id, CircleInvitation.at
    ),
    rows=_invitations,
    erase=own_rows(
        "", "", "", "", CircleInvitation.member_id, others=(CircleInvitation.by_id,)
    ).erase,
)


def _lift(parting: Parting) -> Iterator[None]:
    """Lift the bars against who leaves: nobody is left whom they could keep out."""
    theirs = CircleBar.member_id.in_(parting.member_ids)
    db.session.execute(delete(CircleBar).where(theirs), execution_options=QUIETLY)
    yield


BARS = Holding(
    key="circle_bars",
    title="Members you have barred from circles",
    about="Whom you barred as a convener, and why, which other conveners read. Whether a circle has "
    "barred you is told to its conveners alone, and so not to you: it would tell of hidden circles.",
    until="Kept until it is lifted; your words in it go as you choose when you leave.",
    columns=every_column(CircleBar),
    # Those that the member set: a count of those against them would tell of hidden circles.
    count=lambda member_id: count_rows(CircleBar.by_id == member_id, CircleBar.at),
    rows=own_rows("", "", "", "", CircleBar.by_id, shows=(CircleBar.at, CircleBar.because)).rows,
    erase=one_after_the_other(
        _lift, forget_own(CircleBar.by_id, CircleBar.because), forget_name(CircleBar.because)
    ),
)


LETTERS = Holding(
    key="circle_letters",
    title="People whom you want in circles by their address",
    about="As a convener: the address and your note until the invitation is sent, which has them then.",
    until="Kept until they have come, at most a month while nobody sends it; deleted when you leave.",
    columns=every_column(CircleLetter),
    count=lambda member_id: count_rows(CircleLetter.by_id == member_id, CircleLetter.at),
    rows=own_rows(
        "", "", "", "", CircleLetter.by_id, shows=(CircleLetter.email, CircleLetter.note)
    ).rows,
    erase=one_after_the_other(
        own_rows("", "", "", "", CircleLetter.by_id).erase,
        forget_name(CircleLetter.note, CircleLetter.email),
    ),
    # Before the invitations that they name, which are emptied and not deleted.
    place=50,
)

OFFERS = own_rows(
    "convener_offers",
    "Circles that you offer to convene",
    "Those that nobody convenes any more; facilitators and hosts read it.",
    "Kept until somebody convenes the circle or you take it back; deleted when you leave.",
    ConvenerOffer.member_id,
    at=ConvenerOffer.at,
    shows=(ConvenerOffer.at,),
)
