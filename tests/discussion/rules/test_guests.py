"""Who lets guests in: the author and who looks after the thread, where they may write."""

from forum.accounts.values import Grants, Level, Person, PersonKind, Role
from forum.discussion.models import Thread
from forum.discussion.rules import may_change_visit, may_invite_guest
from forum.kernel.clock import now
from forum.kernel.verdicts import HIDDEN

AUTHOR, OTHER = 1, 2


def thread(**changes) -> Thread:
    return Thread(
        **{"id": 5, "category_id": 3, "author_id": AUTHOR, "is_reserved": False} | changes
    )


def somebody(id_: int, role: Role = Role.MEMBER, **changes) -> Person:
    grants = changes.pop("grants", Grants({3: Level.START}))
    return Person(PersonKind.MEMBER, id=id_, role=role, grants=grants, **changes)


def test_author_and_facilitators_invite():
    assert may_invite_guest(somebody(AUTHOR), thread())
    assert may_invite_guest(somebody(OTHER, Role.FACILITATOR), thread())


def test_others_do_not_and_outsiders_learn_nothing():
    assert not may_invite_guest(somebody(OTHER), thread())
    assert may_invite_guest(somebody(OTHER, grants=Grants()), thread()) is HIDDEN


def test_guests_invite_nobody():
    own = somebody(AUTHOR, Role.GUEST, grants=Grants(opened=frozenset({5})))
    assert may_invite_guest(own, thread()) is HIDDEN
    assert may_change_visit(own, thread(), invited_by_id=AUTHOR) is HIDDEN


def test_who_may_not_write_does_not_invite():
    assert not may_invite_guest(somebody(AUTHOR, silenced_until=now()), thread())
    assert not may_invite_guest(somebody(AUTHOR), thread(closed_at=now()))


def test_conversations_have_no_guests():
    inside = somebody(AUTHOR, grants=Grants(opened=frozenset({5})))
    assert not may_invite_guest(inside, thread(category_id=None))


def test_who_invited_ends_it():
    assert may_change_visit(somebody(OTHER), thread(), invited_by_id=OTHER)
    assert not may_change_visit(somebody(OTHER), thread(), invited_by_id=AUTHOR)
