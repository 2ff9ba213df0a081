"""Planning threads, looking at them before they go out, and the days on which none does."""

from datetime import time

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.naming import split_handles
from forum.discussion.queries.categories import get_category
from forum.discussion.queries.readers import named_members
from forum.discussion.views.warning import refusals_and_warnings_shown_in, seen_warnings
from forum.facilitation.prompts.forms import HoldForm, PromptForm, QuietForm
from forum.facilitation.prompts.models import Prompt, QuietDays
from forum.facilitation.prompts.operations import (
    Plan,
    change_prompt,
    forget_quiet,
    hold_prompt,
    keep_quiet,
    let_go,
    note_look,
    plan_prompt,
    stop_prompt,
)
from forum.facilitation.prompts.queries import (
    categories_to_plan_in,
    get_prompt,
    list_prompts,
    prompt_card,
    quiet_stretches,
)
from forum.facilitation.prompts.rules import may_change_prompt, may_list_quiet_days
from forum.facilitation.prompts.values import OUTCOME_WORDS, Every, Rhythm
from forum.kernel.application import this_settings
from forum.kernel.db import get_row, undo
from forum.kernel.errors import Invalid
from forum.kernel.verdicts import HIDDEN, require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("prompts", __name__)
blueprints = (bp,)

MORNING = time(9)


@bp.get("/prompts")
def prompts() -> str:
    """Show what is planned, and the quiet days."""
    return _list(QuietForm(formdata=None))


@bp.get("/prompts/new")
def new_form() -> str:
    """Show an empty plan."""
    return _form(PromptForm(formdata=None, weeks=1, clock=MORNING), None)


@bp.post("/prompts/new")
def new() -> str | Response | tuple[str, int]:
    """Plan a thread."""
    person, form, prompt = current_person(), PromptForm(), None
    _offer(form, person)
    if form.validate():
        with refusals_and_warnings_shown_in(form):
            category = get_category(form.category.data, by=person)
            prompt = plan_prompt(category, _plan(form), by=person)
    if prompt is None:
        undo()
        return _form(form, None), 422
    flash("It is planned.")
    return see_other(f"/prompts/{prompt.id}")


@bp.get("/prompts/<int:prompt_id>")
def one(prompt_id: int) -> str:
    """Show a plan, how it goes out next, and what became of it so far."""
    return _page(get_prompt(prompt_id, by=current_person()), HoldForm(formdata=None))


@bp.get("/prompts/<int:prompt_id>/edit")
def edit_form(prompt_id: int) -> str:
    """Show a plan to change."""
    prompt = get_prompt(prompt_id, by=current_person())
    require(may_change_prompt(current_person(), prompt))
    form = PromptForm(
        formdata=None,
        category=prompt.category_id,
        title=prompt.title,
        body=prompt.body,
        every=str(prompt.every),
        weeks=prompt.weeks,
        first_on=prompt.next_on,
        clock=prompt.clock,
        checker=f"@{prompt.checker.handle}" if prompt.checker else "",
    )
    return _form(form, prompt)


@bp.post("/prompts/<int:prompt_id>/edit")
def edit(prompt_id: int) -> str | Response | tuple[str, int]:
    """Put another plan in place; its category stays."""
    person, form = current_person(), PromptForm()
    prompt = get_prompt(prompt_id, by=person)
    require(may_change_prompt(person, prompt))
    _offer(form, person)
    form.category.data = prompt.category_id
    if form.validate():
        with refusals_and_warnings_shown_in(form):
            change_prompt(prompt, _plan(form), by=person)
    if form.errors:
        undo()
        return _form(form, get_prompt(prompt_id, by=person)), 422
    flash("Saved.")
    return see_other(f"/prompts/{prompt_id}")


@bp.post("/prompts/<int:prompt_id>/look")
def look(prompt_id: int) -> Response:
    """Say that it can go out."""
    note_look(get_prompt(prompt_id, by=current_person()), by=current_person())
    flash("Thank you. It goes out as it is.")
    return see_other(f"/prompts/{prompt_id}")


