"""What stands beside the posts of a thread: its timeline and its people, rendered once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from forum.accounts.values import Person
from forum.discussion.addresses import thread_address
from forum.discussion.models import Thread
from forum.discussion.queries.outline import Outline, Writer
from forum.discussion.timeline import Stretch, stretches
from forum.discussion.values import POSTS_PER_PAGE

KEPT = 1_000
WRITERS_SHOWN = 10
"""People named beside the posts; a page of its own names all of them."""


@dataclass(frozen=True, slots=True)
class SideLook:
    """Everything that what stands beside a thread depends on."""

    thread_id: int
    thread_address: str
    last_number: int
    first_unread: int | None
    writers: tuple[Writer, ...]
    writer_count: int
    timeline: tuple[Stretch, ...]
    by: str


def render_side(
    thread: Thread, person: Person, outline: Outline, *, last_read: int, by: str = ""
) -> Markup:
    """Return timeline, jumps and people as this reader sees them."""
    goes_on = 0 < last_read < thread.last_number
    return _render(
        SideLook(
            thread_id=thread.id,
            thread_address=thread_address(thread),
            last_number=thread.last_number,
            first_unread=last_read + 1 if goes_on else None,
            writers=outline.writers[:WRITERS_SHOWN],
            writer_count=len(outline.writers),
            timeline=_timeline(outline, person.preferences.timezone),
            by=by,
        )
    )


@lru_cache(maxsize=KEPT)
def _timeline(outline: Outline, zone_name: str) -> tuple[Stretch, ...]:
    """Return the stretches of a thread that one page does not show."""
    if len(outline.moments) <= POSTS_PER_PAGE:
        return ()
    return stretches(outline.moments, zone_name)


@lru_cache(maxsize=KEPT)
def _render(look: SideLook) -> Markup:
    macros: Any = current_app.jinja_env.globals["macros"]
    side: Markup = macros.beside.side(look)
    return side
