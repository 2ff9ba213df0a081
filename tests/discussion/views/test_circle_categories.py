"""Categories of circles, as their conveners set them up on pages."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import Member
from forum.discussion.queries.categories import directory
from forum.discussion.values import CategoryCard
from tests.builders.accounts import make_member, sign_in_as
from tests.builders.circles import make_circle, make_own_category

QUESTIONS = {"rows": "1", "label-1": "What do you need?", "kind-1": "long", "required-1": "on"}


@pytest.fixture
def ada(client: FlaskClient) -> Member:
    """Return a convener before the screen."""
    member = make_member("ada")
    sign_in_as(client, member)
    return member


def address_of(slug: str, card: CategoryCard) -> str:
    """Return the address of a category's settings."""
    return f"/g/{slug}/categories/{card.id}"


def test_convener_sets_up_pseudonyms_checks_and_how_long_threads_live(
    client: FlaskClient, ada: Member
) -> None:
    slug = make_circle(ada)
    card = make_own_category(slug, ada)
    sent = {"name": "Matters", "colour": "teal", "level": "3", "reactions": "counted"}
    sent |= {"checks_text": "y", "allows_pseudonyms": "y", "reuse": "nothing", "days": "40"}
    assert client.post(address_of(slug, card), data=sent).status_code == 303
    changed = directory().by_id[card.id]
    assert (changed.allows_pseudonyms, changed.days_after_reply) == (True, 40)
    page = client.get(address_of(slug, card)).text
    assert 'value="40"' in page
    refused = client.post(address_of(slug, card), data={**sent, "days": "-1", "template": "Kept?"})
    assert refused.status_code == 422
    assert "number of days" in refused.text
    assert "Kept?" in refused.text


def test_convener_makes_a_form_and_others_find_no_page(client: FlaskClient, ada: Member) -> None:
    slug = make_circle(ada, ben := make_member("ben"))
    card = make_own_category(slug, ada)
    address = f"{address_of(slug, card)}/form"
    assert "Circles" in client.get(address).text
    preview = client.post(address, data={**QUESTIONS, "preview": "1"})
    assert "As members will see it" in preview.text
    assert directory().by_id[card.id].form == ()
    assert client.post(address, data=QUESTIONS).status_code == 303
    (question,) = directory().by_id[card.id].form
    assert question.label == "What do you need?"
    assert "form of 1 question" in client.get(address_of(slug, card)).text
    wrong = client.post(address, data={**QUESTIONS, "kind-1": "one"})
    assert wrong.status_code == 422
    sign_in_as(client, ben)
    assert client.get(address).status_code == 404
    assert client.post(address, data=QUESTIONS).status_code == 404


def test_a_form_is_reached_by_its_own_circle_alone(client: FlaskClient, ada: Member) -> None:
    card = make_own_category(make_circle(ada), ada)
    other = make_circle(ada)
    assert client.get(f"{address_of(other, card)}/form").status_code == 404
