"""Welcoming a member: begin, take note of what is done, ask, hear the answer, stop."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, select, update

from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.rules import lasts
from forum.accounts.values import Person, Role, Standing
from forum.facilitation.welcome.events import WelcomeAnswered, WelcomeAsked, WelcomeStopped
from forum.facilitation.welcome.models import Welcome, WelcomeQuestion
from forum.facilitation.welcome.queries import find_welcome, get_open_question
from forum.facilitation.welcome.rules import check_answer, is_due
from forum.facilitation.welcome.values import ASKED_AFTER, FirstThing, Question
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import NotFound
from forum.kernel.events import announce

QUIETLY = {"synchronize_session": False}
LETTER = "welcome_question"


def begin_welcome(member_id: int, *, at: datetime | None = None) -> None:
    """Begin the welcome of somebody who has just become a member; twice is once."""
    member = db.session.get_one(Member, member_id)
    if member.role is Role.GUEST or member.standing is not Standing.ACTIVE:
        return
    row = {"member_id": member_id, "began_at": at or now()}
    db.session.execute(insert_into(Welcome).values(**row).on_conflict_do_nothing())


def note_hello(member_id: int) -> None:
    """Take note that a member has written something; who has no welcome costs nothing more."""
    said = update(Welcome).where(Welcome.member_id == member_id, Welcome.hello_at.is_(None))
    db.session.execute(said.values(hello_at=now()), execution_options=QUIETLY)


def say_done(thing: FirstThing, *, by: Person) -> None:
    """Take note that the member has done one of the three things, or need not. Raises NotFound."""
    welcome = _own(by)
    name = f"{thing.value}_at"
    setattr(welcome, name, getattr(welcome, name) or now())


def stop_welcome(*, by: Person) -> bool:
    """End the welcome for good: no box, no questions, no letters. False when it has ended."""
    welcome = _own(by)
    if welcome.stopped_at is not None:
        return False
    welcome.stopped_at = now()
    _put_away(by.member_id)
    announce(WelcomeStopped(member_id=by.member_id))
    return True


def ask_what_is_due() -> int:
    """Ask members the questions whose day has come, and return how many were asked.

    Who is away is not asked; a new question takes the place of one that was left unanswered.
    """
    count = 0
    for member, question in list(_due(now())):
        _put_away(member.id)
        db.session.add(WelcomeQuestion(member_id=member.id, question=question, asked_at=now()))
        db.session.flush()
        announce(WelcomeAsked(member_id=member.id, question=str(question)))
        tell(member, LETTER)
        count += 1
    return count


def answer_question(
    question: Question, choice: str, words: str, *, is_shared: bool, by: Person
) -> None:
    """Keep the answer, for the member alone or for facilitators too, as they say. Raises NotFound."""
    row = get_open_question(question, by=by)
    row.choice, row.words = check_answer(question, choice, words)
    row.is_shared, row.closed_at = is_shared, now()
    announce(WelcomeAnswered(member_id=by.member_id, question=str(question), is_shared=is_shared))


def put_question_away(question: Question, *, by: Person) -> None:
    """Leave a question without an answer. Raises NotFound."""
    get_open_question(question, by=by).closed_at = now()


def _own(person: Person) -> Welcome:
    welcome = find_welcome(person)
    if welcome is None:
        raise NotFound
    return welcome


def _put_away(member_id: int) -> None:
    left = update(WelcomeQuestion).where(
        WelcomeQuestion.member_id == member_id, WelcomeQuestion.closed_at.is_(None)
    )
    db.session.execute(left.values(closed_at=now()), execution_options=QUIETLY)


def _due(moment: datetime) -> Iterator[tuple[Member, Question]]:
    for question, after in ASKED_AFTER.items():
        was_asked = exists().where(
            WelcomeQuestion.member_id == Member.id, WelcomeQuestion.question == question
        )
        query = (
            select(Member, Welcome.began_at)
            .join(Welcome, Welcome.member_id == Member.id)
            .where(
                Welcome.stopped_at.is_(None),
                Welcome.began_at <= moment - after,
                Member.standing == Standing.ACTIVE,
                Member.role != Role.GUEST,
                ~was_asked,
            )
            .order_by(Member.id)
        )
        for member, began_at in db.session.execute(query).all():
            if is_due(question, began_at, moment) and not lasts(member.paused_until, moment):
                yield member, question
