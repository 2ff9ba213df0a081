"""The three questions: once a quarter, and nothing that leads from answers to members."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from forum.accounts.values import VISITOR, Role
from forum.facilitation.health.models import Edition, FigureRow, PulseAnswer, PulseTurnout
from forum.facilitation.health.operations import pulses
from forum.facilitation.health.operations.pulses import answer_pulse, close_pulses, pass_pulse
from forum.facilitation.health.values import Question, Reply, State, quarter_of
from forum.kernel.clock import now
from forum.kernel.db import Base, db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound
from tests.builders.accounts import make_person

YES = dict.fromkeys(Question, Reply.YES)
NO = dict.fromkeys(Question, Reply.NO)


def answer(answers: dict[Question, Reply]) -> None:
    with unit_of_work():
        answer_pulse(answers, by=make_person())


def end_the_quarter() -> None:
    before = quarter_of(now().astimezone(UTC).date()) - timedelta(days=40)
    with unit_of_work():
        for model in (PulseAnswer, PulseTurnout):
            db.session.execute(update(model).values(quarter=quarter_of(before)))


def test_answers_have_neither_name_nor_time_and_come_in_a_new_order(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {column.name for column in Base.metadata.tables["pulse_answers"].c}
    assert kept == {"quarter", "place", "heard", "could_say", "would_raise"}
    assert {column.name for column in Base.metadata.tables["pulse_turnout"].c} == {
        "quarter", "member_id"
    }  # fmt: skip

    class Backwards:
        def shuffle(self, rows: list[Any]) -> None:
            rows.sort(key=lambda row: row[0])

    monkeypatch.setattr(pulses, "SystemRandom", Backwards)
    answer(YES)
    answer(NO)
    answer(YES)
    rows = db.session.execute(select(PulseAnswer.place, PulseAnswer.heard).order_by("place")).all()
    assert [tuple(row) for row in rows] == [(1, Reply.NO), (2, Reply.YES), (3, Reply.YES)]


def test_each_answers_once_or_passes(app: Any) -> None:
    anna, ben = make_person(), make_person()
    with unit_of_work():
        answer_pulse(YES, by=anna)
        pass_pulse(by=ben)
        pass_pulse(by=ben)
    for member in (anna, ben):
        with pytest.raises(Conflict), unit_of_work():
            answer_pulse(YES, by=member)
    with pytest.raises(Invalid), unit_of_work():
        answer_pulse({Question.HEARD: Reply.NO}, by=make_person())
    for stranger in (VISITOR, make_person(role=Role.GUEST)):
        with pytest.raises(NotFound), unit_of_work():
            answer_pulse(YES, by=stranger)
    assert db.session.query(PulseAnswer).count() == 1


def test_a_quarter_that_is_over_leaves_figures_and_no_answers(app: Any) -> None:
    for answers in (*[YES] * 6, *[NO] * 5):
        answer(answers)
    with unit_of_work():
        assert close_pulses() == 0
    end_the_quarter()
    for _ in range(2):
        with unit_of_work():
            close_pulses()
    assert db.session.query(PulseAnswer).count() == db.session.query(PulseTurnout).count() == 0
    assert db.session.query(Edition).count() == 1
    rows = db.session.scalars(select(FigureRow)).all()
    assert {(row.state, row.value, row.people) for row in rows} == {(State.SHOWN, 0.55, 10)}


def test_seven_answers_leave_nothing(app: Any) -> None:
    for _ in range(7):
        answer(YES)
    end_the_quarter()
    with unit_of_work():
        close_pulses()
    rows = db.session.scalars(select(FigureRow)).all()
    assert {(row.state, row.value, row.people) for row in rows} == {(State.HIDDEN, None, None)}
    assert db.session.query(PulseAnswer).count() == 0
