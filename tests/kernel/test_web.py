"""What all pages share."""

from flask.testing import FlaskClient

from tests.builders.accounts import make_member, sign_in_as


def test_messages_that_nobody_looks_at_do_not_overfill_the_cookie(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    for _ in range(12):
        client.post("/mark-all-read")
    with client.session_transaction() as session:
        assert len(session["_flashes"]) == 3
    assert client.get("/latest").text.count("Everything is marked as read.") == 3
