"""Counting windows: once, by the worker or by the command, and then they stay as they are."""

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from forum.accounts.models import Member
from forum.discussion.models import Post, Thread
from forum.discussion.slots import Steered, Steering, who_steered
from forum.facilitation.health.commands import health
from forum.facilitation.health.listeners import close_what_was_asked, count_what_is_over
from forum.facilitation.health.models import Edition, FigureRow, RoleGroup, RoleGroupChoice
from forum.facilitation.health.queries.measures import measures_here
from forum.facilitation.health.values import Measure, State, last_windows
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, person
from tests.builders.discussion import make_category, make_reply, make_thread

NAMES = [*["Lawyers"] * 10, *["Organisers"] * 10, *[""] * 4]


def make_community() -> None:
    """Let half of two role groups write in the last window that can be counted."""
    window, category = last_windows(now())[-1], make_category()
    members = [make_member() for _ in NAMES]
    thread = make_thread(category, person(members[0]))
    for member in members[1:5] + members[10:16]:
        make_reply(thread, person(member))
    with unit_of_work():
        groups = {name: RoleGroup(name=name, name_key=name) for name in ("Lawyers", "Organisers")}
        db.session.add_all(groups.values())
        db.session.flush()
        for member, name in zip(members, NAMES, strict=True):
            if name:
                choice = RoleGroupChoice(member_id=member.id, role_group_id=groups[name].id)
                db.session.add(choice)
        at = window.starts_at + timedelta(days=3)
        db.session.execute(update(Member).values(joined_at=window.starts_at))
        db.session.execute(update(Thread).values(created_at=at))
        db.session.execute(update(Post).values(created_at=at))


def kept() -> list[tuple[Any, ...]]:
    shown = (FigureRow.measure, FigureRow.row, FigureRow.column, FigureRow.state, FigureRow.value)
    rows = db.session.execute(select(*shown, FigureRow.low, FigureRow.high, FigureRow.people))
    return sorted(map(str, rows))


def test_a_window_is_counted_once_and_stays_as_it_is(app: Any) -> None:
    make_community()
    count_what_is_over()
    close_what_was_asked()
    first = kept()
    assert db.session.query(Edition).count() == 1
    # Who now says to be something else must not be found by comparing before and after.
    with unit_of_work():
        db.session.execute(update(Member).values(joined_at=now()))
        db.session.query(RoleGroupChoice).delete()
    count_what_is_over()
    assert (db.session.query(Edition).count(), kept()) == (1, first)
    rows = db.session.scalars(
        select(FigureRow).where(FigureRow.measure == Measure.ACTIVE_RATIO).order_by(FigureRow.id)
    ).all()
    assert [(row.row, row.state) for row in rows] == [
        ("Organisers", State.SHOWN), ("Everyone else", State.SHOWN)
    ] or [row.row for row in rows] == ["Lawyers", "Everyone else"]  # fmt: skip


def test_the_command_counts_what_is_missing_and_again_gives_the_same(app: Any) -> None:
    make_community()
    said = CliRunner().invoke(health)
    assert (said.exit_code, said.output) == (0, "Windows counted: 1\n")
    first = kept()
    assert first
    assert CliRunner().invoke(health).output == "Windows counted: 0\n"
    assert CliRunner().invoke(health, ["--again"]).exit_code == 0
    assert kept() == first


def test_who_steers_comes_through_a_slot(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not {Measure.AGENDAS, Measure.DECISIONS} & set(measures_here())
    make_community()
    ids = list(db.session.scalars(select(Member.id).order_by(Member.id)))
    monkeypatch.setattr(who_steered, "_filled", [
        lambda _from, _until: [Steered(Steering.AGENDAS, ids[:6])]
    ])  # fmt: skip
    assert Measure.AGENDAS in measures_here()
    count_what_is_over()
    found = select(FigureRow).where(FigureRow.measure == Measure.AGENDAS)
    [row] = db.session.scalars(found).all()
    assert (row.row, row.value, row.people) == ("All", 0.25, 25)
