"""Forms of categories, as hosts write them."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.values import Role
from forum.discussion.queries.categories import directory
from forum.discussion.values import CategoryCard
from tests.builders.accounts import make_member, sign_in_as
from tests.builders.discussion import make_category


@pytest.fixture
def category(client: FlaskClient) -> CategoryCard:
    """Return a category without a form, and a host before the screen."""
    card = make_category("Asking")
    sign_in_as(client, make_member("hosting", role=Role.HOST))
    return card


ROWS = {
    "rows": "3",
    "label-1": "Where?",
    "place-1": "2",
    "label-2": "How?",
    "kind-2": "one",
    "choices-2": "Slowly\nQuickly",
    "place-2": "1",
    "required-2": "on",
}


def test_host_writes_a_form_and_changes_it(client: FlaskClient, category: CategoryCard) -> None:
    address = f"/admin/categories/{category.id}/form"
    assert client.post(address, data=ROWS).status_code == 303
    form = directory().by_id[category.id].form
    assert [question.label for question in form] == ["How?", "Where?"]
    page = client.get(address).text
    assert "As members will see it" in page
    assert f'name="key-1" value="{form[0].key}"' in page
    changed = {"rows": "2", "label-1": "How?", "key-1": str(form[0].key), "remove-2": "on"}
    client.post(address, data={**changed, "label-2": "Where?"})
    (question,) = directory().by_id[category.id].form
    assert (question.label, question.key) == ("How?", form[0].key)
    assert "Change the form" in client.get(f"/admin/categories/{category.id}").text


@pytest.mark.parametrize("button", ["preview", "more"])
def test_looking_first_keeps_nothing(
    client: FlaskClient, category: CategoryCard, button: str
) -> None:
    page = client.post(f"/admin/categories/{category.id}/form", data={**ROWS, button: "1"})
    assert page.status_code == 200
    assert "Slowly" in page.text
    assert 'name="rows" value="5"' in page.text
    assert directory().by_id[category.id].form == ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"label-2": ""}, "Fill this in"),
        ({"choices-2": "Only one"}, "Write 2 to 20 choices"),
        ({"label-1": "a\0b"}, "NUL"),
        ({"help-1": "x" * 301}, "too long"),
    ],
)
def test_wrong_row_is_marked_and_nothing_typed_is_lost(
    client: FlaskClient, category: CategoryCard, wrong: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"/admin/categories/{category.id}/form", data={**ROWS, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Where?"' in answer.text or "label-1" in wrong
    assert directory().by_id[category.id].form == ()


@pytest.mark.parametrize("rows", ["", "x", "-1", "999999999999", "40"])
def test_odd_number_of_rows_never_fails(
    client: FlaskClient, category: CategoryCard, rows: str
) -> None:
    answer = client.post(f"/admin/categories/{category.id}/form", data={**ROWS, "rows": rows})
    assert answer.status_code == 303
