"""How much members want to hear of threads, categories and tags."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from forum.accounts.values import Person
from forum.discussion.following import Follower, Following, Followings, OwnFollowing
from forum.discussion.models import (
    CategoryFollowing,
    FollowingPreference,
    Tag,
    TagFollowing,
    Thread,
    ThreadFollowing,
    ThreadTag,
)
from forum.discussion.models.following import FOLLOWINGS
from forum.discussion.queries.categories import directory
from forum.discussion.rules import following_of_category, following_of_thread, muted_category_ids
from forum.kernel.db import db, read
from forum.kernel.sets import among
from forum.kernel.stamps import StampedCache

NOTHING = Followings()


def followings_of(person: Person) -> Followings:
    """Return what the person has chosen for categories and tags, without a statement mostly."""
    return NOTHING if person.id is None else _cache.get(person.id)


def find_own_following(thread_id: int, person: Person) -> OwnFollowing | None:
    """Return what holds between the person and the thread by itself."""
    row = db.session.get(ThreadFollowing, (person.member_id, thread_id))
    return own_following(row.following, row.is_automatic) if row else None


def own_following(following: int | None, is_automatic: bool | None) -> OwnFollowing | None:
    """Return the two columns of a row that may not be there as one value."""
    return None if following is None else OwnFollowing(Following(following), bool(is_automatic))


def following_here(
    own: OwnFollowing | None,
    category_id: int | None,
    tags: Iterable[str],
    followings: Followings,
) -> Following:
    """Return what holds for a member in a thread of this category with these tags."""
    return following_of_thread(own, _around(followings, category_id, tags))


def _around(
    followings: Followings, category_id: int | None, tags: Iterable[str]
) -> list[Following]:
    card = directory().by_id.get(category_id or 0)
    chosen = [followings.tags[tag] for tag in tags if tag in followings.tags]
    if card and followings.categories:
        above = following_of_category(followings.categories, card.id, card.parent_id)
        chosen += [] if above is None else [above]
    return chosen


# Lists: which threads a member has muted. The twin of following_of_thread() being muted.

_OWN = (
    select(ThreadFollowing.following > int(Following.MUTED))
    .where(
        ThreadFollowing.thread_id == Thread.id,
        ThreadFollowing.member_id == bindparam("reader_id"),
    )
    .scalar_subquery()
)
# As for the walk along an index: adding nothing keeps the one on categories from being taken.
_IN_MUTED_CATEGORY = among(
    func.coalesce(Thread.category_id + literal_column("0"), 0), "muted_categories"
)
# A list of one tag joins the same table for itself.
_Tagged = aliased(ThreadTag)
_WITH_MUTED_TAG = exists().where(
    _Tagged.thread_id == Thread.id, among(_Tagged.tag_id, "muted_tags")
)
NOT_MUTED: ColumnElement[bool] = func.coalesce(_OWN, not_(or_(_IN_MUTED_CATEGORY, _WITH_MUTED_TAG)))
"""What leaves muted threads out of a list; give it `reader_id` and muted_values()."""


def has_mutes(person: Person) -> bool:
    """Tell whether the person has muted anything: most have not, and lists are spared the look."""
    found = followings_of(person)
    return (
        found.has_muted_threads
        or bool(found.muted_tag_ids)
        or Following.MUTED in found.categories.values()
    )


def muted_values(
    person: Person, *, category_ids: Sequence[int] = (), tag_id: int | None = None
) -> dict[str, Any]:
    """Return what NOT_MUTED needs to know, in a list of these categories or of this tag.

    The first of the categories is the one that was asked for, the others stand below it.
    """
    found = followings_of(person)
    if not has_mutes(person):
        return {}
    return {
        "muted_categories": muted_category_ids(
            found.categories, directory().by_id.values(), asked_for=category_ids[:1]
        ),
        "muted_tags": tuple(id_ for id_ in found.muted_tag_ids if id_ != tag_id),
    }


_KEPT_OF = select(Thread.id).where(among(Thread.id, "thread_ids"), NOT_MUTED)


def without_muted(thread_ids: Sequence[int], person: Person, **narrowed: Any) -> frozenset[int]:
    """Return those of the threads that the person has not muted."""
    if not has_mutes(person):
        return frozenset(thread_ids)
    values = {"reader_id": person.id, **muted_values(person, **narrowed)}
    return frozenset(read(_KEPT_OF, thread_ids=thread_ids, **values).scalars())


# Who follows a thread: asked when something happens in it.


def list_followers(thread: Thread) -> dict[int, Follower]:
    """Return, by member, everything that was chosen for the thread, its category and its tags."""
    found: defaultdict[int, Follower] = defaultdict(Follower)
    for row in db.session.execute(
        select(
            ThreadFollowing.member_id, ThreadFollowing.following, ThreadFollowing.is_automatic
        ).where(ThreadFollowing.thread_id == thread.id)
    ):
        found[row.member_id].own = own_following(row.following, row.is_automatic)
    for member_id, following in (*_of_category(thread), *_of_tags(thread)):
        found[member_id].around.append(following)
    return dict(found)


def _of_category(thread: Thread) -> list[tuple[int, Following]]:
    """Return what holds for the thread's category, where the choice for it goes before its parent's."""
    card = directory().by_id.get(thread.category_id or 0)
    if card is None:
        return []
    line = [id_ for id_ in (card.parent_id, card.id) if id_]
    rows = db.session.execute(
        select(
            CategoryFollowing.member_id, CategoryFollowing.category_id, CategoryFollowing.following
        ).where(CategoryFollowing.category_id.in_(line))
    )
    found: dict[int, Following] = {}
    for row in sorted(rows, key=lambda row: line.index(row.category_id)):
        found[row.member_id] = Following(row.following)
    return list(found.items())


def _of_tags(thread: Thread) -> list[tuple[int, Following]]:
    rows = db.session.execute(
        select(TagFollowing.member_id, TagFollowing.following)
        .join(ThreadTag, ThreadTag.tag_id == TagFollowing.tag_id)
        .where(ThreadTag.thread_id == thread.id)
    )
    return [(row.member_id, Following(row.following)) for row in rows]


def get_following_preference(member_id: int) -> FollowingPreference:
    """Return what writing brings about for a member; the usual where they have chosen nothing."""
    found = db.session.get(FollowingPreference, member_id)
    return found or FollowingPreference(
        member_id=member_id,
        when_starting=Following.WATCHING,
        when_replying=Following.TRACKING,
    )


def _load(member_id: int) -> Followings:
    of_categories = select(
        literal("category").label("kind"),
        CategoryFollowing.category_id.label("id"),
        literal("").label("name"),
        CategoryFollowing.following,
    ).where(CategoryFollowing.member_id == member_id)
    of_tags = (
        select(literal("tag"), TagFollowing.tag_id, Tag.name, TagFollowing.following)
        .join(Tag, Tag.id == TagFollowing.tag_id)
        .where(TagFollowing.member_id == member_id)
    )
    muted = and_(
        ThreadFollowing.member_id == member_id,
        ThreadFollowing.following == int(Following.MUTED),
    )
    of_threads = select(literal("thread"), literal(0), literal(""), literal(0)).where(
        exists().where(muted)
    )
    rows = db.session.execute(union_all(of_categories, of_tags, of_threads)).all()
    return Followings(
        categories={row.id: Following(row.following) for row in rows if row.kind == "category"},
        tags={row.name: Following(row.following) for row in rows if row.kind == "tag"},
        muted_tag_ids=tuple(
            row.id for row in rows if row.kind == "tag" and row.following == Following.MUTED
        ),
        has_muted_threads=any(row.kind == "thread" for row in rows),
    )


_cache: StampedCache[int, Followings] = StampedCache(_load, stamp=FOLLOWINGS)
