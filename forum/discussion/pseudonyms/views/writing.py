"""Writing in a thread under a pseudonym: one page for it all, which keeps no draft."""

from flask import Blueprint, Response, flash, make_response, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.operations.watching import check_wording
from forum.discussion.pseudonyms.forms import EraseForm, KeyForm, PseudonymForm, RevisionForm
from forum.discussion.pseudonyms.keyring import keep_key_here, keys_here
from forum.discussion.pseudonyms.models import Pseudonym
from forum.discussion.pseudonyms.operations.posts import (
    as_pseudonym,
    restore_as,
    revise_as,
    withdraw_as,
    write_as,
)
from forum.discussion.pseudonyms.operations.taking import take_pseudonym
from forum.discussion.pseudonyms.queries.custodians import sealed_for
from forum.discussion.pseudonyms.queries.pseudonyms import (
    card_of,
    find_own,
    find_pseudonym,
    get_pseudonymous_post,
    list_own_posts,
    list_waiting,
    row_of_member,
    scene_of,
)
from forum.discussion.pseudonyms.rules import (
    is_answered_for,
    is_own,
    liftable_until,
    may_use_pseudonym,
    may_write_on,
)
from forum.discussion.queries.previews import Preview, preview_of
from forum.discussion.queries.threads import get_post_by_number, get_thread
from forum.discussion.rules import may_see_thread
from forum.discussion.views.checking import check_now, is_held_back
from forum.discussion.views.warning import refusals_and_warnings_shown_in, seen_warnings
from forum.discussion.writing import Writing, write
from forum.kernel.application import this_settings
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, refusals_shown_in, see_other, shown_once

bp = Blueprint("pseudonyms", __name__)

UNKNOWN = "This is not the key to a pseudonym in this thread."
NOT_YET = "Your post will appear in a while, at a moment chosen by chance. Until then you can take it back."


@bp.get("/t/<int:thread_id>/pseudonym")
def pseudonym(thread_id: int) -> str:
    """Say what a pseudonym is, and offer to write under it."""
    thread = get_thread(thread_id, by=current_person())
    form = PseudonymForm(formdata=None)
    form.to.data = whole_number(request.args.get("to"))
    return _page(thread, form)


@bp.post("/t/<int:thread_id>/pseudonym")
def send(thread_id: int) -> ResponseReturnValue:
    """Write under one's pseudonym in the thread, which is made with the first post."""
    person, form = current_person(), PseudonymForm()
    writing: Writing | None = None
    if form.wants_check:
        check_now(form, person)
        return _page(get_thread(thread_id, by=person), form)
    with refusals_shown_in(form):
        writing = write(form.body.data)
    thread = get_thread(thread_id, by=person)
    if writing and form.wants_preview:
        return _page(thread, form, preview_of(writing, person, thread))
    if writing and is_held_back(form, person, thread.category_id):
        return _page(get_thread(thread_id, by=person), form)
    found, key = own_pseudonym(thread, person), ""
    done = False
    if writing:
        with refusals_and_warnings_shown_in(form):
            writing = check_wording(writing, before="", seen=seen_warnings()).writing
            answered = _answered(thread, form)
            if found is None:
                taken = take_pseudonym(thread, by=person)
                found, key = taken.pseudonym, taken.key
            write_as(
                found,
                thread,
                writing,
                by=person,
                delay=this_settings().pseudonym_delay,
                to=answered,
                submission_key=form.submission_key,
            )
            done = True
    if not done or found is None:
        undo()
        return _page(get_thread(thread_id, by=person), form), 422
    if not key:
        flash(NOT_YET if this_settings().pseudonym_delay else "Your post is there.")
        return see_other(f"/t/{thread_id}/pseudonym")
    return _show_key(thread, found, key, person)


@bp.post("/t/<int:thread_id>/pseudonym/key")
def take_key(thread_id: int) -> ResponseReturnValue:
    """Let this browser know a pseudonym by the key to it."""
    person, form = current_person(), KeyForm()
    thread = get_thread(thread_id, by=person)
    key = form.key.data.strip()
    if find_pseudonym(thread.id, key) is None:
        add_refusal(form, Invalid("key", UNKNOWN))
        return _page(thread, PseudonymForm(formdata=None), key_form=form), 422
    answer = see_other(f"/t/{thread.id}/pseudonym")
    keep_key_here(answer, person, thread.id, key)
    return answer


