"""`python -m benchmarks.health`: the page about the health of the community, and its counting.

The community is that of the benchmark: 2,000 members and 100,000 posts. Everybody is in one of
five role groups, so that every measure has all the figures it can have.
"""

from statistics import median
from time import perf_counter

from sqlalchemy import select, update

from benchmarks.building import READERS, built, copy_for_a_run, settings_for
from benchmarks.corpus import Scale
from benchmarks.session import cookie_of
from config import ROOT
from forum import Forum, create_app
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.facilitation.health.models import FigureRow, RoleGroup, RoleGroupChoice
from forum.facilitation.health.operations.editions import count_edition, missing_windows
from forum.kernel.db import db, reading, unit_of_work

FOLDER = ROOT / "build" / "benchmark"
GROUPS = ("Lawyers", "Organisers", "Counsellors", "Researchers", "Interpreters")
ROUNDS = 20
GOAL = 1.0
"""Seconds in which the page must come."""


def main() -> None:
    """Measure, and print what came of it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    place, made, _ = built(FOLDER, Scale(1))
    run = FOLDER / "health"
    copy_for_a_run(place, run)
    app = create_app(settings_for(run))
    app.testing = True
    with app.app_context():
        members = _choose()
        seconds, figures = _count()
    took = sorted(_ask(app) for _ in range(ROUNDS))
    print(f"{members:,} members, {made.posts:,} posts, {figures} figures kept")
    print(f"Counting a window in the worker: {seconds:.2f} s")
    print(
        f"The page: {1000 * median(took):.0f} ms (median), {1000 * took[-1]:.0f} ms (slowest of "
        f"{ROUNDS}); goal {1000 * GOAL:.0f} ms"
    )


def _choose() -> int:
    """Let everybody be in a role group, and the reader facilitate."""
    with unit_of_work():
        groups = [RoleGroup(name=name, name_key=name.casefold()) for name in GROUPS]
        db.session.add_all(groups)
        db.session.flush()
        ids = list(db.session.scalars(select(Member.id)))
        for id_ in ids:
            group = groups[id_ % len(groups)]
            db.session.add(RoleGroupChoice(member_id=id_, role_group_id=group.id))
        reader = update(Member).where(Member.handle == next(iter(READERS)))
        db.session.execute(reader.values(role=Role.FACILITATOR))
    return len(ids)


def _count() -> tuple[float, int]:
    """Count all windows as the worker does. Return seconds for one, and how many figures there are."""
    with reading():
        windows = missing_windows()
    started = perf_counter()
    for window in windows:
        with unit_of_work():
            count_edition(window)
    seconds = (perf_counter() - started) / len(windows)
    with reading():
        figures = len(db.session.scalars(select(FigureRow.id)).all())
    return seconds, figures


def _ask(app: Forum) -> float:
    """Ask for the page as its reader, from the door to the last byte. Return seconds."""
    name, _, value = cookie_of(app, next(iter(READERS))).partition("=")
    client = app.test_client()
    client.set_cookie(name, value, domain="localhost")
    started = perf_counter()
    answer = client.get("/health", base_url="http://localhost")
    seconds = perf_counter() - started
    assert answer.status_code == 200, answer.status
    assert b"Share of voice" in answer.data
    return seconds


if __name__ == "__main__":
    main()
