"""What discussions do when something happened to circles."""

from forum.accounts.circles.events import CircleSettled
from forum.accounts.circles.values import Fate
from forum.discussion.operations.ended_circles import settle_categories
from forum.kernel.events import within


@within(CircleSettled)
def settle_what_circle_leaves(event: CircleSettled) -> None:
    """Keep or move what stands in the categories of a circle that has ended."""
    settle_categories(
        event.circle_id,
        Fate(event.fate),
        last_day=event.last_day,
        into_id=event.into_id,
    )
