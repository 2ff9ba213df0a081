"""What prompts put into pages of others."""

from collections.abc import Sequence

from flask import Flask

from forum.accounts.slots import Need, Section, for_you, menu_links
from forum.accounts.values import Person
from forum.facilitation.prompts.queries import prompts_to_look_at


def link_to_prompts(person: Person) -> tuple[str, str] | None:
    """Lead who looks after a category to what is planned there."""
    return ("Planned threads", "/prompts") if person.facilitates_somewhere else None


def prompts_for_you(person: Person) -> Sequence[Section]:
    """Ask a second facilitator to look at what goes out soon."""
    if not person.is_member or not person.looks_after_somewhere:
        return []
    needs = [
        Need(
            f"Look at “{card.next_title}” before it goes out",
            f"/prompts/{card.id}",
            at=card.next_at,
        )
        for card in prompts_to_look_at(person)
    ]
    return [Section("Planned threads", needs, 17)] if needs else []


def init_web(_app: Flask) -> None:
    """Fill the slots of accounts."""
    menu_links.fill(link_to_prompts)
    for_you.fill(prompts_for_you)
