"""Fill the neutral markers of stored texts for one reader, in one batch.

Stored text says nothing that depends on who reads it: the titles behind thread links, the names
behind mentions, the places behind `#names` are looked up here, among what this reader may see.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, literal, select, union_all

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.addresses import category_address, tag_address
from forum.discussion.models import Tag, Thread, ThreadTag
from forum.discussion.queries.categories import find_category
from forum.discussion.queries.threads import LISTED, VISIBLE, visible_values
from forum.discussion.values import PostCard
from forum.kernel.db import read
from forum.kernel.markup import ThreadTitle, fill_markers, wanted_markers
from forum.kernel.sets import among

TAG_SIGN = "::tag"


@dataclass(frozen=True, slots=True)
class Known:
    """What some texts name, as far as it exists for one reader."""

    names: Mapping[str, str]
    titles: Mapping[int, ThreadTitle]
    places: Mapping[str, str]
    here: ThreadTitle | None
    zone: str

    def fill(self, html: str) -> str:
        """Return a text with its markers filled."""
        return fill_markers(
            html,
            names=self.names,
            titles=self.titles,
            thread=self.here,
            places=self.places,
            zone=self.zone,
        )


def fill_posts(cards: Sequence[PostCard], thread: Thread, person: Person) -> list[PostCard]:
    """Return the posts with their markers filled for this reader."""
    known = what_is_known([card.html for card in cards], person, thread)
    return [
        replace(card, html=known.fill(card.html)) if "data-" in card.html else card
        for card in cards
    ]


def fill_texts(texts: Sequence[str], person: Person, thread: Thread | None = None) -> list[str]:
    """Return rendered texts with their markers filled for this reader."""
    known = what_is_known(texts, person, thread)
    return [known.fill(text) for text in texts]


def what_is_known(texts: Sequence[str], person: Person, thread: Thread | None = None) -> Known:
    """Look up what the texts name, among what exists for this reader."""
    wanted = wanted_markers(texts)
    categories = _categories(wanted.places, person)
    tags = {name: name.removesuffix(TAG_SIGN) for name in wanted.places - categories.keys()}
    names, there = _names_and_tags(wanted.handles, frozenset(tags.values()), person)
    addresses = {name: tag_address(tag) for name, tag in tags.items() if tag in there}
    return Known(
        names=names,
        titles=_titles(wanted.threads, person) if wanted.threads else {},
        places=categories | addresses,
        here=ThreadTitle(thread.title, thread.slug, thread.id) if thread else None,
        zone=person.preferences.timezone,
    )


_NAMES = select(Member.handle_key, Member.name).where(
    Member.handle_key.in_(bindparam("keys", expanding=True))
)
_TAGS = select(literal(None), Tag.name).where(
    Tag.name.in_(bindparam("tags", expanding=True)),
    select(ThreadTag.tag_id)
    .join(Thread, Thread.id == ThreadTag.thread_id)
    .where(ThreadTag.tag_id == Tag.id, LISTED)
    .exists(),
)
_NAMES_AND_TAGS: CompoundSelect[Any] = union_all(_NAMES, _TAGS)
"""One statement for both: what is a tag has no handle."""
_TITLES = select(Thread.id, Thread.title, Thread.slug).where(among(Thread.id, "ids"), VISIBLE)


def _names_and_tags(
    handles: Collection[str], tags: Collection[str], person: Person
) -> tuple[dict[str, str], set[str]]:
    """Return the names behind handles, and the tags on threads that the person may see."""
    if tags:
        seen = visible_values(person, ())
        rows = read(_NAMES_AND_TAGS, keys=tuple(handles), tags=tuple(tags), **seen).all()
    elif handles:
        rows = read(_NAMES, keys=tuple(handles)).all()
    else:
        return {}, set()
    names = {row.handle_key: row.name for row in rows if row.handle_key is not None}
    return names, {row.name for row in rows if row.handle_key is None}


def _categories(names: Iterable[str], person: Person) -> dict[str, str]:
    """Return the addresses of the categories among the names that exist for the person."""
    cards = {name: find_category(name, by=person) for name in names if not name.endswith(TAG_SIGN)}
    return {name: category_address(card) for name, card in cards.items() if card}


def _titles(thread_ids: Iterable[int], person: Person) -> dict[int, ThreadTitle]:
    ids = tuple(thread_ids)
    rows = read(_TITLES, ids=ids, **visible_values(person, ids))
    return {row.id: ThreadTitle(row.title, row.slug) for row in rows}
