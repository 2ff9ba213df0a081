"""The demo as it stands in the database."""

from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.admin.demo.loading import load_demo
from forum.discussion.founding import found_categories
from forum.discussion.queries.conversations import page_of_conversations
from forum.discussion.values import Folder
from forum.facilitation.asks.queries.asks import page_of_asks
from forum.facilitation.asks.queries.waiting import page_of_waiting
from forum.facilitation.buddies.queries import list_matches, own_buddies
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import person


def test_conversations_of_the_demo_are_their_peoples_own(app: Forum) -> None:
    with unit_of_work():
        found_categories()
    load_demo()
    seen = {}
    for member in db.session.scalars(select(Member)).all():
        lines = page_of_conversations(person(member), Folder.INBOX).lines
        seen[member.handle] = [line.thread.title for line in lines]
    thursday, tired = "Before Thursday", "A thread that tires people out"
    assert seen["member"] == [thursday, tired]
    assert (seen["member2"], seen["facilitator"]) == ([thursday], [tired])
    assert seen["host"] == seen["facilitator2"] == []


def test_the_demo_asks_has_somebody_who_waits_and_buddies(app: Forum) -> None:
    with unit_of_work():
        found_categories()
    load_demo()
    people = {one.handle: person(one) for one in db.session.scalars(select(Member))}
    fay = people["facilitator"]
    assert len(page_of_asks(people["member"]).lines) == 2
    assert [one.claim.member_id for one in page_of_waiting(fay).waiting if one.claim] == [fay.id]
    [pair] = own_buddies(people["member"]).under_way
    assert pair.buddy.handle == "amadou_t"
    assert any(one.fitting for one in list_matches(by=fay))
