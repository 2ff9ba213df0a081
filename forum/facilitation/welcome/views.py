"""The welcome: three things to do, a question now and then, and a way to stop it all."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.facilitation.welcome.forms import AnswerForm
from forum.facilitation.welcome.operations import (
    answer_question,
    put_question_away,
    say_done,
    stop_welcome,
)
from forum.facilitation.welcome.queries import (
    find_greeting,
    get_open_question,
    list_shared_answers,
)
from forum.facilitation.welcome.rules import may_be_welcomed
from forum.facilitation.welcome.values import CHOICES, QUESTION_WORDS, FirstThing, Question
from forum.kernel.db import undo
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("welcome", __name__)
blueprints = (bp,)


@bp.get("/welcome")
def welcome() -> str:
    """Show the member what the welcome still has for them."""
    greeting = find_greeting(current_person())
    if greeting is None:
        raise NotFound
    return render_template(
        "facilitation/welcome.html", greeting=greeting, question_words=QUESTION_WORDS
    )


@bp.get("/welcome/hello")
def hello() -> str:
    """Help somebody new to say hello."""
    require(may_be_welcomed(current_person()))
    return render_template("facilitation/hello.html")


@bp.post("/welcome/<thing>/done")
def done(thing: str) -> Response:
    """Take one of the three things off the list."""
    if thing not in set(FirstThing):
        raise NotFound
    say_done(FirstThing(thing), by=current_person())
    return see_other("/")


@bp.post("/welcome/stop")
def stop() -> Response:
    """End the welcome."""
    if stop_welcome(by=current_person()):
        flash("The welcome has ended. You are always welcome to ask.")
    return see_other("/")


@bp.get("/welcome/questions/<question>")
def question_form(question: str) -> str:
    """Show a question to answer."""
    asked = _known(question)
    get_open_question(asked, by=current_person())
    return _page(asked, _form(asked, is_empty=True))


@bp.post("/welcome/questions/<question>")
def answer(question: str) -> Response | tuple[str, int]:
    """Keep the answer."""
    asked, person = _known(question), current_person()
    get_open_question(asked, by=person)
    form = _form(asked)
    with refusals_shown_in(form):
        answer_question(
            asked, form.chosen, form.words.data, is_shared=form.is_shared.data, by=person
        )
    if form.errors:
        undo()
        return _page(asked, form), 422
    flash("Thank you.")
    return see_other("/preferences/leave" if form.chosen == "pause" else "/")


@bp.post("/welcome/questions/<question>/skip")
def skip(question: str) -> Response:
    """Put a question away without an answer."""
    put_question_away(_known(question), by=current_person())
    return see_other("/")


@bp.get("/welcome/answers")
def answers() -> str:
    """Show facilitators what members wanted them to read."""
    return render_template(
        "facilitation/answers.html",
        answers=list_shared_answers(by=current_person()),
        question_words=QUESTION_WORDS,
        choices=CHOICES,
    )


def _known(question: str) -> Question:
    if question not in set(Question):
        raise NotFound
    return Question(question)


def _form(question: Question, *, is_empty: bool = False) -> AnswerForm:
    form = AnswerForm(formdata=None) if is_empty else AnswerForm()
    form.offer(question)
    return form


def _page(question: Question, form: AnswerForm) -> str:
    return render_template(
        "facilitation/question.html", question=question, words=QUESTION_WORDS[question], form=form
    )
