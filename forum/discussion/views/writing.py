"""Starting threads and replying: full pages that work without scripts."""

from dataclasses import dataclass, field

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.addresses import place_of
from forum.discussion.forms import ReplyForm, ThreadForm
from forum.discussion.models import Post, Thread
from forum.discussion.operations.posts import reply
from forum.discussion.operations.threads import start_thread
from forum.discussion.queries.categories import find_category, get_category, visible_categories
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.threads import get_post_by_number, get_thread
from forum.discussion.quoting import quotation
from forum.discussion.rules import may_reply, may_see_text, may_start_thread
from forum.discussion.values import CategoryCard
from forum.discussion.views.attaching import take_files
from forum.discussion.writing import Writing, check_tags, check_title, split_tags, write
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.links import link_to
from forum.kernel.requests import takes_files
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, refusals_shown_in, see_other

bp = Blueprint("writing", __name__)


@dataclass(slots=True)
class Draft:
    """What has passed its checks so far."""

    title: str = ""
    tags: list[str] = field(default_factory=list)
    writing: Writing | None = None


@bp.get("/new-topic")
def new_thread_form() -> str:
    """Show an empty thread, with the template of its category."""
    person = current_person()
    form = ThreadForm(formdata=None)
    _offer_categories(form, person)
    category = find_category(request.args.get("category", ""), by=person)
    if category and may_start_thread(person, category):
        form.category.data = category.id
        form.body.data = category.template
    form.tags.data = request.args.get("tags", "")[:200]
    return _thread_page(form, category)


@bp.post("/new-topic")
@takes_files
def new_thread() -> str | Response | tuple[str, int]:
    """Start a thread, or look at it first."""
    form, draft, person = ThreadForm(), Draft(), current_person()
    if take_files(form, person):
        _offer_categories(form, person)
        return _thread_page(form, None), 422 if form.errors else 200
    # Rendering takes a while: it is done before the first look at the database.
    with refusals_shown_in(form):
        draft.title = check_title(form.title.data)
    with refusals_shown_in(form):
        draft.tags = check_tags(split_tags(form.tags.data))
    with refusals_shown_in(form):
        draft.writing = write(form.body.data)
    _offer_categories(form, person)
    if form.category.data not in form.offered:
        add_refusal(form, Invalid("category", "Please choose a category."))
    if form.wants_preview and draft.writing:
        return _thread_page(form, None, _preview(draft.writing, person))
    thread = None
    if draft.writing and not form.errors:
        with refusals_shown_in(form):
            thread = start_thread(
                get_category(form.category.data, by=person),
                draft.title,
                draft.writing,
                tags=draft.tags,
                by=person,
                submission_key=form.submission_key,
            )
    if thread is None:
        undo()
        return _thread_page(form, None), 422
    return see_other(link_to(thread))


@bp.get("/t/<slug>/<int:thread_id>/reply")
def reply_form(slug: str, thread_id: int) -> str:  # noqa: ARG001 -- the slug is for people
    """Show an empty reply, or one that quotes a post."""
    person = current_person()
    thread = get_thread(thread_id, by=person)
    require(may_reply(person, thread))
    form = ReplyForm(formdata=None)
    answered = _find_answered(thread, whole_number(request.args.get("to")))
    quoted = _find_answered(thread, whole_number(request.args.get("quote")))
    if quoted and may_see_text(person, thread, quoted):
        form.body.data = quotation(quoted)
    form.to.data = answered.number if answered else (quoted.number if quoted else None)
    return _reply_page(thread, form, answered or quoted)


@bp.post("/t/<int:thread_id>/reply")
@takes_files
def send_reply(thread_id: int) -> str | Response | tuple[str, int]:
    """Reply to a thread or to one of its posts, or look at the reply first."""
    person, form, draft, post = current_person(), ReplyForm(), Draft(), None
    if take_files(form, person):
        return _look_again(thread_id, form)
    with refusals_shown_in(form):
        draft.writing = write(form.body.data)
    thread = get_thread(thread_id, by=person)
    answered = _find_answered(thread, whole_number(str(form.to.data or "")))
    if form.wants_preview and draft.writing:
        require(may_reply(person, thread))
        preview = _preview(draft.writing, person, thread)
        return _reply_page(thread, form, answered, preview)
    if draft.writing:
        with refusals_shown_in(form):
            key = form.submission_key
            post = reply(thread, draft.writing, by=person, to=answered, submission_key=key)
    if post is None:
        undo()
        thread = get_thread(thread_id, by=person)
        return _reply_page(
            thread, form, _find_answered(thread, whole_number(str(form.to.data or "")))
        ), 422
    return see_other(place_of(post))


def _offer_categories(form: ThreadForm, person: Person) -> None:
    open_ones = [card for card in visible_categories(person) if may_start_thread(person, card)]
    form.offer([(card.id, card.name) for card in open_ones])


def _find_answered(thread: Thread, number: int | None) -> Post | None:
    return None if number is None else get_post_by_number(thread, number)


def _preview(writing: Writing, person: Person, thread: Thread | None = None) -> str:
    return fill_texts([writing.rendered.html], person, thread)[0]


def _look_again(thread_id: int, form: ReplyForm) -> tuple[str, int]:
    """Show the reply with its files, before it is posted."""
    thread = get_thread(thread_id, by=current_person())
    require(may_reply(current_person(), thread))
    answered = _find_answered(thread, whole_number(str(form.to.data or "")))
    return _reply_page(thread, form, answered), 422 if form.errors else 200


def _thread_page(form: ThreadForm, category: CategoryCard | None, preview: str = "") -> str:
    return render_template(
        "discussion/new_thread.html", form=form, category=category, preview=preview
    )


def _reply_page(thread: Thread, form: ReplyForm, answered: Post | None, preview: str = "") -> str:
    return render_template(
        "discussion/reply.html", thread=thread, form=form, answered=answered, preview=preview
    )
