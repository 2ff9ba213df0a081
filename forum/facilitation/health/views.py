"""How the community is, the three questions, and what hosts and facilitators set."""

from flask import Blueprint, Response, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.facilitation.health.charts import chart_of
from forum.facilitation.health.csv_files import csv_of
from forum.facilitation.health.forms import (
    DecisionForm,
    MirrorForm,
    NameForm,
    PulseForm,
    RoleGroupForm,
    WorkingDaysForm,
)
from forum.facilitation.health.operations.pulses import answer_pulse, pass_pulse
from forum.facilitation.health.operations.settings import (
    add_role_group,
    choose_mirror,
    choose_role_group,
    decide_measure,
    remove_role_group,
    rename_role_group,
    set_working_days,
)
from forum.facilitation.health.queries.facts import working_days
from forum.facilitation.health.queries.measures import (
    get_role_group,
    health_page,
    list_role_groups,
    measures_here,
    opened_measures,
)
from forum.facilitation.health.queries.mirror import own_mirror
from forum.facilitation.health.queries.pulses import has_answered
from forum.facilitation.health.rules import (
    may_answer_pulse,
    may_choose_role_group,
    may_open_measures,
    may_see_health,
    may_set_up_health,
)
from forum.facilitation.health.values import Measure, Question, Reply
from forum.kernel.db import undo
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("health", __name__)
blueprints = (bp,)


@bp.get("/health")
def show_health() -> str:
    """Show how the community is: figures about groups, as far as they are open to the reader."""
    person = current_person()
    page = health_page(person)
    return render_template(
        "facilitation/health/health.html",
        page=page,
        charts={card.measure: chart_of(card) for card in page.shown},
        has_answered=has_answered(person),
    )


