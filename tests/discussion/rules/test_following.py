"""What holds for a thread follows from choices for it, its category and its tags."""

import pytest

from forum.discussion.following import Following, OwnFollowing
from forum.discussion.rules import (
    following_of_category,
    following_of_thread,
    muted_category_ids,
    wants_first_post,
)
from forum.discussion.values import CategoryCard, Colour

MUTED, NORMAL, TRACKING, WATCHING, FIRST = Following


def written(following: Following) -> OwnFollowing:
    return OwnFollowing(following, is_automatic=True)


@pytest.mark.parametrize(
    ("around", "holds"),
    [
        ([], NORMAL),
        ([NORMAL], NORMAL),
        ([TRACKING, NORMAL], TRACKING),
        ([TRACKING, WATCHING], WATCHING),
        ([WATCHING, MUTED], MUTED),
        ([FIRST], NORMAL),
        ([FIRST, TRACKING], TRACKING),
        ([FIRST, MUTED], MUTED),
    ],
)
def test_category_and_tags_speak_where_nothing_is_chosen(
    around: list[Following], holds: Following
) -> None:
    assert following_of_thread(None, around) is holds


@pytest.mark.parametrize("own", [MUTED, NORMAL, TRACKING, WATCHING])
@pytest.mark.parametrize("around", [[], [MUTED], [WATCHING], [FIRST, WATCHING, MUTED]])
def test_choice_for_the_thread_holds_whatever_is_around(
    own: Following, around: list[Following]
) -> None:
    assert following_of_thread(OwnFollowing(own), around) is own


@pytest.mark.parametrize(
    ("own", "around", "holds"),
    [
        (TRACKING, [], TRACKING),
        (TRACKING, [WATCHING], WATCHING),
        (WATCHING, [TRACKING], WATCHING),
        (TRACKING, [MUTED], TRACKING),
        (WATCHING, [MUTED, WATCHING], WATCHING),
    ],
)
def test_writing_in_a_thread_comes_on_top(
    own: Following, around: list[Following], holds: Following
) -> None:
    assert following_of_thread(written(own), around) is holds


@pytest.mark.parametrize(
    ("own", "around", "wants"),
    [
        (None, [FIRST], True),
        (None, [WATCHING], True),
        (None, [TRACKING], False),
        (None, [FIRST, MUTED], False),
        (None, [], False),
        (OwnFollowing(NORMAL), [FIRST], False),
        (OwnFollowing(WATCHING), [], True),
        (written(TRACKING), [FIRST], True),
    ],
)
def test_first_posts_are_wanted(
    own: OwnFollowing | None, around: list[Following], wants: bool
) -> None:
    assert wants_first_post(own, around) is wants


def card(id_: int, parent_id: int | None = None) -> CategoryCard:
    return CategoryCard(
        id=id_,
        slug=str(id_),
        name=str(id_),
        description="",
        colour=Colour.SLATE,
        position=0,
        parent_id=parent_id,
        template="",
        levels=(),
        facilitator_ids=frozenset(),
    )


def test_category_without_a_choice_takes_that_of_the_one_above() -> None:
    chosen = {1: MUTED, 3: WATCHING}
    assert following_of_category(chosen, 2, 1) is MUTED
    assert following_of_category(chosen, 3, 1) is WATCHING
    assert following_of_category(chosen, 4, None) is None


def test_muting_reaches_below_unless_something_is_chosen_there() -> None:
    categories = [card(1), card(2, 1), card(3, 1), card(4)]
    assert muted_category_ids({1: MUTED, 3: NORMAL}, categories) == (1, 2)


def test_category_that_is_asked_for_is_shown_with_what_is_muted_through_it() -> None:
    categories = [card(1), card(2, 1), card(3, 1)]
    chosen = {1: MUTED, 3: MUTED}
    assert muted_category_ids(chosen, categories, asked_for=[1]) == (3,)
    assert muted_category_ids(chosen, categories, asked_for=[3]) == (1, 2)
