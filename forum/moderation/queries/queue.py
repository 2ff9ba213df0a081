"""The queue as its page shows it: every kind's things of one page at once, their texts filled."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forum.accounts.queue.kinds import QueueKind, Thing, all_kinds
from forum.accounts.queue.queries import Sieve, get_line, page_of_items
from forum.accounts.queue.rules import may_decide
from forum.accounts.queue.values import ItemLine
from forum.accounts.values import Person
from forum.discussion.queries.filling import fill_texts
from forum.kernel.errors import NotFound
from forum.kernel.paging import Paging
from forum.kernel.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the queue, ready to be shown to one facilitator."""

    line: ItemLine
    kind: QueueKind
    thing: Any
    html: str
    may_handle: Verdict
    """Whether they may decide about such a thing at all."""
    may_decide: Verdict
    """Whether they may now: not while somebody else has claimed it."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue."""

    entries: tuple[Entry, ...]
    paging: Paging
    count: int


def page_of_queue(person: Person, sieve: Sieve, *, page: int = 1) -> Queue:
    """Return a page of the queue; how many statements it costs grows with its kinds alone."""
    found = page_of_items(person, sieve, page=page)
    return Queue(_entries(found.lines, person), found.paging, found.count)


def get_entry(item_id: int, *, by: Person) -> Entry:
    """Return one thing in this person's queue, with its history. Raises NotFound."""
    entries = _entries([get_line(item_id, by=by)], by)
    if not entries:
        raise NotFound
    return entries[0]


def _entries(lines: Sequence[ItemLine], person: Person) -> tuple[Entry, ...]:
    kinds, ids = all_kinds(), defaultdict(list)
    for line in lines:
        ids[line.kind].append(line.subject_id)
    things: dict[tuple[str, int], Thing] = {}
    for name, subject_ids in ids.items():
        found = kinds[name].things(subject_ids, person)
        things |= {(name, id_): thing for id_, thing in found.items()}
    pairs = [(line, thing) for line in lines if (thing := things.get((line.kind, line.subject_id)))]
    texts = fill_texts([thing.html for _, thing in pairs], person)
    return tuple(
        Entry(
            line,
            kinds[line.kind],
            thing,
            html,
            thing.may_handle,
            may_decide(person, thing.may_handle, line.claimed),
        )
        for (line, thing), html in zip(pairs, texts, strict=True)
    )
