"""Who fits with whom: no database is needed."""

from dataclasses import replace

import pytest

from forum.discussion.values import MemberCard
from forum.facilitation.buddies.rules import closeness, fit
from forum.facilitation.buddies.values import Candidate


def candidate(id_: int, **more: object) -> Candidate:
    plain = Candidate(
        MemberCard(id_, f"m{id_}", f"M{id_}", None),
        languages=frozenset({"en"}),
        hours=1.0,
        areas=frozenset(),
        organisations=frozenset({id_}),
        pairs=0,
        apart=frozenset(),
    )
    return replace(plain, **more)


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ({}, True),
        ({"languages": frozenset({"fr"})}, False),
        ({"languages": frozenset()}, True),
        ({"hours": 4.0}, True),
        ({"hours": 4.5}, False),
        ({"organisations": frozenset({1, 7})}, False),
        ({"pairs": 1}, True),
        ({"pairs": 2}, False),
        ({"apart": frozenset({1})}, False),
    ],
)
def test_two_fit_or_do_not_and_both_ways_alike(more: dict[str, object], fits: bool) -> None:
    one, other = candidate(1), candidate(2, **more)
    assert fit(one, other) is fits
    assert fit(other, one) is fits


def test_clocks_are_compared_round_the_globe() -> None:
    assert fit(candidate(1, hours=12.0), candidate(2, hours=-11.0))


def test_who_works_in_the_same_place_is_closer() -> None:
    me = candidate(1, areas=frozenset({"france"}))
    near, far = candidate(3, areas=frozenset({"france"})), candidate(2)
    assert sorted([far, near], key=lambda one: closeness(me, one)) == [near, far]