@bp.get("/p/<int:post_id>/pseudonym")
def edit_form(post_id: int) -> str:
    """Show a post under one's pseudonym, to be changed or withdrawn."""
    post, _ = _own_post(post_id)
    form = RevisionForm(formdata=None, body=post.raw, revision=post.revision)
    return render_template("discussion/pseudonym_post.html", post=post, form=form)


@bp.post("/p/<int:post_id>/pseudonym")
def edit(post_id: int) -> ResponseReturnValue:
    """Change a post under one's pseudonym."""
    form, writing = RevisionForm(), None
    with refusals_shown_in(form):
        writing = write(form.body.data)
    post, found = _own_post(post_id)
    if writing:
        with refusals_and_warnings_shown_in(form):
            try:
                writing = check_wording(writing, before=post.raw, seen=seen_warnings()).writing
                revise_as(found, post, writing, by=current_person(), seen=form.revision.data)
                return see_other(f"/t/{post.thread_id}/pseudonym")
            except Conflict as refusal:
                form.form_errors.append(refusal.sentence)
    undo()
    post, _ = _own_post(post_id)
    return render_template("discussion/pseudonym_post.html", post=post, form=form), 422


@bp.post("/p/<int:post_id>/pseudonym/withdraw")
def withdraw(post_id: int) -> ResponseReturnValue:
    """Withdraw a post under one's pseudonym."""
    post, found = _own_post(post_id)
    if not post.is_withdrawn:
        withdraw_as(found, post, by=current_person())
    return see_other(f"/t/{post.thread_id}/pseudonym")


@bp.post("/p/<int:post_id>/pseudonym/restore")
def restore(post_id: int) -> ResponseReturnValue:
    """Bring a post under one's pseudonym back."""
    post, found = _own_post(post_id)
    if post.is_withdrawn:
        restore_as(found, post, by=current_person())
    return see_other(f"/t/{post.thread_id}/pseudonym")


def own_pseudonym(thread: Thread, person: Person) -> Pseudonym | None:
    """Return the pseudonym to which this browser has the person's key."""
    own = find_own(thread.id, keys_here(person))
    return own[0] if own else None


def _own_post(post_id: int) -> tuple[Post, Pseudonym]:
    person = current_person()
    post, found = get_pseudonymous_post(post_id, by=person)
    own = own_pseudonym(post.thread, person)
    if own is None or not is_own(post, own):
        raise NotFound
    return post, found


def _answered(thread: Thread, form: PseudonymForm) -> Post | None:
    if form.to.data is None:
        if form.to.errors:
            raise Invalid("to", "Please write the number of a post, or nothing.")
        return None
    try:
        return get_post_by_number(thread, form.to.data)
    except NotFound:
        raise Invalid("to", "There is no post with this number in the thread.") from None


def _show_key(thread: Thread, found: Pseudonym, key: str, person: Person) -> Response:
    """Show the key, this once; the browser keeps it as well."""
    page = render_template(
        "discussion/pseudonym_key.html",
        name=row_of_member(found).name,
        key=key,
        on=f"/t/{thread.id}/pseudonym",
    )
    answer = make_response(shown_once(page))
    keep_key_here(answer, person, thread.id, key)
    return answer


def _page(
    thread: Thread,
    form: PseudonymForm,
    preview: Preview | None = None,
    *,
    key_form: KeyForm | None = None,
    erase_form: EraseForm | None = None,
) -> str:
    person = current_person()
    require(may_see_thread(person, thread))
    scene, found = scene_of(thread), own_pseudonym(thread, person)
    verdict = may_use_pseudonym(person, thread, scene)
    sealed = sealed_for(found) if found else None
    if verdict and found is not None and sealed is not None:
        verdict = may_write_on(person, thread, found)
        verdict = verdict and is_answered_for(found, is_liftable=sealed.is_liftable)
    own = as_pseudonym(person, found) if found else None
    return render_template(
        "discussion/pseudonym.html",
        thread=thread,
        form=form,
        preview=preview,
        key_form=key_form or KeyForm(formdata=None),
        erase_form=erase_form or EraseForm(formdata=None),
        scene=scene,
        verdict=verdict,
        card=card_of(found, thread) if found else None,
        sealed=sealed,
        has_begun=found is not None and thread.author_id == found.member_id,
        posts=list_own_posts(found, thread, by=own) if found and own else [],
        waiting=list_waiting(found) if found else [],
        until=liftable_until(thread),
        delay=this_settings().pseudonym_delay,
    )
