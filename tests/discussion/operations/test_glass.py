"""Break-glass on a real database: before, while and after; walls, conversations, telling."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.operations import confirm_pair, refuse_pair
from forum.accounts.pairs.queries import get_pair_act
from forum.accounts.values import Level, Role
from forum.discussion.models import BrokenGlass, IgnoredMember, Thread
from forum.discussion.operations.glass import BREAK_GLASS, ask_for_glass, end_glass
from forum.discussion.operations.posts import reply
from forum.discussion.queries.glass import glass_for, glass_lines, list_glass_acts
from forum.discussion.queries.threads import (
    get_thread,
    select_listed_threads,
    select_visible_posts,
    select_visible_threads,
)
from forum.discussion.values.glass import Ground
from forum.discussion.writing import write
from forum.kernel import outbox
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from forum.moderation.models import LogEntry
from forum.moderation.queries.log import Sieve, public_log
from forum.moderation.values import Act
from forum.outreach.notifications.models import Notification
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import join_organisation, make_group, make_member, make_organisation
from tests.builders.accounts import person as actor
from tests.builders.circles import make_circle, make_own_category
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.labels import keep_out, reserve_to


@pytest.fixture
def people(app):
    """Return two hosts, a facilitator, an author and somebody who reads with the author."""
    return {
        "host": make_member("firsthost", role=Role.HOST, name="First Host"),
        "second": make_member("secondhost", role=Role.HOST, name="Second Host"),
        "care": make_member("caretaker", role=Role.FACILITATOR, name="Care Taker"),
        "author": make_member("theauthor"),
        "reader": make_member("thereader"),
    }


@pytest.fixture
def thread(people):
    """Return a thread in a category of a group, reserved to the author and one more."""
    group = make_group("Inside", people["author"], people["reader"])
    made = make_thread(
        make_category(levels={group: Level.START}), actor(people["author"]), title="Wordoftitle"
    )
    reserve_to(made, people["author"], people["reader"])
    return made


def ask(people, number, *, hours=2, by="host", because="The order 12 of May."):
    with unit_of_work():
        return ask_for_glass(
            number, ground=Ground.ORDER, hours=hours, because=because, by=actor(people[by])
        )


def confirm(people, act, by="second"):
    with unit_of_work():
        who = actor(people[by])
        confirm_pair(get_pair_act(BREAK_GLASS, act.id, by=who), by=who)


def sees(member, thread) -> bool:
    db.session.rollback()
    who = actor(member)
    found = db.session.scalars(select_visible_threads(who).where(Thread.id == thread.id)).all()
    try:
        get_thread(thread.id, by=who)
    except NotFound:
        assert found == []
        return False
    assert [one.id for one in found] == [thread.id]
    return True


def test_host_reads_it_from_the_second_persons_word_until_the_moment(people, thread):
    host = people["host"]
    assert not sees(host, thread)
    act = ask(people, thread.id)
    assert not sees(host, thread)
    confirm(people, act)
    assert sees(host, thread)
    assert not sees(people["second"], thread)
    assert not sees(people["care"], thread)
    until = db.session.scalars(select(BrokenGlass.until)).one()
    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        assert sees(host, thread)
    with time_machine.travel(until, tick=False):
        assert not sees(host, thread)


def test_facilitator_of_the_community_can_be_the_second(people, thread):
    confirm(people, ask(people, thread.id), by="care")
    assert sees(people["host"], thread)


def test_nobody_is_the_second_of_their_own_and_only_hosts_ask(people, thread):
    act = ask(people, thread.id)
    with pytest.raises(NotPermitted, match="second person"):
        confirm(people, act, by="host")
    with pytest.raises(NotPermitted, match="Only a host"):
        ask(people, thread.id, by="care")
    with pytest.raises(NotFound):
        ask(people, thread.id, by="author")
    assert not sees(people["host"], thread)


def test_it_stands_in_no_list_and_can_only_be_read(people, thread):
    confirm(people, ask(people, thread.id))
    who = actor(people["host"])
    assert db.session.scalars(select_listed_threads(who)).all() == []
    assert len(db.session.scalars(select_visible_posts(who)).all()) == 1
    with pytest.raises(NotPermitted, match="only to be read"), unit_of_work():
        reply(get_thread(thread.id, by=who), write("I was here."), by=who)


def test_what_cannot_be_opened_is_answered_alike(people, thread):
    conversation = make_conversation(actor(people["author"]), people["reader"], body="Between us.")
    keep_out(thread, people["host"], by=actor(people["author"]))
    everybodys = make_thread(make_category(), actor(people["author"]))
    told = []
    for number in (conversation.id, thread.id, everybodys.id, 999_999, 2**31 - 1):
        act = ask(people, number)
        confirm(people, act)
        [line] = [
            one
            for one in list_glass_acts(BREAK_GLASS, by=actor(people["host"]))
            if one.id == act.id
        ]
        told.append((line.until, line.address, line.outcome))
    assert len(set(told)) == 1
    assert db.session.scalars(select(BrokenGlass)).all() == []
    assert not sees(people["host"], conversation)
    assert not sees(people["host"], thread)
    entries = public_log(actor(people["reader"]), Sieve(act=Act.GLASS_BROKEN)).entries
    assert entries == ()


def test_wall_holds_that_is_raised_while_it_is_open(people, thread):
    confirm(people, ask(people, thread.id))
    keep_out(thread, people["host"], by=actor(people["author"]))
    assert not sees(people["host"], thread)


def test_wall_against_an_organisation_holds(people, thread):
    firm = make_organisation("Opponents")
    join_organisation(people["host"], firm)
    keep_out(thread, firm, by=actor(people["author"]))
    confirm(people, ask(people, thread.id))
    assert not sees(people["host"], thread)


def test_it_closes_when_the_host_is_one_no_more(people, thread):
    confirm(people, ask(people, thread.id))
    with unit_of_work():
        db.session.get_one(type(people["host"]), people["host"].id).role = Role.MEMBER
    assert not sees(people["host"], thread)


def test_host_who_is_one_no_more_is_not_let_in(people, thread):
    act = ask(people, thread.id)
    with unit_of_work():
        db.session.get_one(type(people["host"]), people["host"].id).role = Role.FACILITATOR
    confirm(people, act)
    assert db.session.scalars(select(BrokenGlass)).all() == []


def test_refused_opens_nothing(people, thread):
    act = ask(people, thread.id)
    with unit_of_work():
        who = actor(people["care"])
        refuse_pair(get_pair_act(BREAK_GLASS, act.id, by=who), by=who, because="There is no order.")
    assert not sees(people["host"], thread)


def test_it_lapses(people, thread):
    act = ask(people, thread.id)
    with time_machine.travel(now() + timedelta(days=8), tick=False), pytest.raises(NotPermitted):
        confirm(people, act)
    assert not sees(people["host"], thread)


@pytest.mark.parametrize(("number", "hours"), [(0, 2), (2**31, 2), (5, 0), (5, 73)])
def test_numbers_that_are_none_are_refused_with_the_field(people, number, hours):
    with pytest.raises(Invalid):
        ask(people, number, hours=hours)


def test_same_thread_is_not_asked_for_twice(people, thread):
    ask(people, thread.id)
    with pytest.raises(Conflict):
        ask(people, thread.id, by="second")


def test_those_in_the_thread_are_told_whomever_they_ignore(people):
    left = make_member("onceinside")
    group = make_group("Later", people["author"], people["reader"], left)
    place = make_category(levels={group: Level.START})
    thread = make_thread(place, actor(people["author"]))
    make_reply(thread, actor(left))
    reserve_to(thread, people["author"], people["reader"], by=actor(people["author"]))
    with unit_of_work():
        db.session.add(
            IgnoredMember(member_id=people["author"].id, ignored_id=people["host"].id, since=now())
        )
    confirm(people, ask(people, thread.id))
    outbox.work_off(["notifications.opened"])
    told = db.session.execute(
        select(Notification.member_id, Notification.cause, Notification.actor_id)
    ).all()
    about = {row.member_id for row in told if row.cause is Cause.OPENED}
    assert about == {people["author"].id, people["reader"].id}
    for name in ("author", "reader"):
        [(found, line)] = glass_for(actor(people[name]))
        assert (found.id, line.host, line.second) == (thread.id, "First Host", "Second Host")
        assert line.because == "The order 12 of May."
    for stranger in (people["host"], people["second"], people["care"], left):
        assert glass_for(actor(stranger)) == []
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        assert glass_for(actor(people["author"])) == []
        [line] = glass_lines(thread)
        assert not line.is_open


def test_those_in_a_circle_are_told(people):
    slug = make_circle(people["author"], people["reader"], name="Quiet circle")
    place = make_own_category(slug, people["author"])
    thread = make_thread(place, actor(people["author"]))
    confirm(people, ask(people, thread.id))
    assert sees(people["host"], thread)
    outbox.work_off(["notifications.opened"])
    told = select(Notification.member_id).where(Notification.cause == Cause.OPENED)
    assert set(db.session.scalars(told)) == {people["author"].id, people["reader"].id}
    assert len(glass_for(actor(people["reader"]))) == 1
    assert glass_for(actor(people["care"])) == []


def test_open_log_names_the_two_and_the_ground_but_neither_thread_nor_reason(people, thread):
    confirm(people, ask(people, thread.id))
    for name in ("reader", "care", "author"):
        [entry] = public_log(actor(people[name]), Sieve(act=Act.GLASS_BROKEN)).entries
        assert "First Host" in entry.glass
        assert "Second Host" in entry.glass
        assert "court or an authority" in entry.glass
        assert entry.until
        assert (entry.because, entry.thread_title, entry.thread_address) == (None, None, None)
    row = db.session.scalars(select(LogEntry).where(LogEntry.act == Act.GLASS_BROKEN)).one()
    assert (row.thread_id, row.post_id, row.because, row.words, row.before) == (
        None,
        None,
        "",
        "",
        "",
    )


def test_what_became_of_it_is_for_the_two_alone(people, thread):
    confirm(people, ask(people, thread.id))
    host, second, care = (
        list_glass_acts(BREAK_GLASS, by=actor(people[name])) for name in ("host", "second", "care")
    )
    assert host[0].address.endswith(str(thread.id))
    assert second[0].until
    assert second[0].address == ""
    assert care == []
    assert db.session.scalars(select(PairAct.details)).one() == {"ground": "order", "hours": 2}


def end(people, act, by):
    with unit_of_work():
        who = actor(people[by])
        end_glass(get_pair_act(BREAK_GLASS, act.id, by=who), by=who)


@pytest.mark.parametrize("by", ["host", "second"])
def test_either_of_the_two_ends_it_and_those_in_it_are_told(people, thread, by):
    act = ask(people, thread.id)
    confirm(people, act)
    assert sees(people["host"], thread)
    end(people, act, by)
    assert not sees(people["host"], thread)
    outbox.work_off(["notifications.opened"])
    shut = select(Notification.member_id).where(Notification.cause == Cause.SHUT)
    assert set(db.session.scalars(shut)) == {people["author"].id, people["reader"].id}
    name = people[by].name
    [line] = glass_lines(thread)
    assert (line.is_open, line.ended_by) == (False, name)
    [(_, line)] = glass_for(actor(people["author"]))
    assert line.ended_by == name
    for reader in ("host", "second"):
        [shown] = list_glass_acts(BREAK_GLASS, by=actor(people[reader]))
        assert (shown.ended_by, shown.may_end, shown.address) == (name, False, "")
    [entry] = public_log(actor(people["reader"]), Sieve(act=Act.GLASS_CLOSED)).entries
    assert f"ended early by {name}" in entry.glass
    assert "First Host" in entry.glass
    assert "The order 12" not in entry.glass


def test_nobody_else_ends_it_and_nobody_twice(people, thread):
    act = ask(people, thread.id)
    with pytest.raises(NotFound):
        end(people, act, "second")
    with pytest.raises(NotPermitted, match="over already"):
        end(people, act, "host")
    confirm(people, act)
    for stranger in ("care", "author"):
        with pytest.raises(NotFound):
            end(people, act, stranger)
    assert sees(people["host"], thread)
    end(people, act, "second")
    until = db.session.scalars(select(BrokenGlass.until)).one()
    with pytest.raises(NotPermitted, match="over already"):
        end(people, act, "host")
    assert db.session.scalars(select(BrokenGlass.until)).one() == until


def test_what_has_run_out_is_not_ended_again(people, thread):
    act = ask(people, thread.id)
    confirm(people, act)
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        [shown] = list_glass_acts(BREAK_GLASS, by=actor(people["host"]))
        assert not shown.may_end
        with pytest.raises(NotPermitted, match="over already"):
            end(people, act, "host")


def test_another_opening_of_the_same_thread_stays(people, thread):
    first, other = ask(people, thread.id), make_member("thirdhost", role=Role.HOST)
    confirm(people, first)
    people["other"] = other
    second = ask(people, thread.id, by="other", because="Another order.")
    confirm(people, second)
    end(people, first, "host")
    assert not sees(people["host"], thread)
    assert sees(other, thread)
