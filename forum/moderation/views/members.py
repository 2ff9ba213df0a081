"""The page on which facilitators silence and suspend a member, and end it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.models import Member
from forum.accounts.rules import lasts, may_sanction
from forum.accounts.sanctions.forms import STEP_WORDS
from forum.accounts.sanctions.operations import sanctions
from forum.accounts.sanctions.operations.removals import ask_to_remove
from forum.accounts.sanctions.operations.sanctions import end_after
from forum.accounts.sanctions.queries import history_of
from forum.accounts.sanctions.rules import may_remove, next_step
from forum.accounts.sanctions.values import WINDOW
from forum.accounts.values import Person
from forum.discussion.queries.recipients import recipients_of
from forum.discussion.rules.conversations import may_write_to
from forum.kernel.clock import now
from forum.kernel.days import end_of_day
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.forms import LENGTHS, OWN_DATE, ReasonForm, SanctionForm
from forum.moderation.queries.members import get_member_to_sanction
from forum.moderation.values import LONGEST_SANCTION_DAYS
from forum.moderation.views.fields import with_ids

bp = Blueprint("sanctions", __name__)


@dataclass(frozen=True, slots=True)
class MemberAct:
    """One act: its words, its form, and what it does; False when it was done before."""

    title: str
    button: str
    done: str
    already: str
    do: Callable[[Member, Any, Person], bool]
    form: type[ReasonForm] = SanctionForm


def _silence(member: Member, form: SanctionForm, person: Person) -> bool:
    until, because = _until(form, person), form.because.data.strip()
    if (member.silenced_until, member.silenced_because) == (until, because):
        return False
    sanctions.silence_member(member, until=until, because=because, by=person)
    return True


def _suspend(member: Member, form: SanctionForm, person: Person) -> bool:
    until, because = _until(form, person), form.because.data.strip()
    if (member.suspended_until, member.suspended_because) == (until, because):
        return False
    sanctions.suspend_member(member, until=until, because=because, by=person)
    return True


def _until(form: SanctionForm, person: Person) -> datetime:
    """Return when it ends: steps end at the full hour, so that a second click means the same."""
    if form.length.data == OWN_DATE:
        zone = person.preferences.timezone
        return end_of_day(form.last_day, zone, most_days=LONGEST_SANCTION_DAYS)
    return end_after(LENGTHS[form.length.data])


MEMBER_ACTS = {
    "silence": MemberAct(
        "Silence",
        "Silence the member",
        "The member is silenced: they read, but do not write. They are told why.",
        "The member is silenced just so already.",
        _silence,
    ),
    "end-silence": MemberAct(
        "End the silence",
        "Let the member write again",
        "The member can write again. They are told why.",
        "The member is not silenced any more.",
        lambda m, f, p: sanctions.end_silence(m, by=p, because=f.because.data),
        ReasonForm,
    ),
    "suspend": MemberAct(
        "Suspend",
        "Suspend the member",
        "The member is suspended and signed out. They are told why.",
        "The member is suspended just so already.",
        _suspend,
    ),
    "end-suspension": MemberAct(
        "End the suspension",
        "Let the member sign in again",
        "The member can sign in again. They are told why.",
        "The member is not suspended any more.",
        lambda m, f, p: sanctions.end_suspension(m, by=p, because=f.because.data),
        ReasonForm,
    ),
}


def _remove(member: Member, form: ReasonForm, person: Person) -> bool:
    try:
        ask_to_remove(member, because=form.because.data, by=person)
    except Conflict:
        return False
    return True


MEMBER_ACTS["remove"] = MemberAct(
    "Remove",
    "Ask a second facilitator to remove the member",
    "Asked. Nothing happens, and the member is not told, before a second facilitator confirms it.",
    "This was asked for already: see Removals.",
    _remove,
    ReasonForm,
)


@bp.get("/moderate/members/<handle>")
def member(handle: str) -> str:
    """Show what a facilitator of the whole community can do about a member."""
    return _page(get_member_to_sanction(handle, by=current_person()))


@bp.post("/moderate/members/<handle>/<name>")
def act(handle: str, name: str) -> Response | tuple[str, int]:
    """Do one of these things, or say that it is done already."""
    person, act = current_person(), MEMBER_ACTS.get(name)
    member = get_member_to_sanction(handle, by=person)
    if act is None:
        raise NotFound
    form, is_new = act.form(), False
    if form.validate():
        with refusals_shown_in(form):
            is_new = act.do(member, form, person)
    if form.errors:
        undo()
        return _page(get_member_to_sanction(handle, by=person), name, form), 422
    flash(act.done if is_new else act.already)
    return see_other(f"/moderate/members/{member.handle}")


def _page(member: Member, name: str = "", wrong: ReasonForm | None = None) -> str:
    """Show the acts that fit, and the form that was filled in wrongly."""
    verdict, moment = may_sanction(current_person(), member), now()
    silenced = lasts(member.silenced_until, moment)
    suspended = lasts(member.suspended_until, moment)
    offered = ["silence", "suspend"] if verdict else []
    offered += ["end-silence"] if silenced else []
    offered += ["end-suspension"] if suspended else []
    offered += ["remove"] if verdict and may_remove(current_person(), member) else []
    history = history_of(member)
    step = next_step(history, moment)
    forms = {}
    for act in dict.fromkeys([*offered, *([name] if wrong else [])]):
        forms[act] = wrong if act == name and wrong else MEMBER_ACTS[act].form(formdata=None)
        if forms[act] is not wrong and isinstance(forms[act], SanctionForm):
            forms[act].suggest(step)
        with_ids(forms[act], act)
    return render_template(
        "moderation/member.html",
        member=member,
        silenced=silenced,
        suspended=suspended,
        verdict=verdict,
        history=history,
        window_days=WINDOW.days,
        step_words=STEP_WORDS[step],
        may_talk=may_write_to(current_person(), recipients_of([member], by=current_person())[0]),
        forms=forms,
        acts=MEMBER_ACTS,
        wrong=name,
    )
