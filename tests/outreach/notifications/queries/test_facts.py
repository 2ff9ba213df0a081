"""Naming a circle calls those in it who can read the post, and nobody else."""

from datetime import timedelta

import pytest

from forum.accounts.models import Group, GroupMember
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.suggestions import suggest_to_mention
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.outreach.notifications.queries import facts
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import make_member, person
from tests.builders.circles import bring_in, make_circle, make_own_category
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.notifications import tell_everybody, told


@pytest.fixture
def ada(app):
    return make_member("ada")


@pytest.fixture
def ben(app):
    return make_member("ben")


def test_who_is_in_a_circle_calls_it(ada, ben):
    slug = make_circle(ada, ben, name="Night owls")
    carl = make_member("carl")
    thread = make_thread(make_category(), person(carl))
    called = make_reply(thread, person(ada), f"What do @{slug} think?")
    make_reply(thread, person(carl), f"And do @{slug} hear me?")
    tell_everybody()
    assert told(person(ben)) == [(Cause.MENTIONED, called.id)]
    assert (Cause.MENTIONED, called.id) not in told(person(ada))


def test_nobody_is_told_of_what_they_may_not_see(ada, ben):
    slug, other = make_circle(ada, ben), make_circle(ada)
    thread = make_thread(make_own_category(other, ada), person(ada), body=f"Dear @{slug}, look.")
    tell_everybody()
    assert told(person(ben)) == []
    bring_in(other, ada, ben)
    post = make_reply(thread, person(ada), f"Now, @{slug}?")
    tell_everybody()
    assert told(person(ben)) == [(Cause.MENTIONED, post.id)]


def test_whose_time_is_over_neither_calls_nor_is_called(ada, ben):
    slug = make_circle(ada, ben)
    with unit_of_work():
        db.session.query(GroupMember).filter_by(member_id=ben.id).one().until = now() - timedelta(1)
    thread = make_thread(make_category(), person(ada), body=f"Dear @{slug}, look.")
    make_reply(thread, person(ben), f"Do you hear, @{slug}?")
    tell_everybody()
    assert told(person(ben)) == []
    assert [cause for cause, _ in told(person(ada))] == [Cause.WATCHED]


def test_a_large_circle_is_not_called(ada, ben, monkeypatch):
    slug = make_circle(ada, ben)
    monkeypatch.setattr(facts, "MOST_IN_CIRCLE", 1)
    make_thread(make_category(), person(ada), body=f"Dear @{slug}, look.")
    tell_everybody()
    assert told(person(ben)) == []


def test_a_name_leads_to_a_circle_only_for_whom_it_exists(ada, ben):
    hidden, seen = make_circle(ada, is_hidden=True), make_circle(ada, name="Night owls")
    name = db.session.query(Group.name).filter_by(slug=hidden).scalar()
    text = "".join(
        f'<span class="mention" data-handle="{slug}">@{slug}</span>' for slug in (hidden, seen)
    )
    [inside], [outside] = fill_texts([text], person(ada)), fill_texts([text], person(ben))
    assert f'href="/g/{hidden}" title="{name}"' in inside
    assert f'href="/g/{seen}" title="Night owls"' in outside
    assert f"/g/{hidden}" not in outside
    assert name not in outside


def test_circles_are_suggested_to_whom_they_exist(ada, ben):
    hidden = make_circle(ada, name="Night whispers", is_hidden=True)
    make_circle(ada, name="Night owls")
    make_member("nightingale", name="Flo")
    assert suggest_to_mention("night", person(ben)) == [
        ("nightingale", "Flo"),
        ("night-owls", "Night owls"),
    ]
    assert (hidden, "Night whispers") in suggest_to_mention("whis", person(ada))
