"""What open pages get to know: ids, and posts as the thread shows them."""

import json
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.accounts.values import Level, Role
from forum.discussion import reading
from forum.discussion.models import Thread
from forum.discussion.operations.posts import revise_post, withdraw_post
from forum.discussion.operations.threads import close_thread, retitle_thread
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.outreach.live.models import LiveEvent
from forum.outreach.live.operations import forget_old_events
from forum.outreach.live.seals import LENGTH, seal_in
from tests.builders.accounts import make_group, make_member, make_person, person, sign_in_as
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.guests import end_visit_of, make_guest

MARK = re.compile(r'<meta name="folkmoot-live" content="([^"]+)" data-seal="([^"]+)">')


class OpenPage:
    """A page of a member, which asks what is new."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self.client = client
        client.get(address)
        found = MARK.search(client.get(address).text)
        assert found, address
        self.address, self.seal = found.groups()

    def ask(self) -> TestResponse:
        answer = self.client.get(self.address, headers={"If-None-Match": f'"{self.seal}"'})
        self.seal = seal_in(answer.headers["ETag"])
        assert answer.headers["Cache-Control"] == "private, no-store"
        return answer

    def news(self) -> dict[str, object]:
        answer = self.ask()
        assert answer.status_code == 200
        return json.loads(answer.data)  # type: ignore[no-any-return]


@pytest.fixture
def reader(client: FlaskClient) -> FlaskClient:
    """Return the browser of a signed-in member."""
    return sign_in_as(client, make_member("reader"))


def page_of(thread: Thread) -> str:
    return f"/t/{thread.slug}/{thread.id}"


def test_new_and_changed_posts_are_told_apart_and_once(reader: FlaskClient) -> None:
    category, anna = make_category(), make_person()
    thread = make_thread(category, anna)
    first = make_reply(thread, anna)
    page = OpenPage(reader, page_of(thread))
    assert page.ask().status_code == 304
    second = make_reply(thread, anna)
    with unit_of_work():
        for post in (first, second):
            post_ = get_post(post.id, by=anna)
            revise_post(get_thread(thread.id, by=anna), post_, write("Better words."), by=anna)
    news = page.news()
    assert (news["new"], news["changed"]) == ([second.id], [first.id])
    assert (news["last"], news["replies"], news["thread"]) == (3, 2, False)
    assert page.ask().status_code == 304


def test_changed_title_is_told_and_its_head_shown(reader: FlaskClient) -> None:
    category, anna = make_category(), make_person()
    thread = make_thread(category, anna, tags=("wages",))
    page = OpenPage(reader, page_of(thread))
    with unit_of_work():
        retitle_thread(get_thread(thread.id, by=anna), "<Another> title", by=anna)
    assert page.news()["thread"] is True
    head = reader.get(f"/live/t/{thread.id}/head").text
    assert "<h1>&lt;Another&gt; title</h1>" in head
    assert "wages" in head


def test_head_says_whether_its_reader_may_reply(reader: FlaskClient) -> None:
    category, grace = make_category(), make_person(role=Role.FACILITATOR)
    thread = make_thread(category, grace)
    assert 'data-may="yes"' in reader.get(f"/live/t/{thread.id}/head").text
    with unit_of_work():
        close_thread(get_thread(thread.id, by=grace), by=grace, because="It is answered.")
    head = reader.get(f"/live/t/{thread.id}/head").text
    assert 'data-may="no"' in head
    assert "What you have written stays here" in head


def test_posts_are_shown_as_their_page_shows_them(reader: FlaskClient) -> None:
    category, anna = make_category(), make_person("anna")
    thread = make_thread(category, anna)
    posts = [make_reply(thread, anna, f"Thanks @anna, {number}.") for number in range(3)]
    with unit_of_work():
        withdraw_post(thread, get_post(posts[1].id, by=anna), by=anna)
    ids = ",".join(str(post.id) for post in reversed(posts))
    shown = reader.get(f"/live/t/{thread.id}/posts?ids={ids}").text
    page = reader.get(page_of(thread)).text
    articles = re.findall(r"<article.*?</article>", page, re.DOTALL)[1:]
    assert re.findall(r"<article.*?</article>", shown, re.DOTALL) == articles
    assert "Thanks" not in articles[1]


def test_posts_of_other_threads_are_not_shown(reader: FlaskClient) -> None:
    category, anna = make_category(), make_person()
    thread, other = make_thread(category, anna), make_thread(category, anna)
    post = make_reply(other, anna, "Elsewhere.")
    assert reader.get(f"/live/t/{thread.id}/posts?ids={post.id}").text == ""


@pytest.mark.parametrize(
    "ids", ["", ",", "x", "0", "-1", "9" * 400, "1,,2", "%00", "%ff", "1," * 5_000]
)
def test_ids_may_be_anything(reader: FlaskClient, ids: str) -> None:
    thread = make_thread(make_category(), make_person())
    assert reader.get(f"/live/t/{thread.id}/posts?ids={ids}").status_code == 200


@pytest.mark.parametrize("seal", ["", "*", '"', "W/", "x" * LENGTH, "é", "A" * 9_000])
def test_page_without_a_seal_of_ours_must_be_loaded_again(reader: FlaskClient, seal: str) -> None:
    thread = make_thread(make_category(), make_person())
    header = {"If-None-Match": seal.encode("utf-8").decode("latin-1")}
    answer = reader.get(f"/live/t/{thread.id}", headers=header)
    assert answer.status_code == 200
    assert answer.json["behind"] is True  # type: ignore[index]


def test_page_that_slept_for_days_is_told_to_be_loaded_again(reader: FlaskClient) -> None:
    category, anna = make_category(), make_person()
    thread = make_thread(category, anna)
    page = OpenPage(reader, page_of(thread))
    make_reply(thread, anna)
    assert page.news()["behind"] is False
    make_reply(thread, anna)
    with unit_of_work():
        old = now() - timedelta(days=2)
        db.session.execute(LiveEvent.__table__.update().values(at=old))  # type: ignore[attr-defined]
        forget_old_events()
    assert page.news()["behind"] is True


def test_quiet_page_is_not_behind_when_all_was_forgotten(reader: FlaskClient) -> None:
    thread = make_thread(make_category(), make_person())
    page = OpenPage(reader, page_of(thread))
    with unit_of_work():
        db.session.execute(LiveEvent.__table__.delete())  # type: ignore[attr-defined]
    assert page.ask().status_code == 304


def test_list_names_threads_of_others_that_its_reader_may_see(reader: FlaskClient) -> None:
    mate = make_member()
    inside = make_category("Inside", levels={make_group("Insiders", mate): Level.START})
    category, other = make_category(), make_category()
    me, anna = person(make_member("myself")), make_person()
    known = make_thread(category, anna)
    sign_in_as(reader, db.session.get_one(type(mate), me.member_id))
    latest = OpenPage(reader, "/latest")
    here = OpenPage(reader, f"/c/{category.slug}/{category.id}")
    new = OpenPage(reader, "/new")
    make_thread(inside, person(mate))
    make_conversation(anna, db.session.get_one(type(mate), me.member_id))
    make_thread(category, me)
    for page in (latest, here, new):
        assert page.ask().status_code == 304
    begun = make_thread(other, anna)
    make_reply(known, anna)
    assert latest.news()["threads"] == [known.id, begun.id]
    assert here.news()["threads"] == [known.id]
    assert new.news()["threads"] == [begun.id]


def test_unread_list_names_threads_that_its_reader_has_opened(reader: FlaskClient) -> None:
    category, anna = make_category(), make_person()
    opened, other = make_thread(category, anna), make_thread(category, anna)
    reader.post(f"/t/{opened.id}/mark-unread", data={"number": "1"})
    page = OpenPage(reader, "/unread")
    make_reply(other, anna)
    assert page.ask().status_code == 304
    make_reply(opened, anna)
    assert page.news()["threads"] == [opened.id]


def test_every_page_of_a_member_asks_and_none_of_a_visitor(client: FlaskClient) -> None:
    assert MARK.search(client.get("/login").text) is None
    sign_in_as(client, make_member(role=Role.FACILITATOR))
    page = OpenPage(client, "/u")
    assert page.address == "/live/me"
    assert page.ask().status_code == 304
    assert OpenPage(client, "/top").address == "/live/me"
    assert OpenPage(client, "/latest?page=2").address == "/live/me"


def test_asking_changes_nothing_and_marks_nothing_as_read(reader: FlaskClient) -> None:
    category, anna = make_category(), make_person()
    thread = make_thread(category, anna)
    post = make_reply(thread, anna)
    reading._noted.clear()
    for address in ("", f"/posts?ids={post.id}", "/head"):
        reader.get(f"/live/t/{thread.id}{address}")
    assert reading._noted == {}


def test_full_check_runs_few_statements(reader: FlaskClient, statements: list[str]) -> None:
    category, anna = make_category(), make_person()
    thread = make_thread(category, anna)
    page = OpenPage(reader, page_of(thread))
    make_reply(thread, anna)
    page.news()
    del statements[:]
    page.ask()
    assert len(statements) <= 4, "\n".join(statements)


def test_page_of_a_guest_is_live_until_the_visit_ends(client: FlaskClient) -> None:
    category, member = make_category(), make_member("ada")
    ada = person(member)
    thread, other = make_thread(category, ada), make_thread(category, ada)
    gus = make_guest(thread, "gus", by=ada)
    page = OpenPage(sign_in_as(client, gus), page_of(thread))
    assert page.ask().status_code == 304
    post = make_reply(thread, ada, "For the guest, too.")
    assert page.news()["new"] == [post.id]
    assert "For the guest, too." in client.get(f"/live/t/{thread.id}/posts?ids={post.id}").text
    missing = client.get("/live/t/987654").data
    assert client.get(f"/live/t/{other.id}").data == missing
    assert client.get("/live/list/latest").status_code == 404
    end_visit_of(thread, gus, by=ada)
    answer = client.get(page.address, headers={"If-None-Match": f'"{page.seal}"'})
    assert (answer.status_code, answer.location) == (303, "/login")
    assert MARK.search(client.get("/visit").text) is None


def test_end_of_a_visit_is_told_to_the_pages_of_the_guest(client: FlaskClient) -> None:
    category, member = make_category(), make_member("ada")
    ada = person(member)
    thread = make_thread(category, ada)
    gus = make_guest(thread, "gus", by=ada)
    before = db.session.query(LiveEvent).filter_by(member_id=gus.id).count()
    end_visit_of(thread, gus, by=ada)
    assert db.session.query(LiveEvent).filter_by(member_id=gus.id).count() == before + 1
