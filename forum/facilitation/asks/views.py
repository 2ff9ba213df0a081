"""Asks: the list of open ones, and what an author says of theirs; posts that need a reply."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.queries.threads import get_post, get_thread
from forum.facilitation.asks.forms import AskForm
from forum.facilitation.asks.operations.asks import (
    mark_ask,
    say_ask,
    say_reply_needed,
    take_ask_back,
)
from forum.facilitation.asks.operations.seeing_to import claim_reply, nudge, release_reply
from forum.facilitation.asks.queries.asks import ask_of, needs_no_reply, page_of_asks
from forum.facilitation.asks.queries.helping import suggest_members
from forum.facilitation.asks.queries.waiting import get_waiting, is_waiting, page_of_waiting
from forum.facilitation.asks.rules import may_ask_in, may_mark_ask, may_see_to, may_see_waiting
from forum.facilitation.asks.values import ASK_WORDS, STATE_WORDS, AskKind, AskState
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.links import link_to
from forum.kernel.paging import page_address, page_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("asks", __name__)
blueprints = (bp,)

Answer = str | Response | tuple[str, int]
STATES_TOLD = {
    AskState.OPEN: "It is open again.",
    AskState.ANSWERED: "It is marked as answered. Come back to tell how it went.",
    AskState.FOLLOWED_UP: "Thank you for telling how it went.",
}


@bp.get("/asks")
def asks() -> str:
    """Show the threads that ask for help, all or those that ask for one kind."""
    kind = _kind(request.args.get("kind"))
    found = page_of_asks(current_person(), kind=kind, page=page_number(request.args.get("page")))
    return render_template(
        "facilitation/asks.html", found=found, kind=kind, kinds=ASK_WORDS, address=page_address()
    )


@bp.get("/t/<int:thread_id>/ask")
def ask_form(thread_id: int) -> str:
    """Show what a thread asks for, to its author and to who facilitates it."""
    ask = ask_of(thread_id)
    form = AskForm(formdata=None, ask=ask.kind if ask else None)
    form.needed_by.data = ask.needed_by if ask else None
    return _page(thread_id, form)


@bp.post("/t/<int:thread_id>/ask")
def save_ask(thread_id: int) -> Answer:
    """Say what the thread asks for."""
    person, form = current_person(), AskForm()
    thread = get_thread(thread_id, by=person)
    require(may_ask_in(person, thread))
    if form.validate():
        with refusals_shown_in(form):
            say_ask(thread, form.asked, by=person)
    if form.errors:
        undo()
        return _page(thread_id, form), 422
    flash("Others see what your thread asks for, also in lists.")
    return see_other(link_to(thread))


@bp.post("/t/<int:thread_id>/ask/state")
def save_state(thread_id: int) -> Response:
    """Say how far the ask has come."""
    person, state = current_person(), request.form.get("state", "")
    thread = get_thread(thread_id, by=person)
    if state not in set(AskState):
        raise Invalid("state", "An ask is open, answered or followed up.")
    mark_ask(thread, AskState(state), by=person)
    flash(STATES_TOLD[AskState(state)])
    return see_other(link_to(thread))


@bp.post("/t/<int:thread_id>/ask/end")
def end_ask(thread_id: int) -> Response:
    """Let the thread ask for nothing any more."""
    thread = get_thread(thread_id, by=current_person())
    if take_ask_back(thread, by=current_person()):
        flash("The thread asks for nothing any more.")
    return see_other(link_to(thread))


@bp.post("/t/<int:thread_id>/reply-needed")
def save_reply_needed(thread_id: int) -> Response:
    """Say whether the thread needs a reply."""
    person, needed = current_person(), request.form.get("needed")
    thread = get_thread(thread_id, by=person)
    if needed not in {"yes", "no"}:
        raise Invalid("needed", "A thread needs a reply, or it does not.")
    say_reply_needed(thread, needed == "yes", by=person)
    flash("It waits for a reply." if needed == "yes" else "It is said: no reply needed.")
    return see_other(link_to(thread))


@bp.get("/needs-reply")
def waiting() -> str:
    """Show a facilitator what nobody has answered in the places they look after."""
    person = current_person()
    require(may_see_waiting(person))
    found = page_of_waiting(person, page=page_number(request.args.get("page")))
    return render_template("facilitation/waiting.html", found=found, address=page_address())


@bp.get("/needs-reply/<int:post_id>")
def one_waiting(post_id: int) -> str:
    """Show one post that waits, with members who might help."""
    person = current_person()
    require(may_see_waiting(person))
    return _one(post_id)


@bp.post("/needs-reply/<int:post_id>/claim")
def claim(post_id: int) -> Response:
    """Keep a post to oneself for two days."""
    person = current_person()
    post = get_post(post_id, by=person)
    require(may_see_to(person, post.thread))
    if not is_waiting(post_id, by=person):
        flash("It does not wait for a reply any more.")
        return see_other("/needs-reply")
    claim_reply(post, by=person)
    flash("It is yours for two days; then others are asked again.")
    return see_other(f"/needs-reply/{post_id}")


@bp.post("/needs-reply/<int:post_id>/release")
def release(post_id: int) -> Response:
    """Leave to others what one has claimed."""
    release_reply(get_post(post_id, by=current_person()), by=current_person())
    flash("Others can take it now.")
    return see_other("/needs-reply")


@bp.post("/needs-reply/<int:post_id>/nudge")
def nudge_member(post_id: int) -> Response:
    """Ask a member to look at the thread."""
    person = current_person()
    post = get_post(post_id, by=person)
    require(may_see_to(person, post.thread))
    get_waiting(post_id, by=person)
    member = nudge(post.thread, request.form.get("handle", ""), by=person)
    flash(f"{member.name} is asked to look. Nobody else asks them anything this week.")
    return see_other(f"/needs-reply/{post_id}")


def _kind(value: str | None) -> AskKind | None:
    return AskKind(value) if value in set(AskKind) else None


def _one(post_id: int) -> str:
    person = current_person()
    waits = get_waiting(post_id, by=person)
    thread = get_thread(waits.thread_id, by=person)
    return render_template(
        "facilitation/one_waiting.html",
        waits=waits,
        thread=thread,
        suggested=suggest_members(thread, by=person),
    )


def _page(thread_id: int, form: AskForm) -> str:
    person = current_person()
    thread = get_thread(thread_id, by=person)
    may_ask, may_mark = may_ask_in(person, thread), may_mark_ask(person, thread)
    require(may_mark if may_mark or not may_ask else may_ask)
    return render_template(
        "facilitation/ask.html",
        thread=thread,
        form=form,
        ask=ask_of(thread_id),
        states=STATE_WORDS,
        may_ask=bool(may_ask),
        is_needless=needs_no_reply(thread_id),
    )
