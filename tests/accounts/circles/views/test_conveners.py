"""Pages on which circles get a convener again."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import Member, SignIn
from forum.accounts.values import Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, sign_in_as
from tests.builders.circles import make_circle


@pytest.fixture
def ada(client: FlaskClient) -> Member:
    """Return a convener before the screen."""
    member = make_member("ada", name="Ada")
    sign_in_as(client, member)
    return member


def test_a_circle_gets_a_convener_again(client: FlaskClient, ada: Member) -> None:
    ben, cleo = make_member("ben", name="Ben"), make_member("cleo")
    slug = make_circle(ada, ben, cleo, name="Whispers", is_hidden=True)
    with unit_of_work():
        db.session.get_one(Member, ada.id).standing = Standing.LEFT
    sign_in_as(client, ben)
    assert "Nobody convenes the circle Whispers any more" in client.get("/for-you").text
    assert "Offer to convene it" in client.get(f"/g/{slug}").text
    assert client.post(f"/g/{slug}/offer").status_code == 303
    fay, hana = make_member("fay", role=Role.FACILITATOR), make_member("hana", role=Role.HOST)
    sign_in_as(client, fay)
    assert "Ben offers to convene a hidden circle" in client.get("/for-you").text
    page = client.get("/conveners").text
    assert "Whispers" not in page
    assert slug not in page
    [address] = {
        part.split('"')[0] for part in page.split('action="') if part.startswith("/conveners/")
    }
    empty = client.post(address, data={"because": " "})
    assert empty.status_code == 422
    assert "Please give a reason." in empty.text
    assert client.post(address, data={"because": "They know it well."}).status_code == 303
    twice = client.post(address, data={"because": "They know it well."})
    assert twice.status_code == 422
    assert "waits for a second person" in twice.text
    act = client.get("/conveners").text.split("/conveners/acts/")[1].split("/")[0]
    assert client.post(f"/conveners/acts/{act}/confirm").status_code == 403
    sign_in_as(client, hana)
    assert "Needs a second person" in client.get("/for-you").text
    assert client.post(f"/conveners/acts/{act}/refuse", data={"because": ""}).status_code == 422
    with unit_of_work():
        db.session.query(SignIn).update({"proven_at": now() - timedelta(hours=1)})
    stale = client.post(f"/conveners/acts/{act}/confirm")
    assert (stale.status_code, "Is it you?" in stale.text) == (403, True)
    assert client.post(address, data={"because": "Me, too."}).status_code == 403
    sign_in_as(client, hana)
    assert client.post(f"/conveners/acts/{act}/confirm").status_code == 303
    assert client.get(f"/g/{slug}").status_code == 404
    assert "Whispers" not in client.get("/conveners").text
    sign_in_as(client, ben)
    page = client.get(f"/g/{slug}").text
    assert "They know it well." in page
    assert client.get(f"/g/{slug}/people").status_code == 200


def test_offers_are_taken_back_and_need_a_circle_without_convener(
    client: FlaskClient, ada: Member
) -> None:
    slug = make_circle(ada, ben := make_member("ben"))
    assert client.post(f"/g/{slug}/offer").status_code == 403
    with unit_of_work():
        db.session.get_one(Member, ada.id).suspended_until = now().replace(year=now().year + 1)
    sign_in_as(client, ben)
    client.post(f"/g/{slug}/offer")
    assert "Offer it no longer" in client.get(f"/g/{slug}").text
    assert client.post(f"/g/{slug}/offer/take-back").status_code == 303
    assert client.post(f"/g/{slug}/offer/take-back").status_code == 404
    assert client.get("/conveners").status_code == 404
