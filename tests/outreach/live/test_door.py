"""The door says "nothing new" without the database, to whom it may, and lets all others through."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from forum import Forum
from forum.accounts.models import Group, GroupMember, Member, SignIn
from forum.accounts.operations.sign_in import end_sign_ins
from forum.accounts.sanctions.operations.sanctions import suspend_member
from forum.accounts.values import Level, Role
from forum.discussion.models import Thread
from forum.discussion.operations.posts import add_post
from forum.discussion.operations.threads import move_thread
from forum.discussion.queries.categories import directory
from forum.discussion.queries.threads import get_thread
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.outreach.live.door import CHECK_LASTS, Door, Live
from forum.outreach.live.operations import note
from forum.outreach.live.seals import seal_in
from forum.outreach.live.values import Happening, Kind
from tests.builders.accounts import make_group, make_member, make_person, person, sign_in_as
from tests.builders.conversations import leave, make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread

Look = Callable[[], None]


class Scene:
    """A thread that only a group sees, a reader of that group, and their open page."""

    def __init__(self, browser: FlaskClient) -> None:
        self.browser = browser
        author, reader = make_member("author"), make_member("reader")
        group = make_group("Insiders", author, reader)
        category = make_category("Inside", levels={group: Level.START})
        self.elsewhere = make_category("Elsewhere")
        self.thread_id = make_thread(category, person(author), title="Hidden matter").id
        self.author_id, self.reader_id = author.id, reader.id
        sign_in_as(browser, reader)
        browser.get("/latest")  # after the first page the cookie holds the secret of forms
        page = browser.get(f"/t/hidden-matter/{self.thread_id}").text
        self.address = f"/live/t/{self.thread_id}"
        self.seal = page.split(f'content="{self.address}" data-seal="')[1].split('"')[0]
        db.session.remove()

    def ask(self, address: str = "") -> TestResponse:
        answer = self.browser.get(
            address or self.address, headers={"If-None-Match": f'"{self.seal}"'}
        )
        if "ETag" in answer.headers:
            self.seal = seal_in(answer.headers["ETag"])
        return answer

    def say(self, words: str = "An answer.") -> None:
        with unit_of_work():
            thread = db.session.get_one(Thread, self.thread_id)
            add_post(thread, write(words), author_id=self.author_id, at=now())
        db.session.remove()


@pytest.fixture
def scene(real_app: Forum, browser: FlaskClient, look: Look) -> Scene:
    """Return the scene, with the hub on the present."""
    found = Scene(browser)
    look()
    return found


def test_nothing_new_is_said_without_the_database(scene: Scene, all_statements: list[str]) -> None:
    scene.ask()  # the page was made before the hub had looked
    del all_statements[:]
    for _ in range(3):
        answer = scene.ask()
        assert (answer.status_code, answer.data) == (304, b"")
    assert all_statements == []


def test_page_need_not_ask_twice_when_the_hub_was_there_before(
    scene: Scene, look: Look, all_statements: list[str]
) -> None:
    fresh = Scene.__new__(Scene)
    fresh.__dict__.update(scene.__dict__)
    page = scene.browser.get(f"/t/hidden-matter/{scene.thread_id}").text
    fresh.seal = page.split('data-seal="')[1].split('"')[0]
    del all_statements[:]
    assert fresh.ask().status_code == 304
    assert all_statements == []


def test_reply_goes_through_the_full_check_and_is_told_once(scene: Scene, look: Look) -> None:
    assert scene.ask().status_code == 304
    scene.say()
    look()
    answer = scene.ask()
    assert answer.status_code == 200
    assert len(answer.json["new"]) == 1  # type: ignore[index]
    assert scene.ask().status_code == 304


def test_what_happens_elsewhere_changes_nothing(
    scene: Scene, look: Look, all_statements: list[str]
) -> None:
    scene.ask()
    make_thread(scene.elsewhere, make_person())
    db.session.remove()
    look()
    seal = scene.seal
    del all_statements[:]
    assert scene.ask().status_code == 304
    assert scene.seal == seal
    assert all_statements == []


def leave_the_group(scene: Scene) -> None:
    with unit_of_work():
        group = db.session.query(Group).filter_by(name="Insiders").one()
        row = db.session.query(GroupMember).filter_by(group_id=group.id, member_id=scene.reader_id)
        db.session.delete(row.one())


def move_out_of_sight(scene: Scene) -> None:
    hidden = make_category("Deeper", levels={})
    grace = make_person(role=Role.FACILITATOR)
    with unit_of_work():
        thread = get_thread(scene.thread_id, by=grace)
        move_thread(thread, directory().by_id[hidden.id], by=grace, because="It fits there.")


@pytest.mark.parametrize("loss", [leave_the_group, move_out_of_sight])
def test_who_lost_access_learns_nothing_not_even_that_something_happened(
    scene: Scene, look: Look, loss: Callable[[Scene], None]
) -> None:
    assert scene.ask().status_code == 304
    loss(scene)
    db.session.remove()
    look()
    quiet = scene.ask()
    scene.say("Words that the reader must not know of.")
    look()
    busy, missing = scene.ask(), scene.ask("/live/t/987654")
    assert quiet.status_code == busy.status_code == missing.status_code == 404
    assert quiet.data == busy.data == missing.data
    assert {name for name, _ in busy.headers} == {name for name, _ in missing.headers}
    for address in ("/posts?ids=1,2,3", "/head"):
        assert scene.ask(scene.address + address).data == missing.data


def end_all(scene: Scene) -> None:
    with unit_of_work():
        end_sign_ins(db.session.get_one(Member, scene.reader_id))


def suspend(scene: Scene) -> None:
    host = make_person(role=Role.FACILITATOR)
    with unit_of_work():
        member = db.session.get_one(Member, scene.reader_id)
        until = now().replace(year=now().year + 1)
        suspend_member(member, until=until, because="They were rude.", by=host)


@pytest.mark.parametrize("end", [end_all, suspend])
def test_ended_sign_in_is_noticed_at_the_next_question(
    scene: Scene, look: Look, end: Callable[[Scene], None]
) -> None:
    assert scene.ask().status_code == 304
    end(scene)
    db.session.remove()
    look()
    answer = scene.ask()
    assert (answer.status_code, answer.location) == (303, "/login")


def test_full_check_is_made_every_minute_whatever_happens(
    scene: Scene, live: Live, real_app: Forum
) -> None:
    asked: list[str] = []

    def inside(environ: Any, start_response: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        return []

    seconds = now().timestamp()
    door = Door(inside, live, clock=lambda: seconds)
    cookie = scene.browser.get_cookie("folkmoot")
    assert cookie is not None
    scene.ask()
    environ = {
        "PATH_INFO": scene.address,
        "REQUEST_METHOD": "GET",
        "HTTP_IF_NONE_MATCH": f'"{scene.seal}"',
        "HTTP_COOKIE": f"folkmoot={cookie.value}",
    }
    told: list[str] = []
    door(environ, lambda status, _headers: told.append(status))  # type: ignore[arg-type, return-value, misc]
    assert (told, asked) == (["304 Not Modified"], [])
    seconds += CHECK_LASTS + 1
    door(environ, lambda *_: None)  # type: ignore[arg-type, return-value, misc]
    seconds -= 2 * CHECK_LASTS
    door(environ, lambda *_: None)  # type: ignore[arg-type, return-value, misc]
    assert asked == [scene.address] * 2


def test_seal_is_worth_nothing_with_another_sign_in(scene: Scene, look: Look) -> None:
    scene.ask()
    with unit_of_work():
        db.session.execute(delete(SignIn))
    sign_in_as(scene.browser, db.session.get_one(Member, scene.author_id))
    answer = scene.ask()
    assert answer.status_code == 200
    assert answer.json["behind"], "the page shows what somebody else was shown"  # type: ignore[index]


def test_pages_wait_while_the_database_is_away(scene: Scene, live: Live) -> None:
    live.hub.is_in_trouble = True
    answer = scene.ask()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert scene.browser.get("/latest").status_code == 200


def test_list_is_quiet_about_what_its_reader_may_not_see(
    scene: Scene, look: Look, all_statements: list[str]
) -> None:
    outsider = make_member("outsider")
    sign_in_as(scene.browser, outsider)
    page = scene.browser.get("/latest").text
    scene.seal = page.split('data-seal="')[1].split('"')[0]
    scene.ask("/live/list/latest")
    scene.say()
    look()
    del all_statements[:]
    seal = scene.seal
    assert scene.ask("/live/list/latest").status_code == 304
    assert all_statements == []
    assert scene.seal == seal
    make_thread(scene.elsewhere, make_person())
    look()
    assert scene.ask("/live/list/latest").status_code == 200


def test_only_the_member_concerned_is_told_of_what_waits(scene: Scene, look: Look) -> None:
    scene.ask()
    with unit_of_work():
        note(Happening(Kind.MEMBER, member_id=scene.author_id))
    look()
    assert scene.ask().status_code == 304
    with unit_of_work():
        note(Happening(Kind.MEMBER, member_id=scene.reader_id))
    look()
    assert "counts" in scene.ask().json  # type: ignore[operator]


def test_who_left_a_conversation_is_told_nothing_more_of_it(
    real_app: Forum, browser: FlaskClient, look: Look
) -> None:
    anna, ben = make_member(), make_member()
    thread = make_conversation(person(anna), ben)
    sign_in_as(browser, ben)
    browser.get("/latest")
    page = browser.get(f"/t/{thread.slug}/{thread.id}").text
    scene = Scene.__new__(Scene)
    scene.browser, scene.address = browser, f"/live/t/{thread.id}"
    scene.seal = page.split('data-seal="')[1].split('"')[0]
    look()
    assert scene.ask().status_code == 304
    leave(thread, by=person(ben))
    look()
    quiet = scene.ask()
    make_reply(thread, person(anna), "Between those who are still here.")
    look()
    busy, missing = scene.ask(), scene.ask("/live/t/987654")
    assert quiet.status_code == 404
    assert quiet.data == busy.data == missing.data
