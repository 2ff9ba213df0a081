"""The notes of quarters, for all members."""

from flask import Blueprint, render_template

from forum.accounts.current import current_person
from forum.moderation.transparency.queries import get_note, list_notes, note_so_far

bp = Blueprint("transparency", __name__)


@bp.get("/transparency")
def notes() -> str:
    """Show the newest note and, to facilitators, the quarter so far."""
    person = current_person()
    found = list_notes(person)
    return _page(found, found[0] if found else None)


@bp.get("/transparency/<quarter>")
def note(quarter: str) -> str:
    """Show the note of one quarter."""
    person = current_person()
    return _page(list_notes(person), get_note(quarter, by=person))


def _page(notes: object, shown: object) -> str:
    return render_template(
        "transparency/notes.html", notes=notes, shown=shown, so_far=note_so_far(current_person())
    )


blueprints = (bp,)
