"""What may be meant by the beginning of a word, among what exists for the person who types it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from forum.accounts.circles.queries import suggest_circles
from forum.accounts.queries import suggest_members
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.categories import directory, visible_categories
from forum.discussion.queries.threads import list_tags
from forum.discussion.values import CategoryCard
from forum.kernel.db import db
from forum.kernel.text import without_accents

MOST = 8


class PlaceKind(StrEnum):
    """What a `#name` can lead to."""

    CATEGORY = "category"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Place:
    """A category or a tag; `written` is what stands behind the `#`."""

    kind: PlaceKind
    written: str
    name: str


def suggest_to_mention(
    words: str, person: Person, thread: Thread | None = None
) -> Sequence[tuple[str, str]]:
    """Return handles and names; those who wrote in the thread come first, circles last.

    Guests are told of those alone, whom they read in their thread.
    """
    writers: Sequence[int] = ()
    if thread is not None:
        query = select(Post.author_id).where(
            Post.thread_id == thread.id, Post.withdrawn_at.is_(None)
        )
        writers = db.session.scalars(query.distinct()).all()
    found = suggest_members(words, by=person, first=writers, most=MOST)
    room = 0 if person.is_guest else MOST - len(found)
    return [*found, *suggest_circles(words, by=person, most=room)] if room else found


def suggest_places(words: str, person: Person) -> list[Place]:
    """Return categories, then tags, that begin with the words or have a word that does."""
    plain = without_accents(words)
    cards = [card for card in visible_categories(person) if _fits(card, plain)]
    places = [Place(PlaceKind.CATEGORY, card.slug, card.name) for card in cards]
    slugs = directory().by_slug
    for name, _count in list_tags(person, beginning=words.casefold(), most=MOST):
        # Whether a category has the same name must not be told to those who may not see it.
        is_taken = name in slugs and slugs[name] in visible_categories(person)
        places.append(Place(PlaceKind.TAG, f"{name}::tag" if is_taken else name, name))
    return places[:MOST]


def _fits(card: CategoryCard, words: str) -> bool:
    name = without_accents(card.name)
    return card.slug.startswith(words) or any(part.startswith(words) for part in name.split())
