from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.values import Role
from forum.discussion.models import Entry, Thread
from forum.facilitation.rounds.models import Commitment, JournalEntry, Round, RoundTurn
from forum.facilitation.rounds.values import Way
from forum.kernel.clock import now
from forum.kernel.db import db
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread
from tests.builders.rounds import make_round, write_into


@pytest.fixture
def scene(app: Forum) -> SimpleNamespace:
    people = {name: make_member(name) for name in ("ann", "ben")}
    holder = make_member("holder", role=Role.FACILITATOR)
    return SimpleNamespace(**people, holder=holder, category=make_category("Reflection"))


def form_of(scene, **other: object) -> dict[str, object]:
    day = (now() + timedelta(days=8)).date().isoformat()
    typed = {"category": scene.category.id, "title": "Whom did we ask?", "body": "Write."}
    return {**typed, "way": "together", "closes_on": day, **other}


def test_a_round_is_begun_written_into_and_ended(client: FlaskClient, scene) -> None:
    sign_in_as(client, scene.holder)
    assert "Begin a round" in client.get("/rounds").text
    begun = client.post("/rounds/new", data=form_of(scene, once="a" * 16))
    again = client.post("/rounds/new", data=form_of(scene, once="a" * 16))
    assert (begun.status_code, again.location) == (303, begun.location)
    thread = db.session.query(Thread).one()
    address = f"/t/{thread.slug}/{thread.id}"
    sign_in_as(client, scene.ann)
    page = client.get(address).text
    assert "Write before you read" in page
    assert "Write a reply" not in page
    wrong = client.post(f"/t/{thread.id}/round", data={"body": " ", "revision": 0})
    assert wrong.status_code == 422
    right = client.post(f"/t/{thread.id}/round", data={"body": "Ann *wrote*.", "revision": 0})
    assert right.location == f"{address}#round"
    assert "Ann <em>wrote</em>." in client.get(address).text
    stale = client.post(f"/t/{thread.id}/round", data={"body": "Once more.", "revision": 0})
    assert (stale.status_code, "Once more." in stale.text) == (409, True)
    assert client.post(f"/t/{thread.id}/round/end").status_code == 403
    sign_in_as(client, scene.holder)
    assert "<em>wrote</em>" not in client.get(address).text
    assert client.post(f"/t/{thread.id}/round/end").status_code == 303
    page = client.get(address).text
    assert "Ann <em>wrote</em>." in page
    assert "Write a reply" in page
    assert client.post(f"/t/{thread.id}/round/end").status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("way", "dance", "Please choose one of these."),
        ("category", "987655", "Please choose one of these."),
        ("closes_on", "soon", "Please write a day like"),
        ("closes_on", "", "Please choose the last day"),
        ("closes_on", "2020-01-01", "Please choose a last day"),
        ("title", " ", ""),
        ("body", "", "write"),
    ],
)
def test_a_wrong_plan_keeps_what_was_typed(
    client: FlaskClient, scene, field: str, value: str, sentence: str
) -> None:
    sign_in_as(client, scene.holder)
    answer = client.post("/rounds/new", data=form_of(scene, **{"people": "@kept", field: value}))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="@kept"' in answer.text
    assert db.session.query(Thread).count() == 0


def test_turns_and_listening_are_begun_from_the_same_form(client: FlaskClient, scene) -> None:
    group = make_group("Organisers", scene.ann)
    sign_in_as(client, scene.holder)
    for wrong in (
        {"way": "turns", "people": "@ann, @nobody"},
        {"way": "turns", "people": "@ann"},
        {"way": "listening", "groups": [], "first_days": "2"},
        {"way": "listening", "groups": [group.id], "first_days": "900"},
    ):
        assert client.post("/rounds/new", data=form_of(scene, **wrong)).status_code == 422
    turns = client.post("/rounds/new", data=form_of(scene, way="turns", people="@ben, @ann"))
    assert turns.status_code == 303
    assert [row.member_id for row in db.session.query(RoundTurn).order_by(RoundTurn.place)] == [
        scene.ben.id,
        scene.ann.id,
    ]
    assert "writes now" in client.get(turns.location).text
    chosen = form_of(scene, way="listening", groups=[group.id], first_days="2")
    listening = client.post("/rounds/new", data=chosen)
    assert "these groups write first: Organisers" in client.get(listening.location).text
    assert db.session.query(Round).count() == 2


