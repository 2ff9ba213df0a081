"""Fill the neutral markers of stored texts for one reader, in one batch.

Stored text says nothing that depends on who reads it: the titles behind thread links and the names
behind mentions are looked up here, among what this reader may see.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import String, bindparam, literal, select, union_all

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.queries.threads import VISIBLE, visible_values
from forum.discussion.values import PostCard
from forum.kernel.db import read
from forum.kernel.markup import ThreadTitle, Wanted, fill_markers, wanted_markers
from forum.kernel.sets import among


def fill_posts(cards: Sequence[PostCard], thread: Thread, person: Person) -> list[PostCard]:
    """Return the posts with their markers filled for this reader."""
    fill = _filler([card.html for card in cards], person, thread)
    return [replace(card, html=fill(card.html)) if "data-" in card.html else card for card in cards]


def fill_texts(texts: Sequence[str], person: Person, thread: Thread | None = None) -> list[str]:
    """Return rendered texts with their markers filled for this reader."""
    fill = _filler(texts, person, thread)
    return [fill(text) for text in texts]


def _filler(texts: Sequence[str], person: Person, thread: Thread | None) -> Callable[[str], str]:
    """Look up what the texts want, and return what fills it in."""
    wanted = wanted_markers(texts)
    names: dict[str, str] = {}
    titles: dict[int, ThreadTitle] = {}
    if wanted.handles and wanted.threads:
        names, titles = _names_and_titles(wanted, person)
    elif wanted.handles:
        names = _names(wanted.handles)
    elif wanted.threads:
        titles = _titles(wanted.threads, person)
    here = ThreadTitle(thread.title, thread.slug, thread.id) if thread else None
    return lambda html: fill_markers(html, names=names, titles=titles, thread=here)


_NAMES = select(Member.handle_key, Member.name).where(
    Member.handle_key.in_(bindparam("keys", expanding=True))
)
_TITLES = select(Thread.id, Thread.title, Thread.slug).where(among(Thread.id, "ids"), VISIBLE)
_BOTH = union_all(
    _NAMES.add_columns(literal(None, String).label("slug"), literal(0).label("id")),
    select(Thread.slug, Thread.title, Thread.slug, Thread.id).where(
        among(Thread.id, "ids"), VISIBLE
    ),
)


def _names(handles: Iterable[str]) -> dict[str, str]:
    return {row.handle_key: row.name for row in read(_NAMES, keys=tuple(handles))}


def _titles(thread_ids: Iterable[int], person: Person) -> dict[int, ThreadTitle]:
    ids = tuple(thread_ids)
    rows = read(_TITLES, ids=ids, **visible_values(person, ids))
    return {row.id: ThreadTitle(row.title, row.slug) for row in rows}


def _names_and_titles(
    wanted: Wanted, person: Person
) -> tuple[dict[str, str], dict[int, ThreadTitle]]:
    """Look up names and titles at once, for the pages that hold both."""
    keys, ids = tuple(wanted.handles), tuple(wanted.threads)
    names: dict[str, str] = {}
    titles: dict[int, ThreadTitle] = {}
    for row in read(_BOTH, keys=keys, ids=ids, **visible_values(person)):
        if row.slug is None:
            names[row.handle_key] = row.name
        else:
            titles[row.id] = ThreadTitle(row.name, row.slug)
    return names, titles
