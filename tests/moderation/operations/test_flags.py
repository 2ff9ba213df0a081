import pytest

from forum import Forum
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.threads import get_post
from forum.kernel.db import unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.moderation.events import PostFlagged
from forum.moderation.operations.flags import flag_post
from forum.moderation.queries.flags import find_waiting_item, flags_on_posts
from forum.moderation.values import Outcome
from tests.builders.accounts import person
from tests.builders.discussion import make_reply
from tests.builders.events import heard
from tests.builders.moderation import first_of, handle, make_flag, make_place, make_rules, queued


def test_a_flag_opens_an_item_with_its_rule_and_reason(app: Forum) -> None:
    place = make_place()
    by = person(place.outsider)
    item = make_flag(first_of(place.open_thread, by), by, place.rules[0], "  It names a client. ")
    assert queued(item).version == 1
    assert [(flag.member_id, flag.rule_id, flag.because) for flag in item.flags] == [
        (by.id, place.rules[0].id, "It names a client.")
    ]


def test_the_same_member_flags_a_post_once(app: Forum) -> None:
    place = make_place()
    by = person(place.outsider)
    post = first_of(place.open_thread, by)
    item = make_flag(post, by, place.rules[0])
    with unit_of_work():
        assert not flag_post(get_post(post.id, by=by), place.rules[1].id, by=by, because="Again.")
    assert [flag.rule_id for flag in item.flags] == [place.rules[0].id]
    assert queued(item).version == 1


def test_flags_of_several_members_wait_together(app: Forum) -> None:
    place = make_place()
    one, two = person(place.outsider), person(place.other)
    post = first_of(place.open_thread, one)
    first = make_flag(post, one, place.rules[0])
    second = make_flag(post, two, place.rules[1])
    assert first.id == second.id
    assert queued(second).version == 2
    assert flags_on_posts([post.id], one)[post.id].flags == 2


def test_a_flag_after_the_decision_opens_a_new_item(app: Forum) -> None:
    place = make_place()
    by = person(place.outsider)
    post = first_of(place.open_thread, by)
    first = make_flag(post, by, place.rules[0])
    handle(first, Outcome.KEPT, person(place.facilitator))
    assert find_waiting_item(post.id) is None
    assert make_flag(post, by, place.rules[0]).id != first.id


def test_only_rules_of_today_can_be_named(app: Forum) -> None:
    place = make_place()
    by = person(place.outsider)
    post = first_of(place.open_thread, by)
    old = place.rules[0].id
    new = make_rules("Listen first")[0].id
    for unknown in (old, 0, 987_654):
        with pytest.raises(Invalid) as refusal, unit_of_work():
            flag_post(get_post(post.id, by=by), unknown, by=by, because="It harms.")
        assert refusal.value.field == "rule"
    with unit_of_work():
        assert flag_post(get_post(post.id, by=by), new, by=by, because="It harms.")


@pytest.mark.parametrize("because", ["", "   \n", "x" * 5000, "a\x00b"])
def test_a_flag_needs_a_reason_of_bearable_length(app: Forum, because: str) -> None:
    place = make_place()
    by = person(place.outsider)
    post = first_of(place.open_thread, by)
    with pytest.raises(Invalid) as refusal, unit_of_work():
        flag_post(get_post(post.id, by=by), place.rules[0].id, by=by, because=because)
    assert refusal.value.field == "because"
    assert find_waiting_item(post.id) is None


def test_posts_out_of_sight_cannot_be_flagged(app: Forum) -> None:
    place = make_place()
    post = first_of(place.hidden_thread, person(place.insider))
    outsider = person(place.outsider)
    with pytest.raises(NotFound), unit_of_work():
        flag_post(post, place.rules[0].id, by=outsider, because="I guess.")


def test_withdrawn_posts_cannot_be_flagged(app: Forum) -> None:
    place = make_place()
    author, by = person(place.insider), person(place.outsider)
    post = make_reply(place.open_thread, author)
    with unit_of_work():
        post = get_post(post.id, by=author)
        withdraw_post(post.thread, post, by=author)
    with pytest.raises(NotPermitted), unit_of_work():
        flag_post(get_post(post.id, by=by), place.rules[0].id, by=by, because="Late.")


def test_a_flag_is_heard(app: Forum) -> None:
    place = make_place()
    by = person(place.outsider)
    post = first_of(place.open_thread, by)
    with heard(PostFlagged) as events:
        item = make_flag(post, by, place.rules[1])
    assert events == [
        PostFlagged(
            post_id=post.id,
            thread_id=post.thread_id,
            item_id=item.id,
            rule_id=place.rules[1].id,
            by_id=by.id,
        )
    ]
