"""Groups that hosts make, and organisations that they list."""

import pytest
from sqlalchemy import select

from forum.accounts.events import GroupDeleted, GroupMade, GroupMemberAdded, GroupMemberRemoved
from forum.accounts.models import Group, Organisation
from forum.accounts.operations.groups import (
    add_to_group,
    delete_group,
    make_group,
    remove_from_group,
    rename_group,
)
from forum.accounts.queries import automatic_group, members_of_group
from forum.accounts.values import AutomaticGroup, Level, Role, Standing
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, make_person, person, sign_in_as
from tests.builders.discussion import make_category
from tests.builders.events import heard


@pytest.fixture
def hana(app):
    return make_member("hana", role=Role.HOST)


@pytest.fixture
def readers(hana):
    with unit_of_work():
        return make_group("Readers", by=person(hana))


def test_group_opens_a_category_to_whom_hosts_put_in_and_closes_it_again(hana, readers):
    ada = make_member("ada")
    category = make_category(levels={readers: Level.REPLY})
    assert person(ada).grants.level(category.id) is Level.NONE
    with heard(GroupMemberAdded, GroupMemberRemoved) as seen:
        with unit_of_work():
            assert add_to_group(readers, " @ADA", by=person(hana))
            assert not add_to_group(readers, "ada", by=person(hana))
        assert person(ada).grants.level(category.id) is Level.REPLY
        with unit_of_work():
            assert remove_from_group(readers, ada, by=person(hana))
            assert not remove_from_group(readers, ada, by=person(hana))
        assert person(ada).grants.level(category.id) is Level.NONE
    assert [type(event) for event in seen] == [GroupMemberAdded, GroupMemberRemoved]


def test_deleting_a_group_closes_what_it_opened(hana, readers):
    ada = make_member("ada")
    category = make_category(levels={readers: Level.START})
    with heard(GroupDeleted) as seen:
        with unit_of_work():
            add_to_group(readers, "ada", by=person(hana))
        with unit_of_work():
            delete_group(readers, by=person(hana))
    assert person(ada).grants.level(category.id) is Level.NONE
    assert [event.name for event in seen] == ["Readers"]


def test_automatic_groups_are_left_alone(hana):
    hosts = automatic_group(AutomaticGroup.HOSTS)
    for act in (
        lambda: rename_group(hosts, "Kings", by=person(hana)),
        lambda: delete_group(hosts, by=person(hana)),
        lambda: add_to_group(hosts, "hana", by=person(hana)),
        lambda: remove_from_group(hosts, hana, by=person(hana)),
    ):
        with pytest.raises(NotPermitted), unit_of_work():
            act()


def test_automatic_groups_follow_from_roles(hana):
    fay, ada = make_member("fay", role=Role.FACILITATOR), make_member("ada")
    left = make_member("left")
    with unit_of_work():
        left.standing = Standing.DEACTIVATED
    belonging = {
        name: [member.handle for member in members_of_group(automatic_group(name))]
        for name in AutomaticGroup
    }
    assert belonging == {
        AutomaticGroup.MEMBERS: [ada.handle, fay.handle, hana.handle],
        AutomaticGroup.FACILITATORS: [fay.handle],
        AutomaticGroup.HOSTS: [hana.handle],
    }


@pytest.mark.parametrize("name", ["readers", "ＲＥＡＤＥＲＳ", "members", "", "x" * 61, "a\x00"])
def test_name_of_a_group_is_free_and_short(hana, readers, name):
    with pytest.raises(Invalid) as refusal, unit_of_work():
        make_group(name, by=person(hana))
    assert refusal.value.field == "name"


def test_others_make_no_groups(app):
    for role in (Role.MEMBER, Role.FACILITATOR):
        with pytest.raises(NotFound), unit_of_work():
            make_group("Mine", by=make_person(role=role))


def test_host_works_through_the_pages(client, hana):
    make_member("ada", name="Ada")
    sign_in_as(client, hana)
    with heard(GroupMade) as seen:
        address = client.post("/admin/groups", data={"name": "Readers"}).location
    assert address == f"/admin/groups/{seen[0].group_id}"
    assert client.post(f"{address}/members", data={"handle": "ada"}).location == address
    assert "Remove Ada" in client.get(address).text
    assert client.post(f"{address}/rename", data={"name": "Readers of law"}).location == address
    assert "1 member<" in client.get("/admin/groups").text
    assert client.post(f"{address}/members/remove", data={"handle": "ada"}).location == address
    assert "Nobody yet" in client.get(address).text
    assert client.post(f"{address}/delete").location == "/admin/groups"
    assert db.session.scalars(select(Group).where(~Group.is_automatic)).all() == []


def test_pages_of_groups_name_the_wrong_field(client, hana, readers):
    sign_in_as(client, hana)
    address = f"/admin/groups/{readers.id}"
    for where, data in (
        ("/admin/groups", {"name": "members"}),
        (f"{address}/rename", {"name": "Hosts"}),
        (f"{address}/rename", {"name": ""}),
        (f"{address}/members", {"handle": "nobody"}),
        (f"{address}/members", {"handle": "x\x00"}),
        (f"{address}/members", {}),
    ):
        answer = client.post(where, data=data)
        assert answer.status_code == 422
        assert 'class="errors"' in answer.text
    missing = client.post(f"{address}/members/remove", data={"handle": "nobody"})
    assert missing.status_code == 404
    assert client.post(f"/admin/groups/{2**40}/delete").status_code == 404


def test_organisation_is_listed_and_edited(client, hana):
    sign_in_as(client, hana)
    data = {"name": "Common Bench", "country": "Belgium", "about": "A clinic."}
    assert client.post("/admin/organisations", data=data).location == "/admin/organisations"
    row = db.session.scalars(select(Organisation)).one()
    address = f"/admin/organisations/{row.id}"
    assert "A clinic." in client.get(address).text
    data = {"name": "The Common Bench", "country": "", "about": ""}
    assert client.post(address, data=data).location == "/admin/organisations"
    db.session.expire_all()
    assert (row.name, row.name_key, row.country) == ("The Common Bench", "the common bench", "")


def test_pages_of_organisations_name_the_wrong_field_and_change_nothing(client, hana):
    sign_in_as(client, hana)
    client.post("/admin/organisations", data={"name": "Common Bench"})
    client.post("/admin/organisations", data={"name": "Night Shift"})
    rows = db.session.scalars(select(Organisation).order_by(Organisation.id)).all()
    for where, data in (
        ("/admin/organisations", {"name": "COMMON bench"}),
        ("/admin/organisations", {"name": ""}),
        ("/admin/organisations", {"name": "New", "about": "x" * 2001}),
        (f"/admin/organisations/{rows[1].id}", {"name": "Common Bench"}),
        (f"/admin/organisations/{rows[1].id}", {"name": "Other", "country": "x" * 81}),
    ):
        answer = client.post(where, data=data)
        assert answer.status_code == 422
        assert 'class="errors"' in answer.text
    db.session.expire_all()
    names = db.session.scalars(select(Organisation.name).order_by(Organisation.id)).all()
    assert names == ["Common Bench", "Night Shift"]
