"""Custodians are named by two people, make their own key, and are no hosts."""

import pytest

from forum.accounts.models import Member
from forum.accounts.pairs.operations import confirm_pair
from forum.accounts.pairs.queries import get_pair_act
from forum.accounts.values import Role
from forum.discussion.pseudonyms.models import Custodian, PseudonymShare
from forum.discussion.pseudonyms.operations.custodians import (
    check_passphrase,
    keep_key,
    naming,
    nominate_custodian,
    resign,
)
from forum.discussion.pseudonyms.queries.custodians import keys_of_custodians, list_custodians
from forum.discussion.pseudonyms.sealing import new_key_pair
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, make_person, person
from tests.builders.pseudonyms import PASSPHRASE, post_as_pseudonym


@pytest.fixture
def host(app):
    return make_person("hanna", role=Role.HOST)


def nominate(member, by):
    with unit_of_work():
        return nominate_custodian(
            db.session.get_one(Member, member.id), by=by, because="Everybody trusts her."
        )


def test_two_name_a_custodian_and_one_does_not(app, facilitator, host):
    member = make_member("carla")
    act = nominate(member, facilitator)
    assert db.session.get(Custodian, member.id) is None
    with pytest.raises(NotPermitted), unit_of_work():
        confirm_pair(get_pair_act(naming(), act.id, by=facilitator), by=facilitator)
    with unit_of_work():
        confirm_pair(get_pair_act(naming(), act.id, by=host), by=host)
    assert [card.handle for card in list_custodians(by=person(member))] == ["carla"]
    assert keys_of_custodians() == {}
    with pytest.raises(Conflict):
        nominate(member, facilitator)


def test_hosts_members_and_oneself_are_refused(app, facilitator, host):
    with pytest.raises(Invalid, match="runs the server"):
        nominate(db.session.get_one(Member, host.member_id), facilitator)
    with pytest.raises(Invalid, match="themselves"):
        nominate(db.session.get_one(Member, facilitator.member_id), facilitator)
    with pytest.raises(NotFound):
        nominate(make_member("carla"), make_person())


def test_nobody_confirms_themselves(app, facilitator, host):
    other = make_member("felix", role=Role.FACILITATOR)
    act = nominate(other, facilitator)
    with pytest.raises(NotPermitted, match="about you"), unit_of_work():
        confirm_pair(get_pair_act(naming(), act.id, by=person(other)), by=person(other))


def test_custodian_who_becomes_host_counts_no_more(custodians):
    with unit_of_work():
        db.session.get_one(Member, custodians[0].id).role = Role.HOST
    assert list(keys_of_custodians()) == [custodians[1].id]


def test_key_is_made_once(custodians):
    with pytest.raises(Conflict), unit_of_work():
        keep_key(new_key_pair(PASSPHRASE), by=person(custodians[0]))


@pytest.mark.parametrize(
    ("passphrase", "again", "field"),
    [
        ("short", "short", "passphrase"),
        ("a" * 20, "a" * 20, "passphrase"),
        (PASSPHRASE, "x", "again"),
    ],
)
def test_weak_passphrases_are_refused(passphrase, again, field):
    with pytest.raises(Invalid) as refusal:
        check_passphrase(passphrase, again)
    assert refusal.value.field == field


def test_who_resigns_takes_their_halves_along(thread, author, custodians):
    post_as_pseudonym(thread, author)
    assert db.session.query(PseudonymShare).count() == 1
    with unit_of_work():
        resign(by=person(custodians[0]))
    assert db.session.query(PseudonymShare).count() == 0
    assert list(keys_of_custodians()) == [custodians[1].id]
