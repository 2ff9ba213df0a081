"""Starting a thread: a text, or the form of its category, on its own or from a post of another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person, is_pseudonym
from forum.discussion.answers import Typed, check_answers, compose
from forum.discussion.forms import ThreadForm
from forum.discussion.forms.labels import Reach
from forum.discussion.models import HeldPost, Post, Thread
from forum.discussion.operations.drafts import let_go_of_draft
from forum.discussion.operations.handing_in import Sent, hand_in_thread
from forum.discussion.operations.labels import LabelChoice
from forum.discussion.queries.cases import count_kept_out
from forum.discussion.queries.categories import (
    directory,
    find_category,
    get_category,
    visible_categories,
)
from forum.discussion.queries.drafts import find_draft
from forum.discussion.queries.previews import Preview, preview_of
from forum.discussion.queries.similar import list_similar
from forum.discussion.queries.threads import get_readable_post
from forum.discussion.rules import may_continue_post, may_start_thread
from forum.discussion.values import CategoryCard, ThreadLine
from forum.discussion.values.cases import Case
from forum.discussion.values.drafts import DraftCard, DraftKind, DraftPlace
from forum.discussion.views import furthering
from forum.discussion.views.asking import answers_in_draft, answers_in_request, ask, sort_answers
from forum.discussion.views.attaching import attached_in, take_files
from forum.discussion.views.checking import check_now, is_held_back
from forum.discussion.views.drafts import KEPT, text_in_request
from forum.discussion.views.gating import (
    carried,
    case_in,
    first_wrong,
    form_of,
    given_in_draft,
    given_in_request,
    has_begun,
    told_who_stays_out,
)
from forum.discussion.views.held import go_to
from forum.discussion.views.labelling import (
    choice_in,
    offer_label,
    sentence_on_readers,
    take_up_label,
)
from forum.discussion.views.warning import refusals_and_warnings_shown_in, seen_warnings
from forum.discussion.writing import Writing, check_tags, check_title, split_tags, write
from forum.kernel.application import this_settings
from forum.kernel.db import undo
from forum.kernel.errors import Invalid, Refusal
from forum.kernel.requests import takes_files
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, refusals_shown_in, see_other

bp = Blueprint("new_thread", __name__)

LOOK_AGAIN = (
    "Something that was declared at the gate is missing or wrong: please go through it again."
)
SOMETHING_ELSE = (
    "The category has changed. What you answered stands in the text below now: please look at it."
)


@dataclass(slots=True)
class Checked:
    """What has passed its checks so far, what is wrong with the answers, and what came of it."""

    title: str = ""
    tags: list[str] = field(default_factory=list)
    writing: Writing | None = None
    thread: Thread | HeldPost | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    label: LabelChoice | None = None
    case: Case | None = None
    said: furthering.Said = ()


@bp.get("/new-topic")
def new_thread_form() -> str | Response:
    """Show an empty thread with the template of its category, or the draft of one."""
    person, form = current_person(), ThreadForm(formdata=None)
    post = _post_to_continue(request.args.get("continue"), person)
    if post is not None:
        require(may_continue_post(person, post.thread, post))
    draft = find_draft(_place(post), by=person)
    _offer_categories(form, person)
    form.open_at(_place(post), draft)
    furthering.begin_further(form, draft.text.fields if draft else request.args)
    category = find_category(request.args.get("category", ""), by=person)
    if draft is None and post is None and category is not None and category.is_for_cases:
        return see_other(f"/new-case?category={category.slug}")
    if draft is not None:
        typed = _take_up(form, draft, person)
    else:
        typed = {}
        _begin(form, person, post)
    return _page(form, post, typed)


@bp.post("/new-topic")
@takes_files
def new_thread() -> str | Response | tuple[str, int]:
    """Start a thread, look at it first, or go to another category with all that was written."""
    form, person = ThreadForm(), current_person()
    has_new_files = take_files(form, person)
    _offer_categories(form, person)
    category = _chosen(form, person)
    typed, strays = sort_answers(answers_in_request(), category, person)
    form.body.data = f"{strays}\n\n{form.body.data}" if strays else form.body.data
    # Rendering takes a while: meanwhile the database is left to others.
    undo()
    if has_new_files:
        status = 422 if form.errors else 200
        return _page(form, _find_post_to_continue(person), typed), status
    if form.chooses:
        if category is not None and category.is_for_cases and not has_begun(given_in_request()):
            return redirect("/new-case", 307)
        _change_template(form, category, person)
        return _page(form, _find_post_to_continue(person), typed)
    if form.wants_check:
        typed = check_now(form, person, typed)
        return _page(form, _find_post_to_continue(person), typed)
    checked = _check(form, category, typed)
    checked.case = _declared(form, category, person)
    post = _find_post_to_continue(person)
    if form.wants_preview and checked.writing and not strays:
        return _preview(form, post, typed, checked, person)
    if strays:
        form.form_errors.append(SOMETHING_ELSE)
    if _is_ready(form, checked) and is_held_back(form, person, form.category.data, typed):
        return _page(form, _find_post_to_continue(person), typed)
    _start(form, category, checked, post, person)
    if checked.thread is None:
        undo()
        return _page(form, _find_post_to_continue(person), typed, wrong=checked.wrong), 422
    if not let_go_of_draft(_place(post), text_in_request(), seen=form.seen_sequence, by=person):
        flash(KEPT)
    return go_to(checked.thread)


@bp.get("/new-topic/similar")
def similar() -> str:
    """Show threads like the title that is being typed."""
    title = request.args.get("title", "").replace("\0", " ")[:255]
    but_not = frozenset(filter(None, [whole_number(request.args.get("not"))]))
    threads = list_similar(current_person(), title, but_not=but_not) if title.strip() else ()
    return render_template("discussion/similar.html", threads=threads)


def page_for(form: ThreadForm, person: Person) -> str:
    """Show the form of a new thread with what was typed elsewhere, as at the casework gate."""
    _offer_categories(form, person)
    category = _chosen(form, person)
    typed, strays = sort_answers(answers_in_request(), category, person)
    form.body.data = f"{strays}\n\n{form.body.data}" if strays else form.body.data
    _change_template(form, category, person)
    return _page(form, _find_post_to_continue(person), typed)


def _declared(form: ThreadForm, category: CategoryCard | None, person: Person) -> Case | None:
    """Return what was declared at the gate; the form shows what of it cannot be accepted."""
    given = given_in_request()
    if category is None or not category.is_for_cases or not has_begun(given):
        return None
    gate = form_of(given)
    if first_wrong(gate, person) is None:
        return case_in(gate)
    form.form_errors.append(LOOK_AGAIN)
    return None


def _start(
    form: ThreadForm,
    category: CategoryCard | None,
    checked: Checked,
    post: Post | None,
    person: Person,
) -> None:
    """Start the thread, or show in the form why not."""
    if category is None or checked.writing is None or checked.wrong or form.errors:
        return
    if "continue" in request.form and post is None:
        sentence = "The post that you go on from cannot be opened any more."
        form.form_errors.append(f"{sentence} Send it again to start the thread without it.")
        return
    with refusals_and_warnings_shown_in(form):
        checked.thread = hand_in_thread(
            get_category(category.id, by=person),
            checked.title,
            checked.writing,
            tags=checked.tags,
            by=person,
            continues=post,
            label=replace(checked.label, case=checked.case) if checked.label else None,
            sent=Sent(form.submission_key, seen_warnings()),
        )
        furthering.keep_further(checked.said, checked.thread, person)
    if isinstance(checked.thread, Thread) and checked.case is not None:
        flash(told_who_stays_out(count_kept_out(checked.thread)))


def _is_ready(form: ThreadForm, checked: Checked) -> bool:
    """Tell whether nothing is wrong with what was typed."""
    return checked.writing is not None and not checked.wrong and not form.errors


def _check(form: ThreadForm, category: CategoryCard | None, typed: Typed) -> Checked:
    """Check and render what was typed, and show in the form what cannot be accepted."""
    checked = Checked()
    with refusals_shown_in(form):
        checked.title = check_title(form.title.data)
    with refusals_shown_in(form):
        checked.tags = check_tags(split_tags(form.tags.data))
    questions = category.form if category else ()
    category_id = category.id if category else 0
    offer_label(form, current_person())
    checked.label = choice_in(form, current_person())
    checked.said = furthering.check_further(form, current_person())
    checked.wrong = check_answers(questions, category_id, typed)
    if not checked.wrong:
        with refusals_shown_in(form):
            checked.writing = write(compose(questions, category_id, typed, form.body.data))
    if category is None:
        add_refusal(form, Invalid("category", "Please choose a category."))
    return checked


def _place(post: Post | None) -> DraftPlace:
    return DraftPlace(DraftKind.CONTINUE, post.id) if post else DraftPlace(DraftKind.THREAD)


def _post_to_continue(number: str | None, person: Person) -> Post | None:
    """Return the post that the thread goes on from, if one is named. Raises NotFound."""
    return None if number is None else get_readable_post(whole_number(number) or 0, by=person)


def _find_post_to_continue(person: Person) -> Post | None:
    """Return the post that the form goes on from, as long as it can be opened."""
    try:
        post = _post_to_continue(request.form.get("continue"), person)
    except Refusal:
        return None
    return post if post and may_continue_post(person, post.thread, post) else None


def _offer_categories(form: ThreadForm, person: Person) -> None:
    open_ones = [card for card in visible_categories(person) if may_start_thread(person, card)]
    form.offer([(card.id, card.name) for card in open_ones])


def _chosen(form: ThreadForm, person: Person) -> CategoryCard | None:
    if form.category.data not in form.offered:
        return None
    return get_category(form.category.data, by=person)


def _begin(form: ThreadForm, person: Person, post: Post | None) -> None:
    """Begin with the category and the tags that the address names, and with the reference."""
    form.tags.data = request.args.get("tags", "")[:200]
    category = find_category(request.args.get("category", ""), by=person)
    if category is None and post is not None and post.thread.category_id is not None:
        category = get_category(post.thread.category_id, by=person)
    if category is not None and category.id in form.offered:
        form.category.data = category.id
    _change_template(form, _chosen(form, person), person)
    if post is not None:
        form.body.data = _reference(post) + form.body.data
        if "fewer" in request.args:
            form.readers.data = str(Reach.NAMED)
            is_other = post.author_id != person.id and not is_pseudonym(post.author.handle)
            form.people.data = f"@{post.author.handle}" if is_other else ""


def _reference(post: Post) -> str:
    """Return the line that leads back: it names no title, which not every reader may know."""
    return f"Continued from {this_settings().address}/t/{post.thread_id}/{post.number}\n\n"


def _take_up(form: ThreadForm, draft: DraftCard, person: Person) -> Typed:
    """Fill the form from a draft; return the answers in it."""
    fields = draft.text.fields
    form.title.data, form.tags.data = fields.get("title", ""), fields.get("tags", "")
    form.category.data = whole_number(fields.get("category"))
    take_up_label(form, fields)
    form.gate = given_in_draft(fields)
    _change_template(form, _chosen(form, person), person)
    return answers_in_draft(draft.text)


def _change_template(form: ThreadForm, category: CategoryCard | None, person: Person) -> None:
    """Put the template of the category in place of another one that nobody wrote over."""
    if category is not None and form.labelled_for.data != category.id:
        form.begin_with(category)
    body = form.body.data.replace("\r\n", "\n").strip()
    templates = {card.template.strip() for card in visible_categories(person)}
    if not body or body in templates:
        form.body.data = category.template if category and not category.form else ""


def _preview(
    form: ThreadForm, post: Post | None, typed: Typed, checked: Checked, person: Person
) -> str:
    if checked.writing is None:
        return _page(form, post, typed)
    found = preview_of(checked.writing, person, tags=checked.tags)
    text = f"{checked.title}\n{checked.title}\n{checked.writing.rendered.text}"
    alike = list_similar(person, text, but_not=frozenset({post.thread_id} if post else ()))
    return _page(form, post, typed, preview=found, similar=alike)


def _page(
    form: ThreadForm,
    post: Post | None,
    typed: Typed,
    *,
    wrong: Mapping[str, str] | None = None,
    preview: Preview | None = None,
    similar: Sequence[ThreadLine] = (),
) -> str:
    category = directory().by_id.get(
        form.category.data if form.category.data in form.offered else 0
    )
    form.draft.data = str(_place(post))
    form.attached = attached_in(form.body.data, current_person())
    offer_label(form, current_person())
    gate = given_in_request() if form.gate is None else form.gate
    return render_template(
        "discussion/new_thread.html",
        declared=carried(None, gate),
        has_declared=has_begun(gate),
        readers=sentence_on_readers(form, category, current_person()),
        form=form,
        category=category,
        questions=ask(category.form, category.id, typed, wrong or {}) if category else [],
        continues=post,
        preview=preview,
        similar=similar,
        further=furthering.show_further(form),
    )
