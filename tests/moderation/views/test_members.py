from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import VISITOR
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import person, sign_in_as
from tests.builders.mail import letters
from tests.builders.moderation import Place, make_place
from tests.builders.pages import plain


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def logged() -> list[Act]:
    return [entry.act for entry in db.session.query(LogEntry).order_by(LogEntry.id)]


def act(client: FlaskClient, member: Member, name: str, because: str = "Threats.", **data):
    form = {"because": because, **data}
    return client.post(f"/moderate/members/{member.handle}/{name}", data=form)


@pytest.mark.parametrize(
    ("length", "days"), [("24-hours", 1), ("72-hours", 3), ("168-hours", 7), ("720-hours", 30)]
)
def test_a_member_is_silenced_for_a_step_and_told_why(
    client: FlaskClient, place: Place, length: str, days: int
) -> None:
    sign_in_as(client, place.facilitator)
    answer = act(client, place.outsider, "silence", "You shouted.", length=length)
    assert answer.location == "/moderate/members/outsider"
    until = person(place.outsider).silenced_until
    assert until is not None
    assert timedelta(days=days) <= until - now() <= timedelta(days=days, hours=1)
    assert "You shouted." in letters("outsider@example.org")[0].text
    assert "Silenced until" in client.get(answer.location).text


def test_a_second_click_silences_once(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    for _ in range(2):
        answer = act(client, place.outsider, "silence", length="72-hours")
        assert answer.status_code == 303
    assert "just so already" in client.get(answer.location).text
    assert logged() == [Act.MEMBER_SILENCED]
    assert len(letters("outsider@example.org")) == 1


def test_a_member_is_suspended_until_a_day_and_let_in_again(
    client: FlaskClient, place: Place
) -> None:
    sign_in_as(client, place.facilitator)
    day = (now() + timedelta(days=20)).date().isoformat()
    for _ in range(2):
        act(client, place.outsider, "suspend", length="own-date", until=day)
    assert person(place.outsider) == VISITOR
    for _ in range(2):
        answer = act(client, place.outsider, "end-suspension", "We talked.")
        assert answer.status_code == 303
    assert person(place.outsider).is_member
    assert logged() == [Act.MEMBER_SUSPENDED, Act.SUSPENSION_ENDED]


def test_a_silence_ends(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    act(client, place.outsider, "silence", length="24-hours")
    act(client, place.outsider, "end-silence", "We talked.")
    assert person(place.outsider).silenced_until is None
    assert logged() == [Act.MEMBER_SILENCED, Act.SILENCE_ENDED]


@pytest.mark.parametrize("name", ["silence", "suspend"])
@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("length", {}),
        ("length", {"length": "for ever"}),
        ("until", {"length": "own-date"}),
        ("until", {"length": "own-date", "until": "2001-01-01"}),
        ("until", {"length": "own-date", "until": "9999-12-31"}),
        ("until", {"length": "own-date", "until": "99999-12-31"}),
        ("until", {"length": "own-date", "until": "soon"}),
        ("because", {"length": "24-hours", "because": " "}),
        ("because", {"length": "24-hours", "because": "x" * 5000}),
        ("because", {"length": "24-hours", "because": "a\x00b"}),
    ],
)
def test_odd_input_is_refused_at_its_field(
    client: FlaskClient, place: Place, name: str, field: str, data: dict[str, str]
) -> None:
    sign_in_as(client, place.facilitator)
    answer = act(client, place.outsider, name, **{"because": "My careful reason.", **data})
    assert answer.status_code == 422
    assert f'id="{name}-{field}-errors"' in answer.text
    if field != "because":
        assert "My careful reason." in answer.text
    assert logged() == []
    assert person(place.outsider).silenced_until is None


def test_facilitators_are_not_silenced_by_a_colleague(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    page = client.get("/moderate/members/second").text
    assert "Facilitators and hosts are not sanctioned" in page
    assert "Silence the member" not in page
    answer = act(client, place.second, "silence", length="24-hours")
    assert answer.status_code == 422
    assert "Facilitators and hosts are not sanctioned" in answer.text
    assert logged() == []


@pytest.mark.parametrize("who", ["insider", "own"])
def test_others_find_no_page_whether_the_member_exists_or_not(
    client: FlaskClient, place: Place, who: str
) -> None:
    sign_in_as(client, getattr(place, who))
    answers = [client.get(f"/moderate/members/{handle}") for handle in ("outsider", "nobody")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert plain(answers[0].text) == plain(answers[1].text)
    assert act(client, place.outsider, "silence", length="24-hours").status_code == 404
    assert "Silence or suspend" not in client.get("/u/outsider").text


def test_the_profile_leads_facilitators_there(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    assert 'href="/moderate/members/outsider"' in client.get("/u/outsider").text
    assert "/moderate/members/" not in client.get("/u/second").text


def test_unknown_acts_and_members_are_not_found(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    assert act(client, place.outsider, "banish", length="24-hours").status_code == 404
    assert client.get("/moderate/members/nobody").status_code == 404
