"""The list of members, and what hosts do for and about them."""

import pytest

from forum.accounts.events import MemberDeactivated, MemberJoined, MemberReactivated, RoleChanged
from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.accounts.operations.members import (
    add_member,
    change_role,
    deactivate_member,
    reactivate_member,
)
from forum.accounts.operations.organisations import name_organisation
from forum.accounts.queries import page_of_members
from forum.accounts.values import SYSTEM, VISITOR, Role, Standing
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, make_person, person, sign_in_as
from tests.builders.events import heard
from tests.builders.passwords import is_signed_in, make_member_with_password, type_password


@pytest.fixture
def hana(app):
    return make_member("hana", role=Role.HOST)


def names(by, words="", number=1):
    return [member.name for member in page_of_members(by, words=words, number=number).members]


def test_host_adds_a_member(hana):
    with heard(MemberJoined) as seen, unit_of_work():
        member = add_member(
            handle="Ada",
            name=" Ada  Nwosu ",
            email="Ada@Example.org",
            password_hash=None,
            by=person(hana),
        )
    assert (member.handle, member.handle_key, member.name) == ("Ada", "ada", "Ada Nwosu")
    assert (member.email, member.email_key) == ("Ada@Example.org", "ada@example.org")
    assert seen == [MemberJoined(member_id=member.id, by_id=hana.id)]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.FACILITATOR])
def test_others_add_nobody(app, role):
    by = make_person(role=role)
    with pytest.raises(NotFound), unit_of_work():
        add_member(handle="ada", name="Ada", email=None, password_hash=None, by=by)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("handle", {"handle": "HANA"}),
        ("handle", {"handle": "ｈana"}),
        ("email", {"email": "Hana@Example.org"}),
        ("name", {"name": " "}),
    ],
)
def test_taken_or_empty_names_are_refused(hana, field, changes):
    data = {"handle": "ada", "name": "Ada", "email": None, "password_hash": None} | changes
    with pytest.raises(Invalid) as refusal, unit_of_work():
        add_member(**data, by=SYSTEM)
    assert refusal.value.field == field


def test_members_are_listed_by_name_whatever_the_accents(app):
    reader = make_person("reader")
    for handle, name in [("zoe", "Zoë"), ("emile", "Émile"), ("ola", "Øystein"), ("bo", "bo")]:
        make_member(handle + "1", name=name)
    assert names(reader) == ["bo", "Émile", "Øystein", "Reader", "Zoë"]


def test_members_are_found_by_name_handle_and_organisation(app):
    reader = make_person("reader")
    emile = make_member("night.owl", name="Émile Okoye")
    with unit_of_work():
        emile.organisations = [name_organisation("Clínica Común", by=SYSTEM)]
    for words in ("emile", "OKOYE émile", "owl", "clinica", "comun okoye"):
        assert names(reader, words) == ["Émile Okoye"]
    assert names(reader, "emile somebody") == []
    assert names(reader, "%") == []


def test_list_leaves_out_who_cannot_sign_in(app):
    reader = make_person("reader")
    for standing in (Standing.DEACTIVATED, Standing.PLACEHOLDER):
        with unit_of_work():
            make_member().standing = standing
    assert names(reader) == ["Reader"]


def test_directory_has_pages_of_thirty(client):
    members = [
        make_member(f"number{number:03}", name=f"Number {number:03}") for number in range(41)
    ]
    sign_in_as(client, members[0])
    first, second = client.get("/u").text, client.get("/u?q=number&page=2").text
    assert first.count('class="member-line"') == 30
    assert second.count('class="member-line"') == 11
    assert "Number 029" in first
    assert "Number 030" in second
    assert "page=2" in first
    assert client.get("/u?page=99999999999999999999").status_code == 200


def test_list_is_a_handful_of_statements(client, statements):
    members = [make_member() for _ in range(20)]
    sign_in_as(client, members[0])
    client.get("/u")
    statements.clear()
    client.get("/u?q=person")
    assert len(statements) <= 6


def test_visitors_list_nobody(app):
    make_member()
    assert names(VISITOR) == []


