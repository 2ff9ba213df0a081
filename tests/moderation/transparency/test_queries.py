"""The note of a quarter: what it counts, what it hides, and who makes it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.slots import Figure
from forum.accounts.values import VISITOR
from forum.discussion.operations.threads import close_thread, reopen_thread
from forum.discussion.queries.threads import get_thread
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotFound
from forum.moderation.models import LogEntry
from forum.moderation.transparency.models import TransparencyNote
from forum.moderation.transparency.operations import make_due_notes
from forum.moderation.transparency.queries import count_acts, get_note, lines_of, note_so_far
from forum.moderation.transparency.values import FEWER, Quarter, quarter_of, told
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.labels import keep_out
from tests.builders.moderation import Place, make_place

CLOSED = "Threads closed or archived"
WALLS = "Walls that keep somebody out of a thread"


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def close(place: Place, thread, times: int) -> None:
    by = person(place.facilitator)
    for _ in range(times):
        with unit_of_work():
            close_thread(get_thread(thread.id, by=by), by=by, because="Done.")
        with unit_of_work():
            reopen_thread(get_thread(thread.id, by=by), by=by, because="Not done.")


def lines() -> dict[str, str]:
    return dict(lines_of(now() - timedelta(days=1), now() + timedelta(days=1)))


@pytest.mark.parametrize(
    ("moment", "key"),
    [("2026-01-01", "2026-Q1"), ("2026-03-31", "2026-Q1"), ("2026-12-31", "2026-Q4")],
)
def test_each_moment_lies_in_a_quarter(moment: str, key: str) -> None:
    found = quarter_of(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert found.key == key
    assert found.before.after == found
    assert found.after.begins == found.ends


@pytest.mark.parametrize("count", range(5))
def test_small_numbers_are_all_told_alike(count: int) -> None:
    assert told(Figure("x", count)) == told(Figure("x", count, is_rough=True)) == FEWER


def test_what_members_cannot_count_is_told_in_steps_of_five() -> None:
    assert [told(Figure("x", n, is_rough=True)) for n in (5, 9, 10)] == [
        "5 or more", "5 or more", "10 or more",
    ]  # fmt: skip
    assert told(Figure("x", 7)) == "7"


def test_what_happened_in_hidden_places_is_not_counted(place: Place) -> None:
    close(place, place.hidden_thread, 6)
    assert lines()[CLOSED] == FEWER
    close(place, place.open_thread, 5)
    assert lines()[CLOSED] == "5"
    close(place, place.hidden_thread, 1)
    assert lines()[CLOSED] == "5"


def test_walls_join_through_the_slot(place: Place) -> None:
    for _ in range(6):
        keep_out(place.open_thread, make_member())
    assert lines()[WALLS] == "5 or more"


def test_a_machine_makes_the_note_once_the_quarter_is_over(place: Place) -> None:
    close(place, place.open_thread, 5)
    quarter = quarter_of(now())
    with unit_of_work():
        assert make_due_notes() == 0
    with time_machine.travel(quarter.ends + timedelta(hours=1), tick=False):
        for made in (1, 0):
            with unit_of_work():
                assert make_due_notes() == made
    note = get_note(quarter.key, by=person(place.outsider))
    assert dict(note.lines)[CLOSED] == "5"
    with unit_of_work():
        db.session.query(LogEntry).delete()
    assert dict(get_note(quarter.key, by=person(place.outsider)).lines)[CLOSED] == "5"
    with pytest.raises(NotFound):
        get_note(quarter.key, by=VISITOR)


def test_members_read_notes_and_facilitators_the_quarter_so_far(
    client: FlaskClient, place: Place
) -> None:
    with unit_of_work():
        for key in ("2025-Q1", "2025-Q2"):
            db.session.add(TransparencyNote(quarter=key, made_at=now(), lines=[[CLOSED, "7"]]))
    sign_in_as(client, place.outsider)
    page = client.get("/transparency").text
    assert "April to June 2025" in page
    assert "so far" not in page
    older = client.get("/transparency/2025-Q1").text
    assert '<h2 id="note-title">January to March 2025</h2>' in older
    assert client.get("/transparency/2024-Q4").status_code == 404
    sign_in_as(client, place.own)
    assert "so far" not in client.get("/transparency").text
    sign_in_as(client, place.facilitator)
    assert f"{quarter_of(now()).words}, so far" in client.get("/transparency").text


def test_the_quarter_so_far_ends_with_last_week(place: Place) -> None:
    facilitator = person(place.facilitator)
    wednesday = datetime(2026, 5, 13, 12, tzinfo=UTC)
    with time_machine.travel(wednesday, tick=False):
        close(place, place.open_thread, 5)
        assert dict(note_so_far(facilitator).lines)[CLOSED] == FEWER
    with time_machine.travel(wednesday + timedelta(days=7), tick=False):
        assert dict(note_so_far(facilitator).lines)[CLOSED] == "5"


def test_quarters_of_a_year_follow_each_other() -> None:
    keys = []
    quarter = Quarter(2025, 3)
    for _ in range(4):
        keys.append(quarter.key)
        quarter = quarter.after
    assert keys == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]


def test_every_figure_of_the_log_has_its_line(place: Place) -> None:
    figures = count_acts(now() - timedelta(days=1), now())
    assert [figure.count for figure in figures if figure.is_rough] == []
    assert len({figure.words for figure in figures}) == len(figures)
