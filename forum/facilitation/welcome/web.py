"""What the welcome brings to the pages of others."""

from collections.abc import Sequence

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.slots import (
    Need,
    Section,
    along_with_person,
    for_you,
    menu_links,
)
from forum.accounts.values import Person
from forum.discussion.slots import on_home
from forum.facilitation.welcome.queries import greeting_for, is_welcomed
from forum.facilitation.welcome.rules import may_read_answers
from forum.facilitation.welcome.values import QUESTION_WORDS


def welcome_on_home(person: Person) -> Markup:
    """Show somebody new what to do first, and what they are asked, above the latest threads."""
    greeting = greeting_for(person)
    if greeting is None or not greeting.is_shown:
        return Markup("")
    page = render_template(
        "facilitation/_welcome.html", greeting=greeting, question_words=QUESTION_WORDS
    )
    return Markup(page)  # noqa: S704 -- our own template


def question_for_you(person: Person) -> Sequence[Section]:
    """Let the question that waits stand among what waits for the member."""
    greeting = greeting_for(person)
    if greeting is None or greeting.is_stopped or greeting.question is None:
        return ()
    address = f"/welcome/questions/{greeting.question}"
    need = Need(QUESTION_WORDS[greeting.question], address, done_at=f"{address}/skip")
    return (Section("A question to you", (need,), 25),)


def link_to_answers(person: Person) -> tuple[str, str] | None:
    """Offer facilitators what members wanted them to read."""
    return ("Answers to the welcome", "/welcome/answers") if may_read_answers(person) else None


def init_web(_app: Flask) -> None:
    """Fill the slots of the lower floors."""
    along_with_person.fill(is_welcomed)
    on_home.fill(welcome_on_home)
    for_you.fill(question_for_you)
    menu_links.fill(link_to_answers)
