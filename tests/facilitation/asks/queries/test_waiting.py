"""Which posts wait for a reply, in which order, and for whom."""

from datetime import timedelta

import pytest

from forum.accounts.identity import load_person
from forum.accounts.values import Level, Person, Role
from forum.discussion.models import Thread
from forum.discussion.operations.reactions import give_reaction
from forum.discussion.operations.threads import close_thread
from forum.discussion.queries.threads import first_post_id, get_post, get_thread
from forum.discussion.values import CategoryCard, Sign
from forum.facilitation.asks.operations.asks import mark_ask, say_reply_needed
from forum.facilitation.asks.operations.seeing_to import claim_reply
from forum.facilitation.asks.queries.waiting import (
    get_waiting,
    newcomers_without_reply,
    page_of_waiting,
)
from forum.facilitation.asks.values import AskState, Rank
from forum.kernel.clock import now
from forum.kernel.db import unit_of_work
from forum.kernel.errors import NotFound
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.asks import let_ask, let_be_old, write_at
from tests.builders.discussion import (
    make_category,
    make_facilitator_of,
    make_reply,
    make_thread,
)
from tests.builders.labels import reserve_to

LONG_AGO = timedelta(days=400)


@pytest.fixture
def category(app) -> CategoryCard:
    return make_category()


@pytest.fixture
def anna(app) -> Person:
    """A member who has been here for long."""
    member = make_member()
    let_be_old(member, now() - LONG_AGO)
    return person(member)


@pytest.fixture
def fay(app) -> Person:
    return make_person(role=Role.FACILITATOR)


def waiting(who: Person) -> list[int]:
    return [one.thread_id for one in page_of_waiting(who).waiting]


def test_newcomers_come_first_then_asks_by_their_day_then_the_oldest(category, anna, fay) -> None:
    young, old, late, soon = (make_thread(category, anna) for _ in range(4))
    write_at(old, now() - timedelta(days=9))
    let_ask(late, anna, needed_by=(now() + timedelta(days=20)).date())
    let_ask(soon, anna, needed_by=(now() + timedelta(days=5)).date())
    new = make_person()
    hello, second = make_thread(category, new), make_thread(category, new)
    assert waiting(fay) == [hello.id, soon.id, late.id, old.id, young.id, second.id]
    ranks = [one.rank for one in page_of_waiting(fay).waiting]
    assert ranks == [Rank.NEWCOMER, Rank.DATED, Rank.DATED, Rank.OTHER, Rank.OTHER, Rank.OTHER]


def test_a_newcomers_reply_waits_until_somebody_else_goes_on(category, anna, fay) -> None:
    thread, new = make_thread(category, anna), make_person()
    hello = make_reply(thread, new, "I am new here.")
    assert [one.post_id for one in page_of_waiting(fay).waiting] == [hello.id]
    make_reply(thread, new, "And one more thing.")
    assert [one.post_id for one in page_of_waiting(fay).waiting] == [hello.id]
    make_reply(thread, anna, "Welcome!", to=hello)
    assert waiting(fay) == []


def test_what_is_answered_closed_or_said_to_need_none_does_not_wait(category, anna, fay) -> None:
    answered, closed, needless, own, marked = (make_thread(category, anna) for _ in range(5))
    make_reply(own, anna, "I go on alone.")
    make_reply(answered, fay)
    let_ask(marked, anna)
    with unit_of_work():
        close_thread(get_thread(closed.id, by=fay), by=fay, because="It is over.")
        say_reply_needed(get_thread(needless.id, by=anna), False, by=anna)
        mark_ask(get_thread(marked.id, by=anna), AskState.ANSWERED, by=anna)
    assert waiting(fay) == [own.id]
    with unit_of_work():
        say_reply_needed(get_thread(needless.id, by=fay), True, by=fay)
    assert set(waiting(fay)) == {own.id, needless.id}


@pytest.mark.parametrize("asks", [False, True], ids=["plain", "ask"])
def test_a_thank_you_is_enough_where_nobody_asks(category, anna, fay, asks: bool) -> None:
    thread = make_thread(category, anna)
    if asks:
        let_ask(thread, anna)
    with unit_of_work():
        post = get_post(first_post_id(thread.id) or 0, by=fay)
        give_reaction(post.thread, post, Sign.THANKS, by=fay)
    assert waiting(fay) == ([thread.id] if asks else [])


def test_each_facilitator_sees_only_their_places(category, anna, fay) -> None:
    other = make_category()
    anna, fay = load_person(anna.member_id), load_person(fay.member_id)
    here, there = make_thread(category, anna), make_thread(other, anna)
    one_place = make_member()
    make_facilitator_of(category, one_place.id)
    assert waiting(person(one_place)) == [here.id]
    assert set(waiting(fay)) == {here.id, there.id}
    with pytest.raises(NotFound):
        get_waiting(first_post_id(there.id) or 0, by=person(one_place))


def test_what_is_open_by_name_waits_for_nobody_whom_it_does_not_name(category, anna, fay) -> None:
    thread, named = make_thread(category, anna), make_member(role=Role.FACILITATOR)
    reserve_to(thread, named)
    assert waiting(fay) == []
    assert waiting(person(named)) == [thread.id]


def test_first_means_the_first_that_this_facilitator_may_read(category, fay) -> None:
    new = make_member()
    closed = make_category(levels={make_group("Few", new): Level.START})
    make_thread(closed, person(new), title="Where nobody else reads")
    hello = make_thread(category, person(new))
    [found] = page_of_waiting(fay).waiting
    assert (found.thread_id, found.rank) == (hello.id, Rank.NEWCOMER)


def test_a_newcomer_who_waits_for_days_is_a_task_for_who_has_not_left_it_to_another(
    category, fay
) -> None:
    thread: Thread = make_thread(category, make_person())
    assert newcomers_without_reply(fay) == []
    post_id = write_at(thread, now() - timedelta(days=3, minutes=1))
    [task] = newcomers_without_reply(fay)
    assert task.waits_long
    other = make_person(role=Role.FACILITATOR)
    with unit_of_work():
        claim_reply(get_post(post_id, by=other), by=other)
    assert newcomers_without_reply(fay) == []
    assert [one.post_id for one in newcomers_without_reply(other)] == [post_id]
