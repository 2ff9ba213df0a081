"""What the health of the community keeps about a member: little, and nobody else reads it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from forum.accounts.holdings import Holding
from forum.accounts.keeping import (
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
from forum.facilitation.health.models import (
    MeasureDecision,
    MirrorChoice,
    PulseAnswer,
    PulseTurnout,
    RoleGroup,
    RoleGroupChoice,
)


@kept_about_member.fill
def kept_by_health() -> Sequence[Holding]:
    """Say what the figures of the community keep."""
    return [ROLE_GROUP, MIRROR, PULSE, ANSWERS, DECISIONS]


def _role_group(person: Person) -> Iterator[Mapping[str, Any]]:
    query = select(RoleGroup.name.label("role_group")).join(
        RoleGroupChoice, RoleGroupChoice.role_group_id == RoleGroup.id
    )
    return give_rows(query.where(RoleGroupChoice.member_id == person.member_id))


ROLE_GROUP = replace(
    own_rows(
        "role_group",
        "Your role group",
        "What you say that you are, such as organiser or lawyer: for figures about groups alone. "
        "Nobody else is shown it.",
        "Until you choose otherwise or leave.",
        RoleGroupChoice.member_id,
    ),
    rows=_role_group,
)
MIRROR = own_rows(
    "own_figures",
    "Whether you want to see figures about yourself",
    "They are counted when you look, and kept nowhere.",
    "Until you choose otherwise or leave.",
    MirrorChoice.member_id,
    shows=(MirrorChoice.member_id,),
)
PULSE = own_rows(
    "pulse_turnout",
    "That you were asked the three questions of this quarter",
    "That you have answered or passed, so that you are not asked twice; not when, and not what.",
    "Until the quarter is over, or you leave.",
    PulseTurnout.member_id,
    shows=(PulseTurnout.quarter,),
)
ANSWERS = Holding(
    key="pulse_answers",
    title="Answers to the three questions",
    about="Nothing in them leads to you: they are kept without name and time, in an order by chance.",
    until="Until the quarter is over: then they are counted and removed. They stay when you leave, "
    "since nobody can find yours.",
    columns=every_column(PulseAnswer),
    count=lambda _member_id: count_rows(PulseAnswer.place == 0, None),
)
DECISIONS = Holding(
    key="health_decisions",
    title="What you have opened to all members",
    about="Which figures about the community you opened or closed, when, and how it was decided.",
    until="Kept for good, so that it can be answered for; your name and your words go as you choose "
    "when you leave.",
    columns=every_column(MeasureDecision),
    count=lambda member_id: count_rows(MeasureDecision.by_id == member_id, MeasureDecision.at),
    rows=lambda person: give_rows(
        select(
            MeasureDecision.measure, MeasureDecision.is_open, MeasureDecision.because,
            MeasureDecision.at,
        ).where(MeasureDecision.by_id == person.member_id)
    ),
    erase=one_after_the_other(
        forget_own(MeasureDecision.by_id, MeasureDecision.because),
        forget_name(MeasureDecision.because),
    ),
)  # fmt: skip
