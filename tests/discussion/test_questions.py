"""The questions of a form, as hosts write them."""

import pytest

from forum.discussion.questions import (
    MOST_QUESTIONS,
    QuestionRow,
    check_rows,
    entry_of,
    question_of,
    row_of,
)
from forum.discussion.values.questions import QuestionKind


def test_rows_become_questions_in_the_order_of_their_places() -> None:
    rows = [
        QuestionRow("Last", place=""),
        QuestionRow("Second", place="2", help="Say where."),
        QuestionRow(""),
        QuestionRow(" First ", "one", choices="A\n\n B \nA", is_required=True, place="1"),
    ]
    questions = check_rows(rows)
    assert [question.label for question in questions] == ["First", "Second", "Last"]
    assert questions[0].choices == ("A", "B")
    assert questions[0].is_required
    assert not any(row.errors for row in rows)
    assert len({question.key for question in questions}) == 3


def test_question_is_kept_and_read_again() -> None:
    (question,) = check_rows([QuestionRow("Which?", "several", "Help", "A\nB", is_required=True)])
    assert question_of(entry_of(question)) == question
    assert check_rows([row_of(question, 1)]) == [question]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (QuestionRow("", help="Only help"), "label"),
        (QuestionRow("a" * 121), "label"),
        (QuestionRow("a\u202eb"), "label"),
        (QuestionRow("a", help="b" * 301), "help"),
        (QuestionRow("a", "one"), "choices"),
        (QuestionRow("a", "one", choices="A"), "choices"),
        (QuestionRow("a", "several", choices="\n".join("ABCDEFGHIJKLMNOPQRSTU")), "choices"),
        (QuestionRow("a", "several", choices="A\n" + "b" * 101), "choices"),
    ],
)
def test_what_is_wrong_is_said_in_the_row(row: QuestionRow, name: str) -> None:
    check_rows([row])
    assert list(row.errors) == [name]


def test_unknown_kind_is_a_short_text_and_its_choices_are_left_out() -> None:
    (question,) = check_rows([QuestionRow("a", "nonsense", choices="A\nB")])
    assert (question.kind, question.choices) == (QuestionKind.SHORT, ())


def test_form_has_a_limit() -> None:
    rows = [QuestionRow(f"Question {number}") for number in range(MOST_QUESTIONS + 1)]
    check_rows(rows)
    assert "at most" in rows[-1].errors["label"]
