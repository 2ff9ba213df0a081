"""How much does a member hear of a thread? Pure answers; nothing here queries.

What is chosen for a thread itself holds, whatever its category and tags say. Without such a choice
category and tags speak: one that is muted mutes, else the strongest holds. What writing in a thread
has brought about comes on top of that, and so also brings a thread out of a muted category.
"""

from collections.abc import Container, Iterable, Mapping

from forum.discussion.following import Following, OwnFollowing
from forum.discussion.values import CategoryCard

THREAD_FOLLOWINGS = (Following.WATCHING, Following.TRACKING, Following.NORMAL, Following.MUTED)
PLACE_FOLLOWINGS = (
    Following.WATCHING,
    Following.TRACKING,
    Following.FIRST_POST,
    Following.NORMAL,
    Following.MUTED,
)


def following_of_thread(own: OwnFollowing | None, around: Iterable[Following]) -> Following:
    """Return what holds for a thread: `around` is what was chosen for its category and tags."""
    if own is not None and not own.is_automatic:
        return own.following
    inherited = following_around(around)
    if own is None:
        return inherited
    return max(own.following, inherited)


def following_around(around: Iterable[Following]) -> Following:
    """Return what category and tags say of a thread: muted wins, then the strongest."""
    chosen = set(around)
    if Following.MUTED in chosen:
        return Following.MUTED
    # Who wants first posts only follows the thread no further.
    return max(chosen - {Following.FIRST_POST}, default=Following.NORMAL)


def wants_first_post(own: OwnFollowing | None, around: Iterable[Following]) -> bool:
    """Tell whether the member wants to hear of a new thread as such."""
    chosen = list(around)
    if own is not None and not own.is_automatic:
        return own.following is Following.WATCHING
    if Following.MUTED in chosen:
        return False
    return Following.FIRST_POST in chosen or Following.WATCHING in chosen


def following_of_category(
    chosen: Mapping[int, Following], category_id: int, parent_id: int | None
) -> Following | None:
    """Return what was chosen for the category, or else for the one above it; None for nothing."""
    own = chosen.get(category_id)
    return chosen.get(parent_id or 0) if own is None else own


def muted_category_ids(
    chosen: Mapping[int, Following],
    categories: Iterable[CategoryCard],
    *,
    asked_for: Container[int] = (),
) -> tuple[int, ...]:
    """Return the categories that are muted, by themselves or from above.

    A category that the reader has asked for is shown to them, muted or not, and what is muted
    through it alone too.
    """
    counted = {id_: one for id_, one in chosen.items() if id_ not in asked_for}
    return tuple(
        card.id
        for card in categories
        if card.id not in asked_for
        and following_of_category(counted, card.id, card.parent_id) is Following.MUTED
    )
