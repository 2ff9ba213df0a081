"""Acts on prompts: plan, change, look, hold, let go, stop; and the machine that begins threads."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.operations.threads import start_thread
from forum.discussion.operations.watching import check_wording
from forum.discussion.queries.categories import directory
from forum.discussion.rules import looks_after
from forum.discussion.values import CategoryCard
from forum.discussion.writing import check_title, write
from forum.facilitation.prompts.events import PromptHeld, PromptIssued, PromptPlanned
from forum.facilitation.prompts.models import Prompt, PromptIssue, QuietDays
from forum.facilitation.prompts.queries import quiet_stretches, rhythm_of, today
from forum.facilitation.prompts.rules import (
    day_after,
    fill_fields,
    is_quiet,
    may_change_prompt,
    may_hold_prompt,
    may_list_quiet_days,
    may_look_at_prompt,
    may_plan,
    may_see_prompt,
    moment_of,
)
from forum.facilitation.prompts.values import (
    LATE_HOURS,
    MOST_PROMPTS,
    MOST_QUIET,
    MOST_WEEKS,
    Every,
    Outcome,
    Rhythm,
)
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid, Refusal
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words, need_reason

BY_MACHINE = "\n\n*This thread was planned: a machine began it, in the name of who planned it.*"
FURTHEST = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody chooses for a prompt."""

    title: str
    body: str
    rhythm: Rhythm
    checker_id: int | None = None
    seen: frozenset[int] = frozenset()
    """The warnings of watched words that its writer has read."""


def plan_prompt(category: CategoryCard, plan: Plan, *, by: Person) -> Prompt:
    """Plan a thread, once or again and again, from its first day on.

    Raises Invalid for what could never be begun.
    """
    require(may_plan(by, category))
    count = select(func.count()).select_from(Prompt).where(Prompt.category_id == category.id)
    if (db.session.scalar(count) or 0) >= MOST_PROMPTS:
        raise Invalid("title", "There are as many prompts here as fit: stop some of them.")
    prompt = Prompt(author_id=by.member_id, category_id=category.id, issued=0, held_because="")
    _put(prompt, plan)
    db.session.add(prompt)
    db.session.flush()
    announce(PromptPlanned(prompt_id=prompt.id, by_id=by.member_id))
    return prompt


def change_prompt(prompt: Prompt, plan: Plan, *, by: Person) -> None:
    """Put another plan in place; who was to look at it looks again."""
    require(may_change_prompt(by, prompt))
    _put(prompt, plan)
    prompt.looked_on, prompt.stopped_at = None, None
    db.session.flush()


def note_look(prompt: Prompt, *, by: Person) -> None:
    """Say that one has looked at the next time of a prompt, and it can go out."""
    require(may_look_at_prompt(by, prompt))
    prompt.looked_on = prompt.next_on
    db.session.flush()


def hold_prompt(prompt: Prompt, because: str, *, by: Person) -> None:
    """Hold a prompt: it does not go out until somebody lets it go. The reason is for facilitators."""
    require(may_hold_prompt(by, prompt))
    prompt.held_because, prompt.held_by_id = need_reason(because), by.member_id
    db.session.flush()
    announce(PromptHeld(prompt_id=prompt.id, by_id=by.member_id))


def let_go(prompt: Prompt, *, by: Person) -> None:
    """Hold a prompt no longer."""
    require(may_hold_prompt(by, prompt))
    prompt.held_because, prompt.held_by_id = "", None
    db.session.flush()


def stop_prompt(prompt: Prompt, *, by: Person) -> None:
    """Let a prompt not go out any more; what it began stays."""
    require(may_see_prompt(by, prompt))
    prompt.stopped_at = now()
    db.session.flush()


def keep_quiet(first: date | None, last: date | None, words: str, *, by: Person) -> None:
    """Let no prompt go out on some days."""
    require(may_list_quiet_days(by))
    words = check_words(words, field="words", longest=200, required=True)
    if first is None or not timedelta(days=-1) <= first - today() <= FURTHEST:
        raise Invalid("first_day", "Please choose the first of these days, from today on.")
    last = last or first
    if not first <= last <= first + timedelta(days=100):
        raise Invalid("last_day", "Please choose a last day after the first one, within 100 days.")
    if (db.session.scalar(select(func.count()).select_from(QuietDays)) or 0) >= MOST_QUIET:
        raise Invalid("first_day", "These are as many days as fit: remove some that are over.")
    row = QuietDays(first_day=first, last_day=last, words=words, added_by_id=by.member_id)
    db.session.add(row)
    db.session.flush()