@bp.post("/prompts/<int:prompt_id>/hold")
def hold(prompt_id: int) -> str | Response | tuple[str, int]:
    """Hold it, with a reason."""
    form = HoldForm()
    prompt = get_prompt(prompt_id, by=current_person())
    if form.validate():
        with refusals_shown_in(form):
            hold_prompt(prompt, form.because.data, by=current_person())
    if form.errors:
        undo()
        return _page(get_prompt(prompt_id, by=current_person()), form), 422
    flash("It is held: it does not go out until somebody lets it go.")
    return see_other(f"/prompts/{prompt_id}")


@bp.post("/prompts/<int:prompt_id>/let-go")
def release(prompt_id: int) -> Response:
    """Hold it no longer."""
    let_go(get_prompt(prompt_id, by=current_person()), by=current_person())
    flash("It goes out again.")
    return see_other(f"/prompts/{prompt_id}")


@bp.post("/prompts/<int:prompt_id>/stop")
def stop(prompt_id: int) -> Response:
    """Let it not go out any more."""
    stop_prompt(get_prompt(prompt_id, by=current_person()), by=current_person())
    flash("It does not go out any more. Change it to begin again.")
    return see_other(f"/prompts/{prompt_id}")


@bp.post("/prompts/quiet")
def quiet() -> str | Response | tuple[str, int]:
    """Let no prompt go out on some days."""
    person, form = current_person(), QuietForm()
    require(may_list_quiet_days(person))
    if form.validate():
        with refusals_shown_in(form):
            keep_quiet(form.first_day.data, form.last_day.data, form.words.data, by=person)
    if form.errors:
        undo()
        return _list(form), 422
    flash("No prompt goes out on these days.")
    return see_other("/prompts")


@bp.post("/prompts/quiet/<int:stretch_id>/remove")
def not_quiet(stretch_id: int) -> Response:
    """Let prompts go out on these days again."""
    require(may_list_quiet_days(current_person()))
    forget_quiet(get_row(QuietDays, stretch_id), by=current_person())
    flash("Prompts go out on these days again.")
    return see_other("/prompts")


def _plan(form: PromptForm) -> Plan:
    """Return what was chosen. Raises Invalid."""
    if form.first_on.data is None:
        raise Invalid("first_on", "Please choose the first day.")
    handles = split_handles(form.checker.data)
    if len(handles) > 1:
        raise Invalid("checker", "Please name one facilitator, or nobody.")
    try:
        checker_ids = named_members(handles)
    except Invalid as refusal:
        raise Invalid("checker", refusal.sentence) from None
    every = Every(form.every.data)
    clock = (form.clock.data or MORNING).replace(second=0, microsecond=0)
    rhythm = Rhythm(
        every, 1 if form.weeks.data is None else form.weeks.data, form.first_on.data, clock
    )
    checker_id = checker_ids[0] if checker_ids else None
    return Plan(form.title.data, form.body.data, rhythm, checker_id, seen_warnings())


def _offer(form: PromptForm, person: Person) -> None:
    categories = categories_to_plan_in(person)
    if not categories:
        require(HIDDEN)
    form.offer([(card.id, card.name) for card in categories])


def _form(form: PromptForm, prompt: Prompt | None) -> str:
    _offer(form, current_person())
    zone = this_settings().timezone
    return render_template("prompts/form.html", form=form, prompt=prompt, zone=zone)


def _page(prompt: Prompt, form: HoldForm) -> str:
    card = prompt_card(prompt, current_person(), whole=True)
    return render_template("prompts/prompt.html", card=card, form=form, outcomes=OUTCOME_WORDS)


def _list(form: QuietForm) -> str:
    person = current_person()
    if not categories_to_plan_in(person):
        require(HIDDEN)
    return render_template(
        "prompts/prompts.html",
        cards=list_prompts(person),
        quiet=quiet_stretches(),
        may_keep_quiet=bool(may_list_quiet_days(person)),
        form=form,
        zone=this_settings().timezone,
    )
