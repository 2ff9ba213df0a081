"""What is counted: what every member may read, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from forum.accounts.models import Member
from forum.accounts.values import Level, Role, Standing
from forum.discussion.models import Post, Thread
from forum.facilitation.health.facts import Facts
from forum.facilitation.health.queries.facts import facts_of, has_posts
from forum.facilitation.health.values import Window, last_windows
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.circles import make_circle, make_own_category
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread


@pytest.fixture
def window(app: Any) -> Window:
    return last_windows(now())[-1]


def put_into(window: Window, *, days: int = 20) -> None:
    """Let everybody have joined long ago, and everything have been written in the window."""
    at = window.starts_at + timedelta(days=days)
    with unit_of_work():
        db.session.execute(update(Member).values(joined_at=window.starts_at))
        db.session.execute(update(Thread).values(created_at=at))
        for post in db.session.query(Post).order_by(Post.id):
            post.created_at = at if post.number == 1 else at + timedelta(hours=post.number)


def change(row: type[Any], id_: int, **values: Any) -> None:
    with unit_of_work():
        db.session.execute(update(row).where(row.id == id_).values(**values))


def threads_in(facts: Facts) -> set[int]:
    return {one.thread_id for one in facts.said}


def test_facts_tell_who_said_what_and_when(window: Window) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    reply = make_reply(thread, ben)
    put_into(window)
    facts = facts_of(window)
    first, second = facts.said
    assert (first.begins, first.author_id) == (True, anna.id)
    assert (second.begins, second.author_id, second.id) == (False, ben.id, reply.id)
    assert facts.newcomers == {first.id, second.id}
    assert facts.people == {anna.id: "", ben.id: ""}
    assert has_posts(window)
    assert not has_posts(window.before)


def test_only_what_every_member_may_read_is_counted(window: Window) -> None:
    member, other = make_member("anna"), make_member("ben")
    open_category = make_category()
    insiders = make_category(levels={make_group("Insiders", member): Level.START})
    circle = make_own_category(make_circle(member, other), member, "Ours")
    cases = make_category(is_for_cases=True)
    anna = person(member)
    shown = make_thread(open_category, anna)
    hidden = [
        make_thread(insiders, anna),
        make_thread(circle, anna),
        make_conversation(anna, other),
        make_thread(cases, anna),
        make_thread(open_category, anna),
        make_thread(open_category, anna),
    ]
    put_into(window)
    change(Thread, hidden[-1].id, is_reserved=True)
    change(Thread, hidden[-2].id, ends_at=now() - timedelta(hours=1))
    assert threads_in(facts_of(window)) == {shown.id}


@pytest.mark.parametrize(
    "values",
    [
        {"standing": Standing.PSEUDONYM},
        {"standing": Standing.PLACEHOLDER},
        {"role": Role.GUEST},
    ],
)
def test_what_no_member_wrote_is_not_counted(window: Window, values: dict[str, Any]) -> None:
    category, author = make_category(), make_member("author")
    thread = make_thread(category, person(author))
    make_reply(thread, make_person("ben"))
    put_into(window)
    change(Member, author.id, **values)
    facts = facts_of(window)
    assert [one.begins for one in facts.said] == [False]
    assert author.id not in facts.people


def test_withdrawn_posts_and_other_times_are_not_counted(window: Window) -> None:
    category, anna = make_category(), make_person("anna")
    thread = make_thread(category, anna)
    gone, early = make_reply(thread, anna), make_reply(thread, anna)
    put_into(window)
    change(Post, gone.id, withdrawn_at=now())
    change(Post, early.id, created_at=window.starts_at - timedelta(seconds=1))
    facts = facts_of(window)
    assert [one.begins for one in facts.said] == [True]
    assert facts.newcomers == {early.id}
