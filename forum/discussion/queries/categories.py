"""Categories as a person sees them; the list is cached until the structure changes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import GroupId, Level, Person
from forum.discussion.models import (
    ApprovalGroup,
    Category,
    CategoryFacilitator,
    CategoryPermission,
    Post,
    Thread,
)
from forum.discussion.questions import question_of
from forum.discussion.rules import (
    may_manage_categories,
    may_see_category,
    may_set_up_in_circle,
)
from forum.discussion.values import CategoryCard, ReactionSetting
from forum.discussion.values.held import Approval, Written
from forum.kernel.db import db, get_row
from forum.kernel.errors import NotFound
from forum.kernel.stamps import StampedCache
from forum.kernel.verdicts import require

NOBODY: frozenset[GroupId] = frozenset()


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


def allows_pseudonyms_in(category_id: int | None) -> bool:
    """Tell whether members may write under pseudonyms in the category; in conversations never."""
    return category_id is not None and directory().by_id[category_id].allows_pseudonyms


def takes_answers_in(category_id: int | None) -> bool:
    """Tell whether answers are marked in the category; in conversations they are not."""
    return category_id is not None and directory().by_id[category_id].takes_answers


def checks_text_in(category_id: int | None) -> bool:
    """Tell whether the category wants texts to be checked; conversations leave it to members."""
    return category_id is not None and directory().by_id[category_id].checks_text


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
    """Return a category for a host to set up. Raises NotFound, also for one of a circle."""
    require(may_manage_categories(by))
    category = get_row(Category, category_id)
    if category.circle_id is not None:
        raise NotFound
    return category


def get_circle_category_row(category_id: int, *, by: Person) -> Category:
    """Return a category of a circle for who convenes it. Raises NotFound."""
    category = get_row(Category, category_id)
    require(may_set_up_in_circle(by, category.circle_id))
    return category


def community_categories() -> list[CategoryCard]:
    """Return the categories that belong to no circle, for hosts."""
    return [card for card in directory().by_id.values() if card.circle_id is None]


def categories_of_circle(circle_id: int, *, by: Person) -> list[CategoryCard]:
    """Return the categories of a circle that the person may see."""
    return [card for card in visible_categories(by) if card.circle_id == circle_id]


def wrote_in_category(person: Person, member_id: int) -> bool:
    """Tell whether the person reads something of the member in a category, as guests of circles do."""
    wrote = (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.author_id == member_id,
            Post.withdrawn_at.is_(None),
            Thread.category_id.in_(person.grants.visible),
            ~Thread.is_reserved,
        )
    )
    return bool(person.grants.visible) and db.session.scalar(wrote.limit(1)) is not None


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
    named = _groups_of_approval()
    cards = [
        _card(row, tuple(levels[row.id]), frozenset(facilitators[row.id]), named) for row in rows
    ]
    tops = [card for card in cards if card.parent_id is None]
    ordered = [
        card
        for top in tops
        for card in (top, *(below for below in cards if below.parent_id == top.id))
    ]
    return Directory({card.id: card for card in ordered}, {card.slug: card for card in ordered})


def _groups_of_approval() -> dict[tuple[int, Written], frozenset[GroupId]]:
    rows = db.session.execute(
        select(ApprovalGroup.category_id, ApprovalGroup.written, ApprovalGroup.group_id)
    )
    found: defaultdict[tuple[int, Written], set[GroupId]] = defaultdict(set)
    for row in rows:
        found[row.category_id, row.written].add(GroupId(row.group_id))
    return {key: frozenset(groups) for key, groups in found.items()}


def _card(
    row: Category,
    levels: tuple[tuple[GroupId, Level], ...],
    facilitators: frozenset[int],
    named: Mapping[tuple[int, Written], frozenset[GroupId]],
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
        checks_text=row.checks_text,
        form=tuple(question_of(entry) for entry in row.form),
        is_for_cases=row.is_for_cases,
        reuse=row.reuse,
        days_after_reply=row.days_after_reply,
        allows_pseudonyms=row.allows_pseudonyms,
        circle_id=row.circle_id,
        threads_wait=Approval(row.approving_threads, named.get((row.id, Written.THREADS), NOBODY)),
        replies_wait=Approval(row.approving_replies, named.get((row.id, Written.REPLIES), NOBODY)),
    )


_cache: StampedCache[str, Directory] = StampedCache(_load)
