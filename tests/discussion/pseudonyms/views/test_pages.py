"""The pages: a member writes, others see a name and a day, two custodians decide."""

import re

import pytest

from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.models import Draft, Post, ReadingPosition
from forum.discussion.pseudonyms.models import Pseudonym, UnmaskingNotice, WaitingPost
from forum.discussion.queries.categories import directory
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread
from tests.builders.pseudonyms import PASSPHRASE, post_as_pseudonym

WORDS = "Candid words that somebody needs."


@pytest.fixture
def writer(app):
    return make_member("hidden-writer")


@pytest.fixture
def at_once(app, monkeypatch):
    """Publish at once."""
    settings = app.extensions["folkmoot_settings"].model_copy(update={"pseudonym_delay": 0})
    monkeypatch.setitem(app.extensions, "folkmoot_settings", settings)


def send(client, thread, body=WORDS, **more):
    return client.post(f"/t/{thread.id}/pseudonym", data={"body": body, "once": "k" * 16, **more})


def test_member_writes_and_gets_a_key_once(client, thread, writer, at_once):
    sign_in_as(client, writer)
    page = client.get(f"/t/{thread.id}/pseudonym")
    assert "You are one of 12 people who may write here" in page.text
    answer = send(client, thread)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    key = re.search(r'id="key"[^>]*value="([^"]+)"', answer.text)[1]
    post = db.session.query(Post).filter_by(raw=WORDS).one()
    assert post.author_id != writer.id
    page = client.get(f"/t/{thread.id}/pseudonym")
    assert key not in page.text
    assert WORDS in page.text
    again = client.post(f"/t/{thread.id}/pseudonym", data={"body": "More.", "once": "l" * 16})
    assert again.status_code == 303
    assert db.session.query(Pseudonym).count() == 1
    assert db.session.query(Post).filter_by(author_id=post.author_id).count() == 2


def test_same_form_sent_twice_makes_one_post_and_one_name(client, thread, writer, at_once):
    sign_in_as(client, writer)
    send(client, thread)
    send(client, thread)
    assert db.session.query(Post).filter_by(raw=WORDS).count() == 1


def test_reader_sees_a_name_and_a_day(client, thread, writer, at_once):
    sign_in_as(client, writer)
    send(client, thread)
    post = db.session.query(Post).filter_by(raw=WORDS).one()
    name = db.session.get_one(Member, post.author_id).name
    sign_in_as(client, make_member("reader"))
    page = client.get(f"/t/{thread.slug}/{thread.id}?page=1").text
    article = page[page.index(f'id="post-{post.number}"') :]
    assert name in article
    assert "pseudonym</span>" in article
    assert f'datetime="{post.created_at:%Y-%m-%d}"' in article
    assert "T00:00" not in article
    assert "hidden-writer" not in page.lower().replace("hidden-writer@", "")
    assert f"/u/{db.session.get_one(Member, post.author_id).handle}" not in page


def test_profile_activity_and_lists_of_the_author_show_nothing(client, thread, writer, at_once):
    sign_in_as(client, writer)
    before = client.get("/u/hidden-writer").text
    send(client, thread)
    assert client.get("/u/hidden-writer").text.count("Candid") == 0
    assert WORDS not in client.get("/u/hidden-writer/activity").text
    assert (
        re.sub(r"\d", "", client.get("/u/hidden-writer").text)[-500:]
        == re.sub(r"\d", "", before)[-500:]
    )
    assert db.session.query(Draft).count() == 0
    assert db.session.query(ReadingPosition).filter_by(member_id=writer.id).count() == 0
    pseudonym = db.session.query(Pseudonym).one()
    handle = db.session.get_one(Member, pseudonym.member_id).handle
    for address in (f"/u/{handle}", f"/u/{handle}/activity", f"/u/{handle}/ignore"):
        assert client.get(address).status_code == 404
    assert handle not in client.get("/members").text
    assert handle not in client.get(f"/suggest/members?q={handle[1:4]}&thread={thread.id}").text


def test_host_meets_no_pseudonym_among_the_members(client, thread, writer, at_once):
    sign_in_as(client, writer)
    send(client, thread)
    handle = db.session.get_one(Member, db.session.query(Pseudonym).one().member_id).handle
    sign_in_as(client, make_member("hanna", role=Role.HOST))
    assert handle not in client.get("/admin/members").text
    assert client.get(f"/admin/members/{handle}").status_code == 404
    assert client.post("/login", data={"login": handle, "password": "x" * 12}).status_code in (
        303,
        422,
    )


def test_another_member_on_the_same_browser_cannot_use_the_key(client, thread, writer, at_once):
    sign_in_as(client, writer)
    send(client, thread)
    post = db.session.query(Post).filter_by(raw=WORDS).one()
    sign_in_as(client, make_member("other"))
    assert client.get(f"/p/{post.id}/pseudonym").status_code == 404
    assert WORDS not in client.get(f"/t/{thread.id}/pseudonym").text
    assert "There are none" in client.get("/pseudonyms").text
    sign_in_as(client, writer)
    assert client.get(f"/p/{post.id}/pseudonym").status_code == 200


