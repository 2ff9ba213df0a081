"""Asking for another look, and what comes of it; removals by two with time to answer."""

import re
from datetime import timedelta

import pytest
import time_machine

from forum.accounts.models import Member
from forum.accounts.operations.members import deactivate_member
from forum.accounts.pairs.operations import confirm_pair
from forum.accounts.queue.queries import find_item
from forum.accounts.sanctions.models import Sanction
from forum.accounts.sanctions.operations.appeals import appeal_sanction, decide_appeal
from forum.accounts.sanctions.operations.removals import (
    ask_to_remove,
    let_removals_take_effect,
)
from forum.accounts.sanctions.operations.sanctions import (
    end_silence,
    let_sanctions_run_out,
    silence_member,
    suspend_member,
)
from forum.accounts.sanctions.queries import get_appeal, get_own_sanction
from forum.accounts.sanctions.values import APPEAL, AppealOutcome
from forum.accounts.values import Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from forum.kernel.passwords import hash_password
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import make_member, make_person, person, sign_in_as
from tests.builders.mail import letters


@pytest.fixture
def fay(app):
    return make_person("fay", role=Role.FACILITATOR)


@pytest.fixture
def frank(app):
    return make_person("frank", role=Role.FACILITATOR)


@pytest.fixture
def loud(app):
    return make_member("loud")


def lay(lay_it, member: Member, by, hours: int = 169) -> Sanction:
    with unit_of_work():
        lay_it(member, until=now() + timedelta(hours=hours), because="Shouting.", by=by)
    return newest(member)


def newest(member: Member) -> Sanction:
    rows = db.session.query(Sanction).filter_by(member_id=member.id).order_by(Sanction.id)
    return rows.all()[-1]


def appeal(sanction: Sanction, words: str = "I was quoting.") -> None:
    with unit_of_work():
        own = get_own_sanction(sanction.id, sanction.member_id)
        appeal_sanction(own, words, member_id=own.member_id)


def decide(sanction: Sanction, outcome: AppealOutcome, by, **about) -> bool:
    with unit_of_work():
        found = get_appeal(sanction.id, by=by)
        return decide_appeal(found, outcome, by=by, because="We looked again.", **about)


def acts() -> list[Act]:
    return [entry.act for entry in db.session.query(LogEntry).order_by(LogEntry.id)]


def test_a_lifted_silence_ends_at_once_and_counts_no_more(fay, frank, loud) -> None:
    sanction = lay(silence_member, loud, fay)
    appeal(sanction)
    assert not find_item(APPEAL, sanction.id).is_settled
    assert decide(sanction, AppealOutcome.LIFTED, frank)
    assert person(loud).silenced_until is None
    assert not newest(loud).counts
    assert find_item(APPEAL, sanction.id).is_settled
    assert "We looked again." in letters("loud@example.org")[-1].text
    assert acts() == [Act.MEMBER_SILENCED, Act.SILENCE_ENDED, Act.APPEAL_LIFTED]
    assert not decide(sanction, AppealOutcome.LIFTED, frank)
    with pytest.raises(Conflict):
        decide(sanction, AppealOutcome.UPHELD, frank)


def test_a_suspension_is_shortened_to_a_step(fay, frank, loud) -> None:
    sanction = lay(suspend_member, loud, fay)
    appeal(sanction)
    for hours in (None, 168, 5):
        with pytest.raises(Invalid):
            decide(sanction, AppealOutcome.SHORTENED, frank, hours=hours)
    assert decide(sanction, AppealOutcome.SHORTENED, frank, hours=24)
    assert loud.suspended_until == sanction.begun_at + timedelta(hours=24)
    assert newest(loud).counts


def test_what_is_upheld_stays(fay, frank, loud) -> None:
    sanction = lay(silence_member, loud, fay)
    until = loud.silenced_until
    appeal(sanction)
    assert decide(sanction, AppealOutcome.UPHELD, frank)
    assert person(loud).silenced_until == until
    with pytest.raises(NotPermitted):
        appeal(sanction)


