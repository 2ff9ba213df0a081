"""A text as its post would show it to its writer, and what in it leads nowhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.models import Tag, Thread, ThreadTag
from forum.discussion.queries.filling import Known, what_is_known
from forum.discussion.queries.threads import select_listed_threads
from forum.discussion.writing import Writing
from forum.kernel.db import db
from forum.kernel.markup import Rendered, fold_handle, wanted_markers

MOST_NAMED = 5
"""Names in a note; who wrote more of them sees the next ones after correcting these."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as it would be read, with sentences about what is unknown in it."""

    html: str
    notes: tuple[str, ...] = ()


def preview_of(
    writing: Writing, person: Person, thread: Thread | None = None, *, tags: Sequence[str] = ()
) -> Preview:
    """Return the text as the person would read it in the thread, with its tags."""
    rendered = writing.rendered
    known = what_is_known([rendered.html], person, thread)
    notes = (*_notes_on(rendered, known), *_notes_on_tags(tags, person))
    return Preview(known.fill(rendered.html), notes)


def _notes_on(rendered: Rendered, known: Known) -> Iterator[str]:
    nobody = [name for name in rendered.mentions if fold_handle(name) not in known.names]
    if nobody:
        yield f"Nobody here is called {_named(f'@{name}' for name in nobody)}."
    nowhere = wanted_markers([rendered.html]).places - known.places.keys()
    if nowhere:
        names = _named(f"#{name.removesuffix('::tag')}" for name in sorted(nowhere))
        yield f"There is no category or tag {names} that you can see."
    quoted = {quote.thread_id for quote in rendered.quotes if quote.thread_id}
    closed = len(quoted.union(rendered.thread_links) - known.titles.keys())
    if closed:
        threads = "a thread" if closed == 1 else f"{closed} threads"
        yield f"You link to {threads} that you cannot open."


def _notes_on_tags(tags: Sequence[str], person: Person) -> Iterator[str]:
    """Name tags that are new to the person: a tag on threads they may not see is new to them."""
    if not tags:
        return
    listed = select_listed_threads(person).with_only_columns(Thread.id)
    query = select(Tag.name).where(
        Tag.name.in_(tags),
        Tag.id.in_(select(ThreadTag.tag_id).where(ThreadTag.thread_id.in_(listed))),
    )
    there = set(db.session.scalars(query))
    new = [name for name in tags if name not in there]
    if new:
        words = "a new tag" if len(new) == 1 else "new tags"
        yield f"You begin {words}: {_named(new)}."


def _named(names: Iterable[str]) -> str:
    found = list(names)
    rest = len(found) - MOST_NAMED
    return ", ".join(found[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
