"""The casework gate page by page: nothing typed is lost, nothing is written before posting."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.discussion.models import CaseOpponent, Declaration, Thread
from forum.discussion.values import CategoryCard
from forum.discussion.values.labels import Matter
from forum.kernel.db import db
from forum.kernel.limits import limiter
from tests.builders.accounts import join_organisation, make_member, make_organisation, sign_in_as
from tests.builders.cases import GATE
from tests.builders.discussion import make_category

TYPED = {"title": "May they <cut> it off?", "body": "Words that\nshall stay.", "tags": "heat"}


@pytest.fixture(autouse=True)
def no_limits(app: Forum) -> Iterator[None]:
    yield
    limiter()._storage.reset()


@pytest.fixture
def cases(client: FlaskClient) -> CategoryCard:
    make_category("Questions")
    sign_in_as(client, make_member("ada"))
    return make_category("Casework", is_for_cases=True, days_after_reply=365)


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return found[1] if found else ""


def go(client: FlaskClient, step: str, **data: object) -> object:
    return client.post("/new-case", data={**TYPED, "step": step, "go": "next", **data})


def keeps(page: str) -> bool:
    return "May they &lt;cut&gt; it off?" in page and "Words that\nshall stay." in page


def test_choosing_the_category_leads_to_the_gate_with_what_was_typed(
    client: FlaskClient, cases: CategoryCard
) -> None:
    answer = client.get("/new-topic?category=casework")
    assert (answer.status_code, answer.location) == (303, "/new-case?category=casework")
    data = {**TYPED, "category": str(cases.id), "choose": "1", "readers": "category"}
    answer = client.post("/new-topic", data=data)
    assert (answer.status_code, answer.location) == (307, "/new-case")
    page = client.post("/new-case", data=data).text
    assert heading(page) == "Do you need the case at all?"
    assert keeps(page)


def test_the_practice_lane_keeps_what_was_typed(client: FlaskClient, cases: CategoryCard) -> None:
    page = go(client, "need", go="practice", category=str(cases.id)).text
    assert heading(page) == "New thread"
    assert keeps(page)
    assert f'<option selected value="{cases.id}">' not in page


def test_not_sure_leads_to_facilitators_or_to_named_people(
    client: FlaskClient, cases: CategoryCard
) -> None:
    page = go(client, "basis", basis="unsure").text
    assert "Ask facilitators in private" in page
    conversation = go(client, "basis", basis="unsure", go="facilitators").text
    assert heading(conversation) == "New conversation"
    assert keeps(conversation)
    assert re.search(r'name="groups" value="\d+" checked> Facilitators', conversation)
    named = go(client, "basis", basis="unsure", go="named").text
    assert heading(named) == "New thread"
    assert re.search(r'<option selected value="named">', named)
    assert keeps(named)


@pytest.mark.parametrize(
    ("step", "wrong", "sentence"),
    [
        ("basis", {}, "Please choose one of these."),
        ("basis", {"basis": "hearsay"}, "Please choose one of these."),
        ("basis", {"basis": "consent", "scope": "All"}, "Please say when the client agreed."),
        ("basis", {"basis": "consent", "consented_on": "no", "scope": "x"}, "write a day like"),
        ("basis", {"basis": "consent", "consented_on": "9999-01-01"}, "still to come"),
        ("basis", {"basis": "consent", "consented_on": "2026-01-01"}, "what it covers"),
        ("basis", {"basis": "record"}, "where everybody can read it"),
        ("basis", {"basis": "record", "link": "javascript:alert(1)"}, "begins with https"),
        ("basis", {"basis": "record", "link": "http://[x"}, "begins with https"),
        ("rare", {"jurisdiction": "QQ", "area": "work"}, "Please choose one of these."),
        ("rare", {"jurisdiction": "FR", "area": ""}, "Please choose one of these."),
        ("sides", {"readers": "named"}, "Please name a circle or people"),
        ("sides", {"readers": "named", "people": "@nobody"}, "Nobody here is called @nobody."),
        ("sides", {"readers": "category", "days": ""}, "number of days"),
        ("sides", {"excluded": "@nobody"}, "Nobody here is called @nobody."),
        ("sides", {"excluded": "@ada"}, "Nobody is kept out of a thread that they began."),
        ("sides", {"opponents": "x" * 200}, "under 160 letters"),
        ("sides", {"opponents": "..."}, "no name that could be compared"),
        ("sides", {"opponents": "\n".join(f"Name {n}" for n in range(70))}, "at most 60"),
        ("sides", {"opponents": "Own House Ltd"}, "You belong to Own House yourself"),
    ],
)
def test_wrong_answers_come_back_with_everything_typed(
    client: FlaskClient, cases: CategoryCard, step: str, wrong: dict[str, str], sentence: str
) -> None:
    if "House" in str(wrong):
        member = make_member("ben")
        join_organisation(member, make_organisation("Own House"))
        sign_in_as(client, member)
    data = {**GATE, "readers": "category", **wrong} if step == "sides" else wrong
    answer = go(client, **{**data, "step": step})  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert sentence in answer.text
    assert keeps(answer.text)
    for name, value in wrong.items():
        if name not in ("basis", "jurisdiction"):
            assert value[:20].replace("<", "&lt;") in answer.text


def test_rare_cases_get_coarser_words_by_one_button(
    client: FlaskClient, cases: CategoryCard
) -> None:
    kind = {name: GATE[name] for name in ("jurisdiction", "area", "stage", "respondent")}
    page = go(client, "rare", basis="anonymised", **kind).text
    assert heading(page) == "Is it rare?"
    assert "No case that you can read here shares all four." in page
    assert "a western European country · housing · public authority" in page
    page = go(client, "rare", **{**kind, "basis": "anonymised", "go": "coarser"}).text
    assert '<option selected value="x-west">' in page
    assert '<option selected value="open">Left open' in page
    kept = go(client, "rare", **{**kind, "go": "keep"}).text
    assert heading(kept) == "Who may read, who must not, until when?"
    assert '<option selected value="named">' in kept
    assert 'value="365"' in kept
    back = go(client, "sides", **{**kind, "go": "back", "opponents": "Power & Co"}).text
    assert heading(back) == "Is it rare?"
    assert 'value="Power &amp; Co"' in back


def test_a_case_is_posted_through_the_gate_with_its_declaration_and_walls(
    client: FlaskClient, cases: CategoryCard
) -> None:
    ben = make_member("ben")
    join_organisation(ben, make_organisation("Power Company"))
    page = go(client, **{**GATE, "opponents": "Power company\nOther", "category": str(cases.id)})  # type: ignore[arg-type]
    assert page.status_code == 200
    assert heading(page.text) == "New thread"
    assert keeps(page.text)
    assert "What you declared at the gate goes along" in page.text
    assert db.session.scalars(select(Thread)).all() == []
    sent = {**TYPED, **hidden_in(page.text), "readers": "category", "reuse": "ask"}
    sent |= {"matter": "none", "lives": "quiet", "days": "365", "submit": "1"}
    answer = client.post("/new-topic", data=sent)
    assert answer.status_code == 303, answer.text
    thread = db.session.scalars(select(Thread)).one()
    assert (thread.is_reserved, thread.matter) == (True, Matter.ANONYMISED)
    assert thread.days_after_reply == 365
    assert db.session.scalars(select(Declaration.jurisdiction)).all() == ["FR"]
    assert len(db.session.scalars(select(CaseOpponent)).all()) == 2
    page = client.get(f"/t/x/{thread.id}", follow_redirects=True).text
    assert "One member stays out of it; nobody is told who." in page
    assert "3 people can read this." not in page
    sign_in_as(client, ben)
    assert "No case waits for your answer." in client.get("/cases").text


def hidden_in(page: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    category = re.search(r'<option selected value="(\d+)">Casework', page)
    assert category
    plain = {name: value.replace("&amp;", "&") for name, value in fields}
    return {**plain, "category": category[1]}


def test_without_the_gate_nothing_is_posted_and_nothing_is_lost(
    client: FlaskClient, cases: CategoryCard
) -> None:
    sent = {**TYPED, "category": str(cases.id), "readers": "category", "submit": "1"}
    answer = client.post("/new-topic", data=sent)
    assert answer.status_code == 422
    assert "please go through the casework gate first" in answer.text
    assert 'formaction="/new-case"' in answer.text
    assert keeps(answer.text)
    wrong = client.post("/new-topic", data={**sent, **GATE, "jurisdiction": "QQ"})
    assert wrong.status_code == 422
    assert "please go through it again" in wrong.text
    assert keeps(wrong.text)
    assert db.session.scalars(select(Thread)).all() == []


def test_a_draft_keeps_what_was_declared(client: FlaskClient, cases: CategoryCard) -> None:
    data = {**TYPED, **GATE, "opponents": "Power & Co", "draft": "thread/0", "sequence": "0"}
    client.post("/drafts", data={**data, "category": str(cases.id)})
    page = client.get("/new-topic").text
    assert "What you declared at the gate goes along" in page
    assert 'name="opponents" value="Power &amp; Co"' in page
    assert keeps(page)


def test_there_is_no_gate_where_there_are_no_cases(client: FlaskClient) -> None:
    make_category("Questions")
    sign_in_as(client, make_member())
    assert client.get("/new-case").status_code == 404
    assert client.post("/new-case", data=GATE).status_code == 404
