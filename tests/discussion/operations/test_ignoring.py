"""Ignoring a member, which they never learn of."""

import pytest

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.operations.ignoring import ignore_member, stop_ignoring
from forum.discussion.queries.ignoring import ignorers_of, list_ignored
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid
from tests.builders.accounts import make_member, person
from tests.builders.conversations import make_conversation


def ignore(who: Member, whom: Member) -> bool:
    with unit_of_work():
        return ignore_member(db.session.get_one(Member, whom.id), by=person(who))


def test_the_ignored_cannot_begin_a_conversation_except_as_facilitators(app: Forum) -> None:
    ada, ben, fay = make_member("ada"), make_member("ben"), make_member(role=Role.FACILITATOR)
    assert ignore(ada, ben)
    assert not ignore(ada, ben)
    assert ignore(ada, fay)
    with pytest.raises(Invalid, match="does not take conversations from you"):
        make_conversation(person(ben), ada)
    make_conversation(person(fay), ada)
    make_conversation(person(ada), ben)


def test_ignorers_are_known_to_the_makers_of_notifications(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    ignore(ada, ben)
    ignore(cleo, ben)
    assert ignorers_of(ben.id) == {ada.id, cleo.id}
    assert person(ada).ignored == {ben.id}
    assert person(ben).ignored == frozenset()
    with unit_of_work():
        assert stop_ignoring(db.session.get_one(Member, ben.id), by=person(ada))
        assert not stop_ignoring(db.session.get_one(Member, ben.id), by=person(ada))
    assert person(ada).ignored == frozenset()
    assert [card.handle for card in list_ignored(person(cleo))] == ["ben"]


def test_nobody_ignores_themselves(app: Forum) -> None:
    ada = make_member("ada")
    with pytest.raises(Invalid):
        ignore(ada, ada)
