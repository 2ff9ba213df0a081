"""The welcome: who has one, what is asked when, and who may read the answers."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.accounts.operations.placeholders import add_placeholder
from forum.accounts.values import Role
from forum.facilitation.welcome.models import Welcome
from forum.facilitation.welcome.operations import (
    answer_question,
    ask_what_is_due,
    put_question_away,
    say_done,
    stop_welcome,
)
from forum.facilitation.welcome.queries import find_greeting, is_welcomed, list_shared_answers
from forum.facilitation.welcome.values import FirstThing, Question
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from tests.builders.accounts import make_member, make_person, person
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_thread
from tests.builders.mail import letters


def after(days: float) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(days=days, minutes=1))


def ask() -> int:
    with unit_of_work():
        return ask_what_is_due()


def test_members_are_welcomed_and_neither_guests_nor_who_came_with_an_archive(app) -> None:
    member, guest = make_member(), make_member(role=Role.GUEST)
    with unit_of_work():
        old = add_placeholder(
            source="list", address="a@example.net", name="", shown_name="Ada", joined_at=now()
        )
    assert [db.session.get(Welcome, one.id) is not None for one in (member, guest, old)] == [
        True,
        False,
        False,
    ]


def test_the_first_post_in_a_category_is_saying_hello(app) -> None:
    category, member = make_category(), make_member()
    make_conversation(person(member), make_member())
    assert find_greeting(person(member)).done == frozenset()
    make_thread(category, person(member))
    assert find_greeting(person(member)).done == {FirstThing.HELLO}
    with unit_of_work():
        for thing in FirstThing:
            say_done(thing, by=person(member))
    assert not find_greeting(person(member)).is_shown


def test_each_question_comes_once_on_its_day_with_a_letter_that_says_nothing(app) -> None:
    member = make_member("nora")
    who = person(member)
    assert ask() == 0
    for days, question in ((14, Question.NEED), (30, Question.PULSE), (90, Question.STAY)):
        with after(days):
            assert (ask(), ask()) == (1, 0)
            assert find_greeting(who).question is question
    texts = [f"{one.subject} {one.text}" for one in letters("nora@example.org")]
    assert len(texts) == 3
    assert not any("need?" in text or "pause" in text for text in texts)


def test_who_is_away_has_left_long_ago_or_wants_none_is_not_asked(app) -> None:
    away, stopped = make_member(), make_member()
    with unit_of_work():
        db.session.get_one(Member, away.id).paused_until = now() + timedelta(days=31)
        assert stop_welcome(by=person(stopped))
        assert not stop_welcome(by=person(stopped))
    with after(20):
        assert ask() == 0
    with after(29):
        assert ask() == 0
    with after(35):
        assert ask() == 1
    assert find_greeting(load_person(stopped.id)).is_stopped


def test_facilitators_read_what_they_are_meant_to_read_and_nothing_else(app) -> None:
    open_one, quiet, fay = make_member(), make_member(), make_person(role=Role.FACILITATOR)
    with after(14):
        ask()
        with unit_of_work():
            for member, is_shared in ((open_one, True), (quiet, False)):
                who = load_person(member.id)
                answer_question(Question.NEED, "", "A desk.", is_shared=is_shared, by=who)
    assert [one.handle for one in list_shared_answers(by=fay)] == [open_one.handle]
    for other in (person(quiet), make_person(role=Role.HOST)):
        with pytest.raises(NotFound):
            list_shared_answers(by=other)


def test_an_answer_is_no_empty_one_and_is_given_once(app) -> None:
    member = make_member()
    who = person(member)
    with after(30):
        ask()
        with pytest.raises(Invalid), unit_of_work():
            answer_question(Question.PULSE, "", "Hm.", is_shared=False, by=who)
        with pytest.raises(Invalid), unit_of_work():
            answer_question(Question.PULSE, "great", "", is_shared=False, by=who)
        with unit_of_work():
            put_question_away(Question.PULSE, by=who)
        with pytest.raises(NotFound), unit_of_work():
            answer_question(Question.PULSE, "not-yet", "", is_shared=False, by=who)


def test_a_question_to_somebody_else_is_nothing_to_look_for(app) -> None:
    asked = make_member()
    with after(15):
        newer = make_member()
        with unit_of_work():
            for member in (asked, newer):
                for thing in FirstThing:
                    say_done(thing, by=person(member))
        assert ask() == 1
        name, column = is_welcomed()
        rows = db.session.execute(select(Member.id, column.label(name)))
        assert {row[0]: bool(row[1]) for row in rows} == {asked.id: True, newer.id: False}
