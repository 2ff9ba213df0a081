"""May I? Rules about members, asked without any database."""

from datetime import timedelta

import pytest

from forum.accounts import rules
from forum.accounts.models import Group, Invitation, Member
from forum.accounts.values import (
    SYSTEM,
    VISITOR,
    CategoryId,
    Grants,
    MemberId,
    NewWindow,
    Person,
    PersonKind,
    Role,
    Standing,
)
from forum.kernel.clock import now


def someone(role=Role.MEMBER, id_=1, **grants):
    return Person(
        PersonKind.MEMBER, id=MemberId(id_), handle=f"p{id_}", role=role, grants=Grants(**grants)
    )


def row(role=Role.MEMBER, standing=Standing.ACTIVE, id_=2, **values):
    return Member(id=id_, role=role, standing=standing, **values)


def invitation(**values):
    moment = now()
    return Invitation(**{"created_at": moment, "expires_at": moment + timedelta(days=1)} | values)


MEMBER = someone()
FACILITATOR = someone(Role.FACILITATOR)
HOST = someone(Role.HOST)
OF_ONE_CATEGORY = someone(facilitated=frozenset({CategoryId(7)}))


@pytest.mark.parametrize("person", [MEMBER, FACILITATOR, HOST, SYSTEM])
@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.PSEUDONYM}))
def test_members_see_one_another(person, standing):
    assert rules.may_see_member(person, row(standing=standing))


def test_nobody_is_seen_behind_a_pseudonym():
    assert rules.may_see_member(MEMBER, row(standing=Standing.PSEUDONYM)).is_hidden


def test_visitor_sees_no_member():
    assert rules.may_see_member(VISITOR, row()).is_hidden


@pytest.mark.parametrize("person", [FACILITATOR, HOST])
def test_nobody_edits_the_profile_of_another(person):
    verdict = rules.may_edit_profile(person, row())
    assert not verdict
    assert not verdict.is_hidden


def test_everybody_edits_their_own_profile():
    assert rules.may_edit_profile(MEMBER, row(id_=1))


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        (VISITOR, False),
        (MEMBER, False),
        (OF_ONE_CATEGORY, False),
        (HOST, False),
        (FACILITATOR, True),
        (SYSTEM, True),
    ],
)
def test_facilitators_of_the_whole_community_sanction(person, allowed):
    verdict = rules.may_sanction(person, row())
    assert bool(verdict) is allowed
    assert verdict.is_hidden is not allowed
    assert bool(rules.may_end_sanction(person, row())) is allowed


def test_nobody_sanctions_themselves_or_ends_their_own_sanction():
    own = row(Role.FACILITATOR, id_=1)
    assert not rules.may_sanction(FACILITATOR, own)
    assert not rules.may_end_sanction(FACILITATOR, own)


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.HOST])
def test_facilitators_and_hosts_are_not_sanctioned_by_people(role):
    assert not rules.may_sanction(FACILITATOR, row(role))
    assert rules.may_sanction(SYSTEM, row(role))


@pytest.mark.parametrize("standing", [Standing.DEACTIVATED, Standing.PLACEHOLDER])
def test_who_cannot_sign_in_is_not_sanctioned(standing):
    assert not rules.may_sanction(FACILITATOR, row(standing=standing))


def test_active_members_sign_in_and_others_do_not():
    moment = now()
    assert rules.may_sign_in(row(), moment)
    assert not rules.may_sign_in(row(standing=Standing.DEACTIVATED), moment)
    assert not rules.may_sign_in(row(standing=Standing.PLACEHOLDER), moment)


def test_suspended_member_signs_in_when_the_time_is_over():
    moment = now()
    member = row(suspended_until=moment + timedelta(hours=1))
    assert not rules.may_sign_in(member, moment)
    assert rules.may_sign_in(member, moment + timedelta(hours=1))


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        (VISITOR, False),
        (MEMBER, False),
        (OF_ONE_CATEGORY, True),
        (FACILITATOR, True),
        (HOST, True),
        (SYSTEM, True),
    ],
)
def test_facilitators_and_hosts_invite(person, allowed):
    verdict = rules.may_invite(person)
    assert bool(verdict) is allowed
    assert verdict.is_hidden is not allowed


def test_invitation_leads_in_while_it_is_pending():
    moment = now()
    assert rules.may_accept_invitation(invitation(), moment)
    assert rules.may_accept_invitation(invitation(accepted_at=moment), moment).is_hidden
    assert rules.may_accept_invitation(invitation(withdrawn_at=moment), moment).is_hidden


def test_expired_invitation_says_so():
    verdict = rules.may_accept_invitation(invitation(), now() + timedelta(days=2))
    assert "expired" in verdict.because
    assert not verdict.is_hidden