def test_an_ordinary_thread_pays_nothing_for_rounds(client: FlaskClient, scene, statements) -> None:
    thread = make_thread(scene.category, person(scene.holder))
    sign_in_as(client, scene.ann)
    client.get(f"/t/{thread.slug}/{thread.id}")
    statements.clear()
    assert client.get(f"/t/{thread.slug}/{thread.id}").status_code == 200
    tables = ("FROM entries", "FROM rounds", "FROM round_")
    assert not [one for one in statements if any(table in one for table in tables)]
    assert 0 < len(statements) <= 8


def test_a_journal_and_commitments_are_kept_beside_a_round(client: FlaskClient, scene) -> None:
    thread = make_round(scene.category, person(scene.holder))
    sign_in_as(client, scene.ann)
    sent = client.post("/journal", data={"body": "I <b>fled</b>.", "thread": thread.id})
    assert "I &lt;b&gt;fled&lt;/b&gt;." in client.get(sent.location).text
    day = (now() + timedelta(days=5)).date()
    wrong = client.post("/commitments", data={"words": "Ask first.", "look_on": "2020-01-01"})
    assert (wrong.status_code, "Ask first." in wrong.text) == (422, True)
    data = {"words": "Ask first.", "look_on": day.isoformat(), "thread": thread.id}
    assert client.post("/commitments", data=data).status_code == 303
    one = db.session.query(Commitment).one()
    assert client.post(f"/commitments/{one.id}", data={}).status_code == 422
    answer = {"happened": "partly", "in_the_way": "No time."}
    assert client.post(f"/commitments/{one.id}", data=answer).status_code == 303
    assert "No time." in client.get("/commitments").text
    entry = db.session.query(JournalEntry).one()
    for reader in (scene.holder, scene.ben):
        sign_in_as(client, reader)
        assert "fled" not in client.get("/journal").text
        assert client.post(f"/journal/{entry.id}/delete").status_code == 404
        assert client.get(f"/commitments/{one.id}").status_code == 404
        assert client.post("/journal", data={"body": "x", "thread": 987_655}).status_code == 404
    sign_in_as(client, scene.ann)
    assert client.post(f"/journal/{entry.id}/delete").status_code == 303
    assert client.post(f"/commitments/{one.id}/drop").status_code == 303
    assert db.session.query(JournalEntry).count() + db.session.query(Commitment).count() == 0


def test_members_begin_rounds_where_a_facilitator_lets_them(client: FlaskClient, scene) -> None:
    sign_in_as(client, scene.ann)
    assert client.get("/rounds/new").status_code == 404
    data = {"category": scene.category.id, "allowed": "1"}
    assert client.post("/rounds/places", data=data).status_code == 403
    sign_in_as(client, scene.holder)
    assert client.post("/rounds/places", data=data).status_code == 303
    assert "every member who starts threads" in client.get("/rounds").text
    sign_in_as(client, scene.ann)
    assert client.post("/rounds/new", data=form_of(scene)).status_code == 303


def test_a_turn_is_passed_and_an_entry_taken_back(client: FlaskClient, scene) -> None:
    thread = make_round(
        scene.category, person(scene.holder), way=Way.TURNS, turns=(scene.ann, scene.ben)
    )
    sign_in_as(client, scene.ben)
    assert client.post(f"/t/{thread.id}/round/pass").status_code == 403
    assert client.post(f"/t/{thread.id}/round/take-back").status_code == 404
    sign_in_as(client, scene.ann)
    assert "It is your turn" in client.get("/for-you").text
    assert client.post(f"/t/{thread.id}/round/pass").status_code == 303
    write_into(thread, person(scene.ben), "By ben.")
    assert db.session.query(Entry).count() == 0
    page = client.get(f"/t/{thread.slug}/{thread.id}").text
    assert "By ben." in page
    assert "a machine ended it, since everybody has had their turn" in page
