"""Codes of apps and recovery codes: each lets in once, and nobody else."""

import pyotp
import pytest
from sqlalchemy import select

from config import SecondFactorFor
from forum.accounts.factors.models import Authenticator, RecoveryCode
from forum.accounts.factors.operations import (
    add_passkey,
    begin_authenticator,
    confirm_authenticator,
    free_from_factors,
    is_code_right,
    make_recovery_codes,
    remove_authenticator,
    remove_passkey,
)
from forum.accounts.factors.queries import factors_of, get_passkey, waiting_secret
from forum.accounts.factors.values import CODES, MOST_PASSKEYS
from forum.accounts.values import Role
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_person, person
from tests.builders.mail import letters
from tests.builders.passwords import make_member_with_password

NOBODY = SecondFactorFor.NOBODY


def add_key(member, credential_id="key"):
    with unit_of_work():
        return add_passkey(
            member,
            credential_id=credential_id,
            public_key="pub",
            sign_count=0,
            name="Laptop",
            by=person(member),
        )


def is_right(member, code):
    with unit_of_work():
        return is_code_right(member, code)


def test_app_counts_once_its_first_code_was_right(clock):
    ben = make_member_with_password("ben")
    with unit_of_work():
        begin_authenticator(ben, by=person(ben))
    assert not factors_of(ben.id).is_any
    with pytest.raises(Invalid), unit_of_work():
        confirm_authenticator(ben, "000000", by=person(ben))
    assert ben.second_factor_since is None
    assert waiting_secret(ben.id)


def test_code_of_the_app_lets_in_once(ada):
    code = ada.code()
    assert is_right(ada.member, f" {code[:3]} {code[3:]} ")
    assert not is_right(ada.member, code)


def test_code_before_the_one_used_is_not_taken_any_more(ada, clock):
    clock.turn(seconds=30)
    earlier = ada.code(steps=-1)
    assert is_right(ada.member, ada.code())
    assert not is_right(ada.member, earlier)


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clock_may_be_half_a_minute_wrong(ada, clock, steps, is_taken):
    clock.turn(minutes=5)
    assert is_right(ada.member, ada.code(steps=steps)) is is_taken


@pytest.mark.parametrize("code", ["", "abc", "12345", "1234567", "٣٤٥٦٧٨", "\x00", "ü" * 9999])
def test_odd_codes_are_wrong_codes(ada, code):
    assert not is_right(ada.member, code)


def test_code_that_confirmed_the_app_does_not_let_in(clock):
    ben = make_member_with_password("ben")
    with unit_of_work():
        begin_authenticator(ben, by=person(ben))
        secret = waiting_secret(ben.id)

    code = pyotp.TOTP(secret).now()
    with unit_of_work():
        confirm_authenticator(ben, code, by=person(ben))
    assert not is_right(ben, code)


def test_secret_is_kept_sealed(ada):
    kept = db.session.get_one(Authenticator, ada.member.id).sealed_secret
    assert ada.secret not in kept
    assert len(kept) > 80


def test_recovery_code_lets_in_once_and_the_member_is_told(ada):
    assert len(set(ada.codes)) == CODES
    assert is_right(ada.member, ada.codes[0].upper().replace("-", " "))
    assert not is_right(ada.member, ada.codes[0])
    assert factors_of(ada.member.id).codes_left == CODES - 1
    assert "9 are left" in letters()[-1].text


def test_recovery_codes_are_kept_as_hashes(ada):
    kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(kept) == CODES
    assert not set(ada.codes) & set(kept)


def test_new_recovery_codes_end_the_old_ones(ada):
    with unit_of_work():
        fresh = make_recovery_codes(ada.member, by=person(ada.member))
    assert not is_right(ada.member, ada.codes[0])
    assert is_right(ada.member, fresh[0])


def test_recovery_code_of_somebody_else_is_wrong(ada):
    ben = make_member_with_password("ben")
    add_key(ben)
    assert not is_right(ben, ada.codes[0])


def test_second_app_is_refused_while_one_is_in_use(ada):
    with pytest.raises(Invalid), unit_of_work():
        begin_authenticator(ada.member, by=person(ada.member))


def test_without_the_app_the_password_is_enough_again(ada):
    with unit_of_work():
        assert remove_authenticator(ada.member, wanted=NOBODY, by=person(ada.member))
    assert ada.member.second_factor_since is None
    assert factors_of(ada.member.id).codes_left == 0
    assert not is_right(ada.member, ada.codes[0])


def test_last_factor_stays_where_it_is_needed(ada):
    with pytest.raises(NotPermitted), unit_of_work():
        remove_authenticator(ada.member, wanted=SecondFactorFor.EVERYONE, by=person(ada.member))
    add_key(ada.member)
    with unit_of_work():
        remove_authenticator(ada.member, wanted=SecondFactorFor.EVERYONE, by=person(ada.member))
    assert ada.member.second_factor_since is not None


def test_passkey_as_first_factor_brings_recovery_codes(clock):
    ben = make_member_with_password("ben")
    assert len(add_key(ben)) == CODES
    assert add_key(ben, "other") == []
    with pytest.raises(Invalid):
        add_key(make_member_with_password("cleo"), "key")


def test_passkeys_are_limited_in_number(clock):
    ben = make_member_with_password("ben")
    for number in range(MOST_PASSKEYS):
        add_key(ben, str(number))
    with pytest.raises(Invalid):
        add_key(ben, "one more")


def test_passkey_of_somebody_else_does_not_exist(ada):
    ben = make_member_with_password("ben")
    add_key(ben)
    key_id = factors_of(ben.id).passkeys[0].id
    with pytest.raises(NotFound):
        get_passkey(key_id, ada.member.id)
    with unit_of_work():
        remove_passkey(get_passkey(key_id, ben.id), wanted=NOBODY, by=person(ben))
    assert ben.second_factor_since is None


def test_host_frees_who_has_lost_everything_and_says_so(ada):
    host = make_person("host", role=Role.HOST)
    with pytest.raises(Invalid), unit_of_work():
        free_from_factors(ada.member, by=host, because=" ")
    with unit_of_work():
        assert free_from_factors(ada.member, by=host, because="The phone was stolen.")
    assert not factors_of(ada.member.id).is_any
    assert "The phone was stolen." in letters()[-1].text
    with unit_of_work():
        assert not free_from_factors(ada.member, by=host, because="Once more.")
