"""Fill the neutral markers of stored texts for one reader, in one batch.

Stored text says nothing that depends on who reads it: the titles behind thread links, the names
behind mentions, the places behind `#names` are looked up here, among what this reader may see.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import String, bindparam, literal, select, union_all

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
from forum.kernel.markup import FileCard, ThreadTitle, Wanted, fill_markers, wanted_markers
from forum.kernel.sets import among

TAG_SIGN = "::tag"
KEPT = 1_000


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
    names: Mapping[str, str] = {}
    titles: Mapping[int, ThreadTitle] = {}
    if wanted.handles and wanted.threads:
        names, titles = _names_and_titles(wanted, person)
    elif wanted.handles:
        names = _names(wanted.handles)
    elif wanted.threads:
        titles = _titles(wanted.threads, person)
    unseen = wanted.threads - titles.keys()
    if unseen:
        titles = {**titles, **_titles_of_merged(unseen, person)}
    return Known(
        names=names,
        circles=names_of_circles(wanted.handles - names.keys(), by=person),
        titles=titles,
        places=_places(wanted.places, person) if wanted.places else {},
        here=ThreadTitle(thread.title, thread.slug, thread.id) if thread else None,
        zone=person.preferences.timezone,
        files={**files, **readable_files(unknown, person)} if unknown else files,
    )


_NAMES = select(Member.handle_key, Member.name).where(
    Member.handle_key.in_(bindparam("keys", expanding=True))
)
_TITLES = select(Thread.id, Thread.title, Thread.slug).where(among(Thread.id, "ids"), VISIBLE)
_MERGED = (
    select(MergedThread.thread_id, Thread.title, Thread.slug)
    .join(Thread, Thread.id == MergedThread.into_id)
    .where(among(MergedThread.thread_id, "ids"), VISIBLE)
)
_BOTH = union_all(
    _NAMES.add_columns(literal(None, String).label("slug"), literal(0).label("id")),
    select(Thread.slug, Thread.title, Thread.slug, Thread.id).where(
        among(Thread.id, "ids"), VISIBLE
    ),
)
_TAGS = select(Tag.name).where(
    Tag.name.in_(bindparam("tags", expanding=True)),
    select(ThreadTag.tag_id)
    .join(Thread, Thread.id == ThreadTag.thread_id)
    .where(ThreadTag.tag_id == Tag.id, LISTED)
    .exists(),
)


def _names(handles: Iterable[str]) -> dict[str, str]:
    return {row.handle_key: row.name for row in read(_NAMES, keys=tuple(handles))}


def _titles(thread_ids: Iterable[int], person: Person) -> dict[int, ThreadTitle]:
    ids = tuple(thread_ids)
    rows = read(_TITLES, ids=ids, **visible_values(person, ids))
    return {row.id: ThreadTitle(row.title, row.slug) for row in rows}


def _titles_of_merged(thread_ids: Iterable[int], person: Person) -> dict[int, ThreadTitle]:
    """Return what threads that were merged are called where they went: their addresses lead on."""
    rows = read(_MERGED, ids=tuple(thread_ids), **visible_values(person))
    return {row.thread_id: ThreadTitle(row.title, row.slug) for row in rows}


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


def _places(names: Iterable[str], person: Person) -> dict[str, str]:
    """Return the addresses of categories, and of tags on threads, that exist for the person."""
    found: dict[str, str] = {}
    tags: dict[str, str] = {}
    for name in names:
        card = None if name.endswith(TAG_SIGN) else find_category(name, by=person)
        if card:
            found[name] = category_address(card)
        else:
            tags[name] = name.removesuffix(TAG_SIGN)
    if tags:
        rows = read(_TAGS, tags=tuple(set(tags.values())), **visible_values(person))
        there = {row.name for row in rows}
        found |= {name: tag_address(tag) for name, tag in tags.items() if tag in there}
    return found
