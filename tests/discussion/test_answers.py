"""Answers to the questions of a form, as one text."""

import re

import pytest

from forum.discussion.answers import check_answers, compose, contained, heading
from forum.discussion.values.questions import Question, QuestionKind
from forum.kernel.markup import render

FORM = (
    Question(1, "What happened?", QuestionKind.LONG, is_required=True),
    Question(2, "Where?", QuestionKind.SHORT),
    Question(3, "What do you ask for?", QuestionKind.SEVERAL, choices=("A contact", "A template")),
    Question(4, "How urgent?", QuestionKind.ONE, choices=("Today", "This month")),
    Question(5, "By when?", QuestionKind.DATE),
)
FULL = {
    "answer-9-1": ("A **long** story.\n\nWith two parts.",),
    "answer-9-2": ("In a town",),
    "answer-9-3": ("A template", "A contact"),
    "answer-9-4": ("Today",),
    "answer-9-5": ("2027-03-05",),
}
BREAKING = [
    "# A heading",
    "## What happened?",
    "Setext\n===",
    "Setext\n---",
    "```\nnever closed",
    "~~~~\n## inside",
    "> ## in a quotation",
    "- a list\n\n  ## in it",
    '[quote="anna, post:1"]\nnever closed',
    "[/quote]",
    "[details=More]\nnever closed",
    "<details><summary>x</summary>",
    "<!-- never closed",
    "<h2>x</h2>",
    "a[^1]\n\n[^1]: a footnote",
    "[^1]: ## x",
    "| a |\n|---|\n| ## |",
    "***",
    "\\",
    "\t## tab",
    ":::",
    "$$\nx",
    "1. one\n## two",
    "x\n\n\n\n## y",
]


def headings(raw: str) -> list[str]:
    """Return the headings of the two highest levels."""
    return re.findall(r"<h[1-4]>(.*?)</h[1-4]>", render(raw).html)


def test_answers_become_headings_and_texts_in_the_order_of_the_form() -> None:
    assert compose(FORM, 9, FULL, "And this.") == (
        "## What happened?\n\nA **long** story.\n\nWith two parts.\n\n"
        "## Where?\n\nIn a town\n\n"
        "## What do you ask for?\n\n- A contact\n- A template\n\n"
        "## How urgent?\n\nToday\n\n"
        "## By when?\n\n5 March 2027\n\n"
        "## Anything else\n\nAnd this."
    )


def test_what_was_not_answered_has_no_heading() -> None:
    assert compose(FORM, 9, {"answer-9-2": ("Here",), "answer-9-1": ("  ",)}) == "## Where?\n\nHere"
    assert compose(FORM, 9, {}, "Only this.") == "Only this."
    assert compose(FORM, 8, FULL) == ""


@pytest.mark.parametrize("words", BREAKING)
@pytest.mark.parametrize("key", [1, 2])
def test_answer_never_breaks_out_of_its_place(words: str, key: int) -> None:
    typed = {**FULL, f"answer-9-{key}": (words if key == 1 else words.replace("\n", " "),)}
    assert check_answers(FORM, 9, typed) == {}
    raw = compose(FORM, 9, typed)
    assert headings(raw) == [question.label for question in FORM]
    assert render(raw).html.endswith("<h4>By when?</h4><p>5 March 2027</p>")


@pytest.mark.parametrize("opening", ['[quote="a, post:1"]\nx', "[quote]\n\nx", "[details=a]\nx"])
@pytest.mark.parametrize("closing", ["[/quote]", "y\n[/details]"])
def test_two_answers_cannot_break_out_together(opening: str, closing: str) -> None:
    form = tuple(Question(key, f"Q{key}", QuestionKind.LONG) for key in (1, 2, 3))
    typed = {f"answer-1-{key}": (opening if key == 1 else closing,) for key in (1, 2, 3)}
    raw = compose(form, 1, typed, closing)
    assert headings(raw) == ["Q1", "Q2", "Q3", "Anything else"]
    assert "<aside" not in render(raw).html


def test_what_stays_inside_is_left_as_it_was() -> None:
    for words in ("- a\n- b", "> quoted", "```\ncode\n```", "| a |\n|---|\n| b |", "### Part"):
        assert contained(words) == words
    assert contained("# Facts\n\nx") == "### Facts\n\nx"
    assert contained("- not a list", in_line=True) == "\\- not a list"


@pytest.mark.parametrize(
    "label", ["C#", "a #", "*b*", "<i>", "x & y", "1. a", "“q”", "@anna", "[a](b)", "`c`", "a | b"]
)
def test_question_stays_one_heading_with_its_own_words(label: str) -> None:
    rendered = render(heading(label))
    assert rendered.text.strip() == label
    assert rendered.html.count("<") == 2


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        (1, "", "Please answer this."),
        (1, " \n", "Please answer this."),
        (1, "a\0b", "NUL"),
        (1, "[" * 1_001, "square brackets"),
        (2, "a" * 301, "too long"),
        (3, "Something else", "choose from what is offered"),
        (4, "Tomorrow", "choose from what is offered"),
        (5, "tomorrow", "2027-03-05"),
        (5, "0001-01-01", "four digits"),
        (5, "2027-02-30", "2027-03-05"),
    ],
)
def test_wrong_answer_is_named(key: int, value: str, sentence: str) -> None:
    wrong = check_answers(FORM, 9, {**FULL, f"answer-9-{key}": (value,)})
    assert list(wrong) == [f"answer-9-{key}"]
    assert sentence in wrong[f"answer-9-{key}"]


def test_answers_that_are_too_long_together_are_refused_before_they_are_looked_at() -> None:
    typed = {f"answer-9-{key}": ("é" * 12_000,) for key in range(1, 5)}
    assert "Together" in check_answers(FORM, 9, typed)["answer-9-1"]
