"""What is open to whom, and the figures as a person may see them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.slots import who_steered
from forum.facilitation.health.models import Edition, FigureRow, MeasureDecision, RoleGroup
from forum.facilitation.health.models import RoleGroupChoice as Choice
from forum.facilitation.health.rules import (
    may_choose_role_group,
    may_see_health,
    may_see_measure,
    may_set_up_health,
)
from forum.facilitation.health.values import (
    MOST_WINDOWS,
    Figure,
    Measure,
    Window,
    last_windows,
)
from forum.kernel.clock import now
from forum.kernel.db import db, get_row
from forum.kernel.verdicts import require

STEERING = frozenset({Measure.AGENDAS, Measure.DECISIONS})


@dataclass(frozen=True, slots=True)
class Decided:
    """A measure was opened or closed: by whom, when, and how it was decided."""

    measure: Measure
    is_open: bool
    because: str
    name: str
    handle: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Period:
    """The figures of one time in one measure."""

    starts_on: date
    ends_on: date
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """A measure as a person may see it: without figures where it is not open to them."""

    measure: Measure
    is_open: bool
    """Whether all members see it."""
    is_shown: bool
    """Whether this person does."""
    periods: Sequence[Period]
    """The newest first."""
    decisions: Sequence[Decided]
    """The newest first."""


@dataclass(frozen=True, slots=True)
class HealthPage:
    """All measures as a person may see them."""

    cards: Sequence[MeasureCard]
    next_on: date
    """When the next figures come."""

    @property
    def shown(self) -> list[MeasureCard]:
        """Return the measures that the person sees."""
        return [card for card in self.cards if card.is_shown]

    @property
    def closed(self) -> list[MeasureCard]:
        """Return the measures of which the person reads what they are."""
        return [card for card in self.cards if not card.is_shown]


def health_page(by: Person) -> HealthPage:
    """Return the measures and their figures, the same ones for all who may see them."""
    require(may_see_health(by))
    decisions = _decisions()
    opened = {measure for measure, found in decisions.items() if found[0].is_open}
    seen = [one for one in Measure if may_see_measure(by, one, opened)]
    periods = _periods(seen)
    cards = [
        MeasureCard(
            measure,
            measure in opened,
            measure in seen,
            tuple(periods.get(measure, ())),
            tuple(decisions.get(measure, ())),
        )
        for measure in measures_here()
    ]
    running = Window(last_windows(now())[-1].ends_at.date())
    return HealthPage(tuple(cards), running.counted_at.date())


def measures_here() -> list[Measure]:
    """Return the measures of this house: not those which no part of it fills."""
    filled = set(STEERING) if any(True for _ in who_steered) else set()
    return [one for one in Measure if one not in STEERING or one in filled]


def opened_measures() -> frozenset[Measure]:
    """Return the measures that are open to all members."""
    return frozenset(one for one, found in _decisions().items() if found[0].is_open)


def list_role_groups(*, by: Person) -> Sequence[RoleGroup]:
    """Return what members can say that they are."""
    require(may_choose_role_group(by))
    return db.session.scalars(select(RoleGroup).order_by(RoleGroup.name_key)).all()


def own_role_group(by: Person) -> int:
    """Return what the person says of themselves; 0 for nothing. Nobody else can ask."""
    require(may_choose_role_group(by))
    chosen = select(Choice.role_group_id).where(Choice.member_id == by.member_id)
    return db.session.scalar(chosen) or 0


def get_role_group(role_group_id: int, *, by: Person) -> RoleGroup:
    """Return a role group for who keeps the list. Raises NotFound."""
    require(may_set_up_health(by))
    return get_row(RoleGroup, role_group_id)


def _decisions() -> Mapping[Measure, Sequence[Decided]]:
    query = (
        select(MeasureDecision, Member.name, Member.handle)
        .join(Member, Member.id == MeasureDecision.by_id)
        .order_by(MeasureDecision.id.desc())
    )
    found: defaultdict[Measure, list[Decided]] = defaultdict(list)
    for row, name, handle in db.session.execute(query):
        decided = Decided(row.measure, row.is_open, row.because, name, handle, row.at)
        found[row.measure].append(decided)
    return found


def _periods(measures: Collection[Measure]) -> Mapping[Measure, Sequence[Period]]:
    query = (
        select(Edition, FigureRow)
        .join(FigureRow, FigureRow.edition_id == Edition.id)
        .where(FigureRow.measure.in_(measures))
        .order_by(Edition.starts_on.desc(), FigureRow.id)
    )
    found: defaultdict[Measure, dict[int, tuple[Edition, list[Figure]]]] = defaultdict(dict)
    for edition, row in db.session.execute(query):
        periods = found[row.measure]
        if edition.id not in periods:
            if len(periods) == MOST_WINDOWS:
                continue
            periods[edition.id] = (edition, [])
        shown = (row.row, row.state, row.column, row.value, row.low, row.high, row.people)
        periods[edition.id][1].append(Figure(*shown))
    return {
        measure: [
            Period(edition.starts_on, edition.ends_on, tuple(figures))
            for edition, figures in periods.values()
        ]
        for measure, periods in found.items()
    }
