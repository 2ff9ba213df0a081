"""Prompts, for who looks after their categories."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.queries.categories import directory, visible_categories
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.threads import select_visible_threads
from forum.discussion.rules import categories_looked_after
from forum.discussion.values import CategoryCard
from forum.discussion.writing import write
from forum.facilitation.prompts.models import Prompt, PromptIssue, QuietDays
from forum.facilitation.prompts.rules import (
    fill_fields,
    may_change_prompt,
    may_look_at_prompt,
    may_plan,
    may_see_prompt,
)
from forum.facilitation.prompts.values import (
    LOOK_AHEAD_DAYS,
    Every,
    Issue,
    PromptCard,
    QuietCard,
    Rhythm,
)
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import db, get_row, is_writing
from forum.kernel.links import link_to
from forum.kernel.times import zone
from forum.kernel.verdicts import require

MOST_SHOWN = 60


def select_visible_prompts(person: Person) -> Select[Prompt]:
    """Select the prompts that exist for this person: twin of may_see_prompt."""
    places = categories_looked_after(person) if person.is_member else frozenset()
    return select(Prompt).where(Prompt.category_id.in_(places))


def get_prompt(prompt_id: int, *, by: Person) -> Prompt:
    """Return a prompt that the person may see, locked for a change. Raises NotFound."""
    prompt = get_row(Prompt, prompt_id)
    if is_writing():
        db.session.refresh(prompt, with_for_update=True)
    require(may_see_prompt(by, prompt))
    return prompt


def list_prompts(person: Person) -> list[PromptCard]:
    """Return the prompts of the places that the person looks after, the next one first."""
    query = select_visible_prompts(person).options(*_whole())
    rows = db.session.scalars(query.order_by(Prompt.next_at.is_(None), Prompt.next_at, Prompt.id))
    return [prompt_card(row, person) for row in rows.all()]


def prompt_card(prompt: Prompt, person: Person, *, whole: bool = False) -> PromptCard:
    """Return a prompt as pages show it; `whole` with its next text and what became of it so far."""
    title, html = next_text(prompt)
    return PromptCard(
        id=prompt.id,
        category_id=prompt.category_id,
        category_name=directory().by_id[prompt.category_id].name,
        author_name=prompt.author.name,
        author_handle=prompt.author.handle,
        checker_name=prompt.checker.name if prompt.checker else "",
        title=prompt.title,
        body=prompt.body,
        rhythm=rhythm_words(prompt),
        next_at=prompt.next_at if prompt.stopped_at is None else None,
        next_title=title,
        next_html=fill_texts([html], person)[0] if whole and html else "",
        is_stopped=prompt.stopped_at is not None,
        held_because=prompt.held_because,
        held_by=prompt.held_by.name if prompt.held_by else "",
        was_looked_at=prompt.looked_on is not None and prompt.looked_on == prompt.next_on,
        issues=_issues(prompt, person) if whole else (),
        may_look=bool(may_look_at_prompt(person, prompt)),
        may_change=bool(may_change_prompt(person, prompt)),
    )


def next_text(prompt: Prompt) -> tuple[str, str]:
    """Return title and text of the next time; nothing where there is none."""
    if prompt.next_on is None:
        return "", ""
    number = prompt.issued + 1
    body = fill_fields(prompt.body, prompt.next_on, number)
    return fill_fields(prompt.title, prompt.next_on, number), write(body).rendered.html


def rhythm_of(prompt: Prompt) -> Rhythm:
    """Return when a prompt goes out."""
    return Rhythm(prompt.every, prompt.weeks, prompt.first_on, prompt.clock)


def rhythm_words(prompt: Prompt) -> str:
    """Say when a prompt goes out."""
    at = prompt.clock.strftime("%H:%M")
    if prompt.every is Every.ONCE:
        return f"once, at {at}"
    if prompt.every is Every.MONTHS:
        return f"every month on day {prompt.first_on.day}, at {at}"
    weekday = prompt.first_on.strftime("%A")
    often = "every week" if prompt.weeks == 1 else f"every {prompt.weeks} weeks"
    return f"{often} on {weekday}, at {at}"


def prompts_to_look_at(person: Person) -> list[PromptCard]:
    """Return what goes out soon and waits for the person's look."""
    soon = today() + timedelta(days=LOOK_AHEAD_DAYS)
    query = select_visible_prompts(person).where(
        Prompt.checker_id == person.member_id,
        Prompt.stopped_at.is_(None),
        Prompt.held_by_id.is_(None),
        Prompt.next_on <= soon,
        Prompt.looked_on.is_distinct_from(Prompt.next_on),
    )
    rows = db.session.scalars(query.options(*_whole()).order_by(Prompt.next_at)).all()
    return [prompt_card(row, person) for row in rows]


def list_due(moment: datetime) -> Sequence[int]:
    """Return the prompts that are to go out, by their ids: for the worker."""
    due = select(Prompt.id).where(Prompt.next_at <= moment, Prompt.stopped_at.is_(None))
    return db.session.scalars(due.order_by(Prompt.next_at).limit(20)).all()


def quiet_stretches() -> list[QuietCard]:
    """Return the days on which no prompt goes out, the earliest first."""
    rows = db.session.scalars(select(QuietDays).order_by(QuietDays.first_day, QuietDays.id))
    return [QuietCard(row.id, row.first_day, row.last_day, row.words) for row in rows]


def categories_to_plan_in(person: Person) -> list[CategoryCard]:
    """Return where the person may plan threads."""
    return [card for card in visible_categories(person) if may_plan(person, card)]


def today() -> date:
    """Return which day it is in the community's zone."""
    return now().astimezone(zone(this_settings().timezone)).date()


def _issues(prompt: Prompt, person: Person) -> list[Issue]:
    query = select(PromptIssue).where(PromptIssue.prompt_id == prompt.id)
    rows = db.session.scalars(query.order_by(PromptIssue.day.desc()).limit(MOST_SHOWN)).all()
    ids = [row.thread_id for row in rows if row.thread_id]
    seen_query = select_visible_threads(person).where(Thread.id.in_(ids))
    seen = {thread.id: thread for thread in db.session.scalars(seen_query)} if ids else {}
    return [
        Issue(
            row.day,
            row.outcome,
            seen[row.thread_id].title if row.thread_id in seen else "",
            link_to(seen[row.thread_id]) if row.thread_id in seen else "",
        )
        for row in rows
    ]


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Prompt.author),
        joinedload(Prompt.checker),
        joinedload(Prompt.held_by),
    )
