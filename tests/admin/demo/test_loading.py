"""The demo as it stands in the database."""

from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.admin.demo.loading import load_demo
from forum.discussion.founding import found_categories
from forum.discussion.queries.conversations import page_of_conversations
from forum.discussion.values import Folder
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
