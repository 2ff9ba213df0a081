"""The thread page, in order or as a tree, and the small acts of its reader and its author."""

from datetime import date, datetime, time

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person, ThreadView
from forum.discussion.addresses import address_in, place_in
from forum.discussion.forms import HeadingForm
from forum.discussion.models import Thread
from forum.discussion.operations.reading import choose_thread_view, mark_unread_from
from forum.discussion.operations.threads import retag_thread, retitle_thread
from forum.discussion.queries.head import ThreadHead, get_thread_head
from forum.discussion.queries.pages import number_at_date, page_of_posts
from forum.discussion.queries.threads import get_thread
from forum.discussion.reading import note_reading, note_shown, note_visit, write_in_background
from forum.discussion.rules import may_retag_thread, may_retitle_thread
from forum.discussion.values import POSTS_PER_PAGE, ThreadPage
from forum.discussion.views.leading import lead_on, lead_past_gap, show_stub
from forum.discussion.views.reading import print_page, reads_by_script
from forum.discussion.views.showing import show_page, show_writer
from forum.discussion.writing import split_tags
from forum.kernel.application import this_app
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.links import link_to
from forum.kernel.paging import page_number
from forum.kernel.routing import whole_number
from forum.kernel.times import zone
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, refusals_shown_in, see_other

bp = Blueprint("threads", __name__)

Answer = str | bytes | Response | tuple[str, int]

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 1, 1)  # no post is older, or younger


@bp.get("/t/<slug>/<int:thread_id>")
@bp.get("/t/<slug>/<int:thread_id>/<int:number>")
@bp.get("/t/<int:thread_id>")
@bp.get("/t/<int:thread_id>/<int:number>")
def thread(thread_id: int, slug: str = "", number: int | None = None) -> Answer:
    """Show the page of a thread, the one with the post of this number if one is given."""
    person = current_person()
    try:
        head = get_thread_head(thread_id, by=person)
    except NotFound:
        return lead_on(thread_id, number, person) or show_stub(thread_id, person)
    elsewhere = lead_past_gap(head.thread, number, person)
    if elsewhere is not None:
        return elsewhere
    if slug != head.thread.slug:
        return see_other(_right_address(head.thread, number))
    if "print" in request.args:
        return print_page(person, head)
    if request.args.get("by"):
        return show_writer(person, head, request.args["by"])
    wanted = _wanted_number(head.thread) or _left_off(head, number)
    if wanted is not None:
        return see_other(place_in(head.thread, wanted))
    page = page_of_posts(
        head.thread,
        person,
        person.preferences.thread_view,
        page=page_number(request.args["page"]) if "page" in request.args else None,
        number=number,
    )
    note_visit(person)
    _note(person, head.thread, page)
    return show_page(person, head, page)


def _left_off(head: ThreadHead, number: int | None) -> int | None:
    """Return the post at which reading goes on, for the address of the thread as such.

    A thread that is one page long is shown as a whole: then its own address is the true one.
    """
    if number is not None or request.args or not head.last_read:
        return None
    if head.thread.post_count <= POSTS_PER_PAGE:
        return None
    return min(head.last_read + 1, head.thread.last_number)


def _note(person: Person, thread: Thread, page: ThreadPage) -> None:
    """Note what the reader is shown; browsers with scripts tell themselves what was in view.

    A page of the tree is no stretch of time: only its last one says that the thread was read.
    """
    if reads_by_script():
        if page.view is ThreadView.TREE:
            note_shown(person.member_id, [post.id for post in page.posts])
            write_in_background(this_app())
        return
    if page.view is ThreadView.TREE:
        number = thread.last_number if page.number == page.last else 0
    else:
        number = thread.last_number if page.number == page.last else page.posts[-1].number
    if number:
        note_reading(person.member_id, thread.id, number)
    else:
        note_shown(person.member_id, [post.id for post in page.posts])
    write_in_background(this_app())


def _right_address(thread: Thread, number: int | None) -> str:
    address = link_to(thread) if number is None else address_in(thread, number)
    query = request.query_string.decode("ascii", "ignore")
    return f"{address}?{query}" if query else address


def _wanted_number(thread: Thread) -> int | None:
    """Return the number that the jump form asks for, by number or by date."""
    number = whole_number(request.args.get("number"))
    if number is not None:
        return max(1, min(number, thread.last_number))
    try:
        day = date.fromisoformat(request.args.get("date", ""))
    except ValueError:
        return None
    # Days begin at midnight where the reader is, as the dates beside posts say.
    here = zone(current_person().preferences.timezone)
    day = max(FIRST_DAY, min(day, LAST_DAY))
    return number_at_date(thread, datetime.combine(day, time(), here))


@bp.post("/t/<int:thread_id>/view")
def choose_view(thread_id: int) -> Response:
    """Read threads in order, or as a tree, from now on."""
    thread = get_thread(thread_id, by=current_person())
    view = request.form.get("view", "")
    if view not in set(ThreadView):
        raise Invalid("view", "Threads are read in order or as a tree.")
    choose_thread_view(ThreadView(view), by=current_person())
    return see_other(place_in(thread, whole_number(request.form.get("number")) or 1))


@bp.post("/t/<int:thread_id>/mark-unread")
def mark_unread(thread_id: int) -> Response:
    """Take the thread as unread from a post on."""
    thread = get_thread(thread_id, by=current_person())
    number = whole_number(request.form.get("number")) or 0
    mark_unread_from(thread, number, by=current_person())
    flash(f"“{thread.title}” is unread from post {number} on.")
    return see_other("/messages/unread" if thread.is_conversation else "/unread")


@bp.get("/t/<int:thread_id>/edit")
def edit_form(thread_id: int) -> str:
    """Show title and tags to change."""
    head = get_thread_head(thread_id, by=current_person())
    require(may_retitle_thread(current_person(), head.thread))
    title, tags = head.thread.title, ", ".join(head.tags)
    form = HeadingForm(title=title, tags=tags, title_before=title, tags_before=tags)
    return render_template("discussion/edit_thread.html", thread=head.thread, form=form)


@bp.post("/t/<int:thread_id>/edit")
def edit(thread_id: int) -> Response | tuple[str, int]:
    """Change title and tags; 409 when somebody else gave another title meanwhile."""
    person, form, status = current_person(), HeadingForm(), 422
    thread = get_thread(thread_id, by=person)
    try:
        _change_heading(thread, form, person)
    except Conflict as conflict:
        undo()
        thread, status = get_thread(thread_id, by=person), 409
        sentence = f"It is “{thread.title}” now. Save again to put yours in its place."
        add_refusal(form, Invalid("title", f"{conflict.sentence} {sentence}"))
        form.title_before.data = thread.title
    if form.errors:
        undo()
        thread = get_thread(thread_id, by=person)
        return render_template("discussion/edit_thread.html", thread=thread, form=form), status
    return see_other(link_to(thread))


def _change_heading(thread: Thread, form: HeadingForm, person: Person) -> None:
    because, title_before, tags_before = (
        form.because.data,
        form.title_before.data,
        form.tags_before.data,
    )
    with refusals_shown_in(form):
        retitle_thread(thread, form.title.data, by=person, because=because, seen=title_before)
    if not may_retag_thread(person, thread):
        return
    tags = split_tags(form.tags.data)
    seen = None if tags_before is None else split_tags(tags_before)
    if may_retag_thread(person, thread):
        with refusals_shown_in(form):
            retag_thread(thread, tags, by=person, because=because, seen=seen)
