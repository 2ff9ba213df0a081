"""Role groups, figures that may be shown, who opened them, and the belonging pulse."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.facilitation.health.values import EditionKind, Measure, Reply, State
from forum.kernel.db import Base, Word


class RoleGroup(Base):
    """What members can say that they are, such as organiser; never a permission."""

    __tablename__ = "role_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(120), unique=True)


class RoleGroupChoice(Base):
    """What a member says that they are: read by the counting and by themselves, by nobody else."""

    __tablename__ = "role_group_choices"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    role_group_id: Mapped[int] = mapped_column(
        ForeignKey("role_groups.id", ondelete="CASCADE"), index=True
    )


class WorkingWeek(Base):
    """The weekdays on which the community works; one row, or none for Monday to Friday."""

    __tablename__ = "health_working_weeks"

    id: Mapped[int] = mapped_column(primary_key=True)
    weekdays: Mapped[list[int]] = mapped_column(JSON)


class DayOff(Base):
    """A day on which nobody here is expected to work."""

    __tablename__ = "health_days_off"

    day: Mapped[date] = mapped_column(primary_key=True)


class Edition(Base):
    """The figures of one time, counted once and then left as they are.

    Counting again while people join a role group or leave one would tell who it was.
    """

    __tablename__ = "health_editions"
    __table_args__ = (UniqueConstraint("kind", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EditionKind] = mapped_column(Word(EditionKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    made_at: Mapped[datetime]


class FigureRow(Base):
    """One figure as it may be shown: what may not be shown is kept nowhere."""

    __tablename__ = "health_figures"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("health_editions.id", ondelete="CASCADE"), index=True
    )
    measure: Mapped[Measure] = mapped_column(Word(Measure))
    row: Mapped[str] = mapped_column(String(80))
    column: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[State] = mapped_column(Word(State))
    value: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    people: Mapped[int | None]


class MeasureDecision(Base):
    """That a measure was opened to all members, or closed again, and how that was decided."""

    __tablename__ = "health_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[Measure] = mapped_column(Word(Measure))
    is_open: Mapped[bool]
    because: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]


class MirrorChoice(Base):
    """A member who wants to see figures about themselves; nobody else sees them."""

    __tablename__ = "health_mirrors"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )


class PulseTurnout(Base):
    """That a member has answered this quarter's questions, or has passed; not when, nor what."""

    __tablename__ = "pulse_turnout"

    quarter: Mapped[date] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )


class PulseAnswer(Base):
    """Somebody's three answers; all of a quarter are written anew, shuffled, with each that comes.

    Nothing in it leads to a member. When the quarter is over they are counted and removed.
    """

    __tablename__ = "pulse_answers"

    quarter: Mapped[date] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    heard: Mapped[Reply] = mapped_column(Word(Reply))
    could_say: Mapped[Reply] = mapped_column(Word(Reply))
    would_raise: Mapped[Reply] = mapped_column(Word(Reply))
