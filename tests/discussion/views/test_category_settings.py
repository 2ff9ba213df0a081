"""Categories as hosts set them up."""

from flask.testing import FlaskClient

from forum.accounts.values import Level, Role
from forum.discussion.founding import found_categories
from forum.discussion.queries.categories import directory, visible_categories
from forum.kernel.db import unit_of_work
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.discussion import make_category


def test_host_makes_a_category_that_only_a_group_sees(client: FlaskClient) -> None:
    host, anna, ben = make_member(role=Role.HOST), make_member("anna"), make_member("ben")
    group = make_group("Night shift", anna)
    sign_in_as(client, host)
    fields = {"name": "Night watch", "colour": "teal", "parent": "0", f"group-{group.id}": "2"}
    assert client.post("/admin/categories/new", data=fields).status_code == 303
    (card,) = directory().by_id.values()
    assert (card.slug, card.levels) == ("night-watch", ((group.id, Level.REPLY),))
    assert [one.id for one in visible_categories(person(anna))] == [card.id]
    assert visible_categories(person(ben)) == []
    assert visible_categories(person(host)) == []


def test_wrong_settings_are_shown_again_with_the_field_named(client: FlaskClient) -> None:
    host = make_member(role=Role.HOST)
    make_category("Housing")
    sign_in_as(client, host)
    fields = {"name": "housing", "colour": "teal", "parent": "0", "template": "Typed at length."}
    answer = client.post("/admin/categories/new", data=fields)
    assert answer.status_code == 422
    assert "There is a category with this name already." in answer.text
    assert "Typed at length." in answer.text


def test_sub_categories_stand_one_level_deep(client: FlaskClient) -> None:
    host = make_member(role=Role.HOST)
    top = make_category("Top")
    below = make_category("Below", parent=top)
    sign_in_as(client, host)
    fields = {"name": "Deeper", "colour": "teal", "parent": str(below.id)}
    assert client.post("/admin/categories/new", data=fields).status_code == 422
    fields["parent"] = str(top.id)
    assert client.post("/admin/categories/new", data=fields).status_code == 303


def test_members_do_not_learn_of_the_settings(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    assert client.get("/admin/categories").status_code == 404
    assert client.get("/admin/categories/new").status_code == 404


def test_host_chooses_whether_texts_are_checked(client: FlaskClient) -> None:
    host, card = make_member(role=Role.HOST), make_category("Housing")
    sign_in_as(client, host)
    fields = {"name": "Housing", "colour": "teal", "parent": "0", "checks_text": "y"}
    assert client.post(f"/admin/categories/{card.id}", data=fields).status_code == 303
    assert directory().by_id[card.id].checks_text
    del fields["checks_text"]
    client.post(f"/admin/categories/{card.id}", data=fields)
    assert not directory().by_id[card.id].checks_text


def test_of_the_first_categories_casework_asks_for_the_check(app: object) -> None:
    with unit_of_work():
        found_categories()
    assert [card.slug for card in directory().by_id.values() if card.checks_text] == ["casework"]
