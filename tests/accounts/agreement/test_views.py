"""The community's rules, in versions."""

import pytest

from forum.accounts.agreement.events import RulesPublished
from forum.accounts.agreement.operations import publish_rules
from forum.accounts.agreement.queries import current_rules, get_version, list_versions
from forum.accounts.values import SYSTEM, Role
from forum.kernel.db import unit_of_work
from forum.kernel.errors import Invalid, NotFound
from tests.builders.accounts import make_member, make_person, sign_in_as
from tests.builders.events import heard

FIRST = [("Listen first", "Read before you answer."), ("Keep confidences", "")]


def published(rules=FIRST, by=SYSTEM, because="The ones we begin with."):
    with unit_of_work():
        return publish_rules(rules, by=by, because=because)


def test_newest_version_holds_and_earlier_rules_are_still_found(app):
    with heard(RulesPublished) as seen:
        old = published()
        published([("Listen", "First."), (" ", " "), ("Share", "")], because="Shorter.")
    assert [(rule.number, rule.title) for rule in current_rules()] == [(1, "Listen"), (2, "Share")]
    assert get_version(old.id).rules[1].title == "Keep confidences"
    assert [version.because for version in list_versions()] == [
        "Shorter.",
        "The ones we begin with.",
    ]
    assert len(seen) == 2


def test_before_the_first_version_there_are_no_rules(client):
    assert list(current_rules()) == []
    sign_in_as(client, make_member("ada"))
    assert "No rules are written down yet." in client.get("/rules").text


def test_others_publish_nothing(app):
    for role in (Role.MEMBER, Role.FACILITATOR):
        with pytest.raises(NotFound):
            published(by=make_person(role=role))


@pytest.mark.parametrize(
    ("rules", "because", "field"),
    [
        ([], "Because.", "rules"),
        ([(" ", "\n")], "Because.", "rules"),
        ([("", "A text without a title.")], "Because.", "rules"),
        ([("x" * 121, "")], "Because.", "rules"),
        ([("Title", "x" * 4001)], "Because.", "rules"),
        ([("Title\u202e", "")], "Because.", "rules"),
        (FIRST, "  ", "because"),
    ],
)
def test_wrong_rules_are_refused(app, rules, because, field):
    with pytest.raises(Invalid) as refusal:
        published(rules, because=because)
    assert refusal.value.field == field


def test_members_read_every_version(client):
    first, second = published(), published([("Listen", "<b>First</b>")], because="Shorter.")
    sign_in_as(client, make_member("ada"))
    page = client.get("/rules").text
    assert "&lt;b&gt;First&lt;/b&gt;" in page
    assert "Shorter." in page
    old = client.get(f"/rules/{first.id}").text
    assert "Keep confidences" in old
    assert "These rules held once" in old
    assert "These rules held once" not in client.get(f"/rules/{second.id}").text
    for missing in (second.id + 100, 2**40):
        assert client.get(f"/rules/{missing}").status_code == 404


def test_host_publishes_through_the_page(client):
    published()
    sign_in_as(client, make_member("hana", role=Role.HOST))
    form = client.get("/admin/rules").text
    assert 'name="rules-0-title"' in form
    assert "Keep confidences" in form
    assert 'name="rules-4-title"' in form
    data = {
        "rules-0-title": "Listen first",
        "rules-0-text": "Really.",
        "rules-1-title": "",
        "rules-1-text": "",
        "rules-2-title": "Say who pays",
        "rules-2-text": "",
        "because": "We talked about money.",
    }
    assert client.post("/admin/rules", data=data).location == "/rules"
    assert [rule.title for rule in current_rules()] == ["Listen first", "Say who pays"]


@pytest.mark.parametrize(
    "change", [{"because": ""}, {"rules-0-title": ""}, {"rules-0-title": "x" * 121}]
)
def test_page_names_the_wrong_field_and_keeps_the_rest(client, change):
    sign_in_as(client, make_member("hana", role=Role.HOST))
    data = {"rules-0-title": "Listen", "rules-0-text": "With care.", "because": "So."} | change
    answer = client.post("/admin/rules", data=data)
    assert answer.status_code == 422
    assert 'class="errors"' in answer.text
    assert "With care." in answer.text
    assert list(current_rules()) == []


def test_acts_on_rules_look_missing_to_facilitators(client):
    sign_in_as(client, make_member("fay", role=Role.FACILITATOR))
    assert client.post("/admin/rules", data={"because": "x"}).status_code == 404
