"""Hostile lines handed in through forms and addresses, and the pages that show them.

A few hundred lines, drawn by a fixed seed, go through everything in the suite. `make hostile` sends
them all: each line through one of the stories below, since all lines through all of them would
take an hour.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from config import Settings
from forum import Forum
from forum.accounts.values import Person, Role
from forum.discussion.models import Tag, Thread
from forum.discussion.values import CategoryCard
from forum.kernel.db import db
from forum.kernel.mail import compose
from forum.kernel.models import OutboxRow
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.moderation import make_rules
from tests.hostile.lines import hostile_lines
from tests.hostile.pages import page_faults

SHARE, PARTS = 300, 28


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every story the drawn lines, and its own parts of all of them."""
    if "lines" not in metafunc.fixturenames:
        return
    stories = sorted(name for name in globals() if name.startswith("test_"))
    own = range(stories.index(metafunc.function.__name__), PARTS, len(stories))
    parts = [pytest.param(number, marks=pytest.mark.hostile) for number in own]
    metafunc.parametrize("lines", ["drawn", *parts], indirect=True)


@pytest.fixture
def lines(request: pytest.FixtureRequest, test_data: Path) -> list[str]:
    """Return some lines drawn by a fixed seed, or a part of all of them."""
    every = hostile_lines(test_data)
    if request.param == "drawn":
        return random.Random(2027).sample(every, SHARE)
    return every[request.param :: PARTS]


