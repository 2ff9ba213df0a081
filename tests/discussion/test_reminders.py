"""When reminders come up: mornings and days are the reader's own."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from forum.discussion.reminders import When, reminder_moment
from forum.kernel.errors import Invalid

EVENING = datetime(2027, 1, 30, 22, 30, tzinfo=UTC)
"""In Brussels it is half past eleven in the evening of the same day, in Tokyo the next morning."""


def due(when: When, zone_name: str = "Europe/Brussels", **chosen: object) -> datetime | None:
    return reminder_moment(when, moment=EVENING, zone_name=zone_name, **chosen)  # type: ignore[arg-type]


def test_presets_are_mornings_where_the_reader_is() -> None:
    assert due(When.NEVER) is None
    assert due(When.TOMORROW) == datetime(2027, 1, 31, 7, tzinfo=UTC)
    assert due(When.TOMORROW, "Asia/Tokyo") == datetime(2027, 1, 31, 23, tzinfo=UTC)
    assert due(When.WEEK) == datetime(2027, 2, 6, 7, tzinfo=UTC)


def test_month_ends_where_the_calendar_does() -> None:
    assert due(When.MONTH) == datetime(2027, 2, 28, 7, tzinfo=UTC)
    december = datetime(2027, 12, 31, 12, tzinfo=UTC)
    found = reminder_moment(When.MONTH, moment=december, zone_name="Europe/Brussels")
    assert found == datetime(2028, 1, 31, 7, tzinfo=UTC)


def test_summer_and_winter_keep_the_same_morning() -> None:
    assert due(When.DATE, day=date(2027, 7, 1)) == datetime(2027, 7, 1, 6, tzinfo=UTC)


def test_day_and_time_are_taken_in_the_readers_zone() -> None:
    found = due(When.DATE, "America/New_York", day=date(2027, 2, 3), clock=time(9, 5, 40))
    assert found == datetime(2027, 2, 3, 14, 5, tzinfo=UTC)


def test_date_kept_stays_to_the_second() -> None:
    assert due(When.KEEP, before=EVENING) == EVENING
    assert due(When.KEEP) is None


@pytest.mark.parametrize(
    ("day", "clock", "words"),
    [
        (None, None, "choose the day"),
        (date(2027, 1, 30), time(8), "past"),
        (date(2020, 1, 1), None, "past"),
        (date(1, 1, 1), None, "ten years"),
        (date(9999, 12, 31), time(23, 59), "ten years"),
        (date(2038, 1, 1), None, "ten years"),
    ],
)
def test_day_that_cannot_be_is_refused(day: date | None, clock: time | None, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refusal:
        due(When.DATE, day=day, clock=clock)
    assert refusal.value.field == "day"


def test_moment_later_today_is_taken() -> None:
    morning = EVENING - timedelta(hours=12)
    found = reminder_moment(
        When.DATE,
        moment=morning,
        zone_name="Europe/Brussels",
        day=date(2027, 1, 30),
        clock=time(23, 0),
    )
    assert found == datetime(2027, 1, 30, 22, tzinfo=UTC)


def test_unknown_zone_counts_as_utc() -> None:
    assert due(When.TOMORROW, "Nowhere/At all") == datetime(2027, 1, 31, 8, tzinfo=UTC)
