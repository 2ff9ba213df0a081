"""The pages: who sees which figures, and what members, facilitators and hosts set."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.facilitation.health.csv_files import HEAD
from forum.facilitation.health.models import DayOff, MeasureDecision, RoleGroup, RoleGroupChoice
from forum.facilitation.health.operations.editions import keep_edition
from forum.facilitation.health.operations.settings import choose_role_group, decide_measure
from forum.facilitation.health.queries.facts import working_days
from forum.facilitation.health.queries.measures import own_role_group
from forum.facilitation.health.values import EditionKind, Figure, Measure, State, last_windows
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotFound
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread

FIGURES = {
    Measure.UNANSWERED: [Figure("All", State.SHOWN, "", 0.2, 0.1, 0.35, 25)],
    Measure.ACTIVE_RATIO: [
        Figure("Lawyers", State.SHOWN, "", 1.1, 0.8, 1.4),
        Figure("=cmd", State.SHOWN, "", 0.4, 0.2, 0.7),
    ],
    Measure.ACROSS_GROUPS: [Figure("Lawyers", State.HIDDEN, "Organisers")],
    Measure.QUIET: [Figure("All", State.FEW, people=25)],
}


@pytest.fixture
def edition(app: Any) -> None:
    window = last_windows(now())[-1]
    with unit_of_work():
        keep_edition(EditionKind.WINDOW, window.starts_on, window.ends_on, FIGURES)


@pytest.fixture
def host(app: Any) -> Member:
    return make_member("hosting", role=Role.HOST)


def add_group(client: FlaskClient, name: str) -> int:
    return client.post("/admin/health/role-groups", data={"name": name}).status_code


@pytest.mark.usefixtures("edition")
def test_facilitators_see_the_figures_and_members_those_that_were_opened(
    client: FlaskClient, statements: list[str]
) -> None:
    sign_in_as(client, make_member("caring", role=Role.FACILITATOR))
    page = client.get("/health").text
    for words in ("20%", "Too early to tell.", "Less than everyone else.", "Too few people"):
        assert words in page
    assert "That is true of fewer than five people." in page
    assert page.count("<svg") >= 2
    assert "style=" not in page.partition("<main")[2]
    opening = {"measure": "unanswered", "is_open": "open", "because": "Agreed by all."}
    for _ in range(2):
        assert client.post("/health/open", data=opening).status_code == 303
    assert db.session.query(MeasureDecision).count() == 1
    sign_in_as(client, make_member("reading"))
    client.get("/health")  # reads what all pages keep
    statements.clear()
    page = client.get("/health").text
    assert len(statements) <= 8
    assert "20%" in page
    assert "Agreed by all." in page
    assert "Too early to tell." not in page
    assert "What facilitators see" in page
    closing = {**opening, "is_open": "closed"}
    assert client.post("/health/open", data=closing).status_code == 404
    sign_in_as(client, make_member("hosting", role=Role.HOST))
    assert "Too early to tell." not in client.get("/health").text


@pytest.mark.usefixtures("edition")
def test_the_table_for_spreadsheets_holds_what_the_page_shows_and_no_formula(
    client: FlaskClient,
) -> None:
    sign_in_as(client, make_member("caring", role=Role.FACILITATOR))
    answer = client.get("/health/figures.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert tuple(rows[0]) == HEAD
    assert len(rows) == sum(len(found) for found in FIGURES.values())
    assert [row["most likely"] for row in rows if row["in words"].startswith("T")] == [
        "",
        "1.1",
        "",
    ]
    assert "'=cmd" in {row["group"] for row in rows}
    assert all(row["how counted"] for row in rows)
    sign_in_as(client, make_member("reading"))
    assert list(csv.DictReader(StringIO(client.get("/health/figures.csv").text))) == []


def test_a_decision_needs_a_reason_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    sign_in_as(client, make_member("caring", role=Role.FACILITATOR))
    answer = client.post("/health/open", data={"measure": "quiet", "is_open": "open"})
    assert (answer.status_code, "how the community decided" in answer.text) == (422, True)
    assert 'value="quiet" selected' in answer.text or 'selected value="quiet"' in answer.text
    nonsense = {"measure": "agendas", "is_open": "perhaps", "because": "So it is."}
    answer = client.post("/health/open", data=nonsense)
    assert (answer.status_code, "So it is." in answer.text) == (422, True)


def test_hosts_keep_the_list_and_nobody_reads_who_chose_what(
    client: FlaskClient, host: Member
) -> None:
    sign_in_as(client, host)
    assert add_group(client, "Organisers") == 303
    for wrong in ("organisers", "", "Everyone else", "x" * 61):
        assert add_group(client, wrong) == 422
    group = db.session.scalar(select(RoleGroup))
    member = make_member("reading")
    sign_in_as(client, member)
    assert "What you are here" in client.get("/preferences").text
    chosen = {"role_group": str(group.id)}
    assert client.post("/preferences/role-group", data=chosen).status_code == 303
    assert client.post("/preferences/role-group", data={"role_group": "77"}).status_code == 422
    assert own_role_group(person(member)) == group.id
    sign_in_as(client, host)
    for address in ("/admin/health", f"/u/{member.handle}", f"/admin/members/{member.handle}"):
        page = client.get(address).text
        assert ("Organisers" in page) is (address == "/admin/health")
    assert member.handle not in client.get("/admin/health").text
    renaming = f"/admin/health/role-groups/{group.id}/rename"
    assert client.post(renaming, data={"name": ""}).status_code == 422
    assert client.post(renaming, data={"name": "Movement people"}).status_code == 303
    assert own_role_group(person(member)) == group.id
    assert client.post(f"/admin/health/role-groups/{group.id}/remove").status_code == 303
    assert db.session.query(RoleGroupChoice).count() == 0


def test_a_choice_can_be_taken_back_and_guests_have_none(app: Any) -> None:
    member, guest = make_member(), make_member(role=Role.GUEST)
    with unit_of_work():
        group = RoleGroup(name="Lawyers", name_key="lawyers")
        db.session.add(group)
        db.session.flush()
        for chosen in (group.id, group.id, 0):
            choose_role_group(chosen, by=person(member))
    assert own_role_group(person(member)) == 0
    with pytest.raises(NotFound), unit_of_work():
        choose_role_group(group.id, by=person(guest))
    with pytest.raises(NotFound), unit_of_work():
        decide_measure(Measure.QUIET, is_open=True, because="No.", by=person(member))


def test_working_days_are_kept_and_wrong_ones_refused(client: FlaskClient, host: Member) -> None:
    sign_in_as(client, host)
    days = {"weekdays": ["0", "1"], "days_off": "2027-05-01\n2027-12-25"}
    assert client.post("/admin/health/working-days", data=days).status_code == 303
    assert working_days().weekdays == {0, 1}
    assert db.session.query(DayOff).count() == 2
    for wrong in (
        {"days_off": "1 May"},
        {"weekdays": []},
        {"weekdays": ["9"]},
        {"weekdays": ["x"]},
    ):
        answer = client.post("/admin/health/working-days", data={**days, **wrong})
        assert answer.status_code == 422, wrong
    assert "2027-12-25" in client.get("/admin/health").text


def test_the_mirror_is_only_for_oneself_and_only_if_wanted(client: FlaskClient) -> None:
    category = make_category()
    anna, ben = make_member("anna"), make_member("ben")
    thread = make_thread(category, person(ben))
    make_reply(thread, person(anna))
    sign_in_as(client, anna)
    assert "you wrote" not in client.get("/health/mine").text
    client.post("/health/mine", data={"is_wanted": "y"})
    page = client.get("/health/mine").text
    assert "you wrote 1 post in 1 thread" in page
    assert "1 newcomer got your reply" in page
    client.post("/health/mine")
    assert "you wrote" not in client.get("/health/mine").text


def test_the_questions_refuse_open_ones_and_keep_the_rest(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    answer = client.post("/health/questions", data={"heard": "yes", "could_say": "maybe"})
    assert answer.status_code == 422
    assert "checked" in answer.text
    whole = {"heard": "yes", "could_say": "no", "would_raise": "partly"}
    assert client.post("/health/questions", data=whole).status_code == 303
    assert client.post("/health/questions", data=whole).status_code == 409
    assert "You have answered in this quarter" in client.get("/health/questions").text


def test_the_questions_wait_for_who_is_not_new_until_they_answer_or_pass(
    client: FlaskClient,
) -> None:
    member = make_member("anna")
    sign_in_as(client, member)
    assert "Three questions" not in client.get("/for-you").text
    with unit_of_work():
        db.session.get_one(Member, member.id).joined_at = now() - timedelta(weeks=5)
    assert "Three questions" in client.get("/for-you").text
    assert client.post("/health/questions/pass").status_code == 303
    assert "Three questions" not in client.get("/for-you").text
