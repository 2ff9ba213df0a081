"""Cases as readers meet them: a line and a question first; who is kept out meets them nowhere."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.models import CaseAnswer, File, Post, Thread
from forum.discussion.operations.posts import revise_post
from forum.discussion.queries.threads import get_post
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.limits import limiter
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.cases import answer_about
from tests.builders.discussion import make_category, make_facilitator_of, make_reply, make_thread
from tests.builders.files import make_file_beside
from tests.builders.labels import keep_out
from tests.builders.pages import plain

TYPED, SECRET = "zyqqorbit", "vexlampion"
"""Both words are planted together; only the first is ever typed into an address."""


@pytest.fixture(autouse=True)
def no_limits(app: Forum) -> Iterator[None]:
    """Begin with nothing counted: ids of members come again from test to test."""
    yield
    limiter()._storage.reset()


def scene() -> tuple[Thread, dict[str, Member]]:
    """Plant a word in everything that a case has, and let others link to it and quote it."""
    people = {name: make_member(name) for name in ("ada", "ben", "cleo", "asked", "walled")}
    people["walled-finn"] = make_member("walled-finn", role=Role.FACILITATOR)
    people["asked-finn"] = make_member("asked-finn", role=Role.FACILITATOR)
    people["host"] = make_member("host", role=Role.HOST)
    people["elsewhere"] = make_member("elsewhere")
    category, other = make_category("Casework", is_for_cases=True), make_category("Open")
    make_facilitator_of(other, people["elsewhere"].id)
    make_group("Insiders", people["ada"])
    ada, ben = person(people["ada"]), people["ben"]
    title, body = f"On {TYPED} {SECRET}", f"Words of {TYPED} {SECRET}, @asked @walled."
    thread = make_thread(category, ada, title=title, body=body, tags=(SECRET,))
    for name in ("walled", "walled-finn"):
        keep_out(thread, people[name])
    answer_about(thread, ben)
    post = make_reply(thread, person(ben), f"Also {TYPED} {SECRET}, @asked-finn @walled-finn.")
    with unit_of_work():
        own = person(ben)
        revise_post(post.thread, get_post(post.id, by=own), write(f"{TYPED} {SECRET} so."), by=own)
    make_file_beside(post, name=f"{SECRET}.txt", data=SECRET.encode())
    link = f"See /t/{thread.id} and http://localhost/t/{thread.slug}/{thread.id}/2 for more."
    quote = f'[quote="ben, post:2, topic:{thread.id}"]\nWords.\n[/quote]\n\n'
    make_thread(other, person(people["cleo"]), title="In the open", body=quote + "More.")
    make_thread(
        other, person(people["cleo"]), title="Linked", body=link.split(" and", maxsplit=1)[0]
    )
    return thread, people


def addresses(app: Forum, thread: Thread, people: dict[str, Member]) -> Iterator[str]:
    """Fill every address of the URL map with what belongs to the case, and more."""
    posts = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).all()
    file = db.session.scalars(select(File)).one()
    others = db.session.scalars(select(Thread).where(Thread.id != thread.id)).all()
    yield from (f"/t/{one.slug}/{one.id}" for one in others)
    for listing in ("latest", "new", "unread", "unanswered", "top"):
        yield f"/c/casework/{thread.category_id}/l/{listing}"
    for words in (f"q={TYPED}", f"q={TYPED[:-1]}", "q=in:casework", f"q={TYPED}&order=latest"):
        yield f"/search?{words}"
    yield f"/tags/search?q={SECRET[:3]}"
    yield f"/moderation-log?q={TYPED}"
    yield f"/moderation-log/full?q={TYPED}"
    yield "/top?period=week"
    yield f"/new-topic/similar?title={TYPED}+words"
    yield from (f"/u/{handle}{rest}" for handle in people for rest in ("", "/activity"))
    yield from (f"/u/{handle}/activity/topics" for handle in people)
    values = {
        "thread_id": thread.id,
        "number": 2,
        "slug": thread.slug,
        "post_id": posts[-1].id,
        "file_id": file.id,
        "name": "paper.txt",
        "category_id": thread.category_id,
        "handle": "ada",
        "listing": "latest",
        "folder": "inbox",
        "filename": "img/folkmoot.svg",
    }
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            address = rule.rule
            for argument in rule.arguments:
                value = str(values.get(argument, 1))
                for form in (f"<{argument}>", f"<int:{argument}>", f"<path:{argument}>"):
                    address = address.replace(form, value)
            if "<" not in address and not address.startswith("/static"):
                yield address


@pytest.mark.parametrize(
    "reader", ["asked", "asked-finn", "walled", "walled-finn", "host", "elsewhere"]
)
def test_who_has_not_answered_and_who_is_kept_out_meet_the_case_nowhere(
    app: Forum, client: FlaskClient, reader: str
) -> None:
    thread, people = scene()
    sign_in_as(client, people[reader])
    pages = 0
    for address in addresses(app, thread, people):
        answer = client.get(address)
        assert answer.status_code < 500, address
        shown = f"{answer.text} {answer.headers}"
        assert SECRET not in shown, address
        assert f"/t/{thread.slug}" not in shown, address
        if "walled" in reader:
            assert f"/cases/{thread.id}" not in shown, address
            assert "A case: France" not in shown, address
        pages += answer.status_code == 200
    assert pages > 30
    assert ("A case: France" in client.get("/cases").text) == ("walled" not in reader)


def test_who_has_answered_meets_it_everywhere(app: Forum, client: FlaskClient) -> None:
    thread, people = scene()
    answer_about(thread, people["asked"])
    sign_in_as(client, people["asked"])
    found = [one for one in addresses(app, thread, people) if SECRET in client.get(one).text]
    for place in (
        "/latest",
        "/tags",
        f"/c/casework/{thread.category_id}/l/latest",
        "/u/ada/activity",
    ):
        assert place in found
    assert client.get(f"/t/{thread.slug}/{thread.id}/2").status_code == 200


def test_forbidden_cases_are_the_bytes_of_missing_ones(client: FlaskClient) -> None:
    thread, people = scene()
    for reader in ("asked", "walled", "walled-finn", "asked-finn"):
        sign_in_as(client, people[reader])
        for address in (
            "/t/x/{}",
            "/t/{}/declaration",
            "/t/{}/walls",
            "/t/{}/openings",
            "/t/{}/label",
        ):
            hidden, missing = (client.get(address.format(id_)) for id_ in (thread.id, 987_654))
            assert (hidden.status_code, missing.status_code) == (404, 404)
            assert plain(hidden.text) == plain(missing.text)
    sign_in_as(client, people["walled"])
    hidden, missing = (client.get(f"/cases/{id_}") for id_ in (thread.id, 987_654))
    assert plain(hidden.text) == plain(missing.text)
    data = {"answer": "none"}
    hidden, missing = (client.post(f"/cases/{id_}", data=data) for id_ in (thread.id, 987_654))
    assert (hidden.status_code, missing.status_code) == (404, 404)


def test_a_reader_answers_and_reads(client: FlaskClient) -> None:
    thread, people = scene()
    sign_in_as(client, people["asked"])
    assert "One case waits" in client.get(f"/c/casework/{thread.category_id}").text
    assert "A case: France · housing · public authority" in client.get("/for-you").text
    page = client.get(f"/cases/{thread.id}").text
    assert "your name and the day are noted" in page
    assert client.post(f"/cases/{thread.id}", data={}).status_code == 422
    answer = client.post(f"/cases/{thread.id}", data={"answer": "none"})
    assert answer.status_code == 303
    assert SECRET in client.get(answer.location, follow_redirects=True).text
    assert "@asked" in client.get(f"/t/{thread.id}/openings").text
    assert "@ben" not in client.get(f"/t/{thread.id}/openings").text
    sign_in_as(client, people["ada"])
    page = client.get(f"/t/{thread.id}/openings").text
    assert "@asked" in page
    assert "@ben" in page
    assert "2 members stay out of this thread" in client.get(f"/t/{thread.id}/walls").text


def test_a_conflict_closes_it_and_is_evidence(client: FlaskClient) -> None:
    thread, people = scene()
    sign_in_as(client, people["asked"])
    answer = client.post(f"/cases/{thread.id}", data={"answer": "some"}, follow_redirects=True)
    assert "You stay out of this case." in answer.text
    assert client.get(f"/cases/{thread.id}").status_code == 404
    page = client.get("/conflicts").text
    assert "You were excluded from 1 matter from" in page
    assert "no openings recorded" in page
    assert "France" not in page


def test_unsure_asks_facilitators_without_saying_which_case(client: FlaskClient) -> None:
    thread, people = scene()
    sign_in_as(client, people["asked"])
    data = {"answer": "unsure", "words": "My cousin works there."}
    answer = client.post(f"/cases/{thread.id}", data=data)
    assert answer.status_code == 303
    assert "You have asked facilitators" in client.get("/cases").text
    assert client.get(f"/t/x/{thread.id}").status_code == 404
    sign_in_as(client, people["walled-finn"])
    page = client.get(answer.location).text
    assert "My cousin works there." in page
    assert "France" not in page
    assert str(db.session.scalars(select(CaseAnswer.answer)).all()[-1]) == "unsure"


def test_walls_are_added_by_author_and_facilitators_and_nobody_is_named(
    client: FlaskClient,
) -> None:
    thread, people = scene()
    sign_in_as(client, people["ben"])
    assert client.get(f"/t/{thread.id}/walls").status_code == 403
    sign_in_as(client, people["ada"])
    address = f"/t/{thread.id}/walls"
    for data, sentence in (
        ({}, "Please name somebody."),
        ({"members": "@ada"}, "Nobody is kept out of a thread that they began."),
        ({"members": "@nobody", "opponents": "Keep these"}, "Nobody here is called @nobody."),
    ):
        answer = client.post(address, data=data)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert data.get("opponents", "") in answer.text
    answer = client.post(address, data={"members": "@ben", "opponents": "Nobody Known"})
    assert answer.status_code == 303
    page = client.get(address).text
    assert "3 members stay out of this thread" in page
    assert "/u/ben" not in page
    sign_in_as(client, people["ben"])
    assert client.get(f"/t/x/{thread.id}").status_code == 404


def test_a_declaration_is_read_and_changed(client: FlaskClient) -> None:
    thread, people = scene()
    address = f"/t/{thread.id}/declaration"
    sign_in_as(client, people["ben"])
    assert client.get(address).status_code == 404
    sign_in_as(client, people["ada"])
    assert "A case: France" in client.get(address).text
    data = {"basis": "record", "jurisdiction": "x-west", "area": "work", "stage": "open"}
    wrong = client.post(address, data={**data, "respondent": "open", "link": "x"})
    assert wrong.status_code == 422
    assert "begins with https" in wrong.text
    data |= {"respondent": "open", "link": "https://example.org/judgment"}
    assert client.post(address, data=data).status_code == 303
    page = client.get(address).text
    assert "A case: a western European country · work · respondent left open" in page
    assert "Version 1" in page
    answer_about(thread, people["asked-finn"])
    sign_in_as(client, people["asked-finn"])
    assert "example.org/judgment" in client.get(address).text
    assert client.post(address, data=data).status_code == 403


def test_a_list_of_conflicts_is_for_its_member_alone(client: FlaskClient) -> None:
    sign_in_as(client, make_member("ada"))
    assert client.post("/conflicts", data={"names": "x" * 300}).status_code == 422
    client.post("/conflicts", data={"names": "Power Company\n\nQuill & Co"})
    assert "Power Company\nQuill &amp; Co" in client.get("/conflicts").text
    statuses = [
        client.post("/conflicts", data={"names": str(n) * 3}).status_code for n in range(20)
    ]
    assert statuses[-1] == 429
    sign_in_as(client, make_member("ben"))
    assert "Power" not in client.get("/conflicts").text