@dataclass
class Scene:
    """A small community, and a browser for each kind of member."""

    rule_id: int
    writer: Person
    category: CategoryCard
    thread: Thread
    member: FlaskClient
    facilitator: FlaskClient
    host: FlaskClient
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Return the address of the thread."""
        return f"/t/{self.thread.slug}/{self.thread.id}"

    def note(self, line: str, answer: TestResponse) -> TestResponse:
        """Keep what is wrong with an answer, whatever it is."""
        wrong = [] if answer.status_code < 500 else [f"answers {answer.status_code}"]
        if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303, 308}:
            wrong += page_faults(answer.text, line)
        if answer.location and not answer.location.startswith("/"):
            wrong.append(f"leads to {answer.location}")
        if wrong:
            self.faults[f"{answer.request.path}: {line[:200]}"] = wrong[:5]
        return answer

    def show(self, client: FlaskClient, *addresses: str) -> None:
        """Look at pages that show many of the lines."""
        for address in addresses:
            assert self.note("(page)", client.get(address)).status_code == 200, address


@pytest.fixture
def scene(app: Forum) -> Scene:
    """Make the community."""
    member = make_member("ada")
    clients = [
        sign_in_as(app.test_client(), one)
        for one in (
            member,
            make_member("fanny", role=Role.FACILITATOR),
            make_member("hugo", role=Role.HOST),
        )
    ]
    category = make_category("Open")
    writer = person(make_member("will"))
    thread = make_thread(category, writer, title="Matter")
    return Scene(make_rules()[0].id, writer, category, thread, *clients)


def pages_of(address: str, count: int, size: int) -> Iterator[str]:
    """Return the addresses of all pages of a list."""
    joint = "&" if "?" in address else "?"
    for number in range(1, -(-count // size) + 1):
        yield f"{address}{joint}page={number}"


def test_posts_stay_harmless_in_both_views(scene: Scene, lines: list[str]) -> None:
    for line in lines:
        data = {"body": line}
        answer = scene.note(line, scene.member.post(f"/t/{scene.thread.id}/reply", data=data))
        assert answer.status_code in {303, 422}, line
    count = db.session.query(Thread).one().post_count
    for view in ("tree", "in_order"):
        scene.member.post(f"/t/{scene.thread.id}/view", data={"view": view})
        scene.show(scene.member, *pages_of(scene.address, count, 20))
    scene.show(scene.member, *pages_of("/u/ada/activity", count, 20))
    assert scene.faults == {}


def test_titles_and_tags_stay_harmless_in_lists(scene: Scene, lines: list[str]) -> None:
    started = []
    for line in lines:
        data = {"title": line, "tags": line, "body": "Words.", "category": str(scene.category.id)}
        answer = scene.note(line, scene.member.post("/new-topic", data=data))
        if answer.status_code == 422:
            again = data | {"tags": ""}
            answer = scene.note(line, scene.member.post("/new-topic", data=again))
        started += [answer.location] if answer.status_code == 303 else []
    assert len(started) > len(lines) // 3
    scene.show(scene.member, *pages_of("/latest", len(started), 30), "/tags", "/top", "/categories")
    scene.show(scene.member, *started[::10])
    for tag in db.session.scalars(select(Tag.name).limit(50)).all():
        scene.note(tag, scene.member.get(f"/tag/{tag}"))
    assert scene.faults == {}


def test_names_and_bios_stay_harmless_on_profiles(scene: Scene, lines: list[str]) -> None:
    words = ("pronouns", "jurisdictions", "languages", "ask_me_about", "bio", "new_organisation")
    for line in lines:
        plain = {"name": "Ada"}
        for data in ({"name": line}, plain | dict.fromkeys(words, line), plain | {"bio": line}):
            answer = scene.note(line, scene.member.post("/u/ada/edit", data=data))
            if answer.status_code == 303:
                scene.note(line, scene.member.get("/u/ada"))
                break
        assert answer.status_code in {303, 422}, line
    scene.show(scene.member, "/u", "/u/ada/edit", scene.address)
    scene.show(scene.host, "/admin/members", "/admin/members/ada")
    assert scene.faults == {}


def test_queries_stay_harmless_wherever_they_are_asked(scene: Scene, lines: list[str]) -> None:
    pages: list[tuple[str, tuple[str, ...]]] = [
        ("/latest", ("page", "period", "q")),
        (f"/c/open/{scene.category.id}", ("page", "period")),
        ("/u", ("q", "page")),
        ("/tags/search", ("q",)),
        ("/moderation-log", ("q", "act", "by", "page")),
        ("/new-topic", ("category", "tags")),
        ("/login", ("next",)),
        (scene.address, ("page", "view", "date", "number")),
        (f"{scene.address}/reply", ("to", "quote")),
        ("/u/ada/activity", ("page", "q")),
    ]
    for number, line in enumerate(lines):
        scene.note(line, scene.member.get("/search", query_string={"q": line}))
        # Every line meets a page, and every page many lines.
        for path, names in pages[number % 5 :: 5]:
            scene.note(line, scene.member.get(path, query_string=dict.fromkeys(names, line)))
        if number % 5 == 0:
            asked = dict.fromkeys(("q", "act", "by", "page"), line)
            scene.note(line, scene.facilitator.get("/moderation-log/full", query_string=asked))
    assert scene.faults == {}


def test_reasons_stay_harmless_in_queue_and_log(scene: Scene, lines: list[str]) -> None:
    kept, flagged = 0, make_thread(scene.category, scene.writer)
    for line in lines:
        post = make_reply(flagged, scene.writer)
        data = {"rule": str(scene.rule_id), "because": line}
        answer = scene.note(line, scene.member.post(f"/p/{post.id}/flag", data=data))
        kept += answer.status_code == 303
        act = "close" if kept % 2 else "reopen"
        address = f"/moderate/threads/{scene.thread.id}/{act}"
        scene.note(line, scene.facilitator.post(address, data={"because": line}))
    assert kept > len(lines) // 2
    scene.show(scene.facilitator, "/review", "/moderation-log/full", "/moderation-log")
    scene.show(scene.facilitator, *pages_of("/moderation-log/full", kept, 30))
    scene.show(scene.member, *pages_of("/my-flags", kept, 30), scene.address)
    assert scene.faults == {}


def test_names_that_hosts_give_stay_harmless(scene: Scene, lines: list[str]) -> None:
    for number, line in enumerate(lines):
        data = {"name": line, "country": line[:40], "about": line}
        scene.note(line, scene.host.post("/admin/organisations", data=data))
        settings = {"name": line, "description": line, "colour": "teal", "parent": "0"}
        address = f"/admin/categories/{scene.category.id}"
        answer = scene.note(line, scene.host.post(address, data=settings))
        if answer.status_code == 303 and number % 4 == 0:
            scene.note(line, scene.host.get("/categories"))
        scene.note(line, scene.host.post("/admin/groups", data={"name": line}))
    scene.show(scene.host, "/admin/organisations", "/admin/categories", "/admin/groups")
    assert scene.faults == {}


def test_notes_and_names_stay_in_the_text_of_letters(
    scene: Scene, lines: list[str], app: Forum
) -> None:
    settings: Settings = app.extensions["folkmoot_settings"]
    for line in lines:
        scene.note(line, scene.facilitator.post("/invites", data={"email": line, "note": line}))
    for number, line in enumerate(lines):
        data = {"email": f"guest{number}@example.org", "note": line}
        scene.note(line, scene.facilitator.post("/invites", data=data))
    scene.show(scene.facilitator, "/invites")
    letters = [compose(settings, row.payload) for row in db.session.query(OutboxRow)
               if row.kind == "mail.send"]  # fmt: skip
    assert len(letters) > len(lines) // 2
    headers = {tuple(letter.keys()) for letter in letters}
    assert len(headers) == 1
    assert {len(letter.get_all("To", [])) for letter in letters} == {1}
    assert scene.faults == {}
