"""The rules answer the same about all posts of one sort, whatever else is true of them."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from forum.accounts.values import Person
from forum.discussion.sorts import rights_on, sort_of
from forum.discussion.values import MemberCard, PostCard, ReactionCard, ReactionSetting, Sign
from forum.kernel.clock import now
from tests.discussion.test_rules import FACILITATOR, OF_ELSEWHERE, OF_HERE, member, thread

READERS = (member(1), member(2), member(2, silenced=True), FACILITATOR, OF_HERE, OF_ELSEWHERE)
OTHERS = (MemberCard(3, "ben", "Ben", None), MemberCard(6, "cleo", "Cleo", None))


def cards(reader: Person) -> list[PostCard]:
    """Return posts of every sort."""
    own = MemberCard(int(reader.member_id), "own", "Own", None)
    return [
        PostCard(
            id=number,
            thread_id=1,
            number=number,
            author=author,
            html="Words.",
            created_at=now(),
            edited_at=None,
            version=1,
            depth=0,
            reply_count=0,
            parent_number=None,
            parent_author=None,
            withdrawn_at=now() if withdrawn else None,
            withdrawn_by_author=withdrawn and by_author,
            withdrawn_because="",
            locked_at=now() if locked else None,
            locked_because="",
            files=(),
            is_shared=shared,
        )
        for author, number, withdrawn, by_author, locked, shared in product(
            (own, OTHERS[0]), (1, 2), *[(False, True)] * 4
        )
    ]


def otherwise(card: PostCard, reader: Person) -> PostCard:
    """Return a post of the same sort with everything else changed."""
    moved = timedelta(days=400)
    return replace(
        card,
        id=card.id + 500,
        number=card.number if card.number == 1 else 77,
        author=card.author if card.author.id == reader.id else OTHERS[1],
        html="Other words.",
        created_at=card.created_at - moved,
        edited_at=now(),
        version=9,
        depth=40,
        reply_count=12,
        parent_number=1,
        parent_author=OTHERS[0],
        withdrawn_at=card.withdrawn_at and card.withdrawn_at - moved,
        withdrawn_because="A reason.",
        locked_at=card.locked_at and card.locked_at - moved,
        locked_because="Another reason.",
        reactions=(ReactionCard(Sign.THANKS, 2, is_mine=True),),
        is_bookmarked=True,
    )


@pytest.mark.parametrize("reader", READERS, ids=lambda one: f"{one.role}-{one.id}")
@pytest.mark.parametrize("place", [thread(), thread(closed=True), thread(archived=True)])
def test_posts_of_one_sort_get_the_same_answers(reader: Person, place: object) -> None:
    answers = []
    for card in cards(reader):
        other, is_own = otherwise(card, reader), card.author.id == reader.id
        assert sort_of(card, is_own=is_own) == sort_of(other, is_own=is_own)
        for setting, takes in product(ReactionSetting, (False, True)):
            given = rights_on(card, place, reader, setting, takes_answers=takes)  # type: ignore[arg-type]
            assert given == rights_on(other, place, reader, setting, takes_answers=takes)  # type: ignore[arg-type]
            answers.append(tuple(given.values()))
    assert len(set(answers)) > 1
