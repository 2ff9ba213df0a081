"""The list of rounds that go on, and beginning one."""

from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.naming import split_handles
from forum.discussion.operations.handing_in import Sent
from forum.discussion.queries.categories import get_category, visible_categories
from forum.discussion.queries.readers import named_members
from forum.discussion.views.warning import refusals_and_warnings_shown_in, seen_warnings
from forum.discussion.writing import Writing, write
from forum.facilitation.rounds.forms import RoundForm
from forum.facilitation.rounds.operations import allow_rounds, begin_round
from forum.facilitation.rounds.queries import (
    categories_for_rounds,
    groups_to_write_first,
    open_rounds,
    round_places,
    today_of,
)
from forum.facilitation.rounds.rules import may_allow_rounds, may_begin_somewhere
from forum.facilitation.rounds.values import RoundPlan, Way
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.links import link_to
from forum.kernel.routing import whole_number
from forum.kernel.times import zone
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("rounds", __name__)

USUAL_DAYS = 7


@bp.get("/rounds")
def rounds() -> str:
    """Show the rounds that go on where the person reads, and where members may begin some."""
    person = current_person()
    places = round_places()
    return render_template(
        "rounds/rounds.html",
        threads=open_rounds(person),
        may_begin=bool(categories_for_rounds(person)),
        places=[
            (card, card.id in places)
            for card in visible_categories(person)
            if may_allow_rounds(person, card)
        ],
    )


@bp.get("/rounds/new")
def new_form() -> str:
    """Show an empty round."""
    person = current_person()
    last_day = today_of(person) + timedelta(days=USUAL_DAYS)
    return _page(RoundForm(formdata=None, closes_on=last_day, first_days=3), person)


@bp.post("/rounds/new")
def new() -> str | Response | tuple[str, int]:
    """Begin a round."""
    person, form, writing = current_person(), RoundForm(), None
    _offer(form, person)
    if form.validate():
        with refusals_shown_in(form):
            writing = write(form.body.data)
    begun: list[Thread] = []
    if writing is not None:
        with refusals_and_warnings_shown_in(form):
            begun.append(_begin(form, writing, person))
    if not begun:
        undo()
        return _page(form, person), 422
    flash("The round has begun.")
    return see_other(link_to(begun[0]))


@bp.post("/rounds/places")
def places() -> Response:
    """Let all members begin rounds in a category, or facilitators alone."""
    person = current_person()
    category = get_category(whole_number(request.form.get("category")) or 0, by=person)
    allow_rounds(category, allowed=request.form.get("allowed") == "1", by=person)
    flash("Saved.")
    return see_other("/rounds")


def _begin(form: RoundForm, writing: Writing, person: Person) -> Thread:
    return begin_round(
        get_category(form.category.data, by=person),
        form.title.data,
        writing,
        _plan(form, person),
        by=person,
        sent=Sent(form.submission_key, seen_warnings()),
    )


def _plan(form: RoundForm, person: Person) -> RoundPlan:
    """Return what was chosen. Raises Invalid."""
    way, offered = Way(form.way.data), {id_ for id_, _ in groups_to_write_first(person)}
    if form.closes_on.data is None:
        raise Invalid("closes_on", "Please choose the last day of the round.")
    members = named_members(split_handles(form.people.data)) if way is Way.TURNS else []
    return RoundPlan(
        way=way,
        closes_at=_end_of(form.closes_on.data, person),
        group_ids=tuple(id_ for id_ in form.groups.data or () if id_ in offered),
        first_days=form.first_days.data or 0,
        member_ids=tuple(members),
    )


def _end_of(day: date, person: Person) -> datetime:
    """Return the end of a day where the person is."""
    if not 1970 < day.year < 9000:
        raise Invalid("closes_on", "Please choose a day within the next months.")
    here = zone(person.preferences.timezone)
    return datetime.combine(day + timedelta(days=1), time(), here).astimezone(UTC)


def _offer(form: RoundForm, person: Person) -> None:
    """Offer what this person can choose. Who can begin none is told so."""
    categories = categories_for_rounds(person)
    require(may_begin_somewhere(categories))
    form.offer([(card.id, card.name) for card in categories], groups_to_write_first(person))


def _page(form: RoundForm, person: Person) -> str:
    _offer(form, person)
    return render_template("rounds/new.html", form=form, groups=groups_to_write_first(person))
