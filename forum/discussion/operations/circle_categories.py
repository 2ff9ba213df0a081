"""Categories of circles: made and changed by conveners, seen by those in the circle alone."""

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, select

from forum.accounts.circles.rules import may_bring_in
from forum.accounts.circles.values import Circle
from forum.accounts.values import Level, Person
from forum.discussion.events import CategoryChanged
from forum.discussion.models import Category, CategoryPermission
from forum.discussion.operations.categories import PlaceSettings, open_cases_by_name, put_place
from forum.discussion.rules import may_set_up_in_circle
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import check_line
from forum.kernel.text import fold, slug_of
from forum.kernel.verdicts import require

MOST_CATEGORIES = 30
AFTER_OTHERS = 10_000
"""In lists the categories of circles stand below those of the community."""


@dataclass(frozen=True, slots=True)
class CircleCategorySettings(PlaceSettings):
    """What conveners decide about a category of their circle."""

    level: Level = Level.START
    """What those in the circle may do; its conveners may do everything."""


def make_circle_category(
    circle: Circle, settings: CircleCategorySettings, *, by: Person
) -> Category:
    """Make a category for those in the circle; its address is not made of its name alone.

    So no other category's address tells that this one is there.
    """
    require(may_set_up_in_circle(by, circle.id))
    require(may_bring_in(by, circle))
    own = select(Category.id).where(Category.circle_id == circle.id)
    if len(db.session.scalars(own).all()) >= MOST_CATEGORIES:
        raise Invalid("name", f"A circle has at most {MOST_CATEGORIES} categories.")
    name = _check_name(settings.name, circle.id, None)
    slug = f"{slug_of(name, otherwise='category')[:60]}-{secrets.token_hex(4)}"
    category = Category(name=name, slug=slug, circle_id=circle.id, position=AFTER_OTHERS)
    put_place(category, settings)
    db.session.add(category)
    db.session.flush()
    _put_level(category, settings.level)
    announce(CategoryChanged(category_id=category.id, by_id=by.id))
    return category


def change_circle_category(
    category: Category, settings: CircleCategorySettings, *, by: Person
) -> None:
    """Change a category of a circle; its address stays, whatever its name."""
    require(may_set_up_in_circle(by, category.circle_id))
    category.name = _check_name(settings.name, category.circle_id or 0, category.id)
    was_for_cases = category.is_for_cases
    put_place(category, settings)
    db.session.flush()
    _put_level(category, settings.level)
    if not was_for_cases:
        open_cases_by_name(category, by=by)
    announce(CategoryChanged(category_id=category.id, by_id=by.id))


def _check_name(name: str, circle_id: int, own_id: int | None) -> str:
    name = check_line(name, field="name", longest=60)
    others = select(Category.name).where(
        Category.circle_id == circle_id, Category.id != (own_id or 0)
    )
    if fold(name) in {fold(other) for other in db.session.scalars(others)}:
        raise Invalid("name", "The circle has a category with this name already.")
    return name


def _put_level(category: Category, level: Level) -> None:
    """Let the circle, and no other group, do something in the category."""
    db.session.execute(
        delete(CategoryPermission).where(CategoryPermission.category_id == category.id)
    )
    db.session.add(
        CategoryPermission(
            category_id=category.id, group_id=category.circle_id, level=max(Level.SEE, level)
        )
    )
    db.session.flush()
