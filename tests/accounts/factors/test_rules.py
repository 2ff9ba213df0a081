"""Who must have a second factor, who may give it up, and how long a proof holds."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from config import SecondFactorFor
from forum.accounts.factors.rules import (
    lacks_factor,
    may_change_factors,
    may_free_from_factors,
    may_remove_factor,
    must_have_factor,
)
from forum.accounts.models import Member
from forum.accounts.values import (
    SYSTEM,
    VISITOR,
    CategoryId,
    Grants,
    MemberId,
    Person,
    PersonKind,
    Role,
)

MOMENT = datetime(2026, 5, 4, 8, tzinfo=UTC)
ADA = Person(PersonKind.MEMBER, MemberId(1), "ada")
HOST = Person(PersonKind.MEMBER, MemberId(2), "host", role=Role.HOST)
MODEL = Member(id=1, handle="ada", role=Role.MEMBER)


@pytest.mark.parametrize(
    ("wanted", "roles"),
    [
        (SecondFactorFor.NOBODY, set()),
        (SecondFactorFor.HOSTS, {Role.HOST}),
        (SecondFactorFor.FACILITATORS, {Role.HOST, Role.FACILITATOR}),
        (SecondFactorFor.EVERYONE, set(Role)),
    ],
)
def test_setting_says_which_roles_need_a_second_factor(wanted, roles):
    assert {role for role in Role if must_have_factor(role, wanted)} == roles


def test_only_who_has_none_lacks_one():
    assert lacks_factor(HOST, SecondFactorFor.HOSTS)
    assert not lacks_factor(replace(HOST, has_second_factor=True), SecondFactorFor.HOSTS)
    assert not lacks_factor(ADA, SecondFactorFor.HOSTS)
    assert not lacks_factor(VISITOR, SecondFactorFor.EVERYONE)
    assert not lacks_factor(SYSTEM, SecondFactorFor.EVERYONE)


def test_who_looks_after_one_category_counts_as_a_facilitator():
    one = replace(ADA, grants=Grants(facilitated=frozenset({CategoryId(7)})))
    assert lacks_factor(one, SecondFactorFor.FACILITATORS)
    assert not lacks_factor(one, SecondFactorFor.HOSTS)


def test_only_the_member_changes_second_factors():
    assert may_change_factors(ADA, MODEL)
    for other in (HOST, VISITOR, SYSTEM):
        assert not may_change_factors(other, MODEL)


def test_last_factor_stays_where_the_role_needs_one():
    assert may_remove_factor(ADA, MODEL, SecondFactorFor.FACILITATORS)
    assert not may_remove_factor(ADA, MODEL, SecondFactorFor.EVERYONE)
    assert not may_remove_factor(HOST, MODEL, SecondFactorFor.NOBODY)


def test_hosts_help_others_but_not_themselves():
    assert may_free_from_factors(HOST, MODEL)
    assert not may_free_from_factors(HOST, Member(id=2, handle="host", role=Role.HOST))
    assert not may_free_from_factors(ADA, MODEL)
    assert not may_free_from_factors(replace(ADA, role=Role.FACILITATOR), MODEL)
