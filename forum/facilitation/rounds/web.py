"""What rounds put into pages of others."""

from collections.abc import Sequence

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.slots import Need, Section, for_you, menu_links
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.slots import round_panels
from forum.facilitation.rounds.forms import EntryForm
from forum.facilitation.rounds.queries import commitments_of, round_page, turns_of
from forum.kernel.links import link_to


def panel(person: Person, thread: Thread) -> Markup:
    """Show below a prompt how its round stands, and let the reader write."""
    page = render_template(
        "rounds/_panel.html",
        thread=thread,
        page=round_page(thread, person),
        form=EntryForm(formdata=None),
    )
    return Markup(page)  # noqa: S704 -- our own template


def link_to_rounds(person: Person) -> tuple[str, str] | None:
    """Lead members to the rounds, and to what they keep beside them."""
    return ("Rounds", "/rounds") if person.is_member and not person.is_guest else None


def rounds_for_you(person: Person) -> Sequence[Section]:
    """Tell whose turn it is, and ask about what somebody wanted to look back at."""
    if not person.is_member or person.is_guest:
        return []
    turns = [
        Need(f"It is your turn in “{thread.title}”", f"{link_to(thread)}#round")
        for thread in turns_of(person)
    ]
    looks = [
        Need(f"Did it happen? {card.words[:120]}", f"/commitments/{card.id}")
        for card in commitments_of(person, due=True)
    ]
    found = [Section("Your turn", turns, 15), Section("Looking back", looks, 16)]
    return [section for section in found if section.needs]


def init_web(_app: Flask) -> None:
    """Fill the slots of discussions and accounts."""
    round_panels.fill(panel)
    menu_links.fill(link_to_rounds)
    for_you.fill(rounds_for_you)
