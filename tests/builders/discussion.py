"""Categories, threads and posts for tests, made through the operations."""

from itertools import count

from sqlalchemy import update

from forum.accounts.models import Group
from forum.accounts.queries import automatic_group
from forum.accounts.values import AutomaticGroup, Level, Person
from forum.discussion.models import (
    Category,
    CategoryFacilitator,
    CategoryPermission,
    Post,
    Thread,
)
from forum.discussion.operations.labels import LabelChoice
from forum.discussion.operations.posts import reply
from forum.discussion.operations.threads import start_thread
from forum.discussion.queries.categories import directory
from forum.discussion.queries.threads import get_thread
from forum.discussion.values import CategoryCard, ReactionSetting
from forum.discussion.values.cases import Area, Basis, Case, Declared, Kind, Respondent, Stage
from forum.discussion.values.labels import Reuse
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.text import slug_of

_numbers = count(1)
DECLARED = Declared(Basis.ANONYMISED, Kind("FR", Area.HOUSING, Stage.FIRST, Respondent.AUTHORITY))


def make_category(
    name: str = "",
    *,
    levels: dict[Group, Level] | None = None,
    parent: CategoryCard | None = None,
    reactions: ReactionSetting = ReactionSetting.COUNTED,
    takes_answers: bool = False,
    is_for_cases: bool = False,
    reuse: Reuse = Reuse.ASK,
    days_after_reply: int | None = None,
) -> CategoryCard:
    """Make a category; without `levels` every member may start threads in it."""
    name = name or f"Category {next(_numbers)}"
    with unit_of_work():
        category = Category(
            name=name,
            slug=slug_of(name),
            parent_id=parent.id if parent else None,
            reactions=reactions,
            takes_answers=takes_answers,
            is_for_cases=is_for_cases,
            reuse=reuse,
            days_after_reply=days_after_reply,
        )
        db.session.add(category)
        db.session.flush()
        if levels is None:
            levels = {automatic_group(AutomaticGroup.MEMBERS): Level.START}
        for group, level in levels.items():
            db.session.add(
                CategoryPermission(category_id=category.id, group_id=group.id, level=level)
            )
        id_ = category.id
    return directory().by_id[id_]


def make_facilitator_of(category: CategoryCard, member_id: int) -> None:
    """Let a member look after one category."""
    with unit_of_work():
        db.session.add(CategoryFacilitator(category_id=category.id, member_id=member_id))


def make_thread(
    category: CategoryCard,
    by: Person,
    *,
    title: str = "",
    body: str = "",
    tags: tuple[str, ...] = (),
    label: LabelChoice | None = None,
) -> Thread:
    """Start a thread; one about a case begins with a declaration, and everybody may read it."""
    number = next(_numbers)
    writing = write(body or f"What should we think about matter {number}?")
    with unit_of_work():
        title = title or f"Thread {number}"
        if label is None and category.is_for_cases:
            label = LabelChoice(case=Case(DECLARED))
        return start_thread(category, title, writing, tags=list(tags), by=by, label=label)


def hand_over(thread: Thread, member_id: int) -> None:
    """Let a member have written everything in a thread, so that they alone decide who reads it."""
    with unit_of_work():
        written = update(Post).where(Post.thread_id == thread.id)
        db.session.execute(written.values(author_id=member_id))


def make_reply(thread: Thread, by: Person, body: str = "", *, to: Post | None = None) -> Post:
    """Reply to a thread or to one of its posts."""
    writing = write(body or f"An answer, the {next(_numbers)}th.")
    with unit_of_work():
        return reply(get_thread(thread.id, by=by), writing, by=by, to=to)
