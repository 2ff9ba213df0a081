"""Acts on categories: make one, change it, say who may do what in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from forum.accounts.models import Group, Member
from forum.accounts.values import Level, Person
from forum.discussion.events import CategoryChanged
from forum.discussion.models import Category, CategoryFacilitator, CategoryPermission
from forum.discussion.questions import QuestionRow, check_rows, entry_of
from forum.discussion.rules import may_manage_categories
from forum.discussion.values import Colour, ReactionSetting
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import check_line
from forum.kernel.text import fold, slug_of
from forum.kernel.verdicts import require

LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class CategorySettings:
    """Everything that hosts decide about a category."""

    name: str
    description: str = ""
    colour: Colour = Colour.SLATE
    position: int = 0
    template: str = ""
    parent_id: int | None = None
    levels: Mapping[int, Level] = field(default_factory=dict)
    """What each group may do, by the group's id; groups left out may do nothing."""
    facilitators: tuple[str, ...] = ()
    """Handles of the members who look after it."""
    reactions: ReactionSetting = ReactionSetting.COUNTED
    takes_answers: bool = False


def make_category(settings: CategorySettings, *, by: Person) -> Category:
    """Make a category."""
    require(may_manage_categories(by))
    name = _check_name(settings.name, None)
    category = Category(name=name, slug=_free_slug(name))
    _put(category, settings)
    db.session.add(category)
    db.session.flush()
    _put_people(category, settings)
    announce(CategoryChanged(category_id=category.id, by_id=by.id))
    return category


def change_category(category: Category, settings: CategorySettings, *, by: Person) -> None:
    """Change a category; its address stays, whatever its name."""
    require(may_manage_categories(by))
    category.name = _check_name(settings.name, category.id)
    _put(category, settings)
    db.session.flush()
    _put_people(category, settings)
    announce(CategoryChanged(category_id=category.id, by_id=by.id))


def change_form(category: Category, rows: Sequence[QuestionRow], *, by: Person) -> bool:
    """Give the category another form; posts written in the old one stay as they are.

    False when something is wrong in a row, which then says what.
    """
    require(may_manage_categories(by))
    questions = check_rows(rows)
    if any(row.errors for row in rows):
        return False
    category.form = [entry_of(question) for question in questions]
    announce(CategoryChanged(category_id=category.id, by_id=by.id))
    return True


def _check_name(name: str, own_id: int | None) -> str:
    name = check_line(name, field="name", longest=60)
    others = select(Category.name).where(Category.id != (own_id or 0))
    if fold(name) in {fold(other) for other in db.session.scalars(others)}:
        raise Invalid("name", "There is a category with this name already.")
    return name


def _free_slug(name: str) -> str:
    slug = slug_of(name, otherwise="category")
    taken = set(db.session.scalars(select(Category.slug).where(Category.slug.startswith(slug))))
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _put(category: Category, settings: CategorySettings) -> None:
    for name in ("description", "template"):
        text = getattr(settings, name)
        if len(text) > LONGEST_TEXT or "\0" in text:
            raise Invalid(name, f"Please keep this under {LONGEST_TEXT:,} letters of plain text.")
    category.description = " ".join(settings.description.split())
    category.template = settings.template.replace("\r\n", "\n")
    category.colour = settings.colour
    category.position = settings.position
    category.reactions = settings.reactions
    category.takes_answers = settings.takes_answers
    category.parent_id = _check_parent(category, settings.parent_id)


def _check_parent(category: Category, parent_id: int | None) -> int | None:
    if parent_id is None:
        return None
    parent = db.session.get(Category, parent_id)
    if parent is None or parent.id == category.id:
        raise Invalid("parent", "Please choose another category for it to stand below.")
    below = select(Category.id).where(Category.parent_id == category.id).limit(1)
    if parent.parent_id is not None or (category.id and db.session.scalar(below)):
        raise Invalid("parent", "Categories stand one level deep: a sub-category has none itself.")
    return parent.id


def _put_people(category: Category, settings: CategorySettings) -> None:
    for row in (CategoryPermission, CategoryFacilitator):
        db.session.execute(delete(row).where(row.category_id == category.id))
    known = set(db.session.scalars(select(Group.id)))
    for group_id, level in settings.levels.items():
        if group_id in known and level > Level.NONE:
            db.session.add(
                CategoryPermission(category_id=category.id, group_id=group_id, level=int(level))
            )
    for handle in settings.facilitators:
        member = db.session.scalar(select(Member).where(Member.handle_key == fold(handle)))
        if member is None:
            raise Invalid("facilitators", f"There is no member with the handle “{handle}”.")
        db.session.add(CategoryFacilitator(category_id=category.id, member_id=member.id))
    db.session.flush()
