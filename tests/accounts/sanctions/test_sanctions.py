"""Silencing and suspending."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.events import MemberSilenced, MemberSuspended, SilenceEnded, SuspensionEnded
from forum.accounts.sanctions.operations.sanctions import (
    end_silence,
    end_suspension,
    silence_member,
    suspend_member,
)
from forum.accounts.values import VISITOR, Role
from forum.kernel.clock import now
from forum.kernel.db import unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, make_person, person, sign_in_as
from tests.builders.events import heard
from tests.builders.mail import letters


@pytest.fixture
def facilitator(app):
    return make_person("fay", role=Role.FACILITATOR)


@pytest.fixture
def loud(app):
    return make_member("loud")


def in_days(days):
    return now() + timedelta(days=days)


def test_silenced_member_is_known_as_such_and_told_why(facilitator, loud):
    until = datetime(2090, 1, 2, 15, 0, tzinfo=UTC)
    with heard(MemberSilenced) as seen, unit_of_work():
        silence_member(loud, until=until, because=" Shouting. ", by=facilitator)
    assert seen == [
        MemberSilenced(member_id=loud.id, by_id=facilitator.id, until=until, because="Shouting.")
    ]
    assert person(loud).silenced_until == until
    assert person(loud).silenced_because == "Shouting."
    (letter,) = letters("loud@example.org")
    assert "Shouting." in letter.text
    assert "2 January 2090, 16:00 CET" in letter.text


def test_suspended_member_is_signed_out_and_told_why(facilitator, loud, client):
    sign_in_as(client, loud)
    with heard(MemberSuspended) as seen, unit_of_work():
        suspend_member(loud, until=in_days(3), because="Threats.", by=facilitator)
    assert len(seen) == 1
    assert person(loud) == VISITOR
    assert client.get("/preferences").location == "/login"
    assert "Threats." in letters("loud@example.org")[0].text


def test_sanction_needs_a_reason_and_a_moment_to_come(facilitator, loud):
    with pytest.raises(Invalid) as refusal, unit_of_work():
        silence_member(loud, until=in_days(1), because="  ", by=facilitator)
    assert refusal.value.field == "because"
    with pytest.raises(Invalid) as refusal, unit_of_work():
        suspend_member(loud, until=in_days(-1), because="Threats.", by=facilitator)
    assert refusal.value.field == "until"
    assert letters() == []


def test_sanction_by_a_member_or_a_host_finds_nothing(loud):
    for role in (Role.MEMBER, Role.HOST):
        with pytest.raises(NotFound), unit_of_work():
            silence_member(loud, until=in_days(1), because="No.", by=make_person(role=role))


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.HOST])
def test_facilitators_and_hosts_are_not_sanctioned(facilitator, role):
    with pytest.raises(NotPermitted), unit_of_work():
        suspend_member(make_member(role=role), until=in_days(1), because="No.", by=facilitator)


def test_sanctions_end_early_with_a_reason_told(facilitator, loud):
    with unit_of_work():
        silence_member(loud, until=in_days(2), because="Shouting.", by=facilitator)
        suspend_member(loud, until=in_days(3), because="Threats.", by=facilitator)
    with heard(SilenceEnded, SuspensionEnded) as seen, unit_of_work():
        assert end_silence(loud, by=facilitator, because="We talked.")
        assert end_suspension(loud, by=facilitator, because="We talked too.")
        assert not end_silence(loud, by=facilitator, because="Twice.")
        assert not end_suspension(loud, by=facilitator, because="Twice.")
    assert [event.because for event in seen] == ["We talked.", "We talked too."]
    assert person(loud).silenced_until is None
    assert person(loud).is_member
    assert ["We talked" in letter.text for letter in letters()] == [False, False, True, True]


def test_sanction_of_a_member_who_became_a_facilitator_can_be_ended(facilitator, loud):
    with unit_of_work():
        silence_member(loud, until=in_days(2), because="Shouting.", by=facilitator)
        loud.role = Role.FACILITATOR
    with pytest.raises(NotPermitted), unit_of_work():
        end_silence(loud, by=person(loud), because="I am calm.")
    with unit_of_work():
        assert end_silence(loud, by=facilitator, because="A colleague now.")


def test_sanctions_end_by_themselves(facilitator, loud, time_machine):
    with unit_of_work():
        silence_member(loud, until=in_days(2), because="Shouting.", by=facilitator)
        suspend_member(loud, until=in_days(3), because="Threats.", by=facilitator)
    time_machine.move_to(in_days(4))
    assert person(loud).is_member
    assert person(loud).silenced_until is None
