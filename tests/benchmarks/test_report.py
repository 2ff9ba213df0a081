"""Goals and verdicts."""

from dataclasses import replace

import pytest

from benchmarks.building import AS_TREE, IN_ORDER, Made
from benchmarks.corpus import Scale
from benchmarks.figures import Load, Spread
from benchmarks.indexing import Indexed
from benchmarks.live import Lively
from benchmarks.memory import Memory
from benchmarks.pages import LISTS, LONGEST, THREAD, Measured, name_in_longest
from benchmarks.report import Outcome, as_json, as_text, one_in, verdicts
from benchmarks.search import Searched


def measured(name: str, rate: float = 500, statements: int = 4) -> Measured:
    return Measured(name, 40_000, statements, Load(rate, 5, 9), Load(2_000, 1, 2))


def outcome() -> Outcome:
    longest = [name_in_longest(name, who) for name in LONGEST for who in (IN_ORDER, AS_TREE)]
    return Outcome(
        scale=Scale(1),
        made=Made(100_000, 5_000, 1, 2, 100),
        indexed=Indexed("today", 100_000, 50, 10_000),
        pages=[measured(name) for name in (THREAD, *LISTS, *longest)],
        replying=Spread(10, 20),
        lively=Lively(1_000, 50, 60, 1.1, 2.1, 2.5, 0, 480, 0.93, 0.4, 0.1, 0),
        searched=[
            Searched("rare word", Spread(1, 2), Spread(2, 4)),
            Searched("fuzzy", Spread(9, 12), None),
        ],
        memory=Memory(2, 200, 250),
        client="wrk",
    )


def missed(found: Outcome) -> list[str]:
    return [one.name for one in verdicts(found) if not one.is_reached]


def with_page(found: Outcome, changed: Measured) -> Outcome:
    pages = [changed if page.name == changed.name else page for page in found.pages]
    return replace(found, pages=pages)


def test_everything_reached_is_said_so() -> None:
    assert missed(outcome()) == []
    assert "MISSED" not in as_text(outcome())


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        (measured(THREAD, rate=249), f"{THREAD}: share of the floor"),
        (measured(THREAD, statements=9), f"{THREAD}: statements"),
        (measured("latest", rate=249), "latest: share of the floor"),
        (
            measured(name_in_longest("last page", AS_TREE), rate=249),
            "longest thread as a tree, last page",
        ),
    ],
)
def test_page_that_falls_short_is_named(changed: Measured, name: str) -> None:
    assert missed(with_page(outcome(), changed)) == [name]


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"searched": [Searched("rare word", Spread(2, 2), Spread(2, 4))]}, "search, rare word"),
        ({"searched": [Searched("fuzzy", Spread(10, 12), None)]}, "search, fuzzy"),
        ({"indexed": Indexed("today", 100_000, 101, 10_000)}, "indexing"),
        ({"memory": Memory(2, 300, 350)}, "memory at rest"),
        ({"made": Made(100_000, 5_000, 1, 2, 260)}, "building the community"),
    ],
)
def test_figure_that_falls_short_is_named(changed: dict[str, object], name: str) -> None:
    assert missed(replace(outcome(), **changed)) == [name]  # type: ignore[arg-type]


def test_share_is_said_as_people_do() -> None:
    assert one_in(0.125) == "1/8.0"
    assert one_in(0) == "nothing"


def test_machines_get_figures_goals_and_shares() -> None:
    found = as_json(outcome())
    assert found["shares"][THREAD] == 0.25
    assert len(found["goals"]) == len(verdicts(outcome()))
