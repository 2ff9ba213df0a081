"""Taking posts into a thread of their own, and bringing threads together."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.operations.splitting import merge_threads, split_posts, take_out_again
from forum.discussion.queries.moves import get_posts_of, lock_threads, merged_into, offer_posts
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_split_thread
from forum.kernel.db import undo
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.links import link_to
from forum.kernel.paging import Paging, page_number
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.forms import MergeForm, ReasonForm, SplitForm
from forum.moderation.rules import may_open_thread_acts
from forum.moderation.views.fields import with_ids

bp = Blueprint("moves", __name__, url_prefix="/moderate/threads/<int:thread_id>")
NO_SUCH_THREAD = "There is no such thread that you may see."


@bp.get("/split")
def split_form(thread_id: int) -> str:
    """Show the posts of a thread, to choose which go into one of their own."""
    thread = _get_thread(thread_id, current_person())
    return _split_page(thread, SplitForm(formdata=None))


@bp.post("/split")
def split(thread_id: int) -> Response | tuple[str, int]:
    """Move the chosen posts into a new thread."""
    person, form = current_person(), SplitForm()
    thread, target = _get_thread(thread_id, person), None
    if form.validate():
        with refusals_shown_in(form):
            numbers = form.chosen()
            posts = get_posts_of(thread, numbers)
            if len(posts) < len(numbers):
                raise Invalid("numbers", "Some of these posts do not stand here (any more).")
            target = split_posts(
                thread, posts, form.title.data, by=person, because=form.because.data
            )
    if target is None or form.errors:
        undo()
        return _split_page(_get_thread(thread_id, person), form), 422
    flash("The posts stand in a thread of their own now. Merge it back here to undo this.")
    return see_other(link_to(target))


@bp.get("/merge")
def merge_form(thread_id: int) -> str:
    """Ask which thread this one is merged into, and show what was merged into this one."""
    return _merge_page(_get_thread(thread_id, current_person()), MergeForm(formdata=None))


@bp.post("/merge")
def merge(thread_id: int) -> Response | tuple[str, int]:
    """Move all posts of the thread into another one."""
    person, form, into = current_person(), MergeForm(), None
    if form.validate():
        with refusals_shown_in(form):
            into = _merge(thread_id, form, person)
    if into is None or form.errors:
        undo()
        return _merge_page(_get_thread(thread_id, person), form), 422
    flash("The threads are one now. On the page “Merge threads” of this one you can undo it.")
    return see_other(link_to(into))


def _merge(thread_id: int, form: MergeForm, person: Person) -> Thread:
    into_id = form.thread_id()
    lock_threads(thread_id, into_id)
    thread = _get_thread(thread_id, person)
    try:
        into = get_thread(into_id, by=person)
    except NotFound:
        raise Invalid("into", NO_SUCH_THREAD) from None
    merge_threads(thread, into, by=person, because=form.because.data)
    return into


@bp.post("/merge/undo")
def undo_merge(thread_id: int) -> Response | tuple[str, int]:
    """Take a thread out again that was merged into this one."""
    person, form, again = current_person(), ReasonForm(), None
    merged_id = whole_number(request.form.get("thread"))
    if merged_id is None:
        raise NotFound
    into = _get_thread(thread_id, person)
    if form.validate():
        with refusals_shown_in(form):
            again = take_out_again(into, merged_id, by=person, because=form.because.data)
    if again is None or form.errors:
        undo()
        return _merge_page(
            _get_thread(thread_id, person), MergeForm(formdata=None), form, merged_id
        ), 422
    flash("The thread stands by itself again.")
    return see_other(link_to(again))


def _get_thread(thread_id: int, person: Person) -> Thread:
    thread = get_thread(thread_id, by=person)
    require(may_open_thread_acts(person, thread))
    require(may_split_thread(person, thread))
    return thread


def _split_page(thread: Thread, form: SplitForm) -> str:
    chosen = set(form.posts.data or ())
    posts, page, last = offer_posts(thread, page_number(request.args.get("page")))
    return render_template(
        "moderation/split.html",
        thread=thread,
        form=form,
        posts=posts,
        chosen=chosen,
        # What was ticked on another page stays ticked.
        elsewhere=sorted(chosen - {post.number for post in posts}),
        paging=Paging(page, page < last, last),
        address=lambda n: f"/moderate/threads/{thread.id}/split?page={n}",
    )


def _merge_page(
    thread: Thread, form: MergeForm, undoing: ReasonForm | None = None, undone: int = 0
) -> str:
    merged = merged_into(thread)
    forms = {one.id: ReasonForm(formdata=None) for one in merged}
    if undoing is not None and undone in forms:
        forms[undone] = undoing
    for id_, one in forms.items():
        with_ids(one, f"undo-{id_}")
    return render_template(
        "moderation/merge.html", thread=thread, form=form, merged=merged, forms=forms
    )
