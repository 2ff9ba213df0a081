"""Groups in conversations: who comes in with them, and what happens when they go."""

from sqlalchemy import select

from forum import Forum
from forum.accounts.identity import load_person
from forum.accounts.models import Group, Member
from forum.accounts.operations.groups import add_to_group, delete_group, remove_from_group
from forum.accounts.values import Role
from forum.discussion.events import ConversationEnded
from forum.discussion.models import AudienceChange, Thread
from forum.discussion.rules import may_see_thread
from forum.discussion.values import AudienceAct
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, person
from tests.builders.conversations import leave, make_conversation
from tests.builders.events import heard


def lines() -> list[AudienceAct]:
    return list(db.session.scalars(select(AudienceChange.act).order_by(AudienceChange.id)))


def put_in(group: Group, member: Member, *, by: Member) -> None:
    with unit_of_work():
        kept = db.session.get_one(Group, group.id)
        add_to_group(kept, member.handle, by=load_person(by.id))


def test_hosts_who_put_themselves_into_a_group_read_nothing_of_it(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    hugo, ida = make_member("hugo", role=Role.HOST), make_member("ida", role=Role.HOST)
    group = make_group("Circle", ada, ben)
    thread = make_conversation(person(ada), groups=(group,))
    put_in(group, hugo, by=hugo)
    assert group.id in person(hugo).groups
    assert not may_see_thread(person(hugo), thread)
    assert lines() == []
    put_in(group, hugo, by=hugo)
    assert not may_see_thread(person(hugo), thread)
    put_in(group, hugo, by=ida)
    assert may_see_thread(person(hugo), thread)
    assert lines() == [AudienceAct.GROUP_JOINED]


def test_who_comes_in_and_goes_with_a_group_is_told_to_the_others(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    hugo = make_member("hugo", role=Role.HOST)
    group = make_group("Circle", ada)
    thread = make_conversation(person(ada), groups=(group,))
    put_in(group, ben, by=hugo)
    assert may_see_thread(person(ben), thread)
    with unit_of_work():
        kept = db.session.get_one(Group, group.id)
        remove_from_group(kept, db.session.get_one(Member, ben.id), by=person(hugo))
    assert not may_see_thread(person(ben), thread)
    assert lines() == [AudienceAct.GROUP_JOINED, AudienceAct.GROUP_PARTED]


def test_deleting_a_group_ends_what_only_its_members_could_read(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    hugo = make_member("hugo", role=Role.HOST)
    group = make_group("Circle", ada, ben)
    alone = make_conversation(person(ada), groups=(group,))
    with_ada = make_conversation(person(ada), groups=(group,))
    leave(alone, by=person(ada))
    with unit_of_work(), heard(ConversationEnded) as ended:
        delete_group(db.session.get_one(Group, group.id), by=person(hugo))
    assert [event.thread_id for event in ended] == [alone.id]  # type: ignore[attr-defined]
    assert db.session.get_one(Thread, alone.id).title == "Ended"
    assert may_see_thread(person(ada), with_ada)
    assert not may_see_thread(person(ben), with_ada)
