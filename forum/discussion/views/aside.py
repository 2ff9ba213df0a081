"""Taking a thread to a circle or to named people in one act."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.circles.queries import names_of_circles_by_id
from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.forms.aside import PEOPLE, AsideForm
from forum.discussion.models import Thread
from forum.discussion.naming import split_handles
from forum.discussion.operations.aside import Aside, take_aside
from forum.discussion.operations.labels import Named, named_in
from forum.discussion.queries.audiences import list_circles_to_name
from forum.discussion.queries.categories import get_category, visible_categories
from forum.discussion.queries.readers import count_readers_of_category, is_for_cases, named_members
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_change_label, may_take_aside
from forum.discussion.values import CategoryCard
from forum.kernel.db import undo
from forum.kernel.errors import NotFound
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("aside", __name__, url_prefix="/t/<int:thread_id>/aside")


@bp.get("")
def show(thread_id: int) -> str:
    """Show to which circles the thread can be taken, and ask to whom."""
    person = current_person()
    return _page(_thread(thread_id, person), AsideForm(formdata=None), person)


@bp.post("")
def take(thread_id: int) -> Response | tuple[str, int]:
    """Take the thread there."""
    form, person = AsideForm(), current_person()
    thread = _thread(thread_id, person)
    form.offer(_places(thread, person))
    if form.validate():
        with refusals_shown_in(form):
            to = _chosen(form, thread, person)
            done = take_aside(thread, to, by=person, because=form.because.data)
            flash("The thread has moved." if done else "The thread is there already.")
            return see_other(link_to(thread))
    undo()
    return _page(_thread(thread_id, person), form, person), 422


def _thread(thread_id: int, person: Person) -> Thread:
    thread = get_thread(thread_id, by=person)
    if thread.is_conversation:
        raise NotFound
    require(may_change_label(person, thread))
    return thread


def _places(thread: Thread, person: Person) -> list[tuple[str, str]]:
    """Return where the thread can be taken: the circles' own categories, and circles by name."""
    own = [card for card in visible_categories(person) if may_take_aside(person, thread, card)]
    own = [card for card in own if card.is_for_cases or not is_for_cases(thread.category_id)]
    names = names_of_circles_by_id({card.circle_id for card in own if card.circle_id}, by=person)
    places = [
        (f"category-{card.id}", _place(names[card.circle_id], card))
        for card in own
        if card.circle_id in names
    ]
    by_name = [
        (f"circle-{card.id}", f"{card.name}, by its name: the thread stays where it stands")
        for card in list_circles_to_name(person)
    ]
    return [*places, *by_name]


def _chosen(form: AsideForm, thread: Thread, person: Person) -> Aside:
    """Return what was chosen out of what was offered. Raises Invalid."""
    kind, _, number = form.to.data.partition("-")
    if kind == "category":
        return Aside(category=get_category(int(number), by=person))
    if kind == PEOPLE:
        kept = named_in(thread).member_ids if thread.is_reserved else frozenset()
        members = named_members(split_handles(form.people.data), kept=kept)
        return Aside(named=Named(frozenset(members)))
    return Aside(named=Named(group_ids=frozenset({int(number)})))


def _place(circle: str, card: CategoryCard) -> str:
    count = count_readers_of_category(card.id)
    people = "one person" if count == 1 else f"{count} people"
    return f"{circle}, into its category {card.name}: {people}"


def _page(thread: Thread, form: AsideForm, person: Person) -> str:
    form.offer(_places(thread, person))
    return render_template("discussion/aside.html", thread=thread, form=form)
