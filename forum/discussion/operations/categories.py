"""Acts on categories: make one, change it, say who may do what in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from forum.accounts.models import Group, Member
from forum.accounts.values import Level, Person
from forum.discussion.events import CategoryChanged
from forum.discussion.models import (
    ApprovalGroup,
    Category,
    CategoryFacilitator,
    CategoryPermission,
    Thread,
)
from forum.discussion.operations.labels import reserve_as_it_is
from forum.discussion.questions import QuestionRow, check_rows, entry_of
from forum.discussion.rules import may_manage_categories, may_set_up_category
from forum.discussion.values import Colour, ReactionSetting
from forum.discussion.values.held import NO_APPROVAL, Approval, Approving, Written
from forum.discussion.values.labels import LONGEST_LIFE, Reuse
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import check_line
from forum.kernel.text import fold, slug_of
from forum.kernel.verdicts import require

LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class PlaceSettings:
    """What is decided about a category, be it the community's or a circle's."""

    name: str
    description: str = ""
    colour: Colour = Colour.SLATE
    template: str = ""
    reactions: ReactionSetting = ReactionSetting.COUNTED
    takes_answers: bool = False
    checks_text: bool = False
    is_for_cases: bool = False
    allows_pseudonyms: bool = False
    reuse: Reuse = Reuse.ASK
    """What may be re-used of a new thread, unless its author says otherwise."""
    days_after_reply: int | None = None
    """How long a new thread lives after its last reply, unless its author says otherwise."""
    threads_wait: Approval = NO_APPROVAL
    replies_wait: Approval = NO_APPROVAL


@dataclass(frozen=True, slots=True)
class CategorySettings(PlaceSettings):
    """Everything that hosts decide about a category."""

    position: int = 0
    parent_id: int | None = None
    levels: Mapping[int, Level] = field(default_factory=dict)
    """What each group may do, by the group's id; groups left out may do nothing."""
    facilitators: tuple[str, ...] = ()
    """Handles of the members who look after it."""


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
    was_for_cases = category.is_for_cases
    _put(category, settings)
    db.session.flush()
    _put_people(category, settings)
    if not was_for_cases:
        open_cases_by_name(category, by=by)
    announce(CategoryChanged(category_id=category.id, by_id=by.id))


def change_form(category: Category, rows: Sequence[QuestionRow], *, by: Person) -> bool:
    """Give the category another form; posts written in the old one stay as they are.

    False when something is wrong in a row, which then says what.
    """
    require(may_set_up_category(by, category.circle_id))
    questions = check_rows(rows)
    if any(row.errors for row in rows):
        return False
    category.form = [entry_of(question) for question in questions]
    announce(CategoryChanged(category_id=category.id, by_id=by.id))
    return True


def open_cases_by_name(category: Category, *, by: Person) -> None:
    """Open the threads of a category for cases by name alone, so that their readers are asked first."""
    if not category.is_for_cases:
        return
    for thread in db.session.scalars(select(Thread).where(Thread.category_id == category.id)):
        reserve_as_it_is(thread, by=by)


def _check_name(name: str, own_id: int | None) -> str:
    name = check_line(name, field="name", longest=60)
    # The name of a circle's category is taken by nobody else: a refusal would tell that it is there.
    others = select(Category.name).where(Category.id != (own_id or 0), Category.circle_id.is_(None))
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


def put_place(category: Category, settings: PlaceSettings) -> None:
    """Write what is decided about every category but its name; who may do so was asked before."""
    for name in ("description", "template"):
        text = getattr(settings, name)
        if len(text) > LONGEST_TEXT or "\0" in text:
            raise Invalid(name, f"Please keep this under {LONGEST_TEXT:,} letters of plain text.")
    category.description = " ".join(settings.description.split())
    category.template = settings.template.replace("\r\n", "\n")
    category.colour = settings.colour
    category.reactions = settings.reactions
    category.takes_answers = settings.takes_answers
    category.checks_text = settings.checks_text
    category.is_for_cases = settings.is_for_cases
    category.allows_pseudonyms = settings.allows_pseudonyms
    category.reuse = settings.reuse
    days = settings.days_after_reply
    if days is not None and not 1 <= days <= LONGEST_LIFE:
        raise Invalid("days", f"Please give a number of days from 1 to {LONGEST_LIFE}, or none.")
    category.days_after_reply = days


def _put(category: Category, settings: CategorySettings) -> None:
    put_place(category, settings)
    _check_approval(settings)
    category.approving_threads = settings.threads_wait.approving
    category.approving_replies = settings.replies_wait.approving
    category.position = settings.position
    category.parent_id = _check_parent(category, settings.parent_id)


def _check_approval(settings: CategorySettings) -> None:
    """Refuse what cannot be waited for. Raises Invalid."""
    if settings.is_for_cases and settings.threads_wait.approving is not Approving.NONE:
        sentence = "Cases begin at their gate, open by name alone: no facilitator could decide."
        raise Invalid("approving_threads", sentence)
    named = {
        "approving_threads": settings.threads_wait,
        "approving_replies": settings.replies_wait,
    }
    for name, wait in named.items():
        if settings.allows_pseudonyms and wait.approving is not Approving.NONE:
            sentence = "Who would be asked about a post under a pseudonym could learn whose it is."
            raise Invalid(name, f"{sentence} Choose one of the two.")
        if wait.approving in {Approving.ALL_EXCEPT, Approving.ONLY} and not wait.groups:
            raise Invalid(name, "Please choose at least one group below.")


def _check_parent(category: Category, parent_id: int | None) -> int | None:
    if parent_id is None:
        return None
    parent = db.session.get(Category, parent_id)
    if parent is None or parent.id == category.id or parent.circle_id is not None:
        raise Invalid("parent", "Please choose another category for it to stand below.")
    below = select(Category.id).where(Category.parent_id == category.id).limit(1)
    if parent.parent_id is not None or (category.id and db.session.scalar(below)):
        raise Invalid("parent", "Categories stand one level deep: a sub-category has none itself.")
    return parent.id


def _put_people(category: Category, settings: CategorySettings) -> None:
    # Nobody who sets this up knows of hidden circles, and so nobody takes anything from them.
    known = set(db.session.scalars(select(Group.id).where(~Group.is_hidden)))
    db.session.execute(
        delete(CategoryPermission).where(
            CategoryPermission.category_id == category.id, CategoryPermission.group_id.in_(known)
        )
    )
    db.session.execute(
        delete(CategoryFacilitator).where(CategoryFacilitator.category_id == category.id)
    )
    for group_id, level in settings.levels.items():
        if group_id in known and level > Level.NONE:
            db.session.add(
                CategoryPermission(category_id=category.id, group_id=group_id, level=int(level))
            )
    db.session.execute(
        delete(ApprovalGroup).where(
            ApprovalGroup.category_id == category.id, ApprovalGroup.group_id.in_(known)
        )
    )
    waits = {Written.THREADS: settings.threads_wait, Written.REPLIES: settings.replies_wait}
    for written, wait in waits.items():
        for group in wait.groups & known:
            db.session.add(ApprovalGroup(category_id=category.id, written=written, group_id=group))
    for handle in settings.facilitators:
        member = db.session.scalar(select(Member).where(Member.handle_key == fold(handle)))
        if member is None:
            raise Invalid("facilitators", f"There is no member with the handle “{handle}”.")
        db.session.add(CategoryFacilitator(category_id=category.id, member_id=member.id))
    db.session.flush()