def test_who_laid_it_does_not_decide_and_others_do_not_appeal(fay, loud) -> None:
    sanction = lay(silence_member, loud, fay)
    with pytest.raises(NotFound):
        get_own_sanction(sanction.id, fay.member_id)
    with pytest.raises(NotFound):
        get_appeal(sanction.id, by=make_person("nosy"))
    appeal(sanction)
    with pytest.raises(NotPermitted, match="another facilitator"):
        decide(sanction, AppealOutcome.UPHELD, fay)
    with pytest.raises(NotPermitted, match="asked for another look"):
        lay(silence_member, loud, fay)


def test_who_ends_it_before_gives_the_appeal_what_it_asked_for(fay, loud) -> None:
    sanction = lay(silence_member, loud, fay)
    appeal(sanction)
    with unit_of_work():
        end_silence(loud, by=fay, because="We talked.")
    row = newest(loud)
    assert (row.outcome, row.answer) == (AppealOutcome.LIFTED, "We talked.")
    assert find_item(APPEAL, sanction.id).is_settled


def test_laying_it_anew_corrects_it_and_is_no_second_time(fay, loud) -> None:
    first = lay(silence_member, loud, fay)
    lay(silence_member, loud, fay, hours=24)
    db.session.refresh(first)
    assert not first.counts
    assert first.ended_at is not None
    assert newest(loud).ended_at is None


def test_what_ends_at_its_time_is_noted_by_a_machine_that_says_so(client, fay, loud) -> None:
    lay(silence_member, loud, fay, hours=24)
    with time_machine.travel(now() + timedelta(hours=25)), unit_of_work():
        assert let_sanctions_run_out() == 1
        assert let_sanctions_run_out() == 0
    assert newest(loud).ended_at == newest(loud).until
    assert "a machine did this" in letters("loud@example.org")[-1].text
    assert acts()[-1] is Act.SILENCE_ENDED
    sign_in_as(client, make_member("reader"))
    assert (
        "A machine did this, at the time that people had set." in client.get("/moderation-log").text
    )


@pytest.fixture
def removal(fay, frank, loud) -> Sanction:
    with unit_of_work():
        act = ask_to_remove(loud, because="Threats.", by=fay)
    with pytest.raises(NotPermitted), unit_of_work():
        confirm_pair(act, by=fay)
    assert letters("loud@example.org") == []
    with unit_of_work():
        confirm_pair(act, by=frank)
    return newest(loud)


def after_notice() -> int:
    with time_machine.travel(now() + timedelta(days=8)), unit_of_work():
        return let_removals_take_effect()


def test_a_removal_takes_two_and_seven_days(removal, loud) -> None:
    assert "Threats." in letters("loud@example.org")[0].text
    with unit_of_work():
        assert let_removals_take_effect() == 0
    assert person(loud).is_member
    assert after_notice() == 1
    assert loud.standing is Standing.DEACTIVATED
    assert "A machine did this" in letters("loud@example.org")[-1].text
    assert acts() == [Act.REMOVAL_BEGUN, Act.MEMBER_REMOVED]
    assert after_notice() == 0


def test_the_page_of_a_member_to_be_removed_says_so(client, removal, fay, loud) -> None:
    sign_in_as(client, db.session.get_one(Member, fay.id))
    page = f"/moderate/members/{loud.handle}"
    assert "To be removed on" in client.get(page).text
    appeal(removal)
    decide(removal, AppealOutcome.LIFTED, make_person("third", role=Role.FACILITATOR))
    assert "To be removed on" not in client.get(page).text


def test_a_host_who_closes_an_account_alone_stands_in_the_log(app, loud) -> None:
    with unit_of_work():
        deactivate_member(loud, by=make_person("hanna", role=Role.HOST), because="Taken over.")
    assert acts() == [Act.ACCOUNT_CLOSED]


