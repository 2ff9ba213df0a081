import pytest

from forum.kernel.markup import fill_markers, render
from forum.kernel.markup.dates import fill_dates, read_date

MEETING = '[date=2026-12-01 time=14:00 timezone="Europe/Brussels"]'


def test_moment_is_a_neutral_marker_with_its_zone() -> None:
    rendered = render(f"We meet {MEETING}.")
    assert rendered.html == (
        '<p>We meet <time class="local-date" data-zone="Europe/Brussels" '
        'datetime="2026-12-01T14:00">1 December 2026, 14:00 (Europe/Brussels)</time>.</p>'
    )
    assert rendered.text == "We meet 1 December 2026, 14:00 (Europe/Brussels)."


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Brussels", "Tuesday 1 December 2026, 14:00 CET"),
        ("America/New_York", "Tuesday 1 December 2026, 08:00 EST"),
        ("Pacific/Auckland", "Wednesday 2 December 2026, 02:00 NZDT"),
        ("Nowhere/AtAll", "Tuesday 1 December 2026, 13:00 UTC"),
    ],
)
def test_each_reader_sees_their_own_zone(zone: str, words: str) -> None:
    html = fill_markers(render(MEETING).html, names={}, titles={}, zone=zone)
    assert f">{words}</time>" in html
    assert 'title="14:00 in Europe/Brussels"' in html
    assert 'datetime="2026-12-01T13:00Z"' in html


def test_without_a_reader_the_zone_stands_beside_the_time() -> None:
    html = render(MEETING).html
    assert fill_markers(html, names={}, titles={}) == html


def test_day_without_a_time_is_the_same_for_everybody() -> None:
    html = render("[date=2026-12-01]").html
    assert html == '<p><time datetime="2026-12-01">1 December 2026</time></p>'
    assert fill_dates(html, "Pacific/Auckland") == html


@pytest.mark.parametrize(
    "raw",
    [
        "[date=2026-12-01 time=14:00:59 timezone=Europe/Brussels]",
        "[DATE=2026-12-01 time=14:00 timezone=“Europe/Brussels”]",
        '[date="2026-12-01" time="14:00" timezone="Europe/Brussels" format="LLL" countdown=true]',
    ],
)
def test_spellings_that_are_known_from_elsewhere(raw: str) -> None:
    assert render(raw).html == render(MEETING).html


@pytest.mark.parametrize(
    "raw",
    [
        "[date=]",
        "[date=soon enough]",
        "[date=2026-02-30]",
        "[date=2026-12-01 time=24:00]",
        "[date=2026-12-01 time=2pm]",
        "[date=2026-12-01 time=14:00 timezone=Middle/Earth]",
        "[date=2026-12-01 time=14:00 timezone=../../../etc/passwd]",
        "[date=2026-12-01 time=14:00 timezone=/etc/localtime]",
        "[date=0001-01-01 time=00:00 timezone=Asia/Tokyo]",
        "[date=9999-12-31 time=23:59 timezone=Pacific/Auckland]",
        r"\[date=2026-12-01]",
        "`[date=2026-12-01]`",
        "[date=٢٠٢٦-12-01]",
    ],
)
def test_what_is_no_date_stays_as_it_was_written(raw: str) -> None:
    assert "<time" not in render(raw).html


def test_marker_cannot_be_typed() -> None:
    raw = '<time class="local-date" data-zone="UTC" datetime="2026-12-01T14:00">x</time>'
    assert "&lt;time" in fill_dates(render(raw).html, "Europe/Brussels")


def test_hour_that_a_clock_leaves_out_is_no_fault() -> None:
    html = render("[date=2026-03-29 time=02:30 timezone=Europe/Brussels]").html
    assert "29 March 2026" in fill_dates(html, "Europe/Brussels")


@pytest.mark.parametrize("day", ["1900-01-01", "9000-12-31"])
def test_furthest_days_can_be_shown_everywhere(day: str) -> None:
    html = render(f"[date={day} time=23:59 timezone=Pacific/Kiritimati]").html
    assert "datetime=" in fill_dates(html, "Pacific/Niue")


def test_a_date_reads_off_its_facts() -> None:
    found = read_date("date=2026-12-01 time=09:05")
    assert found is not None
    assert (found.words(), found.zone) == ("1 December 2026, 09:05 (UTC)", "UTC")
