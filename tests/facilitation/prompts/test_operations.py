from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import select

from forum import Forum
from forum.accounts.values import VISITOR, Role
from forum.discussion.models import CategoryFacilitator, Post, Thread
from forum.discussion.queries.threads import get_thread
from forum.facilitation.prompts.models import Prompt, PromptIssue, QuietDays
from forum.facilitation.prompts.operations import (
    BY_MACHINE,
    Plan,
    change_prompt,
    hold_prompt,
    keep_quiet,
    let_go,
    note_look,
    stop_prompt,
)
from forum.facilitation.prompts.queries import get_prompt, prompt_card, select_visible_prompts
from forum.facilitation.prompts.rules import may_see_prompt
from forum.facilitation.prompts.values import Every, Outcome, Rhythm
from forum.facilitation.prompts.web import prompts_for_you
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.circles import make_circle, make_own_category
from tests.builders.discussion import make_category, make_facilitator_of
from tests.builders.labels import reserve_to
from tests.builders.prompts import make_prompt, worker_comes

MONDAY = date(2026, 6, 1)


@pytest.fixture
def scene(app: Forum):
    with time_machine.travel("2026-06-01T06:00:00Z", tick=False) as clock:
        category = make_category("Strategies")
        people = {name: make_member(name) for name in ("fay", "gil", "ann")}
        for name in ("fay", "gil"):
            make_facilitator_of(category, people[name].id)
        yield SimpleNamespace(**people, category=category, clock=clock)


def outcomes() -> list[tuple[date, Outcome]]:
    rows = db.session.scalars(select(PromptIssue).order_by(PromptIssue.day))
    return [(row.day, row.outcome) for row in rows]


def die_in_between(prompt: Prompt) -> None:
    """Let the worker die when it has begun the thread, and before it is kept."""
    with unit_of_work():
        worker_comes(prompt)
        assert db.session.query(Thread).count() == 1
        raise ZeroDivisionError


def weeks_pass(scene, prompt: Prompt, *, weeks: int) -> None:
    for _ in range(weeks):
        worker_comes(prompt)
        scene.clock.shift(timedelta(weeks=1))


def test_a_prompt_goes_out_once_a_day_as_its_authors_thread(scene) -> None:
    prompt = make_prompt(scene.category, person(scene.fay), first_on=MONDAY)
    assert worker_comes(prompt) is None
    scene.clock.shift(timedelta(hours=4))
    assert worker_comes(prompt) is Outcome.PUBLISHED
    assert worker_comes(prompt) is None
    thread = db.session.query(Thread).one()
    post = db.session.query(Post).one()
    assert (thread.title, thread.author_id) == ("Week 23", scene.fay.id)
    assert post.raw == "What did you learn in June 2026?" + BY_MACHINE
    assert "a machine began it" in post.html
    assert get_thread(thread.id, by=person(scene.ann)).id == thread.id
    assert get_prompt(prompt.id, by=person(scene.gil)).next_on == date(2026, 6, 8)


def test_a_worker_that_died_in_between_begins_no_second_thread(scene) -> None:
    prompt = make_prompt(scene.category, person(scene.fay), first_on=MONDAY)
    scene.clock.shift(timedelta(hours=4))
    with pytest.raises(ZeroDivisionError):
        die_in_between(prompt)
    assert db.session.query(Thread).count() == 0
    assert worker_comes(prompt) is Outcome.PUBLISHED
    assert db.session.query(Thread).count() == 1


def test_quiet_days_and_what_is_held_are_left_out(scene) -> None:
    by = person(scene.fay)
    prompt = make_prompt(scene.category, by, first_on=MONDAY)
    with unit_of_work():
        keep_quiet(date(2026, 6, 8), date(2026, 6, 14), "A quiet week", by=by)
    scene.clock.shift(timedelta(hours=4))
    weeks_pass(scene, prompt, weeks=2)
    with unit_of_work():
        hold_prompt(get_prompt(prompt.id, by=by), "Not after that news.", by=person(scene.gil))
    weeks_pass(scene, prompt, weeks=1)
    with unit_of_work():
        let_go(get_prompt(prompt.id, by=by), by=by)
    weeks_pass(scene, prompt, weeks=1)
    assert [outcome for _, outcome in outcomes()] == [
        Outcome.PUBLISHED,
        Outcome.QUIET,
        Outcome.HELD,
        Outcome.PUBLISHED,
    ]
    assert [one.title for one in db.session.query(Thread).order_by(Thread.id)] == [
        "Week 23",
        "Week 26",
    ]


def test_what_comes_too_late_is_left_out_and_the_next_one_is_on_time(scene) -> None:
    prompt = make_prompt(scene.category, person(scene.fay), first_on=MONDAY)
    scene.clock.shift(timedelta(weeks=2, hours=4))
    assert [worker_comes(prompt) for _ in range(4)] == [
        Outcome.LATE,
        Outcome.LATE,
        Outcome.PUBLISHED,
        None,
    ]


