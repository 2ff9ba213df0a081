"""When does a prompt go out, and may I? Pure answers; nothing here queries."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from forum.accounts.values import Person
from forum.discussion.rules import looks_after, may_start_thread
from forum.discussion.values import CategoryCard
from forum.facilitation.prompts.models import Prompt
from forum.facilitation.prompts.values import Every, Rhythm
from forum.kernel.times import zone
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_plan(person: Person, category: CategoryCard) -> Verdict:
    """Say whether the person may plan threads here: who looks after the place and starts threads."""
    if not person.is_member or not looks_after(person, category.id):
        return HIDDEN
    if category.is_for_cases:
        return refused("Threads about cases are not planned.")
    return may_start_thread(person, category)


def may_see_prompt(person: Person, prompt: Prompt) -> Verdict:
    """Say whether a prompt exists for the person: twin of select_visible_prompts.

    Whoever looks after its category sees it, and may hold and stop it, like its author.
    """
    return ALLOWED if person.is_member and looks_after(person, prompt.category_id) else HIDDEN


def may_change_prompt(person: Person, prompt: Prompt) -> Verdict:
    """Say whether the person may change its words: only in whose name it goes out."""
    verdict = may_see_prompt(person, prompt)
    if verdict and prompt.author_id != person.id:
        return refused("It goes out in the name of who planned it: only they change its words.")
    return verdict


def may_hold_prompt(person: Person, prompt: Prompt) -> Verdict:
    """Say whether the person may hold a prompt or let it go: while there is a next time."""
    verdict = may_see_prompt(person, prompt)
    if verdict and (prompt.stopped_at is not None or prompt.next_on is None):
        return refused("It does not go out any more: there is nothing to hold or let go.")
    return verdict


def may_look_at_prompt(person: Person, prompt: Prompt) -> Verdict:
    """Say whether the person may say that they have looked: never whose prompt it is."""
    verdict = may_see_prompt(person, prompt)
    if verdict and prompt.author_id == person.id:
        return refused("Somebody else looks at it: it is your own.")
    return verdict


def may_list_quiet_days(person: Person) -> Verdict:
    """Say whether the person may say on which days no prompt goes out: every facilitator may."""
    return ALLOWED if person.is_member and person.facilitates_somewhere else HIDDEN


def moment_of(day: date, rhythm: Rhythm, zone_name: str) -> datetime:
    """Return the moment at which a prompt goes out on a day.

    Its hour is that of the clocks there, summer and winter; where they leave it out, it is the
    moment to which they were put forward.
    """
    return datetime.combine(day, rhythm.clock, zone(zone_name)).astimezone(UTC)


def day_after(day: date, rhythm: Rhythm) -> date | None:
    """Return the day on which it goes out next after one of its days; None after the only one."""
    if rhythm.every is Every.ONCE:
        return None
    if rhythm.every is Every.WEEKS:
        return day + timedelta(weeks=rhythm.weeks)
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    # The 31st is the last day of a shorter month, and the 31st again in the next one.
    return date(year, month, min(rhythm.first_on.day, monthrange(year, month)[1]))


def is_quiet(day: date, stretches: Iterable[tuple[date, date]]) -> bool:
    """Tell whether no prompt goes out on the day."""
    return any(first <= day <= last for first, last in stretches)


def fill_fields(text: str, day: date, number: int) -> str:
    """Return a template with its fields filled: {date}, {week}, {month} and {number}."""
    fields = {
        "date": day.strftime("%-d %B %Y"),
        "week": str(day.isocalendar().week),
        "month": day.strftime("%B %Y"),
        "number": str(number),
    }
    for name, value in fields.items():
        text = text.replace(f"{{{name}}}", value)
    return text
