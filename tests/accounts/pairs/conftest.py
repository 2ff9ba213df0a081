"""A kind of act for tests."""

import pytest

from forum.accounts.pairs import kinds
from forum.accounts.pairs.kinds import PairKind
from forum.accounts.values import Role


@pytest.fixture
def done():
    """Return the list of acts that were done."""
    return []


@pytest.fixture
def kind(done, monkeypatch):
    """Return a kind that facilitators and hosts may ask for and confirm."""
    made = PairKind(
        name="test",
        title="A test of two",
        who="facilitators or hosts",
        roles=frozenset({Role.FACILITATOR, Role.HOST}),
        done=lambda act: done.append(act.id),
        address=lambda act: f"/tests/{act.id}",
    )
    monkeypatch.setattr(kinds.pair_kinds, "_filled", [lambda: made])
    return made
