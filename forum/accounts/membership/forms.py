"""Shape and wording of what is typed about one's membership."""

from flask_wtf import FlaskForm
from wtforms import BooleanField


class ListingForm(FlaskForm):  # type: ignore[misc]
    """Standing in the directory."""

    is_listed = BooleanField("List me in the directory of members")
