"""The list of watched words, and a place to try what it makes of a text."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.slots import Wording
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.language import LANGUAGES, detect_language
from forum.kernel.verdicts import require
from forum.kernel.web import reads_only, refusals_shown_in, see_other
from forum.moderation.forms import WordForm
from forum.moderation.operations.words import stop_watching, watch_word
from forum.moderation.queries.words import get_word, list_words, met_in, watch
from forum.moderation.rules import may_watch_words
from forum.moderation.values import WATCH_WORDS, WatchAction

bp = Blueprint("words", __name__)

LONGEST_TRIED = 20_000


@bp.get("/moderate/words")
def words() -> str:
    """Show the watched words."""
    return _page(WordForm(formdata=None))


@bp.post("/moderate/words")
def add() -> Response | tuple[str, int]:
    """Watch a word."""
    require(may_watch_words(current_person()))
    form, is_new = WordForm(), False
    if form.validate():
        with refusals_shown_in(form):
            is_new = watch_word(
                form.pattern.data,
                WatchAction(form.action.data),
                language=form.language.data,
                other=form.other.data,
                by=current_person(),
            )
    if form.errors:
        undo()
        return _page(form), 422
    flash("It is watched from now on." if is_new else "It is watched already.")
    return see_other("/moderate/words")


@bp.post("/moderate/words/<int:word_id>/remove")
def remove(word_id: int) -> Response:
    """Watch a word no longer."""
    stop_watching(get_word(word_id, by=current_person()), by=current_person())
    flash("It is not watched any more.")
    return see_other("/moderate/words")


@bp.post("/moderate/words/test")
@reads_only
def test() -> str | tuple[str, int]:
    """Show what the list makes of a text; nothing is kept."""
    require(may_watch_words(current_person()))
    text = request.form.get("text", "").replace("\0", " ")
    if len(text) > LONGEST_TRIED:
        raise Invalid("text", f"Please try at most {LONGEST_TRIED:,} letters at once.")
    language = request.form.get("language", "")
    language = language if language in LANGUAGES else detect_language(text)
    wording = Wording(text, text, language, title="A title")
    return _page(WordForm(formdata=None), tried=(wording, met_in(wording), watch(wording)))


def _page(form: WordForm, *, tried: object = None) -> str:
    return render_template(
        "moderation/words.html",
        form=form,
        words=list_words(by=current_person()),
        tried=tried,
        actions=WATCH_WORDS,
        languages=LANGUAGES,
    )
