"""Watched words in the forms in which members write: a warning is read once, and then passed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import request

from forum.discussion.operations.watching import WarnedError
from forum.kernel.routing import whole_number
from forum.kernel.web import refusals_shown_in

MOST_SEEN = 100


@contextmanager
def refusals_and_warnings_shown_in(form: Any) -> Iterator[None]:
    """Show at the form what is refused inside, and remember what it warns of."""
    with refusals_shown_in(form):
        try:
            yield
        except WarnedError as warning:
            remember_warning(form, warning)
            raise


def remember_warning(form: Any, warning: WarnedError) -> None:
    """Let the form say, when it is sent again, what its writer was warned of."""
    form.warned = " ".join(str(number) for number in warning.numbers)


def seen_warnings() -> frozenset[int]:
    """Return the warnings that the writer has read, as their form says."""
    words = request.form.get("warned", "")[: 12 * MOST_SEEN].split()
    numbers = (whole_number(word) for word in words[:MOST_SEEN])
    return frozenset(number for number in numbers if number is not None)
