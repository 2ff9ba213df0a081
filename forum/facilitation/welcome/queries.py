"""How far a member's welcome has come; and the answers that facilitators may read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from forum.accounts.models import Member
from forum.accounts.values import Person, Standing
from forum.facilitation.welcome.models import Welcome, WelcomeQuestion
from forum.facilitation.welcome.rules import may_be_welcomed, may_read_answers
from forum.facilitation.welcome.values import FirstThing, Greeting, Question, SharedAnswer
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import require

FACT = "is_welcomed"
MOST_ANSWERS = 200

_IS_OPEN = exists().where(
    WelcomeQuestion.member_id == Welcome.member_id, WelcomeQuestion.closed_at.is_(None)
)


def is_welcomed() -> tuple[str, ColumnElement[Any]]:
    """Return the column that comes along with who asks: whether there is anything to look for."""
    to_do = or_(Welcome.rules_at.is_(None), Welcome.hello_at.is_(None), Welcome.level_at.is_(None))
    mine = and_(Welcome.member_id == Member.id, Welcome.stopped_at.is_(None), or_(to_do, _IS_OPEN))
    return FACT, exists().where(mine)


def greeting_for(person: Person) -> Greeting | None:
    """Return what the welcome has for the person today, without a statement for who has none."""
    if not may_be_welcomed(person) or not person.along.get(FACT):
        return None
    return find_greeting(person)


def find_greeting(person: Person) -> Greeting | None:
    """Return how far the person's welcome has come, also of one that is over."""
    welcome = find_welcome(person)
    if welcome is None:
        return None
    moments = {
        FirstThing.RULES: welcome.rules_at,
        FirstThing.HELLO: welcome.hello_at,
        FirstThing.LEVEL: welcome.level_at,
    }
    done = frozenset(thing for thing, at in moments.items() if at is not None)
    return Greeting(done, _open_question(person), is_stopped=welcome.stopped_at is not None)


def find_welcome(person: Person) -> Welcome | None:
    """Return the person's own welcome, if there is one."""
    return db.session.get(Welcome, person.member_id) if may_be_welcomed(person) else None


def get_open_question(question: Question, *, by: Person) -> WelcomeQuestion:
    """Return a question that waits for the person's answer. Raises NotFound."""
    require(may_be_welcomed(by))
    query = select(WelcomeQuestion).where(
        WelcomeQuestion.member_id == by.member_id,
        WelcomeQuestion.question == question,
        WelcomeQuestion.closed_at.is_(None),
    )
    row = db.session.scalar(query)
    if row is None:
        raise NotFound
    return row


def list_shared_answers(*, by: Person) -> list[SharedAnswer]:
    """Return the newest answers that members wanted facilitators to read."""
    require(may_read_answers(by))
    rows: Sequence[Any] = db.session.execute(
        select(WelcomeQuestion, Member.handle, Member.name)
        .join(Member, Member.id == WelcomeQuestion.member_id)
        .where(
            WelcomeQuestion.is_shared,
            WelcomeQuestion.closed_at.is_not(None),
            Member.standing == Standing.ACTIVE,
        )
        .order_by(WelcomeQuestion.closed_at.desc(), WelcomeQuestion.id.desc())
        .limit(MOST_ANSWERS)
    ).all()
    return [
        SharedAnswer(row.handle, row.name, one.question, one.choice, one.words, one.closed_at)
        for row in rows
        if (one := row.WelcomeQuestion).closed_at is not None
    ]


def _open_question(person: Person) -> Question | None:
    query = (
        select(WelcomeQuestion.question)
        .where(WelcomeQuestion.member_id == person.member_id, WelcomeQuestion.closed_at.is_(None))
        .order_by(WelcomeQuestion.asked_at.desc(), WelcomeQuestion.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)
