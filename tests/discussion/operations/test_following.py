"""Choosing how much to hear, and what writing brings about."""

from datetime import timedelta

import pytest

from forum import Forum
from forum.accounts.models import Group
from forum.accounts.values import Level, Person
from forum.discussion.following import Following, OwnFollowing
from forum.discussion.models import Thread
from forum.discussion.operations.following import (
    follow_category,
    follow_tag,
    follow_thread,
    prefer_following,
)
from forum.discussion.operations.posts import add_post
from forum.discussion.operations.tags import rename_tag
from forum.discussion.queries.following import (
    find_own_following,
    followings_of,
    has_mutes,
    list_followers,
)
from forum.discussion.queries.threads import get_tag, get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from tests.builders.accounts import Role, make_group, make_member, make_person
from tests.builders.discussion import make_category, make_reply, make_thread


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    return make_category()


@pytest.fixture
def below(category: CategoryCard) -> CategoryCard:
    return make_category(parent=category)


@pytest.fixture
def anna(below: CategoryCard) -> Person:
    return make_person("anna")


@pytest.fixture
def ben(anna: Person) -> Person:
    return make_person("ben")


def own(thread: Thread, reader: Person) -> OwnFollowing | None:
    return find_own_following(thread.id, reader)


def test_authors_watch_their_threads_and_who_replies_tracks(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    make_reply(thread, ben)
    assert own(thread, anna) == OwnFollowing(Following.WATCHING, is_automatic=True)
    assert own(thread, ben) == OwnFollowing(Following.TRACKING, is_automatic=True)


def test_replying_lowers_nothing_and_changes_no_choice(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    with unit_of_work():
        follow_thread(get_thread(thread.id, by=ben), Following.MUTED, by=ben)
    make_reply(thread, anna)
    make_reply(thread, ben)
    db.session.expire_all()
    assert own(thread, anna) == OwnFollowing(Following.WATCHING, is_automatic=True)
    assert own(thread, ben) == OwnFollowing(Following.MUTED)


def test_preferences_say_what_writing_brings_about(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    with unit_of_work():
        prefer_following(Following.NORMAL, Following.WATCHING, by=anna)
    begun = make_thread(category, anna)
    answered = make_thread(category, ben)
    make_reply(answered, anna)
    assert own(begun, anna) is None
    assert own(answered, anna) == OwnFollowing(Following.WATCHING, is_automatic=True)


def test_muting_everything_one_writes_in_is_not_offered(anna: Person) -> None:
    with pytest.raises(Invalid), unit_of_work():
        prefer_following(Following.MUTED, Following.NORMAL, by=anna)


def test_what_an_archive_brings_is_followed_by_nobody(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    with unit_of_work():
        long_ago = now() - timedelta(days=400)
        add_post(thread, write("Old words."), author_id=ben.member_id, at=long_ago)
    assert own(thread, ben) is None


def test_choice_for_a_thread_goes_away_again(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    with unit_of_work():
        follow_thread(thread, Following.WATCHING, by=ben)
    with unit_of_work():
        follow_thread(get_thread(thread.id, by=ben), None, by=ben)
    db.session.expire_all()
    assert own(thread, ben) is None


def test_first_posts_alone_cannot_be_chosen_for_a_thread(
    category: CategoryCard, anna: Person
) -> None:
    thread = make_thread(category, anna)
    with pytest.raises(Invalid), unit_of_work():
        follow_thread(thread, Following.FIRST_POST, by=anna)


def test_nobody_follows_what_they_cannot_see(anna: Person, ben: Person) -> None:
    group: Group = make_group("Few", db.session.get_one(make_member().__class__, anna.id))
    inside = make_category(levels={group: Level.START})
    insider = make_person("insider", role=Role.FACILITATOR)
    thread = make_thread(inside, insider, tags=("hidden",))
    with pytest.raises(NotFound), unit_of_work():
        follow_thread(db.session.get_one(Thread, thread.id), Following.MUTED, by=ben)
    with pytest.raises(NotFound), unit_of_work():
        follow_category(inside.id, Following.WATCHING, by=ben)
    with pytest.raises(NotFound):
        get_tag("hidden", by=ben)


def test_choices_are_cached_until_one_changes(
    category: CategoryCard, anna: Person, statements: list[str]
) -> None:
    assert not has_mutes(anna)
    with unit_of_work():
        follow_category(category.id, Following.MUTED, by=anna)
    assert has_mutes(anna)
    del statements[:]
    assert followings_of(anna).categories == {category.id: Following.MUTED}
    assert [line for line in statements if "category_followings" in line] == []
    with unit_of_work():
        follow_category(category.id, None, by=anna)
    assert not has_mutes(anna)


def test_muted_thread_is_known_at_once(category: CategoryCard, anna: Person, ben: Person) -> None:
    thread = make_thread(category, anna)
    assert not has_mutes(ben)
    with unit_of_work():
        follow_thread(thread, Following.MUTED, by=ben)
    assert has_mutes(ben)
    with unit_of_work():
        follow_thread(get_thread(thread.id, by=ben), Following.NORMAL, by=ben)
    assert not has_mutes(ben)


def test_followed_tag_is_followed_under_its_new_name(category: CategoryCard, anna: Person) -> None:
    facilitator = make_person(role=Role.FACILITATOR)
    make_thread(category, anna, tags=("old",))
    with unit_of_work():
        follow_tag(get_tag("old", by=anna), Following.MUTED, by=anna)
    assert followings_of(anna).tags == {"old": Following.MUTED}
    with unit_of_work():
        rename_tag("old", "new", by=facilitator, because="Clearer.")
    assert followings_of(anna).tags == {"new": Following.MUTED}


def test_who_followed_a_merged_tag_follows_what_it_became(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    facilitator = make_person(role=Role.FACILITATOR)
    make_thread(category, anna, tags=("one", "other"))
    with unit_of_work():
        follow_tag(get_tag("one", by=anna), Following.WATCHING, by=anna)
        follow_tag(get_tag("one", by=ben), Following.WATCHING, by=ben)
        follow_tag(get_tag("other", by=ben), Following.MUTED, by=ben)
    with unit_of_work():
        rename_tag("one", "other", by=facilitator, because="The same.")
    assert followings_of(anna).tags == {"other": Following.WATCHING}
    assert followings_of(ben).tags == {"other": Following.MUTED}


def test_followers_of_a_thread_come_with_everything_they_chose(
    category: CategoryCard, below: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(below, anna, tags=("housing",))
    with unit_of_work():
        follow_category(category.id, Following.WATCHING, by=ben)
        follow_category(category.id, Following.WATCHING, by=anna)
        follow_category(below.id, Following.MUTED, by=ben)
        follow_tag(get_tag("housing", by=ben), Following.TRACKING, by=ben)
    found = list_followers(thread)
    assert found[anna.member_id].own == OwnFollowing(Following.WATCHING, is_automatic=True)
    assert found[anna.member_id].around == [Following.WATCHING]
    assert found[ben.member_id].around == [Following.MUTED, Following.TRACKING]
