"""Which date to believe."""

from datetime import UTC, datetime

import pytest

from forum.admin.imports.mail_archive.dates import parse_date, parse_envelope_date, settle_date

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SPRING = datetime(2004, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 01 Mar 2004 11:00:00 +0100", SPRING),
        ("1 Mar 04 05:00:00 EST", SPRING),
        ("Mon Mar  1 10:00:00 2004", SPRING),
        ("Mon, 01 Mar 2004 10:00:00 +9999", SPRING),
        ("Mon, 01 Mar 2004 10:00:00 -2400 (XYZ)", SPRING),
        ("Mon, 01 Mar 2004 11:00:00 +0100 (Westeuropa)", SPRING),
        ("2004-03-01T10:00:00Z", SPRING),
        ("Mon, 01 Mar 2004 09:59:60 +0000", datetime(2004, 3, 1, 9, 59, 59, tzinfo=UTC)),
        ("Mon, 30 Feb 2004 10:00:00 +0000", None),
        ("soon", None),
        ("", None),
        ("99999999999999999999", None),
    ],
)
def test_dates_of_heads(text: str, expected: datetime | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "From ada at example.org  Mon Mar  1 10:00:00 2004",
        "From ada@example.org Mon Mar  1 10:00 2004",
        "From ada@example.org Mon Mar  1 11:00:00 2004 +0100",
        "From ada@example.org Mon Mar  1 11:00:00 +0100 2004",
        "From ada@example.org Mon Mar  1 05:00:00 EST 2004",
        "From ada@example.org Mon, 01 Mar 2004 11:00:00 +0100",
    ],
)
def test_dates_of_from_lines(line: str) -> None:
    assert parse_envelope_date(line) == SPRING


@pytest.mark.parametrize(
    "claimed",
    [
        None,
        datetime(1904, 1, 1, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2030, 1, 1, tzinfo=UTC),
        datetime(2015, 1, 1, tzinfo=UTC),
    ],
)
def test_arrival_is_believed_where_the_sender_cannot_be(claimed: datetime | None) -> None:
    assert settle_date(claimed, [SPRING, None], SPRING, NOW) == SPRING


def test_neighbour_is_believed_where_nothing_else_can_be() -> None:
    assert settle_date(None, [None, None], SPRING, NOW) == SPRING
    assert settle_date(datetime(2030, 1, 1, tzinfo=UTC), [], SPRING, NOW) == SPRING


def test_sender_is_believed_within_reason() -> None:
    earlier = datetime(2004, 2, 27, tzinfo=UTC)
    assert settle_date(earlier, [SPRING], SPRING, NOW) == earlier
    # An archive that was converted carries dates that the converter made up.
    for made_up in (datetime(2015, 5, 5, tzinfo=UTC), datetime(2001, 9, 17, tzinfo=UTC)):
        assert settle_date(SPRING, [made_up], earlier, NOW) == SPRING
        assert settle_date(SPRING, [made_up], None, NOW) == SPRING


def test_clock_set_back_for_years_is_not_believed_against_arrival_and_neighbour() -> None:
    assert settle_date(datetime(1999, 1, 1, tzinfo=UTC), [SPRING], SPRING, NOW) == SPRING
