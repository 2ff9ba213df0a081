"""Every page of accounts opens for whom it is for, and for nobody else."""

import re

import pytest

from forum.accounts.operations.organisations import name_organisation
from forum.accounts.values import SYSTEM, Role
from forum.kernel.db import unit_of_work
from tests.builders.accounts import make_group, make_member, sign_in_as
from tests.builders.pages import plain

FOR_VISITORS = ["/login", "/password-reset", "/outbox"]
FOR_MEMBERS = ["/u/ada", "/u/ada/edit", "/preferences", "/u", "/about", "/rules"]
FOR_FACILITATORS = ["/invites"]
FOR_HOSTS = [
    "/admin",
    "/admin/members",
    "/admin/members/ada",
    "/admin/groups",
    "/admin/organisations",
    "/admin/rules",
]


@pytest.mark.parametrize("address", FOR_VISITORS)
def test_page_opens_for_visitors(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [*FOR_MEMBERS, *FOR_FACILITATORS, *FOR_HOSTS, "/u/nobody"])
def test_page_leads_visitors_to_sign_in(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (303, "/login")


@pytest.mark.parametrize("address", FOR_MEMBERS)
def test_page_opens_for_members(client, address):
    sign_in_as(client, make_member("ada"))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("address", FOR_FACILITATORS + FOR_HOSTS)
def test_page_for_others_looks_missing_to_members(client, address):
    sign_in_as(client, make_member("ada"))
    assert plain(client.get(address).text) == plain(client.get("/nothing/here").text)


@pytest.mark.parametrize("address", FOR_HOSTS)
def test_page_for_hosts_looks_missing_to_facilitators(client, address):
    sign_in_as(client, make_member("ada", role=Role.FACILITATOR))
    assert client.get(address).status_code == 404
    assert client.get("/invites").status_code == 200


@pytest.mark.parametrize("address", [*FOR_MEMBERS, *FOR_FACILITATORS, *FOR_HOSTS])
def test_page_gives_each_name_once_and_every_field_a_label(client, address):
    sign_in_as(client, make_member("ada", role=Role.HOST))
    page = client.get(address).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    outside = re.sub(r"<label.*?</label>", "", page, flags=re.DOTALL)
    fields = re.findall(r"<(?:input|textarea|select)\b[^>]*>", outside)
    for field in fields:
        if 'type="hidden"' not in field:
            assert re.search(r' id="([^"]+)"', field)[1] in labelled


@pytest.mark.parametrize("address", FOR_FACILITATORS + FOR_HOSTS)
def test_page_opens_for_hosts(client, address):
    sign_in_as(client, make_member("ada", role=Role.HOST))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_pages_of_groups_and_organisations_open_for_hosts(client):
    host = make_member("ada", role=Role.HOST)
    group = make_group("Readers", host)
    with unit_of_work():
        organisation = name_organisation("Common Bench", by=SYSTEM)
    sign_in_as(client, host)
    assert "Readers" in client.get(f"/admin/groups/{group.id}").text
    assert "Common Bench" in client.get(f"/admin/organisations/{organisation.id}").text
    assert client.get("/admin/groups/999").status_code == 404
    assert client.get("/admin/organisations/999").status_code == 404


@pytest.mark.parametrize("handle", ["%00", "%ff", "a" * 5000, "%e2%80%ae", "nobody"])
def test_odd_handles_are_missing(client, handle):
    sign_in_as(client, make_member("ada"))
    assert client.get(f"/u/{handle}").status_code == 404
