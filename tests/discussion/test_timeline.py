"""When a thread was written."""

from datetime import UTC, datetime, timedelta

from forum.discussion.timeline import MOST_STRETCHES, Stretch, stretches

BEGIN = datetime(2025, 1, 31, 12, tzinfo=UTC)


def every(days: int, count: int) -> list[tuple[int, datetime]]:
    """Return so many posts, one each so many days."""
    return [(number, BEGIN + timedelta(days=days * (number - 1))) for number in range(1, count + 1)]


def test_few_days_are_shown_as_days() -> None:
    posts = [(1, BEGIN), (2, BEGIN), (3, BEGIN + timedelta(days=1))]
    assert stretches(posts, "UTC") == (Stretch("31 Jan 2025", 1, 2), Stretch("1 Feb 2025", 3, 1))


def test_many_days_become_months() -> None:
    found = stretches(every(10, 20), "UTC")
    assert found[0] == Stretch("January 2025", 1, 1)
    assert found[1] == Stretch("February 2025", 2, 2)
    assert sum(stretch.count for stretch in found) == 20


def test_many_months_become_quarters_and_many_of_these_years() -> None:
    assert stretches(every(30, 40), "UTC")[0] == Stretch("Jan – Mar 2025", 1, 2)
    found = stretches(every(90, 90), "UTC")
    assert found[0].label == "2025"
    assert [stretch.count for stretch in found[:2]] == [4, 4]


def test_there_are_never_too_many_but_of_years() -> None:
    for days in (1, 5, 20, 60, 90):
        assert len(stretches(every(days, 70), "UTC")) <= MOST_STRETCHES


def test_days_are_those_of_the_reader() -> None:
    late = [(1, datetime(2025, 1, 31, 23, 30, tzinfo=UTC))]
    assert stretches(late, "UTC")[0].label == "31 Jan 2025"
    assert stretches(late, "Europe/Brussels")[0].label == "1 Feb 2025"


def test_post_out_of_its_time_stands_in_its_own_stretch() -> None:
    posts = [(1, BEGIN), (2, BEGIN - timedelta(days=3)), (3, BEGIN)]
    assert [stretch.number for stretch in stretches(posts, "UTC")] == [2, 1]


def test_thread_without_posts_has_no_timeline() -> None:
    assert stretches([], "UTC") == ()