def test_role_is_given_and_holds_at_once(hana):
    ada = make_member("ada")
    with heard(RoleChanged) as seen, unit_of_work():
        assert change_role(ada, Role.FACILITATOR, by=person(hana))
        assert not change_role(ada, Role.FACILITATOR, by=person(hana))
    assert seen == [
        RoleChanged(member_id=ada.id, by_id=hana.id, before="member", after="facilitator")
    ]
    assert load_person(ada.id).is_community_facilitator


def test_last_host_can_neither_be_demoted_nor_deactivated(hana):
    with pytest.raises(NotPermitted, match="last active host"), unit_of_work():
        change_role(hana, Role.MEMBER, by=person(hana))
    with pytest.raises(NotPermitted, match="last active host"), unit_of_work():
        deactivate_member(hana, by=SYSTEM)
    make_member("other", role=Role.HOST)
    with unit_of_work():
        assert change_role(hana, Role.MEMBER, by=person(hana))


def test_deactivated_hosts_do_not_count_as_others(hana):
    other = make_member("other", role=Role.HOST)
    with unit_of_work():
        deactivate_member(other, by=person(hana))
    with pytest.raises(NotPermitted), unit_of_work():
        change_role(hana, Role.MEMBER, by=person(hana))


def test_deactivating_ends_sign_ins_and_reactivating_lets_in_again(client, hana):
    ada = make_member_with_password("ada")
    type_password(client)
    with heard(MemberDeactivated, MemberReactivated) as seen:
        with unit_of_work():
            assert deactivate_member(ada, by=person(hana), because="Asked for it.")
            assert not deactivate_member(ada, by=person(hana))
        assert not is_signed_in(client)
        assert load_person(ada.id) == VISITOR
        with unit_of_work():
            assert reactivate_member(ada, by=person(hana))
            assert not reactivate_member(ada, by=person(hana))
    assert seen == [
        MemberDeactivated(member_id=ada.id, by_id=hana.id, because="Asked for it."),
        MemberReactivated(member_id=ada.id, by_id=hana.id),
    ]
    assert not is_signed_in(client)
    assert type_password(client).status_code == 303


def standing_of(handle):
    db.session.expire_all()
    return db.session.query(Member).filter_by(handle=handle).one()


def test_host_works_through_the_pages(client, hana):
    make_member("ada")
    sign_in_as(client, hana)
    assert "@ada" in client.get("/admin/members?q=ada").text
    assert client.post("/admin/members/ada/role", data={"role": "facilitator"}).status_code == 303
    assert standing_of("ada").role is Role.FACILITATOR
    assert client.post("/admin/members/ada/deactivate", data={"because": ""}).status_code == 303
    assert standing_of("ada").standing is Standing.DEACTIVATED
    assert "Reactivate" in client.get("/admin/members/ada").text
    assert client.post("/admin/members/ada/reactivate").status_code == 303
    assert standing_of("ada").standing is Standing.ACTIVE


def test_pages_refuse_what_rules_refuse_and_say_why(client, hana):
    sign_in_as(client, hana)
    answer = client.post("/admin/members/hana/role", data={"role": "member"})
    assert answer.status_code == 422
    assert "last active host" in answer.text
    answer = client.post("/admin/members/hana/deactivate", data={"because": "x"})
    assert answer.status_code == 422
    assert "last active host" in answer.text
    assert client.post("/admin/members/hana/role", data={"role": "king"}).status_code == 422
    assert client.post("/admin/members/nobody/role", data={"role": "host"}).status_code == 404
    long = client.post("/admin/members/hana/deactivate", data={"because": "x" * 9000})
    assert long.status_code == 422


def test_host_who_steps_down_is_led_to_where_they_may_be(client, hana):
    make_member("other", role=Role.HOST)
    sign_in_as(client, hana)
    assert client.post("/admin/members/hana/role", data={"role": "member"}).location == "/"
    assert client.get("/admin").status_code == 404


@pytest.mark.parametrize("act", ["role", "deactivate", "reactivate", "reset"])
def test_acts_of_hosts_look_missing_to_others(client, act):
    make_member("ada")
    for role in (Role.MEMBER, Role.FACILITATOR):
        sign_in_as(client, make_member(role=role))
        answer = client.post(f"/admin/members/ada/{act}", data={"role": "host", "how": "link"})
        assert answer.status_code == 404
    assert standing_of("ada").role is Role.MEMBER
