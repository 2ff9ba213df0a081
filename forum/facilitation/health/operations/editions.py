"""Counting a window, once; from then on its figures stay as they are."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select

from forum.facilitation.health.counting import count_window
from forum.facilitation.health.events import EditionMade
from forum.facilitation.health.models import Edition, FigureRow
from forum.facilitation.health.queries.facts import facts_of, has_posts
from forum.facilitation.health.values import (
    EditionKind,
    Figure,
    Measure,
    Window,
    last_windows,
)
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.events import announce


def missing_windows() -> list[Window]:
    """Return the windows that can be counted and are not yet, the oldest first."""
    made = set(
        db.session.scalars(select(Edition.starts_on).where(Edition.kind == EditionKind.WINDOW))
    )
    return [
        window
        for window in last_windows(now())
        if window.starts_on not in made and has_posts(window)
    ]


def count_edition(window: Window) -> Edition | None:
    """Count a window and keep what may be shown of it; None where that was done already."""
    if _find(EditionKind.WINDOW, window.starts_on) is not None:
        return None
    figures = count_window(facts_of(window))
    return keep_edition(EditionKind.WINDOW, window.starts_on, window.ends_on, figures)


def count_again(window: Window) -> Edition:
    """Throw the figures of a window away and count it anew, as after a fault in the counting."""
    old = _find(EditionKind.WINDOW, window.starts_on)
    if old is not None:
        db.session.execute(delete(FigureRow).where(FigureRow.edition_id == old.id))
        db.session.delete(old)
        db.session.flush()
    figures = count_window(facts_of(window))
    return keep_edition(EditionKind.WINDOW, window.starts_on, window.ends_on, figures)


def keep_edition(
    kind: EditionKind,
    starts_on: date,
    ends_on: date,
    figures: Mapping[Measure, Sequence[Figure]],
) -> Edition:
    """Keep figures that may be shown."""
    edition = Edition(kind=kind, starts_on=starts_on, ends_on=ends_on, made_at=now())
    db.session.add(edition)
    db.session.flush()
    db.session.add_all(
        FigureRow(
            edition_id=edition.id,
            measure=measure,
            row=figure.row,
            column=figure.column,
            state=figure.state,
            value=figure.value,
            low=figure.low,
            high=figure.high,
            people=figure.people,
        )
        for measure, found in figures.items()
        for figure in found
    )
    db.session.flush()
    announce(EditionMade(edition_id=edition.id, kind=kind))
    return edition


def _find(kind: EditionKind, starts_on: date) -> Edition | None:
    query = select(Edition).where(Edition.kind == kind, Edition.starts_on == starts_on)
    return db.session.scalar(query)