def test_key_opens_in_another_browser_and_a_wrong_one_does_not(
    app, client, thread, writer, at_once
):
    sign_in_as(client, writer)
    key = re.search(r'id="key"[^>]*value="([^"]+)"', send(client, thread).text)[1]
    other = sign_in_as(app.test_client(), writer)
    wrong = other.post(f"/t/{thread.id}/pseudonym/key", data={"key": "x" * 43})
    assert wrong.status_code == 422
    assert "not the key" in wrong.text
    assert other.post(f"/t/{thread.id}/pseudonym/key", data={"key": key}).status_code == 303
    assert WORDS in other.get(f"/t/{thread.id}/pseudonym").text


def test_author_changes_withdraws_exports_and_erases(client, thread, writer, at_once):
    sign_in_as(client, writer)
    send(client, thread)
    post = db.session.query(Post).filter_by(raw=WORDS).one()
    address = f"/p/{post.id}/pseudonym"
    assert client.post(address, data={"body": "", "revision": 1}).status_code == 422
    assert client.post(address, data={"body": "Put otherwise.", "revision": 1}).status_code == 303
    assert "Put otherwise." in client.post(f"/t/{thread.id}/pseudonym/export").text
    assert client.post(f"{address}/withdraw").status_code == 303
    assert client.post(f"{address}/restore").status_code == 303
    client.post(f"/t/{thread.id}/pseudonym/erase", data={})
    assert db.session.query(Pseudonym).count() == 1
    assert client.post(f"/t/{thread.id}/pseudonym/erase", data={"sure": "y"}).status_code == 303
    db.session.expire_all()
    assert db.session.query(Pseudonym).count() == 0
    assert db.session.get_one(Post, post.id).raw == "Erased by its author."


def test_waiting_post_is_shown_to_its_author_alone_and_taken_back(client, thread, writer):
    sign_in_as(client, writer)
    send(client, thread)
    row = db.session.query(WaitingPost).one()
    assert WORDS in client.get(f"/t/{thread.id}/pseudonym").text
    sign_in_as(client, make_member("other"))
    assert WORDS not in client.get(f"/t/{thread.id}/pseudonym").text
    address = f"/t/{thread.id}/pseudonym/waiting/{row.id}/take-back"
    assert client.post(address).status_code == 404
    sign_in_as(client, writer)
    assert client.post(address).status_code == 303
    assert db.session.query(WaitingPost).count() == 0


def test_wrong_forms_lose_nothing(client, thread, writer):
    sign_in_as(client, writer)
    answer = send(client, thread, to="99")
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert "no post with this number" in answer.text
    assert send(client, thread, body=" ").status_code == 422
    assert db.session.query(Pseudonym).count() == 0


def test_text_is_previewed_and_checked_without_posting(client, thread, writer):
    sign_in_as(client, writer)
    assert "<strong>bold</strong>" in send(client, thread, "So **bold**.", preview="1").text
    assert "ada@example.net" in send(client, thread, "Ask ada@example.net.", check="1").text
    assert db.session.query(Pseudonym).count() == 0


def test_composer_leads_there_only_where_it_is_allowed(client, thread, writer):
    sign_in_as(client, writer)
    link = f'href="/t/{thread.id}/pseudonym"'
    assert link in client.get(f"/t/{thread.slug}/{thread.id}?page=1").text
    other = make_thread(make_category(), person(writer))
    assert '/pseudonym"' not in client.get(f"/t/{other.slug}/{other.id}?page=1").text
    page = client.get(f"/t/{other.id}/pseudonym")
    assert "under their own name" in page.text
    assert send(client, other).status_code == 422


def test_browser_forgets_keys(client, thread, writer, at_once):
    sign_in_as(client, writer)
    send(client, thread)
    assert "What went wrong" in client.get("/pseudonyms").text
    client.post("/pseudonyms/forget")
    assert "What went wrong" not in client.get("/pseudonyms").text