def test_an_author_who_does_not_look_after_the_place_any_more_begins_nothing(scene) -> None:
    prompt = make_prompt(scene.category, person(scene.fay), first_on=MONDAY)
    with unit_of_work():
        db.session.query(CategoryFacilitator).filter_by(member_id=scene.fay.id).delete()
    scene.clock.shift(timedelta(hours=4))
    assert worker_comes(prompt) is Outcome.REFUSED
    assert db.session.query(Thread).count() == 0


def test_a_second_facilitator_is_asked_to_look_and_the_first_one_is_not(scene) -> None:
    prompt = make_prompt(
        scene.category, person(scene.fay), first_on=date(2026, 6, 8), checker=scene.gil
    )
    assert prompts_for_you(person(scene.gil)) == []
    scene.clock.shift(timedelta(days=5))
    [section] = prompts_for_you(person(scene.gil))
    assert section.needs[0].address == f"/prompts/{prompt.id}"
    assert prompts_for_you(person(scene.fay)) == []
    with unit_of_work(), pytest.raises(NotPermitted):
        note_look(get_prompt(prompt.id, by=person(scene.fay)), by=person(scene.fay))
    with unit_of_work():
        note_look(get_prompt(prompt.id, by=person(scene.gil)), by=person(scene.gil))
    assert prompts_for_you(person(scene.gil)) == []
    for nobody in (scene.fay, scene.ann):
        with pytest.raises(Invalid):
            make_prompt(scene.category, person(scene.fay), first_on=MONDAY, checker=nobody)


def test_words_are_changed_by_their_author_alone_and_others_stop_it(scene) -> None:
    prompt = make_prompt(scene.category, person(scene.fay), first_on=MONDAY)
    plan = Plan("Other", "Words.", Rhythm(Every.ONCE, 1, date(2026, 6, 2), time(10)))
    with unit_of_work(), pytest.raises(NotPermitted):
        change_prompt(get_prompt(prompt.id, by=person(scene.gil)), plan, by=person(scene.gil))
    with unit_of_work():
        stop_prompt(get_prompt(prompt.id, by=person(scene.gil)), by=person(scene.gil))
    scene.clock.shift(timedelta(hours=4))
    assert worker_comes(prompt) is None
    with unit_of_work():
        change_prompt(get_prompt(prompt.id, by=person(scene.fay)), plan, by=person(scene.fay))
    scene.clock.shift(timedelta(days=1))
    assert worker_comes(prompt) is Outcome.PUBLISHED
    assert get_prompt(prompt.id, by=person(scene.fay)).next_on is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_on": date(2026, 5, 31)},
        {"clock": time(5)},
        {"weeks": 0},
        {"title": " "},
        {"title": "x" * 250 + "{date}"},
        {"body": ""},
    ],
)
def test_plans_that_cannot_be_are_refused(scene, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        make_prompt(scene.category, person(scene.fay), **{"first_on": MONDAY, **wrong})


def test_rule_and_statement_agree_about_who_sees_prompts(scene) -> None:
    owner, host = make_member("owner"), make_member("hosty", role=Role.HOST)
    other, care = make_category("Other"), make_member("care", role=Role.FACILITATOR)
    inside = make_own_category(make_circle(owner), owner)
    make_prompt(scene.category, person(scene.fay), first_on=MONDAY)
    make_prompt(other, person(care), first_on=MONDAY)
    make_prompt(inside, person(owner), first_on=MONDAY)
    prompts, counts = db.session.scalars(select(Prompt)).all(), []
    for reader in (scene.fay, scene.gil, scene.ann, owner, host, care):
        by = person(reader)
        found = set(db.session.scalars(select_visible_prompts(by)))
        assert found == {one for one in prompts if may_see_prompt(by, one)}
        counts.append(len(found))
    assert counts == [1, 1, 0, 1, 0, 2]
    assert not db.session.scalars(select_visible_prompts(VISITOR)).all()
    for reader in (scene.ann, host):
        with pytest.raises(NotFound):
            get_prompt(prompts[0].id, by=person(reader))


def test_members_note_no_quiet_days(scene) -> None:
    for by in (person(scene.ann), VISITOR):
        with unit_of_work(), pytest.raises(NotFound):
            keep_quiet(MONDAY, None, "Rest", by=by)
    for first, last in ((None, None), (MONDAY, date(2026, 5, 30)), (date(2030, 1, 1), None)):
        with unit_of_work(), pytest.raises(Invalid):
            keep_quiet(first, last, "Rest", by=person(scene.fay))
    assert db.session.query(QuietDays).count() == 0


def test_a_thread_that_it_began_is_named_to_those_who_may_read_it(scene) -> None:
    prompt = make_prompt(scene.category, person(scene.fay), first_on=MONDAY)
    scene.clock.shift(timedelta(hours=4))
    assert worker_comes(prompt) is Outcome.PUBLISHED
    thread = db.session.query(Thread).one()
    reserve_to(thread, scene.ann)
    for member, titles in ((scene.fay, [thread.title]), (scene.gil, [""])):
        card = prompt_card(get_prompt(prompt.id, by=person(member)), person(member), whole=True)
        assert [issue.thread_title for issue in card.issues] == titles
