"""What scripts ask for while somebody writes: the preview."""

from flask import Blueprint, render_template, request

from forum.accounts.current import current_person
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.threads import get_thread
from forum.discussion.writing import write
from forum.kernel.errors import Invalid
from forum.kernel.routing import whole_number
from forum.kernel.web import reads_only

bp = Blueprint("composing", __name__)


@bp.post("/preview")
@reads_only
def preview() -> str | tuple[str, int]:
    """Show a text as the post would show it to its writer."""
    try:
        writing = write(request.form.get("body", ""))
    except Invalid as refusal:
        return render_template("discussion/_preview.html", html="", notes=[refusal.sentence]), 422
    person = current_person()
    thread_id = whole_number(request.form.get("thread"))
    thread = get_thread(thread_id, by=person) if thread_id else None
    html = fill_texts([writing.rendered.html], person, thread)[0]
    return render_template("discussion/_preview.html", html=html, notes=[])
