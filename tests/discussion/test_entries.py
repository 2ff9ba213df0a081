"""The rule about entries of rounds and its twin in SQL say the same, whoever asks."""

import random
from itertools import product

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.values import SYSTEM, VISITOR, Level, Role
from forum.discussion.models import Entry, Thread
from forum.discussion.operations.labels import Named, reserve
from forum.discussion.operations.walls import wall_off_member
from forum.discussion.queries.entries import entries_here, select_readable_entries
from forum.discussion.rules import may_read_entry
from forum.discussion.values.entries import Gathering
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, person
from tests.builders.discussion import make_category, make_facilitator_of, make_thread
from tests.builders.guests import let_into


@pytest.mark.parametrize("seed", range(4))
def test_twins_agree_for_generated_rounds(app: Forum, seed: int) -> None:
    chance = random.Random(seed)
    roles = [Role.MEMBER, Role.FACILITATOR, Role.HOST]
    members = [make_member(role=chance.choice(roles)) for _ in range(6)]
    groups = [make_group(f"Group {n}", *chance.sample(members, 3)) for n in range(3)]
    writer, guest = make_member(role=Role.FACILITATOR), make_member(role=Role.GUEST)
    for how, _ in product([*Gathering, None], range(3)):
        levels = {group: Level(chance.randint(1, 3)) for group in groups if chance.random() < 0.6}
        category = make_category(levels=levels)
        if chance.random() < 0.3:
            make_facilitator_of(category, chance.choice(members).id)
        thread = make_thread(category, person(writer))
        if chance.random() < 0.5:
            let_into(thread, guest, by=person(writer))
        gather(chance, thread, how, members)
    readers = [person(one) for one in (*members, writer, guest)]
    found = {reader.id: compare(reader) for reader in (*readers, VISITOR, SYSTEM)}
    everything = db.session.query(Entry).count()
    # A comparison of nothing with nothing would prove nothing.
    assert 0 < max(len(found[one.id]) for one in members) < everything
    assert len(found[SYSTEM.id]) == everything


def gather(chance: random.Random, thread: Thread, how, members) -> None:
    """Let some write into a thread, and close it to some of them afterwards."""
    with unit_of_work():
        row = db.session.get_one(Thread, thread.id)
        row.gathering = how
        for member in chance.sample(members, chance.randint(0, 4)):
            entry = Entry(thread_id=row.id, author_id=member.id, raw="x", html="<p>x</p>")
            entry.written_at, entry.seen, entry.revision = now(), [], 1
            db.session.add(entry)
        if chance.random() < 0.3:
            reserve(row, Named(frozenset({chance.choice(members).id})), by=SYSTEM)
        if chance.random() < 0.3:
            wall_off_member(row, chance.choice(members), by=SYSTEM)
        if chance.random() < 0.15:
            row.ends_at = now()


def compare(reader) -> set[int]:
    """Ask the rule about every entry, and the statement about all at once."""
    found = set(db.session.scalars(select_readable_entries(reader).with_only_columns(Entry.id)))
    entries = db.session.scalars(select(Entry)).all()
    written = {one.thread_id for one in entries if reader.id and one.author_id == reader.id}
    by_rule = {
        one.id
        for one in entries
        if may_read_entry(reader, one.thread, one.author_id, has_written=one.thread_id in written)
    }
    assert found == by_rule
    shown = [
        card
        for thread in db.session.scalars(select(Thread))
        for card in entries_here(thread, reader)
    ]
    assert len(shown) == len(by_rule)
    assert all(card.is_own == bool(card.raw) for card in shown)
    return found
