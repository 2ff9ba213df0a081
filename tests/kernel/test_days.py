from datetime import UTC, date, datetime

import pytest
import time_machine

from forum.kernel.days import end_of_day
from forum.kernel.errors import Invalid

LATE = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)


@time_machine.travel(LATE, tick=False)
def test_a_day_ends_where_the_person_lives() -> None:
    end = end_of_day(date(2026, 3, 5), "Europe/Brussels", most_days=10)
    assert end == datetime(2026, 3, 5, 22, 59, 59, tzinfo=UTC)


@time_machine.travel(LATE, tick=False)
def test_the_day_it_is_there_can_still_be_chosen() -> None:
    assert end_of_day(date(2026, 3, 4), "UTC", most_days=1)
    with pytest.raises(Invalid, match="past"):
        end_of_day(date(2026, 3, 4), "Europe/Brussels", most_days=1)


@time_machine.travel(LATE, tick=False)
@pytest.mark.parametrize("day", [date(1, 1, 1), date(2025, 3, 4), date(9999, 12, 31)])
def test_days_in_the_past_or_far_away_are_refused_for_their_field(day: date) -> None:
    with pytest.raises(Invalid) as refusal:
        end_of_day(day, "Pacific/Honolulu", most_days=366)
    assert refusal.value.field == "until"


@time_machine.travel(LATE, tick=False)
def test_the_last_day_allowed_is_named() -> None:
    with pytest.raises(Invalid, match="13 March 2026"):
        end_of_day(date(2026, 3, 14), "UTC", most_days=9)
