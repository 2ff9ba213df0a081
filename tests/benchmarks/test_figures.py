"""The arithmetic of measuring."""

import pytest

from benchmarks.figures import Load, Spread, median, middle_load, percentile, spread


@pytest.mark.parametrize(
    ("share", "value"), [(0, 1), (0.1, 1), (0.25, 3), (0.5, 5), (0.51, 6), (0.95, 10), (1, 10)]
)
def test_percentile_is_a_value_that_enough_others_do_not_exceed(share: float, value: int) -> None:
    assert percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == value


def test_percentile_of_one_value_is_that_value() -> None:
    assert percentile([7], 0.5) == percentile([7], 0.95) == 7


@pytest.mark.parametrize(("values", "middle"), [([3], 3), ([9, 1, 5], 5), ([1, 2, 3, 10], 2.5)])
def test_median_stands_in_the_middle(values: list[float], middle: float) -> None:
    assert median(values) == middle


def test_nothing_has_neither() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.5)
    with pytest.raises(ValueError, match="nothing"):
        median([])


def test_rounds_give_the_median_of_each_figure_and_all_errors() -> None:
    rounds = [Load(100, 9, 30, 1), Load(300, 7, 10), Load(200, 8, 20, 2)]
    assert middle_load(rounds) == Load(200, 8, 20, 3)


def test_durations_become_milliseconds() -> None:
    assert spread([0.001, 0.002, 0.003]) == Spread(2.0, 3.0)
