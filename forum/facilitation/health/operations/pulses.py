"""The three questions of a quarter: who has answered, and what was answered, kept apart."""

from collections.abc import Mapping
from datetime import UTC, date
from random import SystemRandom

from sqlalchemy import delete, insert, select

from forum.accounts.values import Person
from forum.facilitation.health.counting import count_pulse
from forum.facilitation.health.models import PulseAnswer, PulseTurnout
from forum.facilitation.health.operations.editions import keep_edition
from forum.facilitation.health.queries.pulses import has_answered
from forum.facilitation.health.rules import may_answer_pulse
from forum.facilitation.health.values import (
    EditionKind,
    Question,
    Reply,
    end_of_quarter,
    quarter_of,
)
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into, is_postgresql
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.verdicts import require

QUIETLY = {"synchronize_session": False}
ANSWERED = "You have answered the three questions of this quarter already."


def answer_pulse(answers: Mapping[Question, Reply], *, by: Person) -> None:
    """Answer the three questions, once a quarter; nothing leads from the answers to the member.

    Raises Invalid for an open question, and Conflict for a second time.
    """
    require(may_answer_pulse(by))
    for question in Question:
        if question not in answers:
            raise Invalid(question, "Please choose one of these.")
    quarter = _turn_out(by)
    _add_shuffled(quarter, {str(one): answers[one] for one in Question})


def pass_pulse(*, by: Person) -> None:
    """Leave this quarter's questions be."""
    require(may_answer_pulse(by))
    if not has_answered(by):
        _turn_out(by)


def close_pulses() -> int:
    """Count the quarters that are over, and remove the answers; return how many there were."""
    this = quarter_of(now().astimezone(UTC).date())
    over = set(db.session.scalars(select(PulseTurnout.quarter).distinct()))
    over |= set(db.session.scalars(select(PulseAnswer.quarter).distinct()))
    over = {quarter for quarter in over if quarter < this}
    for quarter in sorted(over):
        answers = [
            {Question.HEARD: row[0], Question.COULD_SAY: row[1], Question.WOULD_RAISE: row[2]}
            for row in _rows(quarter)
        ]
        figures = count_pulse(answers, quarter.toordinal())
        keep_edition(EditionKind.PULSE, quarter, end_of_quarter(quarter), figures)
        for model in (PulseAnswer, PulseTurnout):
            gone = delete(model).where(model.quarter == quarter)
            db.session.execute(gone, execution_options=QUIETLY)
    return len(over)


def _turn_out(by: Person) -> date:
    quarter = quarter_of(now().astimezone(UTC).date())
    row = insert_into(PulseTurnout).values(quarter=quarter, member_id=by.member_id)
    added = row.on_conflict_do_nothing().returning(PulseTurnout.member_id)
    if db.session.scalar(added) is None:
        raise Conflict(ANSWERED)
    return quarter


def _rows(quarter: date) -> list[tuple[Reply, Reply, Reply]]:
    shown = (PulseAnswer.heard, PulseAnswer.could_say, PulseAnswer.would_raise)
    query = select(*shown).where(PulseAnswer.quarter == quarter).order_by(PulseAnswer.place)
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def _add_shuffled(quarter: date, answer: Mapping[str, Reply]) -> None:
    """Write all answers anew in an order by chance, so that no order tells who came when."""
    if is_postgresql():
        # Two who answer at once must not each write what they saw, and lose the other's.
        db.session.execute(db.text("LOCK TABLE pulse_answers IN EXCLUSIVE MODE"))
    rows = [*_rows(quarter), tuple(answer[str(one)] for one in Question)]
    SystemRandom().shuffle(rows)
    gone = delete(PulseAnswer).where(PulseAnswer.quarter == quarter)
    db.session.execute(gone, execution_options=QUIETLY)
    db.session.execute(
        insert(PulseAnswer),
        [
            {
                "quarter": quarter,
                "place": place,
                "heard": row[0],
                "could_say": row[1],
                "would_raise": row[2],
            }
            for place, row in enumerate(rows, 1)
        ],
    )
