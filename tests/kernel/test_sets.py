"""Asking for one of many ids with one value."""

import pytest
from sqlalchemy import not_, select

from forum import Forum
from forum.accounts.models import Member
from forum.kernel.db import read
from forum.kernel.sets import among
from tests.builders.accounts import make_member


@pytest.mark.parametrize("wanted", [[], [0], [0, 2], [2, 2, 1]])
def test_among_finds_these_and_its_negation_the_others(app: Forum, wanted: list[int]) -> None:
    ids = [make_member().id for _ in range(3)]
    chosen = [ids[place] for place in wanted]
    statement = select(Member.id).order_by(Member.id)
    these = read(statement.where(among(Member.id, "ids")), ids=chosen).scalars().all()
    others = read(statement.where(not_(among(Member.id, "ids"))), ids=chosen).scalars().all()
    assert these == sorted(set(chosen))
    assert sorted([*these, *others]) == ids
