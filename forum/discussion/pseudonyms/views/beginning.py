"""Beginning a thread under a pseudonym, and what its author does with its head afterwards."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.answers import Typed, check_answers, compose
from forum.discussion.forms.labels import Reach
from forum.discussion.models import Thread
from forum.discussion.operations.labels import LabelChoice
from forum.discussion.pseudonyms.forms import BeginForm, HeadForm, StricterForm
from forum.discussion.pseudonyms.keyring import forget_key_here, keep_key_here, keys_here
from forum.discussion.pseudonyms.models import Pseudonym
from forum.discussion.pseudonyms.operations.taking import Taken
from forum.discussion.pseudonyms.operations.threads import (
    begin_as_pseudonym,
    change_head_as,
    take_back_thread,
    tighten_label_as,
)
from forum.discussion.pseudonyms.queries.pseudonyms import (
    find_by_key,
    find_own,
    find_waiting_thread,
    row_of_member,
    scene_of_category,
)
from forum.discussion.pseudonyms.rules import may_begin_as_pseudonym
from forum.discussion.queries.categories import get_category
from forum.discussion.queries.previews import Preview, preview_of
from forum.discussion.queries.readers import count_readers_of_category, label_of
from forum.discussion.queries.threads import get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.values.labels import readers_sentence
from forum.discussion.views.asking import answers_in_request, ask, sort_answers
from forum.discussion.views.checking import check_now, is_held_back
from forum.discussion.views.labelling import choice_in, show_label
from forum.discussion.writing import Writing, check_tags, check_title, split_tags, write
from forum.kernel.application import this_settings
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.web import add_refusal, refusals_shown_in, see_other, shown_once

bp = Blueprint("pseudonymous_threads", __name__)


@bp.get("/c/<int:category_id>/pseudonym")
def begin_form(category_id: int) -> str:
    """Offer to begin a thread under a pseudonym, or say why that is not possible."""
    category = _category(category_id)
    form = BeginForm(formdata=None)
    form.begin_with(category)
    form.body.data = "" if category.form else category.template
    return _page(category, form)


@bp.post("/c/<int:category_id>/pseudonym")
def begin(category_id: int) -> ResponseReturnValue:
    """Begin a thread under a new pseudonym, whose key is shown once."""
    person, form, category = current_person(), BeginForm(), _category(category_id)
    typed, strays = sort_answers(answers_in_request(), category, person)
    form.body.data = f"{strays}\n\n{form.body.data}" if strays else form.body.data
    undo()
    if form.wants_check:
        return _page(category, form, check_now(form, person, typed))
    label, writing, wrong = _checked(form, category, typed, person)
    is_right = label is not None and writing is not None and not wrong and not form.errors
    if writing and form.wants_preview:
        found = preview_of(writing, person, tags=split_tags(form.tags.data))
        return _page(category, form, typed, preview=found)
    if is_right and is_held_back(form, person, category.id, typed):
        return _page(category, form, typed)
    taken: Taken | None = None
    if is_right and label and writing:
        with refusals_shown_in(form):
            taken = begin_as_pseudonym(
                _category(category_id),
                form.title.data,
                writing,
                tags=split_tags(form.tags.data),
                label=label,
                by=person,
                delay=this_settings().pseudonym_delay,
                once=form.submission_key,
            )
    if taken is None:
        undo()
        return _page(_category(category_id), form, typed, wrong=wrong), 422
    return _show_key(taken, person)


@bp.post("/pseudonyms/waiting/<int:pseudonym_id>/take-back")
def take_back(pseudonym_id: int) -> ResponseReturnValue:
    """Drop a thread that is not published yet."""
    person = current_person()
    key = keys_here(person).get(-pseudonym_id, "")
    pseudonym = find_by_key(key) if key else None
    if pseudonym is None or find_waiting_thread(pseudonym) is None:
        raise NotFound
    take_back_thread(pseudonym)
    answer = see_other("/pseudonyms")
    forget_key_here(answer, person, key)
    flash("It will not be published.")
    return answer


@bp.get("/t/<int:thread_id>/pseudonym/head")
def head_form(thread_id: int) -> str:
    """Show title and tags of a thread that one has begun under a pseudonym, to be changed."""
    thread, _ = _begun(thread_id)
    tags = ", ".join(tag.name for tag in thread.tags)
    form = HeadForm(
        formdata=None, title=thread.title, tags=tags, title_before=thread.title, tags_before=tags
    )
    return render_template("discussion/pseudonym_head.html", thread=thread, form=form)


@bp.post("/t/<int:thread_id>/pseudonym/head")
def change_head(thread_id: int) -> ResponseReturnValue:
    """Give a thread that one has begun under a pseudonym another title or other tags."""
    person, form, status = current_person(), HeadForm(), 422
    thread, pseudonym = _begun(thread_id)
    is_done = False
    try:
        with refusals_shown_in(form):
            change_head_as(
                pseudonym,
                thread,
                form.title.data,
                split_tags(form.tags.data),
                by=person,
                seen_title=form.title_before.data,
                seen_tags=split_tags(form.tags_before.data or ""),
            )
            is_done = True
    except Conflict as conflict:
        undo()
        thread, _ = _begun(thread_id)
        sentence = f"It is “{thread.title}” now. Save again to put yours in its place."
        add_refusal(form, Invalid("title", f"{conflict.sentence} {sentence}"))
        form.title_before.data, status = thread.title, 409
    if is_done:
        return see_other(f"/t/{thread_id}/pseudonym")
    undo()
    thread, _ = _begun(thread_id)
    page = render_template("discussion/pseudonym_head.html", thread=thread, form=form)
    return page, status


@bp.get("/t/<int:thread_id>/pseudonym/label")
def label_form(thread_id: int) -> str:
    """Show the label of a thread that one has begun under a pseudonym, to be made stricter."""
    thread, _ = _begun(thread_id)
    form = StricterForm(formdata=None)
    show_label(form, thread, current_person())
    return _label_page(thread, form)


@bp.post("/t/<int:thread_id>/pseudonym/label")
def tighten(thread_id: int) -> ResponseReturnValue:
    """Make the label of a thread stricter that one has begun under a pseudonym."""
    person, form = current_person(), StricterForm()
    thread, pseudonym = _begun(thread_id)
    form.readers.data = str(Reach.CATEGORY)
    choice = choice_in(form, person)
    if choice is not None:
        with refusals_shown_in(form):
            is_changed = tighten_label_as(pseudonym, thread, choice, by=person)
            flash("The label has changed." if is_changed else "Nothing was changed.")
            return see_other(f"/t/{thread_id}/pseudonym")
    undo()
    thread, _ = _begun(thread_id)
    return _label_page(thread, form), 422


def _label_page(thread: Thread, form: StricterForm) -> str:
    return render_template(
        "discussion/pseudonym_label.html", thread=thread, form=form, label=label_of(thread)
    )


def _category(category_id: int) -> CategoryCard:
    return get_category(category_id, by=current_person())


def _begun(thread_id: int) -> tuple[Thread, Pseudonym]:
    """Return a thread and the pseudonym that began it, whose key is here. Raises NotFound."""
    person = current_person()
    thread = get_thread(thread_id, by=person)
    own = find_own(thread.id, keys_here(person))
    if own is None or thread.author_id != own[0].member_id:
        raise NotFound
    return thread, own[0]


def _checked(
    form: BeginForm, category: CategoryCard, typed: Typed, person: Person
) -> tuple[LabelChoice | None, Writing | None, Mapping[str, str]]:
    with refusals_shown_in(form):
        check_title(form.title.data)
    with refusals_shown_in(form):
        check_tags(split_tags(form.tags.data))
    label, writing = choice_in(form, person), None
    wrong = check_answers(category.form, category.id, typed)
    if not wrong:
        with refusals_shown_in(form):
            writing = write(compose(category.form, category.id, typed, form.body.data))
    return label, writing, wrong


def _show_key(taken: Taken, person: Person) -> ResponseReturnValue:
    """Show the key, this once; the browser keeps it as well."""
    pseudonym = taken.pseudonym
    thread_id = pseudonym.thread_id
    place = thread_id or -pseudonym.member_id
    page = render_template(
        "discussion/pseudonym_key.html",
        name=row_of_member(pseudonym).name,
        key=taken.key,
        on=f"/t/{thread_id}/pseudonym" if thread_id else "/pseudonyms",
    )
    answer = make_response(shown_once(page))
    keep_key_here(answer, person, place, taken.key)
    return answer


def _page(
    category: CategoryCard,
    form: BeginForm,
    typed: Typed | None = None,
    *,
    wrong: Mapping[str, str] | None = None,
    preview: Preview | None = None,
) -> str:
    person, scene = current_person(), scene_of_category(category)
    return render_template(
        "discussion/pseudonym_begin.html",
        category=category,
        form=form,
        questions=ask(category.form, category.id, typed or {}, wrong or {}),
        preview=preview,
        scene=scene,
        verdict=may_begin_as_pseudonym(person, category, scene),
        readers=readers_sentence(count_readers_of_category(category.id)),
        delay=this_settings().pseudonym_delay,
    )
