import pytest
from flask.testing import FlaskClient

from forum import Forum
from tests.builders.accounts import make_member, sign_in_as
from tests.builders.pages import plain

NOWHERE = [
    "/p/2147483648",
    "/p/99999999999999999999",
    "/t/title/99999999999999999999",
    "/t/title/1/99999999999999999999",
    "/u/a%00b",
    "/tag/a%00b",
    "/t/a%00b/1",
]


@pytest.mark.parametrize("address", NOWHERE)
def test_addresses_that_no_database_can_look_up_are_not_found(
    app: Forum, client: FlaskClient, address: str
) -> None:
    sign_in_as(client, make_member("anna"))
    assert client.get(address).status_code == 404
    assert plain(client.get(address).text) == plain(client.get("/no/such/page").text)


@pytest.mark.parametrize("address", NOWHERE)
def test_visitors_are_led_to_the_sign_in_from_them_as_from_everywhere(
    app: Forum, client: FlaskClient, address: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (303, "/login")


def test_the_highest_id_can_still_be_asked_for(app: Forum, client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    assert client.get("/p/2147483647").status_code == 404
