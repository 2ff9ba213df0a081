"""What is of use while somebody writes: the preview, and the page that says how."""

from dataclasses import replace

from flask import Blueprint, render_template, request

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.answers import compose
from forum.discussion.examples import examples
from forum.discussion.queries.categories import get_category, visible_categories
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.previews import preview_of
from forum.discussion.queries.threads import get_thread
from forum.discussion.views.asking import answers_in_request, sort_answers
from forum.discussion.writing import check_tags, look_at, nothing_said, split_tags
from forum.kernel.errors import Invalid
from forum.kernel.markup import find_emoji
from forum.kernel.routing import whole_number
from forum.kernel.web import reads_only

bp = Blueprint("composing", __name__)


@bp.post("/preview")
@reads_only
def preview() -> str | tuple[str, int]:
    """Show a text as its post would show it to its writer, without the page around it."""
    person, thread_id = current_person(), whole_number(request.form.get("thread"))
    tags: list[str] = []
    notes: list[str] = []
    try:
        writing = look_at(_text(person))
    except Invalid as refusal:
        return _fragment(notes=[refusal.sentence]), 422
    # Who has just taken a quotation over sees it, and is not told off before the first word.
    unsaid = nothing_said(writing.rendered)
    if unsaid and not writing.rendered.quotes:
        return _fragment(notes=[unsaid]), 422
    try:
        tags = check_tags(split_tags(request.form.get("tags", "")))
    except Invalid as refusal:
        notes = [refusal.sentence]
    thread = get_thread(thread_id, by=person) if thread_id else None
    found = preview_of(writing, person, thread, tags=tags)
    return _fragment(preview=found, notes=[*found.notes, *notes])


def _text(person: Person) -> str:
    """Return what is written, put together with the answers to the questions of its category."""
    body, category_id = request.form.get("body", ""), whole_number(request.form.get("category"))
    typed = answers_in_request()
    if not typed or not category_id:
        return body
    category = get_category(category_id, by=person)
    own, strays = sort_answers(typed, category, person)
    return compose(category.form, category.id, own, f"{strays}\n\n{body}" if strays else body)


@bp.get("/writing")
def how_to_write() -> str:
    """Explain how texts are written, and find emoji by name."""
    person, words = current_person(), request.args.get("emoji", "").strip().casefold()[:40]
    first = next((card.slug for card in visible_categories(person)), "")
    shown = examples(person.handle, first)
    htmls = fill_texts([example.html for example in shown], person)
    return render_template(
        "discussion/how_to_write.html",
        examples=[replace(example, html=html) for example, html in zip(shown, htmls, strict=True)],
        words=words,
        emoji=find_emoji(words, most=60),
    )


def _fragment(**shown: object) -> str:
    return render_template("discussion/_preview.html", **{"preview": None, **shown})