def test_two_custodians_lift_it_through_the_pages(client, thread, writer, custodians):
    post, _ = post_as_pseudonym(thread, person(writer))
    first, second = custodians
    sign_in_as(client, first)
    page = client.get(f"/t/{thread.slug}/{thread.id}?page=1").text
    assert f"/p/{post.id}/unmask" in page
    data = {"ground": "danger", "because": "Somebody is threatened.", "passphrase": "wrong"}
    answer = client.post(f"/p/{post.id}/unmask", data=data)
    assert answer.status_code == 422
    assert "not your passphrase" in answer.text
    assert "Somebody is threatened." in answer.text
    assert (
        client.post(
            f"/p/{post.id}/unmask", data={**data, "ground": "", "passphrase": PASSPHRASE}
        ).status_code
        == 422
    )
    assert (
        client.post(f"/p/{post.id}/unmask", data={**data, "passphrase": PASSPHRASE}).status_code
        == 303
    )
    sign_in_as(client, second)
    assert "Lift a pseudonym?" in client.get("/for-you").text
    address = re.search(r"/unmasking/\d+", client.get("/unmasking").text)[0]
    assert "Somebody is threatened." in client.get(address).text
    assert client.post(f"{address}/lift", data={"passphrase": "wrong"}).status_code == 422
    lifted = client.post(f"{address}/lift", data={"passphrase": PASSPHRASE})
    assert "@hidden-writer" in lifted.text
    assert lifted.headers["Cache-Control"] == "no-store"
    assert "@hidden-writer" not in client.get(address).text
    sign_in_as(client, first)
    assert "@hidden-writer" in client.post(f"{address}/name", data={"passphrase": PASSPHRASE}).text
    again = client.post(f"{address}/name", data={"passphrase": PASSPHRASE})
    assert "@hidden-writer" not in again.text
    sign_in_as(client, writer)
    assert "A pseudonym of yours was lifted" in client.get("/for-you").text
    page = client.get("/pseudonyms").text
    assert "Somebody is threatened." in page
    client.post(f"/pseudonyms/notices/{db.session.query(UnmaskingNotice).one().id}/read")
    assert "Somebody is threatened." not in client.get("/pseudonyms").text
    sign_in_as(client, make_member("reader"))
    log = client.get("/moderation-log").text
    assert "Two custodians lifted a pseudonym" in log
    assert "Danger to a person" in log
    for word in ("hidden-writer", "Hidden-Writer", "Carla", "Carlo", "threatened"):
        assert word not in log
    for closed in (f"/p/{post.id}/unmask", "/unmasking", address, "/custodians/key"):
        assert client.get(closed).status_code == 404


def test_guessing_a_passphrase_ends_soon(client, thread, writer, custodians):
    post, _ = post_as_pseudonym(thread, person(writer))
    sign_in_as(client, custodians[0])
    data = {"ground": "danger", "because": "Somebody is threatened.", "passphrase": "wrong"}
    for _ in range(6):
        client.post(f"/p/{post.id}/unmask", data=data)
    answer = client.post(f"/p/{post.id}/unmask", data={**data, "passphrase": PASSPHRASE})
    assert "too many attempts" in answer.text


def test_custodians_are_named_and_make_their_key_on_the_pages(client, app):
    make_member("carla")
    sign_in_as(client, make_member("fay", role=Role.FACILITATOR))
    assert client.post("/custodians", data={"handle": "nobody", "because": "x"}).status_code == 422
    assert (
        client.post("/custodians", data={"handle": "@carla", "because": "Trusted."}).status_code
        == 303
    )
    page = client.get("/custodians").text
    assert "second person" in page
    act = re.search(r"/custodians/nominations/(\d+)/refuse", page)[1]
    sign_in_as(client, make_member("hanna", role=Role.HOST))
    assert client.post(f"/custodians/nominations/{act}/confirm").status_code == 303
    sign_in_as(client, db.session.query(Member).filter_by(handle="carla").one())
    weak = {"passphrase": "short", "again": "short"}
    assert client.post("/custodians/key", data=weak).status_code == 422
    good = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    assert client.post("/custodians/key", data=good).status_code == 303
    assert "has a key" in client.get("/custodians").text
    assert client.post("/custodians/resign").status_code == 303
    assert "There are none yet" in client.get("/custodians").text


def test_settings_of_a_category_say_what_is_missing(client, app):
    sign_in_as(client, make_member("hanna", role=Role.HOST))
    page = client.get("/admin/categories/new").text
    assert "there is none yet" in page
    data = {"name": "Candour", "colour": "teal", "parent": "0", "allows_pseudonyms": "y"}
    assert client.post("/admin/categories/new", data=data).status_code == 303
    [card] = [one for one in directory().by_id.values() if one.name == "Candour"]
    assert card.allows_pseudonyms
    assert "checked" in client.get(f"/admin/categories/{card.id}").text


def test_facilitator_mutes_without_learning_anything(client, thread, writer, custodians):
    post, _ = post_as_pseudonym(thread, person(writer))
    sign_in_as(client, make_member("fay", role=Role.FACILITATOR))
    assert f"/p/{post.id}/mute-pseudonym" in client.get(f"/t/{thread.slug}/{thread.id}?page=1").text
    assert client.post(f"/p/{post.id}/mute-pseudonym", data={"because": ""}).status_code == 422
    answer = client.post(f"/p/{post.id}/mute-pseudonym", data={"because": "It hurt."})
    assert answer.status_code == 303
    assert db.session.query(Pseudonym).one().muted_because == "It hurt."
    sign_in_as(client, make_member("reader"))
    assert client.get(f"/p/{post.id}/mute-pseudonym").status_code == 403
