"""Fill the neutral markers of stored texts for one reader, in one batch.

Stored text says nothing that depends on who reads it: the titles behind thread links, the names
behind mentions, the places behind `#names` are looked up here, among what this reader may see.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Select, bindparam, literal, select, union_all

from forum.accounts.circles.queries import names_of_circles
from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.addresses import category_address, tag_address
from forum.discussion.models import MergedThread, Tag, Thread, ThreadTag
from forum.discussion.queries.categories import find_category
from forum.discussion.queries.files import readable_files
from forum.discussion.queries.threads import LISTED, VISIBLE, visible_values
from forum.discussion.values import PostCard
from forum.kernel.db import read
from forum.kernel.markup import FileCard, ThreadTitle, fill_markers, wanted_markers
from forum.kernel.sets import among

TAG_SIGN = "::tag"
KEPT = 1_000
_NOTHING, _ZERO = literal(""), literal(0)


@dataclass(frozen=True, slots=True)
class Known:
    """What some texts name, as far as it exists for one reader."""

    names: Mapping[str, str]
    circles: Mapping[str, str]
    titles: Mapping[int, ThreadTitle]
    places: Mapping[str, str]
    here: ThreadTitle | None
    zone: str
    files: Mapping[int, FileCard]

    def fill(self, html: str) -> str:
        """Return a text with its markers filled."""
        return fill_markers(
            html,
            names=self.names,
            circles=self.circles,
            titles=self.titles,
            thread=self.here,
            places=self.places,
            zone=self.zone,
            files=self.files,
        )


def fill_posts(
    cards: Sequence[PostCard],
    thread: Thread,
    person: Person,
    *,
    files: Mapping[int, FileCard] = MappingProxyType({}),
) -> list[PostCard]:
    """Return the posts with their markers filled for this reader.

    `files` are those known already, since these posts hold them.
    """
    known = what_is_known([card.html for card in cards], person, thread, files=files)
    return [
        _with_html(card, known.fill(card.html)) if "data-" in card.html else card for card in cards
    ]


@lru_cache(maxsize=KEPT)
def _with_html(card: PostCard, html: str) -> PostCard:
    """Return the card with a text that was filled: the same one where it was filled alike."""
    return replace(card, html=html)


def fill_texts(texts: Sequence[str], person: Person, thread: Thread | None = None) -> list[str]:
    """Return rendered texts with their markers filled for this reader."""
    known = what_is_known(texts, person, thread)
    return [known.fill(text) for text in texts]


def what_is_known(
    texts: Sequence[str],
    person: Person,
    thread: Thread | None = None,
    *,
    files: Mapping[int, FileCard] = MappingProxyType({}),
) -> Known:
    """Look up what the texts name, among what exists for this reader."""
    wanted = wanted_markers(texts)
    unknown = wanted.files - files.keys()
    places, tags = _places(wanted.places, person)
    found = _look_up(wanted.handles, wanted.threads, set(tags.values()), person)
    unseen = wanted.threads - found.titles.keys()
    there = {name: tag_address(tag) for name, tag in tags.items() if tag in found.tags}
    return Known(
        names=found.names,
        circles=names_of_circles(wanted.handles - found.names.keys(), by=person),
        titles=found.titles | (_titles_of_merged(unseen, person) if unseen else {}),
        places=places | there,
        here=ThreadTitle(thread.title, thread.slug, thread.id) if thread else None,
        zone=person.preferences.timezone,
        files={**files, **readable_files(unknown, person)} if unknown else files,
    )


def _shaped(
    kind: str, key: Any, words: Any = _NOTHING, slug: Any = _NOTHING, id_: Any = _ZERO
) -> Select[Any]:
    """Select in the one shape of all that texts name, so that a page asks for it at once."""
    columns = {"kind": literal(kind), "key": key, "words": words, "slug": slug, "id": id_}
    return select(*(column.label(name) for name, column in columns.items()))


_NAMES = _shaped("name", Member.handle_key, Member.name).where(
    Member.handle_key.in_(bindparam("keys", expanding=True))
)
_TITLES = _shaped("title", _NOTHING, Thread.title, Thread.slug, Thread.id).where(
    among(Thread.id, "ids"), VISIBLE
)
_TAGS = _shaped("tag", Tag.name).where(
    Tag.name.in_(bindparam("tags", expanding=True)),
    select(ThreadTag.tag_id)
    .join(Thread, Thread.id == ThreadTag.thread_id)
    .where(ThreadTag.tag_id == Tag.id, LISTED)
    .exists(),
)
_MERGED = (
    select(MergedThread.thread_id, Thread.title, Thread.slug)
    .join(Thread, Thread.id == MergedThread.into_id)
    .where(among(MergedThread.thread_id, "ids"), VISIBLE)
)


class _Found(NamedTuple):
    """What texts name: names by handle, titles by thread, and the tags that are on a thread."""

    names: dict[str, str]
    titles: dict[int, ThreadTitle]
    tags: set[str]


def _look_up(
    handles: Collection[str], thread_ids: Collection[int], tags: Collection[str], person: Person
) -> _Found:
    found = _Found({}, {}, set())
    ids = tuple(thread_ids)
    values: dict[str, Any] = {}
    if ids or tags:
        values |= visible_values(person, None if tags else ids)
    if handles:
        values["keys"] = tuple(handles)
    if ids:
        values["ids"] = ids
    if tags:
        values["tags"] = tuple(tags)
    statement = _looking_up(bool(handles), bool(ids), bool(tags))
    for row in () if statement is None else read(statement, **values):
        if row.kind == "name":
            found.names[row.key] = row.words
        elif row.kind == "title":
            found.titles[row.id] = ThreadTitle(row.words, row.slug)
        else:
            found.tags.add(row.key)
    return found


@cache
def _looking_up(has_names: bool, has_titles: bool, has_tags: bool) -> CompoundSelect[Any] | None:
    wanted = ((has_names, _NAMES), (has_titles, _TITLES), (has_tags, _TAGS))
    parts = [part for is_wanted, part in wanted if is_wanted]
    return union_all(*parts) if parts else None


def _titles_of_merged(thread_ids: Iterable[int], person: Person) -> dict[int, ThreadTitle]:
    """Return what threads that were merged are called where they went: their addresses lead on."""
    rows = read(_MERGED, ids=tuple(thread_ids), **visible_values(person))
    return {row.thread_id: ThreadTitle(row.title, row.slug) for row in rows}


def _places(names: Iterable[str], person: Person) -> tuple[dict[str, str], dict[str, str]]:
    """Return the addresses of categories that exist for the person, and what may be tags instead."""
    found: dict[str, str] = {}
    tags: dict[str, str] = {}
    for name in names:
        card = None if name.endswith(TAG_SIGN) else find_category(name, by=person)
        if card:
            found[name] = category_address(card)
        else:
            tags[name] = name.removesuffix(TAG_SIGN)
    return found, tags
