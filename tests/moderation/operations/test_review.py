import re

import pytest

from forum import Forum
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.threads import get_post
from forum.kernel.db import unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from forum.moderation.events import FlagsHandled
from forum.moderation.operations.review import handle_flags
from forum.moderation.queries.items import get_item
from forum.moderation.values import Outcome
from tests.builders.accounts import person
from tests.builders.discussion import make_reply
from tests.builders.events import heard
from tests.builders.moderation import Place, first_of, handle, make_flag, make_place


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def flagged(place: Place):
    by = person(place.outsider)
    return make_flag(make_reply(place.open_thread, person(place.insider)), by, place.rules[0])


def test_agreeing_withdraws_the_post_with_the_reason(place: Place) -> None:
    item = flagged(place)
    assert handle(item, Outcome.WITHDRAWN, person(place.facilitator), "It names a client.")
    post = get_post(item.post_id, by=person(place.insider))
    assert post.is_withdrawn
    assert post.withdrawn_because == "It names a client."
    assert item.outcome is Outcome.WITHDRAWN
    assert item.handled_by_id == place.facilitator.id


@pytest.mark.parametrize("outcome", [Outcome.KEPT, Outcome.DISAGREED, Outcome.IGNORED])
def test_other_outcomes_keep_the_post_and_need_no_reason(place: Place, outcome: Outcome) -> None:
    item = flagged(place)
    assert handle(item, outcome, person(place.facilitator))
    assert not get_post(item.post_id, by=person(place.insider)).is_withdrawn
    assert item.outcome is outcome


@pytest.mark.parametrize("because", ["", "  ", "x" * 5000])
def test_withdrawing_needs_a_reason_and_changes_nothing_without(place: Place, because: str) -> None:
    item = flagged(place)
    with pytest.raises(Invalid) as refusal:
        handle(item, Outcome.WITHDRAWN, person(place.facilitator), because)
    assert refusal.value.field == "because"
    assert not item.is_handled
    assert not get_post(item.post_id, by=person(place.insider)).is_withdrawn


def test_a_second_facilitator_learns_who_did_what_and_when(place: Place) -> None:
    item = flagged(place)
    handle(item, Outcome.DISAGREED, person(place.facilitator))
    with pytest.raises(Conflict) as conflict:
        handle(item, Outcome.WITHDRAWN, person(place.second), "Harmful.")
    assert re.match(r"Fanny Cil disagreed, on \d+ \w+ \d{4}, \d\d:\d\d", conflict.value.sentence)
    assert not get_post(item.post_id, by=person(place.insider)).is_withdrawn


def test_a_second_facilitator_with_the_same_mind_learns_it_too(place: Place) -> None:
    item = flagged(place)
    handle(item, Outcome.KEPT, person(place.facilitator))
    with pytest.raises(Conflict):
        handle(item, Outcome.KEPT, person(place.second))


def test_a_double_click_decides_once(place: Place) -> None:
    item = flagged(place)
    by = person(place.facilitator)
    with heard(FlagsHandled) as events:
        assert handle(item, Outcome.WITHDRAWN, by, "Harmful.")
        assert not handle(item, Outcome.WITHDRAWN, by, "Harmful.")
    assert len(events) == 1


def test_changing_ones_mind_on_a_stale_page_is_a_conflict(place: Place) -> None:
    item = flagged(place)
    by = person(place.facilitator)
    handle(item, Outcome.KEPT, by)
    with pytest.raises(Conflict):
        handle(item, Outcome.DISAGREED, by)


def test_a_post_that_its_author_withdrew_meanwhile_is_a_conflict(place: Place) -> None:
    item = flagged(place)
    author = person(place.insider)
    with unit_of_work():
        post = get_post(item.post_id, by=author)
        withdraw_post(post.thread, post, by=author)
    with pytest.raises(Conflict, match="withdrawn already"):
        handle(item, Outcome.WITHDRAWN, person(place.facilitator), "Harmful.")
    assert handle(item, Outcome.KEPT, person(place.facilitator))


def test_the_decision_rests_on_the_rule_named_most_often(place: Place) -> None:
    item = flagged(place)
    make_flag(item.post, person(place.other), place.rules[1])
    make_flag(item.post, person(place.own), place.rules[1])
    with heard(FlagsHandled) as events:
        handle(item, Outcome.KEPT, person(place.facilitator))
    assert [event.rule_id for event in events] == [place.rules[1].id]


def test_the_facilitator_may_rest_it_on_another_rule_that_flags_name(place: Place) -> None:
    item = flagged(place)
    by = person(place.facilitator)
    with heard(FlagsHandled) as events, unit_of_work():
        found = get_item(item.id, by=by)
        with pytest.raises(Invalid) as refusal:
            handle_flags(found, Outcome.KEPT, by=by, rule_id=place.rules[1].id)
        handle_flags(found, Outcome.KEPT, by=by, rule_id=place.rules[0].id)
    assert refusal.value.field == "rule"
    assert [event.rule_id for event in events] == [place.rules[0].id]


def test_who_flagged_does_not_decide(place: Place) -> None:
    by = person(place.facilitator)
    post = make_reply(place.open_thread, person(place.insider))
    item = make_flag(post, by, place.rules[0])
    with pytest.raises(NotPermitted):
        handle(item, Outcome.WITHDRAWN, by, "I said so.")
    assert handle(item, Outcome.IGNORED, person(place.second))


def test_the_author_does_not_find_the_item(place: Place) -> None:
    post = make_reply(place.open_thread, person(place.facilitator))
    item = make_flag(post, person(place.outsider), place.rules[0])
    with pytest.raises(NotFound):
        handle(item, Outcome.IGNORED, person(place.facilitator))
    assert handle(item, Outcome.IGNORED, person(place.second))


def test_a_facilitator_of_another_category_does_not_find_the_item(place: Place) -> None:
    item = flagged(place)
    with pytest.raises(NotFound):
        handle(item, Outcome.IGNORED, person(place.own))


def test_withdrawing_a_flagged_post_from_its_own_page_settles_the_flags(place: Place) -> None:
    item = flagged(place)
    by = person(place.facilitator)
    with unit_of_work():
        post = get_post(item.post_id, by=by)
        withdraw_post(post.thread, post, by=by, because="It names a client.")
    assert item.outcome is Outcome.WITHDRAWN
    assert item.because == "It names a client."
    assert item.handled_by_id == by.id


def test_a_flagger_who_withdraws_the_post_leaves_the_flags_to_another(place: Place) -> None:
    by = person(place.facilitator)
    item = make_flag(first_of(place.open_thread, by), by, place.rules[0])
    with unit_of_work():
        post = get_post(item.post_id, by=by)
        withdraw_post(post.thread, post, by=by, because="It names a client.")
    assert not item.is_handled
    assert handle(item, Outcome.KEPT, person(place.second))


def test_an_author_who_withdraws_leaves_the_flags_waiting(place: Place) -> None:
    item = flagged(place)
    author = person(place.insider)
    with unit_of_work():
        post = get_post(item.post_id, by=author)
        withdraw_post(post.thread, post, by=author)
    assert not item.is_handled
