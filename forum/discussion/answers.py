"""Answers to the questions of a category's form, checked and written down as one Markdown text.

The text has a heading for each question. Whatever somebody types, an answer stays below its own:
what would break out is first softened and at last taken literally, and the renderer itself is asked
each time whether it stayed inside.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from forum.discussion.values import LONGEST_POST
from forum.discussion.values.questions import Question, QuestionKind
from forum.kernel.errors import Invalid
from forum.kernel.markup import check_line, check_text, refuse_broken, render

Typed = Mapping[str, Sequence[str]]
"""What was typed or chosen, by the names of the inputs."""

LONGEST_ANSWER = 300
"""Letters of a short one."""
MORE = "Anything else"
"""The heading above what was written outside of the questions."""

_SIGN = re.compile(r"([!-/:-@\[-`{-~])")
_HIGH_HEADING = re.compile(r"^( {0,3})#{1,2}(?=[ \t]|$)", re.MULTILINE)
_ABOVE, _BELOW = "<h4>x</h4>", "<h4>y</h4>"
_HEADING = re.compile(r"<h[1-4][ >]")
_BLOCK = re.compile(r"<(?!/)(?!(?:p|a|em|strong|code|span|del|mark|kbd|sub|sup|br|img)\b)")


def check_answers(form: Sequence[Question], category_id: int, typed: Typed) -> dict[str, str]:
    """Return what is wrong with the answers, by the names of their inputs."""
    wrong: dict[str, str] = {}
    size = sum(
        len(value.encode("utf-8", "replace")) for values in typed.values() for value in values
    )
    if form and size > LONGEST_POST:
        sentence = f"Together the answers are too long: at most {LONGEST_POST // 1024} KB."
        return {form[0].input_name(category_id): sentence}
    for question in form:
        name = question.input_name(category_id)
        try:
            _check(question, _filled(typed.get(name, ())))
        except Invalid as refusal:
            wrong[name] = refusal.sentence
    return wrong


def _check(question: Question, values: Sequence[str]) -> None:
    if not values:
        if question.is_required:
            raise Invalid("", "Please answer this.")
        return
    match question.kind:
        case QuestionKind.SHORT:
            check_line(values[0], field="", longest=LONGEST_ANSWER)
        case QuestionKind.LONG:
            check_text(values[0])
        case QuestionKind.DATE:
            _day(values[0])
        case QuestionKind.ONE | QuestionKind.SEVERAL:
            if set(values) - set(question.choices):
                raise Invalid("", "Please choose from what is offered.")


def compose(form: Sequence[Question], category_id: int, typed: Typed, more: str = "") -> str:
    """Return checked answers as one text, with what was written beside them at its end."""
    parts: list[str] = []
    for question in form:
        values = _filled(typed.get(question.input_name(category_id), ()))
        if values:
            parts += [heading(question.label), _answer(question, values)]
    rest = ([heading(MORE)] if parts else []) + [more] if more.strip() else []
    if parts and not _stand_apart([*parts, *rest]):
        # Each stays inside, but one opens what another closes.
        parts[1::2] = [literal(part) for part in parts[1::2]]
    return "\n\n".join([*parts, *rest])


def heading(label: str) -> str:
    """Return a question as a heading that holds its words and nothing else."""
    rendered = render(f"## {label}").html
    return (
        f"## {label}"
        if rendered == f"<h4>{escape(label, quote=False)}</h4>"
        else f"## {literal(label)}"
    )


def contained(words: str, *, in_line: bool = False) -> str:
    """Return an answer in Markdown that stays below its heading, as near as can be to what it was.

    One of a single line makes no block of its own either.
    """
    words = words.strip("\n").rstrip()
    for attempt in (words, _HIGH_HEADING.sub(r"\1###", words)):
        if _stays_inside(attempt, in_line=in_line):
            return attempt
    return literal(words)


def literal(words: str) -> str:
    """Return words in which no sign means anything but itself."""
    lines = (_SIGN.sub(r"\\\1", line.strip()) for line in words.split("\n"))
    return "\n".join(lines)


def _stays_inside(words: str, *, in_line: bool) -> bool:
    """Ask the renderer whether headings before and after the words stay what they are."""
    html = render(f"## x\n\n{words}\n\n## y").html
    if not (html.startswith(_ABOVE) and html.endswith(_BELOW)):
        return False
    inside = html[len(_ABOVE) : -len(_BELOW)]
    return not _HEADING.search(inside) and not (in_line and _BLOCK.search(inside))


def _stand_apart(parts: Sequence[str]) -> bool:
    """Ask the renderer whether each part means the same beside the others as alone."""
    return render("\n\n".join(parts)).html == "".join(render(part).html for part in parts)


def _filled(values: Sequence[str]) -> list[str]:
    return [value for value in values if value.strip()]


def _answer(question: Question, values: Sequence[str]) -> str:
    match question.kind:
        case QuestionKind.SHORT:
            return contained(check_line(values[0], field="", longest=LONGEST_ANSWER), in_line=True)
        case QuestionKind.LONG:
            return contained(check_text(values[0]))
        case QuestionKind.DATE:
            return _day(values[0]).strftime("%-d %B %Y")
        case QuestionKind.ONE:
            return contained(values[0], in_line=True)
        case QuestionKind.SEVERAL:
            chosen = [choice for choice in question.choices if choice in values]
            return "\n".join(f"- {contained(choice, in_line=True)}" for choice in chosen)


def _day(value: str) -> date:
    refuse_broken("", value)
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        raise Invalid("", "Please write a day like 2027-03-05.") from None
    if day.year < 1000:
        raise Invalid("", "Please write a year of four digits.")
    return day
