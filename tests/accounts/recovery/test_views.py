"""A way back for who has lost everything, and none for a host who wants to read along."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Confirmation, Member, SignIn
from forum.accounts.operations.members import deactivate_member
from forum.accounts.recovery.models import Recovery
from forum.accounts.recovery.values import Ending
from forum.accounts.values import SYSTEM, Role
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.outbox import work_off
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.accounts.factors.conftest import WithApp
from tests.builders.accounts import make_member, sign_in_as
from tests.builders.mail import letters, link_in
from tests.builders.pages import plain
from tests.builders.passwords import is_signed_in, make_member_with_password, type_password

NEW = "seven quiet harbours"
DATA = {"email": "new@example.org", "because": "We spoke on the phone."}
BEGIN = "/admin/members/ada/recovery"
ONLY_RECOVERIES = ["accounts.recovery"]


class Scene:
    """A member who is locked out, two hosts and a facilitator with their browsers."""

    def __init__(self, app):
        self.app = app
        self.ada = make_member_with_password("ada")
        self.hana = self.browser(make_member("hana", role=Role.HOST))
        self.hugo = self.browser(make_member("hugo", role=Role.HOST))
        self.fay = self.browser(make_member("fay", role=Role.FACILITATOR))

    def browser(self, member):
        return sign_in_as(self.app.test_client(), member)

    def begin(self):
        place = self.hana.post(BEGIN, data=DATA).location
        assert place.startswith("/recoveries/")
        return place

    def agreed(self):
        place = self.begin()
        assert self.fay.post(f"{place}/agree").status_code == 303
        return place


@pytest.fixture
def scene(app):
    return Scene(app)


def wait(time_machine, **time):
    time_machine.move_to(now() + timedelta(**time))
    work_off(ONLY_RECOVERIES)


def recovery():
    db.session.expire_all()
    return db.session.query(Recovery).one()


def stop_link(letter):
    return re.search(r"http://localhost(/recovery/stop/\S+)", letter.text)[1]


def test_two_people_and_72_hours_lead_back_in(client, scene, time_machine):
    time_machine.move_to(now(), tick=False)
    place = scene.begin()
    assert "waits for a second person" in scene.fay.get(place).text
    scene.fay.post(f"{place}/agree")
    assert letters("new@example.org") == []
    wait(time_machine, hours=71)
    assert letters("new@example.org") == []
    wait(time_machine, hours=2)
    work_off(ONLY_RECOVERIES)
    (letter,) = letters("new@example.org")
    assert client.post(link_in(letter), data={"password": NEW}).location == "/login"
    assert type_password(client, "ada", NEW).status_code == 303
    ada = db.session.get(Member, scene.ada.id)
    assert ada.email == "new@example.org"
    assert recovery().ending is Ending.SENT
    assert "go elsewhere" in letters("ada@example.org")[-1].subject


def test_member_is_told_at_every_step_and_the_log_too(scene):
    scene.agreed()
    assert len(letters("ada@example.org")) == 2
    acts = db.session.scalars(select(LogEntry.act).order_by(LogEntry.id)).all()
    assert acts == [Act.RECOVERY_BEGUN, Act.RECOVERY_AGREED]
    member = scene.browser(make_member("mia"))
    page = member.get("/moderation-log").text
    assert "Agreed to a way back" in page
    assert "on the phone" not in page
    assert "@ada" not in page


def test_one_person_alone_gets_nowhere(scene, time_machine):
    place = scene.begin()
    assert scene.hana.post(f"{place}/agree").status_code == 403
    wait(time_machine, days=30)
    assert letters("new@example.org") == []
    assert db.session.query(Confirmation).count() == 0


def test_page_says_what_is_missing(scene):
    place = scene.begin()
    assert "There is nobody else who could agree" not in scene.hana.get(place).text
    with unit_of_work():
        for handle in ("hugo", "fay"):
            member = db.session.query(Member).filter_by(handle=handle).one()
            deactivate_member(member, by=SYSTEM)
    assert "There is nobody else who could agree" in scene.hana.get(place).text


def test_signing_in_stops_it(client, scene, time_machine):
    scene.agreed()
    type_password(client)
    assert recovery().ending is Ending.STOPPED
    wait(time_machine, days=4)
    assert letters("new@example.org") == []


def test_signing_in_kills_a_link_that_was_sent(client, scene, time_machine):
    scene.agreed()
    wait(time_machine, hours=73)
    link = link_in(letters("new@example.org")[0])
    type_password(client)
    assert client.get(link).status_code == 404
    assert client.post(link, data={"password": NEW}).status_code == 404


def test_link_in_the_letter_stops_it(client, scene, time_machine):
    scene.agreed()
    for letter in letters("ada@example.org"):
        assert client.get(stop_link(letter)).status_code == 200
    assert recovery().ending is None
    assert client.post(stop_link(letters("ada@example.org")[0])).location == "/login"
    assert recovery().ending is Ending.STOPPED
    assert client.post(stop_link(letters("ada@example.org")[1])).status_code == 404
    assert not is_signed_in(client)
    wait(time_machine, days=4)
    assert letters("new@example.org") == []


@pytest.mark.parametrize("token", ["x", "é", "1", "x" * 4000, "gAAAAA"])
def test_made_up_links_stop_nothing(client, scene, token):
    scene.begin()
    assert client.get(f"/recovery/stop/{token}").status_code == 404
    assert client.post(f"/recovery/stop/{token}").status_code == 404
    assert recovery().ending is None


def test_member_who_is_signed_in_sees_it_and_stops_it(scene):
    browser = scene.browser(scene.ada)
    place = scene.begin()
    page = browser.get(place).text
    assert "this was not me" in page
    assert "/agree" not in page
    assert browser.post(f"{place}/agree").status_code == 404
    assert browser.post(f"{place}/stop").status_code == 303
    assert recovery().ending is Ending.STOPPED


def test_colleague_withdraws_it(scene, time_machine):
    place = scene.agreed()
    assert scene.hugo.post(f"{place}/stop").status_code == 303
    assert recovery().ending is Ending.WITHDRAWN
    assert scene.hugo.post(f"{place}/stop").status_code == 403
    wait(time_machine, days=4)
    assert letters("new@example.org") == []


def test_others_do_not_learn_of_it(scene):
    place = scene.begin()
    eve = scene.browser(make_member("eve"))
    hidden, missing = eve.get(place), eve.get("/recoveries/98765")
    assert hidden.status_code == missing.status_code == 404
    assert plain(hidden.text) == plain(missing.text)
    assert eve.post(f"{place}/stop").status_code == 404
    assert eve.post(BEGIN, data=DATA).status_code == 404
    assert scene.fay.post(BEGIN, data=DATA).status_code == 404


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "", "because": "Yes."}, "email"),
        ({"email": "nonsense", "because": "Yes."}, "email"),
        ({"email": "hana@example.org", "because": "Yes."}, "email"),
        ({"email": "new@example.org", "because": " "}, "because"),
    ],
)
def test_wrong_forms_come_back_with_what_was_typed(scene, data, field):
    answer = scene.hana.post(BEGIN, data=data)
    assert answer.status_code == 422
    assert f'id="{field}-errors"' in answer.text
    assert f'value="{data["email"]}"' in answer.text


def test_second_one_for_the_same_member_is_refused(scene):
    place = scene.begin()
    assert scene.hana.get(BEGIN).location == place
    assert scene.hugo.post(BEGIN, data=DATA | {"email": "b@example.org"}).status_code == 422
    assert db.session.query(Recovery).count() == 1


def test_acts_need_a_fresh_proof(scene):
    with unit_of_work():
        db.session.query(SignIn).update({"proven_at": now() - timedelta(hours=1)})
    answer = scene.hana.post(BEGIN, data=DATA)
    assert answer.status_code == 403
    assert "We spoke on the phone." in answer.text
    assert db.session.query(Recovery).count() == 0


def test_second_factor_is_still_asked_for(client, scene, time_machine):
    WithApp(scene.ada)
    scene.agreed()
    wait(time_machine, hours=73)
    client.post(link_in(letters("new@example.org")[0]), data={"password": NEW})
    assert type_password(client, "ada", NEW).location == "/login/second"
    assert not is_signed_in(client)


def test_member_who_was_deactivated_meanwhile_gets_no_link(scene, time_machine):
    scene.agreed()
    with unit_of_work():
        deactivate_member(db.session.get(Member, scene.ada.id), by=SYSTEM)
    wait(time_machine, hours=73)
    assert letters("new@example.org") == []
    assert recovery().ending is Ending.WITHDRAWN


def test_what_waits_stands_on_the_page_of_what_waits(scene):
    ada = scene.browser(scene.ada)
    place = scene.begin()
    assert place in scene.fay.get("/for-you").text
    assert place in ada.get("/for-you").text
    assert place not in scene.browser(make_member("mia")).get("/for-you").text