@bp.get("/health/figures.csv")
def give_figures() -> Response:
    """Give the same figures as a table for spreadsheets."""
    text = csv_of(health_page(current_person()))
    answer = Response(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="health.csv"'
    return answer


@bp.get("/health/open")
def show_decisions() -> str:
    """Show facilitators which figures are open to all members."""
    require(may_open_measures(current_person()))
    return _decisions_page(DecisionForm(formdata=None))


@bp.post("/health/open")
def decide() -> ResponseReturnValue:
    """Open figures to all members or close them, as the community decided."""
    require(may_open_measures(current_person()))
    form, is_new = DecisionForm(), False
    form.offer(measures_here())
    if form.validate():
        with refusals_shown_in(form):
            is_new = decide_measure(
                Measure(form.measure.data),
                is_open=form.is_open.data == "open",
                because=form.because.data,
                by=current_person(),
            )
    if form.errors:
        undo()
        return _decisions_page(form), 422
    flash("It is as you say, and all members read how it was decided." if is_new else "It is so.")
    return see_other("/health/open")


@bp.get("/health/questions")
def show_questions() -> str:
    """Show the three questions of this quarter."""
    require(may_answer_pulse(current_person()))
    return _questions_page(PulseForm(formdata=None))


@bp.post("/health/questions")
def answer_questions() -> ResponseReturnValue:
    """Take the answers, without a name."""
    person, form = current_person(), PulseForm()
    require(may_answer_pulse(person))
    if not form.validate():
        return _questions_page(form), 422
    answers = {one: Reply(form[str(one)].data) for one in Question}
    answer_pulse(answers, by=person)
    flash("Thank you. Nothing leads from your answers to you.")
    return see_other("/health")


@bp.post("/health/questions/pass")
def pass_questions() -> ResponseReturnValue:
    """Leave the questions of this quarter be."""
    pass_pulse(by=current_person())
    flash("All right: you are not asked again in this quarter.")
    return see_other("/health")


@bp.get("/health/mine")
def show_mine() -> str:
    """Show a member figures about themselves, if they want."""
    mirror = own_mirror(current_person())
    form = MirrorForm(formdata=None, is_wanted=mirror is not None)
    return render_template("facilitation/health/mine.html", mirror=mirror, form=form)


@bp.post("/health/mine")
def choose_mine() -> ResponseReturnValue:
    """Let the member see figures about themselves, or not."""
    choose_mirror(is_wanted=MirrorForm().is_wanted.data, by=current_person())
    flash("Saved.")
    return see_other("/health/mine")


@bp.post("/preferences/role-group")
def save_role_group() -> ResponseReturnValue:
    """Keep what the member says that they are."""
    person, form = current_person(), RoleGroupForm()
    require(may_choose_role_group(person))
    groups = list_role_groups(by=person)
    form.offer(groups)
    if not form.validate():
        return render_template("facilitation/health/role_group.html", form=form), 422
    choose_role_group(form.role_group.data, by=person)
    flash("Saved. Nobody else is shown it.")
    return see_other("/preferences#role-group")


@bp.get("/admin/health")
def show_settings() -> str:
    """Show hosts what members can say that they are, and the working days."""
    require(may_set_up_health(current_person()))
    return _settings_page()


@bp.post("/admin/health/role-groups")
def add_group() -> ResponseReturnValue:
    """Add to what members can say that they are."""
    require(may_set_up_health(current_person()))
    form = NameForm()
    if form.validate():
        with refusals_shown_in(form):
            add_role_group(form.name.data, by=current_person())
    if form.errors:
        undo()
        return _settings_page(name=form), 422
    flash("Members can choose it from now on.")
    return see_other("/admin/health")


@bp.post("/admin/health/role-groups/<int:role_group_id>/rename")
def rename_group(role_group_id: int) -> ResponseReturnValue:
    """Call a role group otherwise."""
    person, form = current_person(), NameForm()
    group = get_role_group(role_group_id, by=person)
    if form.validate():
        with refusals_shown_in(form):
            rename_role_group(group, form.name.data, by=person)
    if form.errors:
        undo()
        return _settings_page(name=form, renamed_id=role_group_id), 422
    flash("It is called so from now on.")
    return see_other("/admin/health")


@bp.post("/admin/health/role-groups/<int:role_group_id>/remove")
def remove_group(role_group_id: int) -> ResponseReturnValue:
    """Take a role group from the list."""
    person = current_person()
    remove_role_group(get_role_group(role_group_id, by=person), by=person)
    flash("It is not on the list any more.")
    return see_other("/admin/health")


@bp.post("/admin/health/working-days")
def save_working_days() -> ResponseReturnValue:
    """Keep the days on which the community works."""
    require(may_set_up_health(current_person()))
    form = WorkingDaysForm()
    if form.validate():
        with refusals_shown_in(form):
            set_working_days(form.chosen_weekdays(), form.typed_days(), by=current_person())
    if form.errors:
        undo()
        return _settings_page(days=form), 422
    flash("Saved: what is counted from now on follows it.")
    return see_other("/admin/health")


def _decisions_page(form: DecisionForm) -> str:
    form.offer(measures_here())
    return render_template(
        "facilitation/health/open.html",
        form=form,
        opened=opened_measures(),
        measures=measures_here(),
    )


def _questions_page(form: PulseForm) -> str:
    person = current_person()
    return render_template(
        "facilitation/health/questions.html", form=form, has_answered=has_answered(person)
    )


def _settings_page(
    *,
    name: NameForm | None = None,
    renamed_id: int = 0,
    days: WorkingDaysForm | None = None,
) -> str:
    kept = working_days()
    off = "\n".join(day.isoformat() for day in sorted(kept.days_off))
    require(may_see_health(current_person()))
    return render_template(
        "facilitation/health/settings.html",
        groups=list_role_groups(by=current_person()),
        name=name or NameForm(formdata=None),
        renamed_id=renamed_id,
        days=days or WorkingDaysForm(formdata=None, weekdays=sorted(kept.weekdays), days_off=off),
    )
