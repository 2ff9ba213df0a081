"""Categories as a person sees them; the list is cached until the structure changes."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import GroupId, Level, Person
from forum.discussion.models import Category, CategoryFacilitator, CategoryPermission
from forum.discussion.questions import question_of
from forum.discussion.rules import may_manage_categories, may_see_category
from forum.discussion.values import CategoryCard, ReactionSetting
from forum.kernel.db import db, get_row
from forum.kernel.errors import NotFound
from forum.kernel.stamps import StampedCache
from forum.kernel.verdicts import require


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """All categories, in the order of their positions, sub-categories after their parent.

    Each one read anew is a different one, so that fragments can be kept for it.
    """

    by_id: dict[int, CategoryCard]
    by_slug: dict[str, CategoryCard]

    def path(self, category_id: int) -> list[CategoryCard]:
        """Return the category with its parent before it."""
        card = self.by_id[category_id]
        parent = self.by_id.get(card.parent_id or 0)
        return [parent, card] if parent else [card]


def directory() -> Directory:
    """Return all categories, whoever asks: for rules and look-ups, never for showing as it is."""
    return _cache.get("all")


def visible_categories(person: Person) -> list[CategoryCard]:
    """Return the categories that exist for this person, in their order."""
    return [card for card in directory().by_id.values() if may_see_category(person, card.id)]


def visible_category_ids(person: Person) -> frozenset[int]:
    """Return the ids of the categories that exist for this person."""
    return frozenset(card.id for card in visible_categories(person))


def reactions_in(category_id: int | None) -> ReactionSetting:
    """Return what the category makes of reactions; in conversations they are counted."""
    return (
        ReactionSetting.COUNTED if category_id is None else directory().by_id[category_id].reactions
    )


def takes_answers_in(category_id: int | None) -> bool:
    """Tell whether answers are marked in the category; in conversations they are not."""
    return category_id is not None and directory().by_id[category_id].takes_answers


def get_category(category_id: int, *, by: Person) -> CategoryCard:
    """Return a category that the person may see. Raises NotFound."""
    card = directory().by_id.get(category_id)
    if card is None:
        raise NotFound
    require(may_see_category(by, card.id))
    return card


def find_category(slug: str, *, by: Person) -> CategoryCard | None:
    """Return the category with this slug, if it exists for this person."""
    card = directory().by_slug.get(slug.casefold())
    return card if card and may_see_category(by, card.id) else None


def get_category_row(category_id: int, *, by: Person) -> Category:
    """Return a category for a host to set up. Raises NotFound."""
    require(may_manage_categories(by))
    return get_row(Category, category_id)


def list_facilitator_handles(category: Category) -> list[str]:
    """Return the handles of those who look after one category."""
    query = (
        select(Member.handle)
        .join(CategoryFacilitator, CategoryFacilitator.member_id == Member.id)
        .where(CategoryFacilitator.category_id == category.id)
        .order_by(Member.handle)
    )
    return list(db.session.scalars(query))


def with_subcategories(card: CategoryCard, person: Person) -> list[int]:
    """Return the ids of the category and of those below it that the person may see."""
    below = [other.id for other in visible_categories(person) if other.parent_id == card.id]
    return [card.id, *below]


def _load(_key: str) -> Directory:
    levels: defaultdict[int, list[tuple[GroupId, Level]]] = defaultdict(list)
    for row in db.session.execute(
        select(
            CategoryPermission.category_id, CategoryPermission.group_id, CategoryPermission.level
        )
    ):
        levels[row.category_id].append((GroupId(row.group_id), Level(row.level)))
    facilitators: defaultdict[int, set[int]] = defaultdict(set)
    for task in db.session.execute(
        select(CategoryFacilitator.category_id, CategoryFacilitator.member_id)
    ):
        facilitators[task.category_id].add(task.member_id)
    rows = db.session.scalars(select(Category).order_by(Category.position, Category.id)).all()
    cards = [_card(row, tuple(levels[row.id]), frozenset(facilitators[row.id])) for row in rows]
    tops = [card for card in cards if card.parent_id is None]
    ordered = [
        card
        for top in tops
        for card in (top, *(below for below in cards if below.parent_id == top.id))
    ]
    return Directory({card.id: card for card in ordered}, {card.slug: card for card in ordered})


def _card(
    row: Category, levels: tuple[tuple[GroupId, Level], ...], facilitators: frozenset[int]
) -> CategoryCard:
    return CategoryCard(
        id=row.id,
        slug=row.slug,
        name=row.name,
        description=row.description,
        colour=row.colour,
        position=row.position,
        parent_id=row.parent_id,
        template=row.template,
        levels=levels,
        facilitator_ids=facilitators,
        reactions=row.reactions,
        takes_answers=row.takes_answers,
        form=tuple(question_of(entry) for entry in row.form),
    )


_cache: StampedCache[str, Directory] = StampedCache(_load)