@pytest.mark.parametrize(
    "rule",
    [
        rules.may_manage_members,
        rules.may_manage_groups,
        rules.may_manage_organisations,
        rules.may_publish_rules,
    ],
)
def test_hosts_manage_and_nobody_else_knows_of_it(rule):
    assert rule(HOST)
    assert rule(SYSTEM)
    for person in (VISITOR, MEMBER, OF_ONE_CATEGORY, FACILITATOR):
        assert rule(person).is_hidden


@pytest.mark.parametrize("role", [Role.MEMBER, Role.FACILITATOR])
def test_last_host_stays_a_host(role):
    assert not rules.may_change_role(HOST, row(Role.HOST), role, other_hosts=0)
    assert rules.may_change_role(HOST, row(Role.HOST), role, other_hosts=1)
    assert rules.may_change_role(HOST, row(Role.HOST), Role.HOST, other_hosts=0)


def test_last_host_is_not_deactivated():
    assert not rules.may_deactivate(HOST, row(Role.HOST), other_hosts=0)
    assert not rules.may_deactivate(SYSTEM, row(Role.HOST), other_hosts=0)
    assert rules.may_deactivate(HOST, row(Role.HOST), other_hosts=1)
    assert rules.may_deactivate(HOST, row(Role.MEMBER), other_hosts=0)


def test_role_of_a_deactivated_host_may_change_whoever_is_left():
    member = row(Role.HOST, Standing.DEACTIVATED)
    assert rules.may_change_role(HOST, member, Role.MEMBER, other_hosts=0)


def test_facilitator_changes_no_roles():
    assert rules.may_change_role(FACILITATOR, row(), Role.HOST, other_hosts=3).is_hidden
    assert rules.may_deactivate(FACILITATOR, row(), other_hosts=3).is_hidden
    assert rules.may_reactivate(FACILITATOR, row()).is_hidden
    assert rules.may_reset(FACILITATOR, row()).is_hidden


def test_nothing_is_done_to_the_names_of_imported_authors():
    placeholder = row(standing=Standing.PLACEHOLDER)
    for verdict in (
        rules.may_change_role(HOST, placeholder, Role.HOST, other_hosts=1),
        rules.may_deactivate(HOST, placeholder, other_hosts=1),
        rules.may_reactivate(HOST, placeholder),
        rules.may_reset(HOST, placeholder),
    ):
        assert not verdict
        assert verdict.because


def test_deactivated_member_gets_no_link():
    assert not rules.may_reset(HOST, row(standing=Standing.DEACTIVATED))


def test_automatic_groups_are_left_alone():
    assert not rules.may_change_group(HOST, Group(is_automatic=True))
    assert rules.may_change_group(HOST, Group(is_automatic=False))
    assert rules.may_change_group(FACILITATOR, Group(is_automatic=False)).is_hidden


def test_every_member_names_an_organisation():
    assert rules.may_name_organisation(MEMBER)
    assert rules.may_name_organisation(VISITOR).is_hidden


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (NewWindow.ALWAYS, timedelta(days=30)),
        (NewWindow.WEEK, timedelta(days=7)),
        (NewWindow.TWO_DAYS, timedelta(days=2)),
        (NewWindow.VISIT, timedelta(days=3)),
    ],
)
def test_window_says_since_when_threads_are_new(window, expected):
    moment = now()
    begin = rules.begin_of_new(
        window,
        moment,
        dismissed_at=moment - timedelta(days=30),
        seen_at=moment - timedelta(minutes=5),
        visit_ended_at=moment - timedelta(days=3),
    )
    assert begin == moment - expected


@pytest.mark.parametrize("window", list(NewWindow))
def test_what_was_dismissed_is_new_in_no_window(window):
    moment = now()
    begin = rules.begin_of_new(window, moment, dismissed_at=moment, seen_at=moment - timedelta(9))
    assert begin == moment


def test_visit_goes_on_for_an_hour_after_the_last_page():
    moment = now()
    seen = {"seen_at": moment - timedelta(minutes=60), "visit_ended_at": moment - timedelta(2)}
    begun = rules.begin_of_new(NewWindow.VISIT, moment, dismissed_at=moment - timedelta(9), **seen)
    assert begun == moment - timedelta(2)
    later = moment + timedelta(seconds=1)
    begun = rules.begin_of_new(NewWindow.VISIT, later, dismissed_at=moment - timedelta(9), **seen)
    assert begun == moment - timedelta(minutes=60)


def test_first_visit_shows_everything_that_was_not_dismissed():
    moment = now()
    begun = rules.begin_of_new(NewWindow.VISIT, moment, dismissed_at=moment - timedelta(9))
    assert begun == moment - timedelta(9)
