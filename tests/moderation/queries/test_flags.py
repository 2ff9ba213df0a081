import pytest

from forum import Forum
from forum.discussion.operations.threads import move_thread
from forum.discussion.queries.threads import get_thread
from forum.kernel.db import unit_of_work
from forum.moderation.queries.flags import flags_on_posts, has_open_flag, page_of_own_flags
from forum.moderation.values import Outcome
from tests.builders.accounts import person
from tests.builders.discussion import make_reply
from tests.builders.moderation import Place, first_of, handle, make_flag, make_place


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def test_flaggers_see_what_became_of_their_flags(place: Place) -> None:
    by = person(place.outsider)
    waiting = make_reply(place.open_thread, person(place.insider))
    handled = first_of(place.open_thread, by)
    item = make_flag(handled, by, place.rules[0])
    handle(item, Outcome.KEPT, person(place.facilitator), "We asked for the name to go.")
    make_flag(waiting, by, place.rules[1])
    newest, oldest = page_of_own_flags(by).flags
    assert (newest.outcome, newest.rule.title) == (None, "Be kind")
    assert (oldest.outcome, oldest.answer) == (Outcome.KEPT, "We asked for the name to go.")
    assert oldest.thread_title == "The open matter"


def test_flags_are_ones_own(place: Place) -> None:
    by = person(place.outsider)
    make_flag(first_of(place.open_thread, by), by, place.rules[0])
    assert page_of_own_flags(person(place.other)).flags == ()


def test_a_flag_on_a_thread_out_of_sight_tells_nothing_new(place: Place) -> None:
    by, facilitator = person(place.outsider), person(place.facilitator)
    item = make_flag(first_of(place.open_thread, by), by, place.rules[0], "My own words.")
    with unit_of_work():
        thread = get_thread(place.open_thread.id, by=facilitator)
        move_thread(thread, place.hidden, by=facilitator, because="It is casework.")
    handle(item, Outcome.KEPT, facilitator, "The client agreed in the circle.")
    (flag,) = page_of_own_flags(by).flags
    assert (flag.thread_title, flag.post_address, flag.answer) == (None, None, "")
    assert (flag.because, flag.outcome) == ("My own words.", Outcome.KEPT)


def test_open_flags_are_known_by_member_and_post(place: Place) -> None:
    by = person(place.outsider)
    post = first_of(place.open_thread, by)
    item = make_flag(post, by, place.rules[0])
    assert has_open_flag(post.id, by.member_id)
    assert not has_open_flag(post.id, place.other.id)
    handle(item, Outcome.IGNORED, person(place.facilitator))
    assert not has_open_flag(post.id, by.member_id)


def test_flags_of_a_page_come_in_one_statement(place: Place, statements: list[str]) -> None:
    by, other = person(place.outsider), person(place.other)
    author = person(place.insider)
    posts = [make_reply(place.open_thread, author) for _ in range(3)]
    make_flag(posts[0], by, place.rules[0])
    make_flag(posts[0], other, place.rules[0])
    make_flag(posts[1], other, place.rules[0])
    ids = [post.id for post in posts]
    del statements[:]
    found = flags_on_posts(ids, by)
    assert len(statements) == 1
    assert {id_: (row.flags, bool(row.has_mine)) for id_, row in found.items()} == {
        ids[0]: (2, True),
        ids[1]: (1, False),
    }
