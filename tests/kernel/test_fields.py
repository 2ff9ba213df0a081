from flask_wtf import FlaskForm

from forum import Forum
from forum.kernel.fields import Day, Line, Numbers, OneOf, Whole, Words, reason_field
from forum.kernel.wording import LONGEST_REASON


class Everything(FlaskForm):  # type: ignore[misc]
    name = Line("Name")
    text = Words("Text")
    where = OneOf("Where", choices={"here": "Here", "there": "There"})
    until = Day("Until")
    days = Whole("Days")
    boxes = Numbers("Boxes", validate_choice=False)
    because = reason_field(missing="Please say why.")
    note = reason_field("Note")


def sent(app: Forum, **typed: str | list[str]) -> Everything:
    with app.test_request_context(method="POST", data=typed):
        form = Everything()
        form.validate()
        return form


def test_what_was_not_sent_is_empty(app: Forum) -> None:
    form = sent(app, where="here", because="So.")
    assert (form.name.data, form.text.data, form.note.data, form.until.data) == ("", "", "", None)
    assert form.errors == {}


def test_what_was_not_offered_is_refused_in_a_sentence(app: Forum) -> None:
    assert sent(app, where="nowhere", because="So.").errors == {
        "where": ["Please choose one of these."]
    }


def test_a_day_that_is_none_is_refused_in_a_sentence(app: Forum) -> None:
    assert sent(app, where="here", because="So.", until="31 February").errors == {
        "until": ["Please write a day like 2027-03-05."]
    }


def test_a_number_that_is_none_is_refused_in_a_sentence(app: Forum) -> None:
    assert sent(app, where="here", because="So.", days=" 30 ").days.data == 30
    assert sent(app, where="here", because="So.", days=" ").days.data is None
    assert sent(app, where="here", because="So.", days="soon").errors == {
        "days": ["Please write a whole number, such as 30."]
    }


def test_of_boxes_only_numbers_count_as_ticked(app: Forum) -> None:
    form = sent(app, where="here", because="So.", boxes=["7", "x", "-1", "٣", "9" * 5000, "12"])
    assert (form.boxes.data, form.errors) == ([7, 12], {})


def test_a_reason_is_asked_for_where_one_is_needed_and_held_short(app: Forum) -> None:
    form = sent(app, where="here", because=" ", note="x" * (LONGEST_REASON + 1))
    assert form.errors == {
        "because": ["Please say why."],
        "note": ["Please keep this under 2,000 letters."],
    }
