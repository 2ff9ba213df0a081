from datetime import UTC, date, datetime, time

import pytest

from forum.facilitation.prompts.rules import day_after, fill_fields, is_quiet, moment_of
from forum.facilitation.prompts.values import Every, Rhythm

ZONE = "Europe/Brussels"


def rhythm(every: Every, first: date, *, weeks: int = 1, clock: time = time(9)) -> Rhythm:
    return Rhythm(every, weeks, first, clock)


def test_the_hour_is_that_of_the_clocks_in_summer_and_winter() -> None:
    weekly = rhythm(Every.WEEKS, date(2026, 3, 22))
    assert moment_of(date(2026, 3, 22), weekly, ZONE) == datetime(2026, 3, 22, 8, tzinfo=UTC)
    after = day_after(date(2026, 3, 22), weekly)
    assert after == date(2026, 3, 29)
    assert moment_of(after, weekly, ZONE) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    autumn = date(2026, 10, 25)
    assert moment_of(autumn, weekly, ZONE) == datetime(2026, 10, 25, 8, tzinfo=UTC)


def test_an_hour_that_the_clocks_leave_out_or_repeat_comes_once() -> None:
    gap = rhythm(Every.ONCE, date(2026, 3, 29), clock=time(2, 30))
    assert moment_of(date(2026, 3, 29), gap, ZONE) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = rhythm(Every.ONCE, date(2026, 10, 25), clock=time(2, 30))
    assert moment_of(date(2026, 10, 25), twice, ZONE) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_months_end_where_they_end_and_come_back_to_their_day() -> None:
    monthly, days, day = rhythm(Every.MONTHS, date(2027, 12, 31)), [], date(2027, 12, 31)
    for _ in range(4):
        day = day_after(day, monthly)
        days.append(day)
    assert days == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


@pytest.mark.parametrize(("weeks", "after"), [(1, date(2026, 6, 8)), (3, date(2026, 6, 22))])
def test_every_so_many_weeks(weeks: int, after: date) -> None:
    first = date(2026, 6, 1)
    assert day_after(first, rhythm(Every.WEEKS, first, weeks=weeks)) == after
    assert day_after(first, rhythm(Every.ONCE, first)) is None


def test_quiet_stretches_include_both_ends() -> None:
    winter = [(date(2026, 12, 21), date(2027, 1, 3))]
    assert is_quiet(date(2026, 12, 21), winter)
    assert is_quiet(date(2027, 1, 3), winter)
    assert not is_quiet(date(2027, 1, 4), winter)


def test_fields_are_filled_and_other_brackets_stay() -> None:
    text = "{date}, {week}, {month}, {number}, {name}, {0}"
    filled = "1 June 2026, 23, June 2026, 4, {name}, {0}"
    assert fill_fields(text, date(2026, 6, 1), 4) == filled
