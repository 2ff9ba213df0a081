"""Who convenes circles, and who would where nobody does any more."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select

from forum.accounts.circles.models import CircleEnding, ConvenerOffer
from forum.accounts.circles.queries import circle_of
from forum.accounts.circles.rules import is_in
from forum.accounts.circles.values import Circle, EndingCard, NamingLine, OfferLine
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.queries import list_pair_acts
from forum.accounts.pairs.rules import is_waiting, may_ask_pair
from forum.accounts.pairs.values import PairOutcome
from forum.accounts.values import Person, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.verdicts import require

A_HIDDEN_CIRCLE = "a hidden circle"
TOLD_FOR = timedelta(days=14)
"""For so long those in a circle that has ended are reminded of it."""


def count_conveners(circle_id: int) -> int:
    """Return how many convene the circle who can sign in at this moment."""
    query = _conveners().where(GroupMember.group_id == circle_id)
    return db.session.scalar(query.with_only_columns(func.count())) or 0


def circles_without_convener(person: Person) -> list[Circle]:
    """Return the circles that the person is in and that nobody convenes any more."""
    if not person.groups or person.is_guest:
        return []
    convened = _conveners().where(GroupMember.group_id == Group.id).exists()
    query = select(Group).where(
        Group.id.in_(person.groups), Group.slug.is_not(None), Group.ended_at.is_(None), ~convened
    )
    return [circle_of(group) for group in db.session.scalars(query.order_by(Group.id))]


def circles_ended_of_late(person: Person) -> list[Circle]:
    """Return the circles that the person is in and that have ended in the last two weeks."""
    query = select(Group).where(
        Group.id.in_(person.groups), Group.ended_at > now() - TOLD_FOR, Group.slug.is_not(None)
    )
    return [circle_of(group) for group in db.session.scalars(query.order_by(Group.id))]


def circles_to_move_into(circle: Circle, *, by: Person) -> list[Circle]:
    """Return the circles that the person convenes, too, and all of whose people are in this one.

    Nobody reads there what they could not read here.
    """
    here = set(db.session.scalars(_people_in(circle.id)))
    query = select(Group).where(
        Group.id.in_(by.convened), Group.id != circle.id, Group.ended_at.is_(None)
    )
    found = db.session.scalars(query.order_by(Group.id)).all()
    return [circle_of(group) for group in found if set(_ids_in(group.id)) <= here]


def takes_no_new_reader(circle_id: int, into_id: int) -> bool:
    """Tell whether everybody in the second circle, which goes on, is in the first one, too."""
    into = db.session.get_one(Group, into_id)
    return into.ended_at is None and set(_ids_in(into_id)) <= set(_ids_in(circle_id))


def find_ending(circle: Circle, *, by: Person) -> EndingCard | None:
    """Return what becomes of an ended circle, as long as that can be taken back."""
    if circle.ended_at is None or not is_in(by, circle):
        return None
    ending = db.session.get(CircleEnding, circle.id)
    return EndingCard(ending.fate, ending.last_day, ending.settles_at) if ending else None


def has_offered(circle: Circle, person: Person) -> bool:
    """Tell whether the person offers to convene the circle."""
    return db.session.get(ConvenerOffer, (circle.id, person.id or 0)) is not None


def offers(kind: PairKind, *, by: Person) -> list[OfferLine]:
    """Return who would convene a circle that nobody does, for those who can name them."""
    require(may_ask_pair(by, kind))
    convened = _conveners().where(GroupMember.group_id == Group.id).exists()
    query = (
        select(
            ConvenerOffer.circle_id,
            ConvenerOffer.at,
            Group.name.label("circle"),
            Group.is_hidden,
            Member.id,
            Member.handle,
            Member.name,
        )
        .join(Group, Group.id == ConvenerOffer.circle_id)
        .join(Member, Member.id == ConvenerOffer.member_id)
        .join(
            GroupMember,
            (GroupMember.group_id == ConvenerOffer.circle_id)
            & (GroupMember.member_id == ConvenerOffer.member_id),
        )
        .where(GroupMember.holds(now()), Member.standing == Standing.ACTIVE, ~convened)
        .order_by(ConvenerOffer.at, Member.id)
    )
    return [
        OfferLine(
            circle_id=row.circle_id,
            circle=_named(row.circle, is_hidden=row.is_hidden),
            member_id=row.id,
            handle=row.handle,
            name=row.name,
            at=row.at,
        )
        for row in db.session.execute(query)
    ]


def namings(kind: PairKind, *, by: Person) -> list[NamingLine]:
    """Return the acts of two that name conveners, the newest first, for those who can confirm."""
    acts = list_pair_acts(kind, by=by)
    circles = {
        row.id: _named(row.name, is_hidden=row.is_hidden or row.ended_at is not None)
        for row in db.session.execute(
            select(Group.id, Group.name, Group.is_hidden, Group.ended_at).where(
                Group.id.in_([act.subject_id for act in acts])
            )
        )
    }
    ids = {id_ for act in acts for id_ in (act.asked_by_id, act.details["member"])}
    names = _names(ids)
    moment = now()
    return [
        NamingLine(
            id=act.id,
            circle=circles.get(act.subject_id or 0, "a circle"),
            member=names.get(act.details["member"], ""),
            because=act.because,
            asked_by=names.get(act.asked_by_id, ""),
            is_own=act.asked_by_id == by.id,
            is_about_reader=act.details["member"] == by.id,
            asked_at=act.asked_at,
            lapses_at=act.lapses_at,
            is_waiting=is_waiting(act, moment),
            outcome=act.outcome,
            answer=act.answer,
        )
        for act in acts
    ]


def naming_of(circle: Circle, kind: PairKind) -> tuple[str, str, str, datetime] | None:
    """Return who named a convener of the circle last, with whom, why and when, for those in it."""
    query = select(PairAct).where(
        PairAct.kind == kind.name,
        PairAct.subject_id == circle.id,
        PairAct.outcome == PairOutcome.CONFIRMED,
    )
    act = db.session.scalars(query.order_by(PairAct.id.desc()).limit(1)).first()
    if act is None or act.decided_at is None:
        return None
    names = _names({act.asked_by_id, act.decided_by_id or 0})
    second = names.get(act.decided_by_id or 0, "")
    return names.get(act.asked_by_id, ""), second, act.because, act.decided_at


def _names(member_ids: set[int]) -> dict[int, str]:
    query = select(Member.id, Member.name).where(Member.id.in_(member_ids))
    return {row.id: row.name for row in db.session.execute(query)}


def _named(name: str, *, is_hidden: bool) -> str:
    return A_HIDDEN_CIRCLE if is_hidden else name


def _conveners() -> Select[int]:
    """Select the memberships of those who convene and can sign in at this moment."""
    return (
        select(GroupMember.member_id)
        .join(Member, Member.id == GroupMember.member_id)
        .where(
            GroupMember.is_convener,
            GroupMember.holds(now()),
            Member.standing == Standing.ACTIVE,
            or_(Member.suspended_until.is_(None), Member.suspended_until <= now()),
        )
    )


def _people_in(circle_id: int) -> Select[int]:
    return select(GroupMember.member_id).where(
        GroupMember.group_id == circle_id, GroupMember.holds(now())
    )


def _ids_in(circle_id: int) -> list[int]:
    return list(db.session.scalars(_people_in(circle_id)))
