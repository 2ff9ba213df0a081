"""Several forms on one page."""

from flask_wtf import FlaskForm


def with_ids(form: FlaskForm, name: str) -> None:
    """Give the fields ids of their own, since the page holds several forms with like fields."""
    for field in form:
        field.id = f"{name}-{field.short_name}"
        field.label.field_id = field.id
