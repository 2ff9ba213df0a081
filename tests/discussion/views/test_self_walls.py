"""The pages on which a conflict that was a mistake is taken back."""

import pytest
from sqlalchemy import select

from forum.accounts.pairs.models import PairAct
from forum.accounts.values import Role
from forum.discussion.models import Wall
from forum.discussion.values.cases import Conflict
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.cases import answer_about
from tests.builders.discussion import make_category, make_thread
from tests.builders.labels import keep_out
from tests.builders.pages import plain

WHY = "I took it for <another> school."


@pytest.fixture
def ada(app):
    return make_member("ada")


@pytest.fixture
def ben(app):
    return make_member("ben", name="Ben Orly")


@pytest.fixture
def case(ada, ben):
    thread = make_thread(make_category("Cases", is_for_cases=True), person(ada), title="Sealed one")
    answer_about(thread, ben, Conflict.SOME)
    return thread


@pytest.fixture
def wall(case, ben):
    return db.session.scalars(select(Wall).where(Wall.member_id == ben.id)).one()


def browser_of(client, member):
    return sign_in_as(client.application.test_client(), member)


def test_a_mistake_is_asked_decided_by_two_and_told_as_a_number(client, case, ada, ben, wall):
    finn = make_member("finn", role=Role.FACILITATOR)
    gail = make_member("gail", role=Role.FACILITATOR)
    sign_in_as(client, ben)
    assert "Sealed" not in client.get("/conflicts").text
    answer = client.post(f"/conflicts/{wall.id}/mistake", data={"because": " "})
    assert answer.status_code == 422
    assert "Please say why." in answer.text
    data = {"because": WHY}
    assert client.post(f"/conflicts/{wall.id}/mistake", data=data).status_code == 303
    assert "You have asked to take it back" in client.get("/conflicts").text
    first, second = browser_of(client, finn), browser_of(client, gail)
    assert "Ben Orly" in first.get("/for-you").text
    page = first.get("/self-walls").text
    assert "I took it for &lt;another&gt; school." in page
    assert "Sealed one" not in page
    data = {"because": "We spoke about it."}
    assert first.post(f"/self-walls/{wall.id}/agree", data=data).status_code == 303
    assert first.post(f"/self-walls/{wall.id}/agree", data=data).status_code == 409
    act = db.session.scalars(select(PairAct)).one()
    assert "We spoke about it." in second.get("/self-walls").text
    assert first.post(f"/self-walls/acts/{act.id}/confirm").status_code == 403
    assert second.post(f"/self-walls/acts/{act.id}/confirm").status_code == 303
    assert second.post(f"/self-walls/acts/{act.id}/confirm").status_code != 303
    assert f"/cases/{case.id}" in client.get("/cases").text
    author = browser_of(client, ada)
    page = author.get("/for-you").text
    assert "two facilitators found it a mistake" in page
    assert "Ben Orly" not in page
    assert "Nobody is kept out" in author.get(f"/t/{case.id}/walls").text


def test_whom_it_does_not_concern_meets_no_wish(client, case, ben, wall):
    walled = make_member("finn", role=Role.FACILITATOR)
    keep_out(case, walled)
    sign_in_as(client, ben)
    client.post(f"/conflicts/{wall.id}/mistake", data={"because": WHY})
    other = browser_of(client, walled)
    assert "Nobody asks for this." in other.get("/self-walls").text
    missing = plain(other.post("/self-walls/987654/agree", data={"because": "x"}).text)
    for act in ("agree", "refuse"):
        answer = other.post(f"/self-walls/{wall.id}/{act}", data={"because": "x"})
        assert (answer.status_code, plain(answer.text)) == (404, missing)
    assert client.get("/self-walls").status_code == 404
    nobody = browser_of(client, make_member("cleo"))
    assert nobody.post(f"/conflicts/{wall.id}/mistake", data={"because": "x"}).status_code == 404
    assert nobody.post(f"/conflicts/{wall.id}/mistake/end").status_code == 404


def test_refusal_is_read_by_the_member_who_may_ask_again(client, ben, wall):
    facilitator = browser_of(client, make_member("finn", role=Role.FACILITATOR))
    sign_in_as(client, ben)
    client.post(f"/conflicts/{wall.id}/mistake", data={"because": WHY})
    answer = facilitator.post(f"/self-walls/{wall.id}/refuse", data={"because": ""})
    assert answer.status_code == 422
    data = {"because": "It is the same school."}
    assert facilitator.post(f"/self-walls/{wall.id}/refuse", data=data).status_code == 303
    page = client.get("/conflicts").text
    assert "It is the same school." in page
    assert "It was a mistake" in page


def test_facilitator_who_is_alone_learns_what_is_missing(client, ben, wall):
    facilitator = browser_of(client, make_member("finn", role=Role.FACILITATOR))
    sign_in_as(client, ben)
    client.post(f"/conflicts/{wall.id}/mistake", data={"because": WHY})
    facilitator.post(f"/self-walls/{wall.id}/agree", data={"because": "Yes."})
    assert "you are the only one" in facilitator.get("/self-walls").text
    assert client.post(f"/conflicts/{wall.id}/mistake/end").status_code == 303
    assert "Nobody asks for this." in facilitator.get("/self-walls").text
