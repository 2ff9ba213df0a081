"""Break-glass through the pages: what they show to whom, and what they never tell."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.pairs.models import PairAct
from forum.accounts.values import Level, Role
from forum.discussion.models import BrokenGlass, Post
from forum.discussion.values.glass import NOTHING_OPENED
from forum.kernel import outbox
from forum.kernel.clock import now
from forum.kernel.db import db
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_thread
from tests.builders.labels import keep_out, reserve_to
from tests.builders.pages import plain

SECRET = ("zyqqtitle", "zyqqbody", "zyqqtag", "zyqqplace")


@pytest.fixture
def host(app):
    return make_member("firsthost", role=Role.HOST, name="First Host")


@pytest.fixture
def second(app):
    return make_member("secondhost", role=Role.HOST, name="Second Host")


@pytest.fixture
def author(app):
    return make_member("theauthor")


@pytest.fixture
def thread(author):
    group = make_group("Inside", author)
    place = make_category("Zyqqplace", levels={group: Level.START})
    made = make_thread(place, person(author), title="Zyqqtitle", body="zyqqbody", tags=("zyqqtag",))
    reserve_to(made, author)
    return made


def typed(number, **more):
    return {
        "thread": str(number),
        "ground": "danger",
        "because": "Somebody may be hurt.",
        "hours": "3",
        **more,
    }


def text(answer) -> str:
    return answer.get_data(as_text=True)


def ask(client, host, number):
    answer = sign_in_as(client, host).post("/break-glass", data=typed(number))
    assert answer.status_code == 303
    return db.session.scalars(select(PairAct.id).order_by(PairAct.id.desc())).first()


def tells(client, thread) -> set[str]:
    """Return which of the secret words stand on pages that could tell of the thread."""
    found = set()
    for address in (
        f"/t/{thread.id}", f"/t/zyqqtitle/{thread.id}", f"/t/zyqqtitle/{thread.id}?print",
        "/latest", "/search?q=zyqqbody", "/search?q=zyqqtitle", "/tags", "/t/tag/zyqqtag",
        "/for-you", "/notifications", "/break-glass", "/moderation-log", "/categories",
        "/u/theauthor",
    ):  # fmt: skip
        answer = client.get(address, follow_redirects=True)
        page = text(answer).casefold()
        # What was typed into an address stands on its page in any case.
        page = page.replace(address.casefold().rpartition("q=")[2], "") if "q=" in address else page
        if answer.status_code == 200:
            found |= {word for word in SECRET if word in page}
    return found


def test_host_reads_before_during_and_after(client, host, second, author, thread):
    act_id = ask(client, host, thread.id)
    assert tells(client, thread) == set()
    answer = sign_in_as(client, second).post(f"/break-glass/{act_id}/confirm")
    assert answer.status_code == 303
    assert tells(client, thread) == set()
    sign_in_as(client, host)
    page = text(client.get(f"/t/zyqqtitle/{thread.id}"))
    assert "zyqqbody" in page
    assert "Zyqqplace" not in page
    assert "Break-glass: First Host can read this thread" in page
    assert 'name="body"' not in page
    assert f"/t/zyqqtitle/{thread.id}" in text(client.get("/break-glass"))
    for address in ("/latest", "/categories", "/tags", "/u/theauthor"):
        assert not [word for word in SECRET if word in text(client.get(address)).casefold()]
    post = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one()
    for address, data in (
        (f"/t/{thread.id}/reply", {"body": "I was here."}),
        (f"/posts/{post.id}/flag", {"because": "x"}),
        (f"/posts/{post.id}/edit", {"body": "Mine now."}),
        (f"/t/{thread.id}/close", {"because": "x"}),
    ):
        assert client.post(address, data=data).status_code in {403, 404, 405, 422}
    assert db.session.scalars(select(Post.raw).where(Post.thread_id == thread.id)).all() == [
        "zyqqbody"
    ]
    until = db.session.scalars(select(BrokenGlass.until)).one()
    with time_machine.travel(until, tick=False):
        assert client.get(f"/t/zyqqtitle/{thread.id}").status_code == 404
        assert tells(client, thread) == set()


def test_those_in_it_are_told_on_their_pages(client, host, second, author, thread):
    act_id = ask(client, host, thread.id)
    sign_in_as(client, second).post(f"/break-glass/{act_id}/confirm")
    outbox.work_off(["notifications.opened"])
    sign_in_as(client, author)
    for address in ("/for-you", f"/t/zyqqtitle/{thread.id}"):
        page = text(client.get(address))
        assert "First Host" in page
        assert "Second Host" in page
        assert "Somebody may be hurt." in page
    assert "Two people opened to a host" in text(client.get("/notifications"))
    log = text(sign_in_as(client, make_member("bystander")).get("/moderation-log"))
    assert "A person is in danger. Opened to First Host, with the consent of Second Host." in log
    assert "Somebody may be hurt." not in log
    assert "zyqq" not in log.casefold()


def test_pages_answer_alike_whatever_the_number_means(client, host, second, author, thread):
    conversation = make_conversation(person(author), make_member("friend"))
    keep_out(thread, host, by=person(author))
    asked, confirmed = set(), set()
    for number in (thread.id, conversation.id, 424242):
        act_id = ask(client, host, number)
        page = (
            text(client.get("/break-glass")).split(f'id="act-{act_id}"')[1].split("</article>")[0]
        )
        asked.add(_same(page, number, act_id))
        sign_in_as(client, second).post(f"/break-glass/{act_id}/confirm")
        page = text(client.get("/break-glass"))
        assert plain(NOTHING_OPENED) in plain(page)
        page = page.split(f'id="act-{act_id}"')[1].split("</article>")[0]
        confirmed.add(_same(page, number, act_id))
        sign_in_as(client, host)
        assert client.get(f"/t/{number}").status_code == 404
    assert len(asked) == len(confirmed) == 1


def _same(page: str, number: int, act_id: int) -> str:
    page = page.replace(f"hread {number}", "hread N").replace(f"/{act_id}/", "/A/")
    page = plain(page.split("<time")[0] + page.rpartition("</time>")[2])
    return re.sub(r"<input[^>]*>|value=\"[^\"]*\"", "", page)


def test_wrong_forms_name_the_field_and_keep_what_was_typed(client, host):
    sign_in_as(client, host)
    for wrong, field in (
        ({"thread": "zebra"}, "thread"),
        ({"thread": "99999999999999"}, "thread"),
        ({"hours": "73"}, "hours"),
        ({"hours": "²"}, "hours"),
        ({"because": ""}, "because"),
        ({"ground": "curiosity"}, "ground"),
    ):
        answer = client.post("/break-glass", data=typed(5, **wrong))
        assert answer.status_code == 422, field
        assert f'id="{field}-errors"' in text(answer), field
        if field != "because":
            assert "Somebody may be hurt." in text(answer)
    assert db.session.scalars(select(PairAct)).all() == []


@pytest.mark.parametrize("address", ["/t/77", "https://moot.example/t/some-words-5/77/3?page=2#x"])
def test_number_is_taken_from_an_address(client, host, address):
    sign_in_as(client, host).post("/break-glass", data=typed(address))
    assert db.session.scalars(select(PairAct.subject_id)).one() == 77


def test_only_host_is_told_what_is_missing(client, host):
    page = text(sign_in_as(client, host).get("/break-glass"))
    assert "it waits until there is another" in page
    make_member("helper", role=Role.FACILITATOR)
    assert "it waits until there is another" not in text(client.get("/break-glass"))


def test_members_and_facilitators_of_a_category_find_nothing(client, author):
    sign_in_as(client, author)
    assert client.get("/break-glass").status_code == 404
    assert client.post("/break-glass", data=typed(1)).status_code == 404


def test_act_of_another_kind_is_not_decided_here(client, host, second):
    sign_in_as(client, host).post("/exports", data={"what": "all", "because": "For us."})
    act_id = db.session.scalars(select(PairAct.id)).one()
    sign_in_as(client, second)
    for end in ("confirm", "refuse"):
        assert client.post(f"/break-glass/{act_id}/{end}").status_code == 404


def test_asking_needs_a_fresh_proof(client, host):
    with time_machine.travel(now() - timedelta(days=2), tick=False):
        sign_in_as(client, host)
    answer = client.post("/break-glass", data=typed(5))
    assert answer.status_code != 422
    assert db.session.scalars(select(PairAct)).all() == []


def test_page_offers_to_end_it_and_says_that_it_was(client, app, host, second, author, thread):
    sign_in_as(client, host).post("/break-glass", data=typed(thread.id))
    act = db.session.scalars(select(PairAct)).one()
    assert "End it now" not in client.get("/break-glass").text
    other = sign_in_as(app.test_client(), second)
    other.post(f"/break-glass/{act.id}/confirm")
    assert "End it now" in client.get("/break-glass").text
    assert "End it now" in other.get("/break-glass").text
    assert client.get(f"/t/{thread.id}").status_code == 303
    answer = other.post(f"/break-glass/{act.id}/end", follow_redirects=True)
    assert "Ended early by Second Host" in answer.text
    assert "Read the thread" not in client.get("/break-glass").text
    assert client.get(f"/t/{thread.id}").status_code == 404
    again = client.post(f"/break-glass/{act.id}/end", follow_redirects=True)
    assert "over already" in again.text
    outbox.work_off(["notifications.opened"])
    inside = sign_in_as(app.test_client(), author)
    page = inside.get(f"/t/{thread.slug}/{thread.id}?page=1").text
    assert "Second Host ended it early" in page
    assert "closed again" in inside.get("/notifications").text
    assert "Ended early by Second Host" in inside.get("/for-you").text
    log = inside.get("/moderation-log?act=glass_closed").text
    assert "ended early by Second Host" in log
    assert "Zyqqtitle" not in log
