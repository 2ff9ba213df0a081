"""What is one member's own is cached exactly, and never from a change that did not come about."""

from forum import Forum
from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.discussion.operations.ignoring import ignore_member
from forum.kernel.db import db, undo, unit_of_work
from tests.builders.accounts import make_member, person


def test_a_change_that_was_taken_back_is_not_remembered(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    with unit_of_work():
        ignore_member(db.session.get_one(Member, ben.id), by=person(ada))
        assert load_person(ada.id).ignored == {ben.id}
        undo()
    assert person(ada).ignored == frozenset()
    with unit_of_work():
        # The stamp has the number again that it had when the change was taken back.
        ignore_member(db.session.get_one(Member, cleo.id), by=person(ada))
    assert person(ada).ignored == {cleo.id}


def test_others_need_not_read_anew(app: Forum, statements: list[str]) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    ids = (ben.id, cleo.id)
    for id_ in ids:
        load_person(id_)
    with unit_of_work():
        ignore_member(db.session.get_one(Member, ben.id), by=person(ada))
    for id_ in ids:
        del statements[:]
        load_person(id_)
        assert len(statements) == 1
