"""The pages of what one is told, as a browser without scripts sees them."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.accounts.agreement.models import Rule, RulesVersion
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.models import Post, Thread
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.moderation.operations.flags import flag_post
from forum.outreach.notifications.models import Notification, UnwantedCause
from forum.outreach.notifications.values import CAUSE_ABOUT, Cause
from tests.builders.accounts import make_member, make_person, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.notifications import count_unread_rows, tell_everybody, write_what_was_read


@pytest.fixture
def thread(app: Forum) -> Thread:
    """A thread of anna's with a mention of hers by ben, and two more replies."""
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna, title="A <b>bold</b> title")
    for words in ("One.", "Two.", "Dear @anna."):
        make_reply(thread, ben, words)
    tell_everybody()
    return thread


@pytest.fixture
def anna(client: FlaskClient, thread: Thread) -> Member:
    member = db.session.scalars(select(Member).where(Member.handle == "anna")).one()
    sign_in_as(client, member)
    return member


def bell(client: FlaskClient, address: str = "/categories") -> str:
    found = re.search(
        r'<details class="menu bell".*?</details>', client.get(address).text, re.DOTALL
    )
    assert found
    return found[0]


def test_header_tells_how_much_is_unread_and_the_newest(client: FlaskClient, anna: Member) -> None:
    shown = bell(client)
    assert '<span class="count">2<' in shown
    assert "mentioned you in" in shown
    assert "2 new posts in" in shown
    assert "A &lt;b&gt;bold&lt;/b&gt; title" in shown


def test_page_of_the_thread_reads_what_it_shows_at_once_and_on_every_device(
    app: Forum, client: FlaskClient, thread: Thread, anna: Member
) -> None:
    assert 'class="count"' not in bell(client, f"/t/{thread.slug}/{thread.id}")
    write_what_was_read()
    assert count_unread_rows(person(anna)) == 0
    other = sign_in_as(app.test_client(), db.session.get_one(Member, anna.id))
    assert "You have read everything." in bell(other)


def test_page_of_a_tree_reads_the_posts_on_it(
    client: FlaskClient, thread: Thread, anna: Member
) -> None:
    for _ in range(30):
        make_reply(thread, make_person())
    client.post(f"/t/{thread.id}/view", data={"view": "tree"})
    client.get(f"/t/{thread.slug}/{thread.id}?page=1")
    write_what_was_read()
    rows = db.session.scalars(select(Notification).where(Notification.read_at.is_not(None)))
    assert len(rows.all()) == 3


def test_list_shows_every_cause_and_sieves_them(client: FlaskClient, anna: Member) -> None:
    page = client.get("/notifications").text
    assert page.count('class="is-unread"') == 2
    assert client.get("/notifications?cause=mentioned").text.count('class="is-unread"') == 1
    assert "Nothing yet." in client.get("/notifications?cause=invited").text
    assert client.get("/notifications?cause=nonsense").status_code == 200
    assert "The list ends" in client.get("/notifications?page=9").text


def test_line_is_marked_as_read_and_then_all(client: FlaskClient, anna: Member) -> None:
    watched = db.session.scalars(
        select(Notification).where(Notification.cause == Cause.WATCHED)
    ).first()
    assert watched is not None
    answer = client.post(
        f"/notifications/{watched.id}/read", data={"next": "/notifications?page=2"}
    )
    assert answer.location == "/notifications?page=2"
    assert count_unread_rows(person(anna)) == 1
    assert client.post("/notifications/read").location == "/notifications"
    assert count_unread_rows(person(anna)) == 0


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "x"])
def test_notifications_that_are_not_there(client: FlaskClient, anna: Member, number: str) -> None:
    assert client.post(f"/notifications/{number}/read").status_code == 404
    assert client.post(f"/notifications/{number}/done").status_code == 404


def test_marking_leads_to_no_other_site(client: FlaskClient, anna: Member) -> None:
    answer = client.post("/notifications/read", data={"next": "https://example.org/"})
    assert answer.location == "/notifications"


def test_what_waits_stands_on_one_page_until_it_is_done(client: FlaskClient, anna: Member) -> None:
    page = client.get("/for-you").text
    assert "You were mentioned" in page
    assert "Ben: Dear @anna." in page
    done = re.search(r'action="(/notifications/\d+/done)"', page)
    assert done
    assert client.post(done[1]).location == "/for-you"
    assert "Nothing waits for you." in client.get("/for-you").text


def test_rules_that_changed_wait_until_they_are_read(client: FlaskClient, anna: Member) -> None:
    with unit_of_work():
        version = RulesVersion(made_at=now(), because="Clearer words.")
        version.rules = [Rule(number=1, title="Keep confidences", text="")]
        db.session.add(version)
    assert "Our rules have changed" in client.get("/for-you").text
    assert "I have read them" in client.get("/rules").text
    for _ in range(2):
        assert client.post(f"/rules/{version.id}/read").status_code == 303
    assert "Our rules have changed" not in client.get("/for-you").text
    assert "I have read them" not in client.get("/rules").text


def test_flags_wait_for_facilitators_alone(
    client: FlaskClient, thread: Thread, anna: Member
) -> None:
    with unit_of_work():
        version = RulesVersion(made_at=now())
        version.rules = [Rule(number=1, title="Keep confidences", text="")]
        db.session.add(version)
        db.session.flush()
        post = db.session.scalars(select(Post).where(Post.number == 2)).one()
        flag_post(post, version.rules[0].id, by=person(anna), because="It names somebody.")
    assert "in the queue" not in client.get("/for-you").text
    sign_in_as(client, make_member(role=Role.FACILITATOR))
    assert "1 thing waits in the queue" in client.get("/for-you").text


def test_causes_are_chosen_on_the_preferences(client: FlaskClient, anna: Member) -> None:
    page = client.get("/preferences").text
    assert len(re.findall(r'name="cause" value="\w+" checked', page)) == 7
    answer = client.post("/preferences/notifications", data={"cause": ["mentioned", "invited"]})
    assert answer.location == "/preferences#notifications"
    unwanted = db.session.scalars(select(UnwantedCause.cause)).all()
    assert set(unwanted) == set(CAUSE_ABOUT) - {Cause.MENTIONED, Cause.INVITED}
    page = client.get("/preferences").text
    assert len(re.findall(r'name="cause" value="\w+" checked', page)) == 2


@pytest.mark.parametrize("cause", ["reminded", "nonsense", "", "x\x00", "\udc80"])
def test_causes_that_are_not_offered_are_refused(
    client: FlaskClient, anna: Member, cause: str
) -> None:
    answer = client.post(
        "/preferences/notifications", data={"cause": [cause.encode(errors="surrogateescape")]}
    )
    assert answer.status_code == 422
    assert db.session.scalars(select(UnwantedCause)).all() == []


def test_open_pages_can_fetch_the_bell_alone(client: FlaskClient, anna: Member) -> None:
    answer = client.get("/notifications/bell")
    assert answer.text.startswith("<details")
    assert '<span class="count">2<' in answer.text