def forget_quiet(stretch: QuietDays, *, by: Person) -> None:
    """Let prompts go out on these days again."""
    require(may_list_quiet_days(by))
    db.session.delete(stretch)
    db.session.flush()


def issue_when_due(prompt_id: int) -> Outcome | None:
    """Begin the thread of a prompt that is due, as its author, once for each of its days.

    None where it is not due any more: done twice, the second time finds it done. What is quiet,
    held, late or not allowed to its author is left out, and noted.
    """
    prompt = db.session.scalar(
        select(Prompt)
        .where(Prompt.id == prompt_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if prompt is None or prompt.stopped_at or prompt.next_on is None or prompt.next_at is None:
        return None
    if prompt.next_at > now():
        return None
    day = prompt.next_on
    outcome, thread = _issue(prompt, day)
    db.session.add(
        PromptIssue(
            prompt_id=prompt.id, day=day, outcome=outcome, thread_id=thread.id if thread else None
        )
    )
    _go_on(prompt, day_after(day, rhythm_of(prompt)))
    db.session.flush()
    if thread is not None:
        announce(PromptIssued(prompt_id=prompt.id, thread_id=thread.id))
    return outcome


def _issue(prompt: Prompt, day: date) -> tuple[Outcome, Thread | None]:
    if is_quiet(day, ((one.first_day, one.last_day) for one in quiet_stretches())):
        return Outcome.QUIET, None
    if prompt.held_by_id is not None:
        return Outcome.HELD, None
    if prompt.next_at is None or now() - prompt.next_at > timedelta(hours=LATE_HOURS):
        return Outcome.LATE, None
    author, category = load_person(prompt.author_id), directory().by_id[prompt.category_id]
    if not author.is_member or not may_plan(author, category):
        return Outcome.REFUSED, None
    number = prompt.issued + 1
    title = fill_fields(prompt.title, day, number)
    try:
        with db.session.begin_nested():
            writing = write(fill_fields(prompt.body, day, number) + BY_MACHINE)
            thread = start_thread(category, title, writing, tags=[], by=author)
    except Refusal:
        return Outcome.REFUSED, None
    prompt.issued = number
    return Outcome.PUBLISHED, thread


def _put(prompt: Prompt, plan: Plan) -> None:
    """Put a plan into a prompt. Raises Invalid."""
    rhythm = plan.rhythm
    if not today() <= rhythm.first_on <= today() + FURTHEST:
        raise Invalid("first_on", "Please choose a first day from today on, within two years.")
    if rhythm.every is Every.WEEKS and not 1 <= rhythm.weeks <= MOST_WEEKS:
        raise Invalid("weeks", f"Please choose from 1 to {MOST_WEEKS} weeks.")
    if plan.checker_id is not None:
        _check_checker(plan.checker_id, prompt)
    # With the longest month and a high number, so that it can be begun each time.
    check_title(fill_fields(plan.title, date(2026, 9, 30), 1_000))
    write(plan.body + BY_MACHINE)
    checked = check_wording(write(plan.body), title=check_title(plan.title), seen=plan.seen)
    prompt.title, prompt.body = checked.title, checked.writing.raw
    prompt.every, prompt.weeks = rhythm.every, rhythm.weeks if rhythm.every is Every.WEEKS else 1
    prompt.first_on, prompt.clock = rhythm.first_on, rhythm.clock
    prompt.checker_id = plan.checker_id
    _go_on(prompt, rhythm.first_on)
    if prompt.next_at is not None and prompt.next_at <= now():
        raise Invalid("first_on", "This moment is past: choose a later hour, or another day.")


def _check_checker(member_id: int, prompt: Prompt) -> None:
    member = db.session.get_one(Member, member_id)
    person = load_person(member.id)
    if member_id == prompt.author_id:
        raise Invalid("checker", "Somebody else looks at it: please name another facilitator.")
    if not person.is_member or not looks_after(person, prompt.category_id):
        raise Invalid("checker", f"@{member.handle} does not look after this category.")


def _go_on(prompt: Prompt, day: date | None) -> None:
    """Note the next day of a prompt that has no entry in its list yet."""
    rhythm = rhythm_of(prompt)
    done = select(PromptIssue.day).where(PromptIssue.prompt_id == prompt.id)
    issued = set(db.session.scalars(done)) if prompt.id else set()
    while day is not None and day in issued:
        day = day_after(day, rhythm)
    prompt.next_on = day
    prompt.next_at = moment_of(day, rhythm, this_settings().timezone) if day else None
