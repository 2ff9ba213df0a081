"""The directory, pausing one's membership, and leaving."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum.accounts.events import MemberDeactivated
from forum.accounts.membership.operations import end_pause, leave_community, pause_membership
from forum.accounts.membership.queries import page_of_directory
from forum.accounts.membership.values import Sieve
from forum.accounts.models import GroupMember, Organisation, OrganisationMember, SignIn
from forum.accounts.queries import suggest_members
from forum.accounts.values import VISITOR, Role, Standing
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotFound, NotPermitted
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.circles import make_circle
from tests.builders.events import heard

START = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def ada(app):
    member = make_member("ada", name="Ada")
    with unit_of_work():
        member.jurisdictions, member.languages = ["Spain", "France"], ["Español"]
        member.ask_me_about = "Evictions and collective complaints"
        organisation = Organisation(name="Casa", name_key="casa")
        db.session.add(organisation)
        db.session.flush()
        db.session.add(OrganisationMember(organisation_id=organisation.id, member_id=member.id))
    return member


@pytest.fixture
def ben(app):
    return make_member("ben", name="Ben")


def found(member, **sieve):
    page = page_of_directory(person(member), Sieve(**sieve))
    return [entry.handle for entry in page.entries], page.total


def test_directory_finds_by_what_members_say_of_themselves(ada, ben):
    casa = db.session.query(Organisation).one().id
    assert found(ben) == (["ada", "ben"], 2)
    for sieve in (
        {"words": "ADA"},
        {"words": "casa"},
        {"about": "complaints evict"},
        {"jurisdiction": "spain"},
        {"language": "espanol"},
        {"organisation_id": casa},
        {"words": "ada", "language": "Español", "jurisdiction": "France"},
    ):
        assert found(ben, **sieve) == (["ada"], 1)
    for sieve in ({"words": "zoe"}, {"jurisdiction": "Spa"}, {"organisation_id": casa + 1}):
        assert found(ben, **sieve) == ([], 0)
    choices = page_of_directory(person(ben), Sieve(words="zoe")).choices
    assert choices.jurisdictions == ("France", "Spain")
    assert choices.organisations == ((casa, "Casa"),)


def test_who_is_not_listed_or_not_here_stands_in_no_list_and_no_choice(client, ada, ben):
    sign_in_as(client, ada)
    assert client.post("/preferences/directory", data={}).status_code == 303
    assert not ada.is_listed
    assert found(ben) == (["ben"], 1)
    assert page_of_directory(person(ben), Sieve()).choices.languages == ()
    sign_in_as(client, ben)
    assert "Casa" not in client.get("/u").text
    with unit_of_work():
        ada.is_listed, ada.standing = True, Standing.DEACTIVATED
    assert found(ben) == (["ben"], 1)
    assert page_of_directory(VISITOR, Sieve()).total == 0


def test_directory_is_a_form_without_scripts(client, ada, ben):
    sign_in_as(client, ben)
    page = client.get("/u?jurisdiction=Spain&about=evictions").text
    assert "1 member found" in page
    assert '<option value="Spain" selected>' in page
    assert "Ask me about Evictions" in page
    assert "Nobody fits" in client.get("/u?q=%00zzz&organisation=x&page=-3").text
    assert client.get("/members?q=ada").location == "/u?q=ada"


@contextmanager
def unproven(member):
    """Take the proof of who one is away meanwhile."""
    for by in (-timedelta(hours=1), timedelta(hours=1)):
        with unit_of_work():
            for row in db.session.query(SignIn).filter_by(member_id=member.id):
                row.proven_at += by
        if by < timedelta():
            yield


def test_a_pause_ends_by_itself_or_by_a_button(client, ada, ben):
    sign_in_as(client, ada)
    for before in ("/pause", "/leave"):
        assert client.get(before).location == "/preferences/leave"
    assert client.get("/preferences/leave").status_code == 200
    for until in ("", "soon", "2020-01-01", "2099-01-01"):
        answer = client.post("/preferences/leave", data={"leaving": "pause", "until": until})
        assert answer.status_code == 422
        assert 'id="until-errors"' in answer.text
    until = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    with unproven(ada):
        answer = client.post("/preferences/leave", data={"leaving": "pause", "until": until})
    assert answer.location == "/preferences"
    assert "Your membership is paused until" in client.get("/latest").text
    assert suggest_members("ada", by=person(ben), most=5) == []
    sign_in_as(client, ben)
    assert "paused until" in client.get("/u/ada").text
    sign_in_as(client, ada)
    assert client.post("/pause/end").location == "/"
    assert client.post("/pause/end").location == "/"
    assert "paused until" not in client.get("/latest").text
    with time_machine.travel(START, tick=False) as clock:
        with unit_of_work():
            pause_membership(ada, START + timedelta(hours=1), by=person(ada))
        assert person(ada).paused_until is not None
        clock.shift(timedelta(hours=1))
        assert person(ada).paused_until is None
        assert suggest_members("ada", by=person(ben), most=5) == [("ada", "Ada")]


def test_nobody_pauses_another(ada, ben):
    for act in (
        lambda: pause_membership(ada, START + timedelta(days=9999), by=person(ben)),
        lambda: end_pause(ada, by=person(ben)),
        lambda: leave_community(ada, by=person(ben)),
    ):
        with pytest.raises(NotFound), unit_of_work():
            act()
    assert ada.paused_until is None
    assert ada.standing is Standing.ACTIVE


def test_who_leaves_is_out_at_once_and_out_of_every_circle(client, ada, ben):
    make_circle(ben, ada)
    sign_in_as(client, ada)
    page = client.get("/preferences/leave").text
    assert "What you wrote stays" in page
    with heard(MemberDeactivated) as seen:
        answer = client.post("/preferences/leave", data={"leaving": "keep"})
        assert answer.location == "/login"
    assert [event.member_id for event in seen] == [ada.id]
    assert db.session.query(SignIn).filter_by(member_id=ada.id).count() == 0
    assert db.session.query(GroupMember).filter_by(member_id=ada.id).count() == 0
    assert client.get("/latest").location == "/login"
    sign_in_as(client, ben)
    assert "not active any more" in client.get("/u/ada").text


def test_the_last_host_and_a_last_convener_stay(client, ada):
    hana = make_member("hana", role=Role.HOST)
    with pytest.raises(NotPermitted) as refusal, unit_of_work():
        leave_community(hana, by=person(hana))
    assert "last active host" in refusal.value.sentence
    make_circle(ada, name="Strategy")
    sign_in_as(client, ada)
    assert "only convener of Strategy" in client.get("/preferences/leave").text
    assert client.post("/preferences/leave", data={"leaving": "keep"}).status_code == 422
    assert ada.standing is Standing.ACTIVE


def test_leaving_asks_who_it_is(client, ada):
    sign_in_as(client, ada)
    with unproven(ada):
        answer = client.post("/preferences/leave", data={"leaving": "keep"})
    assert answer.location == "/prove?next=/preferences/leave%3Fway%3Dkeep"
    assert ada.standing is Standing.ACTIVE
    page = client.get("/preferences/leave?way=keep").text
    assert re.search(r'<input checked[^>]* value="keep"', page)
