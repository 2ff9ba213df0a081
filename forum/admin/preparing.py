"""Making an installation ready for whatever comes next."""

from forum.discussion.founding import found_categories
from forum.kernel.db import unit_of_work
from forum.kernel.migrations import migrate


def prepare() -> None:
    """Bring the database to its shape and make the first categories."""
    migrate()
    with unit_of_work():
        found_categories()
