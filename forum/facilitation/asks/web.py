"""What asks bring to the pages of others."""

from collections.abc import Mapping, Sequence

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.slots import Need, Section, for_you, menu_links
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.slots import (
    ActLink,
    FurtherQuestion,
    further_questions,
    on_line,
    on_thread_head,
    thread_acts,
)
from forum.facilitation.asks.forms import asked_in
from forum.facilitation.asks.operations.asks import keep_ask
from forum.facilitation.asks.queries.asks import ask_of, needs_no_reply
from forum.facilitation.asks.queries.waiting import newcomers_without_reply
from forum.facilitation.asks.rules import check_day, may_ask_in, may_mark_ask, may_see_waiting
from forum.facilitation.asks.values import ASK_WORDS, STATE_WORDS, Asked
from forum.kernel.clock import now
from forum.kernel.times import zone

NOBODY_YET = "Somebody new wrote this days ago, and nobody has answered."


def show_ask_fields(typed: Mapping[str, str], wrong: Mapping[str, str]) -> Markup:
    """Ask on the form of a new thread which help it asks for."""
    page = render_template(
        "facilitation/_ask_fields.html", typed=typed, wrong=wrong, kinds=ASK_WORDS
    )
    return Markup(page)  # noqa: S704 -- our own template


def check_ask(typed: Mapping[str, str], person: Person) -> Asked | None:
    """Return what the form asks for. Raises Invalid for what cannot be accepted."""
    asked = asked_in(typed)
    if asked is not None:
        check_day(asked.needed_by, now().astimezone(zone(person.preferences.timezone)).date())
    return asked


def ask_on_new_thread() -> FurtherQuestion:
    """Let a new thread ask for help."""
    return FurtherQuestion(show_ask_fields, check_ask, keep_ask)


def ask_on_head(person: Person, thread: Thread) -> Markup:
    """Say at the head of a thread what it asks for, and that it needs no reply."""
    ask, is_needless = ask_of(thread.id), needs_no_reply(thread.id)
    if ask is None and not is_needless:
        return Markup("")
    page = render_template(
        "facilitation/_ask_head.html",
        ask=ask,
        is_needless=is_needless,
        thread=thread,
        kinds=ASK_WORDS,
        states=STATE_WORDS,
        may_mark=bool(may_mark_ask(person, thread)),
    )
    return Markup(page)  # noqa: S704 -- our own template


def ask_on_line(thread_id: int) -> str:
    """Name beside a thread in lists what it asks for."""
    ask = ask_of(thread_id)
    return ask.chip if ask else ""


def link_to_ask(person: Person, thread: Thread) -> Sequence[ActLink]:
    """Let the author of a thread ask for help, and those who may say that no reply is needed."""
    if may_ask_in(person, thread):
        return (ActLink("Ask for help", f"/t/{thread.id}/ask"),)
    return (
        (ActLink("Needs a reply?", f"/t/{thread.id}/ask"),) if may_mark_ask(person, thread) else ()
    )


def link_to_waiting(person: Person) -> tuple[str, str] | None:
    """Offer facilitators what waits for a reply."""
    return ("Needs a reply", "/needs-reply") if may_see_waiting(person) else None


def newcomers_for_you(person: Person) -> Sequence[Section]:
    """Make a task for facilitators of newcomers whom nobody has answered for days."""
    needs = [
        Need(one.title, f"/needs-reply/{one.post_id}", NOBODY_YET, one.written_at)
        for one in newcomers_without_reply(person)
    ]
    return (Section("New here, and without an answer", needs, 13),) if needs else ()


def init_web(_app: Flask) -> None:
    """Fill the slots of the lower floors."""
    further_questions.fill(ask_on_new_thread)
    on_thread_head.fill(ask_on_head)
    on_line.fill(ask_on_line)
    thread_acts.fill(link_to_ask)
    menu_links.fill(link_to_waiting)
    for_you.fill(newcomers_for_you)
