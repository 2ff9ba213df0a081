"""Suggestions offer what exists for the person who types, and nothing else."""

from forum import Forum
from forum.accounts.values import VISITOR, Level
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.suggestions import suggest_places, suggest_to_mention
from forum.kernel.db import unit_of_work
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.circles import make_circle
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.guests import make_guest


def test_members_are_found_by_handle_and_by_any_word_of_their_name(app: Forum) -> None:
    anna = make_person("anna")
    make_member("ben", name="Bénédicte Öztürk")
    make_member("cleo", name="Cleo Benz")
    assert suggest_to_mention("be", anna) == [("ben", "Bénédicte Öztürk"), ("cleo", "Cleo Benz")]
    assert suggest_to_mention("ozt", anna) == [("ben", "Bénédicte Öztürk")]
    assert suggest_to_mention("ANN", anna) == []


def test_those_who_wrote_in_the_thread_come_first(app: Forum) -> None:
    category = make_category()
    anna, zoe = make_person("anna"), make_person("zoe")
    make_member("ada")
    thread = make_thread(category, anna)
    make_reply(thread, zoe)
    assert suggest_to_mention("", anna, thread)[0] == ("zoe", "Zoe")
    assert suggest_to_mention("", anna)[0] == ("ada", "Ada")


def test_who_withdrew_what_they_wrote_does_not_come_first(app: Forum) -> None:
    category = make_category()
    anna, zoe = make_person("anna"), make_person("zoe")
    make_member("ada")
    thread = make_thread(category, anna)
    post = make_reply(thread, zoe)
    with unit_of_work():
        withdraw_post(thread, post, by=zoe, because="")
    assert suggest_to_mention("", anna, thread)[0] == ("ada", "Ada")


def test_guests_are_told_of_those_whom_they_read_and_of_nobody_else(app: Forum) -> None:
    category, ada, ben = make_category(), make_member("ada"), make_member("ben")
    make_circle(ada, name="Ada's circle")
    thread = make_thread(category, person(ada))
    gus = person(make_guest(thread, "gus", by=person(ada)))
    make_reply(thread, person(ben))
    make_member("anna")
    assert suggest_to_mention("", gus, thread) == [("ada", "Ada"), ("ben", "Ben")]
    assert suggest_to_mention("ann", gus, thread) == []
    assert suggest_to_mention("", gus) == []
    assert suggest_places("", gus) == []


def test_visitors_are_told_of_nobody(app: Forum) -> None:
    make_member("anna")
    assert suggest_to_mention("", VISITOR) == []
    assert suggest_places("", VISITOR) == []


def test_places_are_categories_and_tags_that_one_sees(app: Forum) -> None:
    insider = make_member("insider")
    closed = make_category("Wage theft", levels={make_group("Circle", insider): Level.START})
    room, outsider = make_category("Open room"), make_person("outsider")
    make_thread(closed, person(insider), tags=("wage-gap",))
    make_thread(room, outsider, tags=("wages",))
    seen = suggest_places("wag", person(insider))
    assert [place.written for place in seen] == ["wage-theft", "wage-gap", "wages"]
    assert [place.written for place in suggest_places("wag", outsider)] == ["wages"]


def test_tag_named_like_a_category_says_that_it_is_the_tag(app: Forum) -> None:
    insider = make_member("insider")
    make_category("Wages", levels={make_group("Circle", insider): Level.START})
    room, outsider = make_category("Open room"), make_person("outsider")
    make_thread(room, outsider, tags=("wages",))
    assert [place.written for place in suggest_places("wages", person(insider))] == [
        "wages",
        "wages::tag",
    ]
    assert [place.written for place in suggest_places("wages", outsider)] == ["wages"]


def test_categories_are_found_by_any_word_of_their_name(app: Forum) -> None:
    make_category("Power and réflection")
    anna = make_person("anna")
    assert [place.name for place in suggest_places("refl", anna)] == ["Power and réflection"]
    assert suggest_places("%", anna) == []