def test_an_appeal_keeps_it_from_taking_effect(removal, fay, frank, loud) -> None:
    appeal(removal)
    assert after_notice() == 0
    third = make_person("third", role=Role.FACILITATOR)
    for involved in (fay, frank):
        with pytest.raises(NotPermitted):
            decide(removal, AppealOutcome.UPHELD, involved)
    decide(removal, AppealOutcome.UPHELD, third)
    assert after_notice() == 1


def test_a_removal_is_taken_back_after_it_took_effect(removal, loud) -> None:
    after_notice()
    appeal(removal)
    decide(removal, AppealOutcome.LIFTED, make_person("third", role=Role.FACILITATOR))
    assert loud.standing is Standing.ACTIVE
    assert after_notice() == 0


def test_instead_of_being_removed_a_member_is_suspended(removal, loud) -> None:
    appeal(removal)
    third = make_person("third", role=Role.FACILITATOR)
    decide(removal, AppealOutcome.SHORTENED, third, hours=720)
    assert loud.suspended_until is not None
    assert after_notice() == 0


def test_who_is_suspended_appeals_after_the_right_password_alone(client, fay, frank) -> None:
    password = "a few long words of mine"
    member = make_member("loud")
    with unit_of_work():
        member.password_hash = hash_password(password)
    sanction = lay(suspend_member, member, fay)
    wrong = client.post("/login", data={"login": "loud", "password": "not my words"})
    assert "/appeal/" not in wrong.text
    page = client.post("/login", data={"login": "loud", "password": password})
    assert page.status_code == 403
    address = re.search(r'href="(/appeal/[^"]+)"', page.text)[1]
    assert "Shouting." in client.get(address).text
    empty = client.post(f"{address}/{sanction.id}", data={"appeal": " "})
    assert empty.status_code == 422
    sent = client.post(f"{address}/{sanction.id}", data={"appeal": "I was quoting."})
    assert sent.status_code == 303
    assert "It waits for a facilitator" in client.get(address).text
    assert client.get("/latest").location == "/login"
    assert client.get(address[:-1]).status_code == 404
    sign_in_as(client, db.session.get(Member, frank.member_id))
    queue = client.get("/review").text
    assert "I was quoting." in queue
    assert "Shouting." in queue


def test_the_letter_leads_there_and_one_sees_ones_own_alone(client, fay, loud) -> None:
    lay(suspend_member, loud, fay)
    link = re.search(r"/appeal/\S+", letters("loud@example.org")[0].text)[0]
    other = lay(silence_member, make_member("other"), fay)
    assert "Shouting." in client.get(link).text
    answer = client.post(f"{link}/{other.id}", data={"appeal": "Mine?"})
    assert answer.status_code == 404


def test_who_is_silenced_finds_it_among_what_is_for_them(client, fay, loud) -> None:
    sanction = lay(silence_member, loud, fay)
    sign_in_as(client, loud)
    assert f"/my-sanctions#sanction-{sanction.id}" in client.get("/for-you").text
    page = client.get("/my-sanctions").text
    assert "Shouting." in page
    assert "Fay" not in page


def test_an_appeal_is_decided_in_the_queue(client, fay, frank, loud) -> None:
    short, long = lay(silence_member, loud, fay, hours=25), make_member("other")
    lay(silence_member, long, fay)
    sign_in_as(client, db.session.get(Member, frank.member_id))
    for member, data in (
        (loud, {"outcome": "lifted"}),
        (long, {"outcome": "shortened", "hours": "24"}),
    ):
        appeal(newest(member))
        item = find_item(APPEAL, newest(member).id)
        address = f"/review/{item.id}"
        assert 'name="hours"' in client.get(address).text or member is loud
        sent = {"version": item.version, **data}
        assert client.post(address, data={**sent, "because": " "}).status_code == 422
        answer = client.post(address, data={**sent, "because": "We looked again."})
        assert answer.location == "/review", answer.text
    assert newest(loud).outcome is AppealOutcome.LIFTED
    assert newest(long).until == newest(long).begun_at + timedelta(hours=24)
    assert short.id
