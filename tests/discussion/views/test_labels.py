"""The pages of labels; that a reserved thread leaves no trace, and an expired one a stub."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.following import Following
from forum.discussion.listeners.life import expire_what_is_due
from forum.discussion.models import Draft, Post, Thread
from forum.discussion.operations.bookmarks import keep_bookmark
from forum.discussion.operations.drafts import save_draft
from forum.discussion.operations.following import follow_thread
from forum.discussion.operations.threads import close_thread, retitle_thread
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values.drafts import DraftKind, DraftPlace, DraftText
from forum.discussion.values.labels import Reuse
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.limits import limiter
from forum.kernel.outbox import work_off
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_facilitator_of, make_reply, make_thread
from tests.builders.doors import addresses
from tests.builders.files import make_file_beside
from tests.builders.labels import relabel, reserve_to
from tests.builders.moderation import make_flag, make_rules
from tests.builders.pages import plain

TYPED, SECRET = "zyqqorchid", "vexmarble"


@pytest.fixture(autouse=True)
def no_limits(app: Forum) -> Iterator[None]:
    """Begin with nothing counted: ids of members come again from test to test."""
    yield
    limiter()._storage.reset()


def test_the_label_page_says_who_reads_and_what_may_be_re_used(client: FlaskClient) -> None:
    ada, ben = make_member("ada"), make_member("ben", name="Ben Quill")
    thread = make_thread(make_category(reuse=Reuse.IDEAS), person(ada))
    sign_in_as(client, ben)
    page = client.get(f"/t/{thread.id}/label").text
    for words in ("Ideas without source", "2 people can read this.", "Ben Quill", "No end"):
        assert words in page
    assert "Change the label" not in page
    assert "Ideas without source" in client.get(f"/t/{thread.slug}/{thread.id}").text
    assert client.post(f"/t/{thread.id}/label", data={}).status_code == 403


def test_of_a_case_the_page_tells_the_number_only(client: FlaskClient) -> None:
    ada, ben = make_member("ada"), make_member("ben", name="Ben Quill")
    thread = make_thread(make_category(is_for_cases=True), person(ada))
    sign_in_as(client, ada)
    page = client.get(f"/t/{thread.id}/label").text
    assert "2 people can read this." in page
    assert "Ben Quill" not in page
    assert ben.id


def answers(**changed: str) -> dict[str, str]:
    usual = {"readers": "category", "reuse": "ask", "matter": "none", "lives": "never"}
    return usual | changed


def test_the_form_comes_back_filled_and_says_what_is_missing(client: FlaskClient) -> None:
    ada = make_member("ada")
    thread = make_thread(make_category(), person(ada))
    sign_in_as(client, ada)
    for data, sentence in (
        (answers(readers="named"), "Please name a circle or people who may read it."),
        (answers(readers="named", people="@nobody"), "Nobody here is called @nobody."),
        (answers(readers="named", circles="987654"), "Please choose from these."),
        (answers(readers="x"), "Please choose one of these."),
        (answers(reuse="x"), "Please choose one of these."),
        (answers(matter=""), "Please choose one of these."),
        (answers(lives="day"), "Please say on which day it ends."),
        (answers(lives="day", ends_on="2001-01-01"), "This day has passed."),
        (answers(lives="quiet", days="0"), "Please give a number of days"),
    ):
        answer = client.post(f"/t/{thread.id}/label", data=data | {"because": "A plain word"})
        assert answer.status_code == 422, data
        assert sentence in answer.text, data
        assert "A plain word" in answer.text
    assert client.post(f"/t/{thread.id}/label", data=answers(reuse="nothing")).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Thread, thread.id).reuse is Reuse.NOTHING


def test_a_reply_is_marked_stricter_and_its_author_changes_that(client: FlaskClient) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_thread(make_category(), person(ada))
    sign_in_as(client, ben)
    assert "Re-use of this reply" in client.get(f"/t/{thread.slug}/{thread.id}").text
    address = f"/t/{thread.id}/reply"
    looser = client.post(address, data={"body": "My own words.", "reuse": "free"})
    assert looser.status_code == 422
    assert "never looser" in looser.text
    assert "My own words." in looser.text
    assert client.post(address, data={"body": "Mine.", "reuse": "nothing"}).status_code == 303
    post = db.session.scalars(select(Post).where(Post.author_id == ben.id)).one()
    assert post.reuse is Reuse.NOTHING
    assert "Nothing leaves" in client.get(f"/t/{thread.slug}/{thread.id}").text
    form = client.get(f"/p/{post.id}/edit").text
    assert '<option value="nothing" selected>' in form
    wrong = client.post(f"/p/{post.id}/edit", data={"body": "Mine.", "reuse": "x"})
    assert wrong.status_code == 422
    client.post(f"/p/{post.id}/edit", data={"body": "Mine.", "reuse": ""})
    db.session.expire_all()
    assert db.session.get_one(Post, post.id).reuse is None
    sign_in_as(client, ada)
    other = client.post(f"/p/{post.id}/edit", data={"body": "Not mine.", "reuse": "nothing"})
    assert other.status_code == 403


def test_a_reply_to_fewer_people_begins_reserved_to_the_author(client: FlaskClient) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_thread(make_category(), person(ada))
    sign_in_as(client, ben)
    post = db.session.scalars(select(Post)).one()
    link = f"/new-topic?continue={post.id}&amp;fewer=1"
    assert link in client.get(f"/t/{thread.slug}/{thread.id}").text
    form = client.get(link.replace("&amp;", "&")).text
    assert 'value="@ada"' in form
    assert '<details class="label-choice" open>' in form
    assert "2 people can read this." in form


def test_a_draft_keeps_to_whom_a_thread_is_to_be_open(client: FlaskClient) -> None:
    ben = make_member("ben")
    make_member("ada")
    make_category()
    sign_in_as(client, ben)
    data = answers(readers="named", people="@ada", reuse="nothing", body="For ada.", title="So")
    client.post("/drafts", data=data | {"draft": "thread/0", "sequence": "0"})
    draft = db.session.scalars(select(Draft)).one()
    assert draft.fields["readers"] == "named"
    form = client.get("/new-topic").text
    assert 'value="@ada"' in form
    assert '<option selected value="named">' in form


def test_a_quotation_that_may_not_stand_here_is_refused_with_the_text_kept(
    client: FlaskClient,
) -> None:
    ada, ben, _cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    category = make_category()
    source = make_thread(category, person(ada), title="Among us")
    target = make_thread(category, person(ada))
    words = make_reply(source, person(ben))
    reserve_to(source, ben, by=person(ada))
    sign_in_as(client, ada)
    body = f'[quote="ben, post:{words.number}, topic:{source.id}"]\nWords.\n[/quote]\n\nKept here.'
    answer = client.post(f"/t/{target.id}/reply", data={"body": body})
    assert answer.status_code == 422
    assert "You quote @ben, post 2 of “Among us”: more people can read here" in answer.text
    assert "Kept here." in answer.text
    first = db.session.scalars(select(Post.id).where(Post.thread_id == target.id)).one()
    assert client.post(f"/p/{first}/edit", data={"body": body}).status_code == 422
    summary = client.post(f"/t/{target.id}/summary", data={"words": body, "version": "0"})
    assert summary.status_code == 422
    new = {"title": "A new one", "body": body, "category": str(category.id), **answers()}
    assert client.post("/new-topic", data=new).status_code == 422
    talk = {"title": "Aside", "body": body, "to": "@cleo"}
    assert client.post("/messages/new", data=talk).status_code == 422
    assert len(db.session.scalars(select(Thread)).all()) == 2


# What nobody else may meet.


def reserved_scene() -> tuple[Thread, dict[str, Member]]:
    """Plant a word in all that a thread has, let others take note of it, and then reserve it."""
    names = ("ada", "ben", "outsider", "elsewhere")
    people = {name: make_member(name) for name in names}
    people["facilitator"] = make_member("facilitator", role=Role.FACILITATOR)
    people["host"] = make_member("host", role=Role.HOST)
    make_group("Circle", people["ada"], people["ben"])
    make_facilitator_of(make_category(), people["elsewhere"].id)
    category, open_category = make_category(), make_category()
    ada, ben, outsider = (person(people[name]) for name in ("ada", "ben", "outsider"))
    thread = make_thread(
        category,
        ada,
        title=f"On {TYPED} {SECRET}",
        body=f"Words on {TYPED} {SECRET}.",
        tags=(SECRET,),
    )
    post = make_reply(thread, ben, f"Also {TYPED} {SECRET}, @outsider.")
    make_file_beside(post, name=f"{SECRET}.txt", data=SECRET.encode())
    link = f"See /t/{thread.id} and http://localhost/t/{thread.slug}/{thread.id}/2."
    make_thread(open_category, ada, title="In the open", body=link, tags=("open",))
    rule = make_rules()[0]
    with unit_of_work():
        kept = get_thread(thread.id, by=outsider)
        follow_thread(kept, Following.WATCHING, by=outsider)
        keep_bookmark(get_post(post.id, by=outsider), note="Mine", by=outsider)
        draft = DraftText("My words", {"to": "2"})
        save_draft(DraftPlace(DraftKind.REPLY, thread.id), draft, seen=0, by=outsider)
        finn = person(people["facilitator"])
        retitle_thread(kept, f"Once {TYPED} {SECRET}", by=finn, because=f"{TYPED} {SECRET}")
        close_thread(kept, by=finn, because=f"{TYPED} {SECRET}")
    make_flag(post, outsider, rule, "It says too much.")
    make_reply(thread, person(people["facilitator"]), f"Waiting to be told: {SECRET}.")
    with unit_of_work():
        work_off(["notifications.published", "search.index"], most=3)
    reserve_to(thread, people["ben"], by=ada)
    work_off()
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id), people


@pytest.mark.parametrize("reader", ["outsider", "facilitator", "elsewhere", "host"])
def test_no_page_shows_anything_of_a_reserved_thread_to_others(
    app: Forum, client: FlaskClient, reader: str
) -> None:
    thread, people = reserved_scene()
    sign_in_as(client, people[reader])
    pages = 0
    for address in addresses(app, thread, people, word=TYPED):
        answer = client.get(address)
        assert answer.status_code < 500, address
        shown = f"{answer.text} {answer.headers}"
        if thread.slug in address:
            # What somebody types themselves may come back to them.
            shown = shown.replace(address, "")
        assert SECRET not in shown, address
        pages += answer.status_code == 200
    assert pages > 30


def test_those_whom_it_names_do_meet_it(app: Forum, client: FlaskClient) -> None:
    thread, people = reserved_scene()
    sign_in_as(client, people["ben"])
    found = {
        one for one in addresses(app, thread, people, word=TYPED) if SECRET in client.get(one).text
    }
    assert {f"/t/{thread.slug}/{thread.id}", "/latest", "/tags", f"/search?q={TYPED}"} <= found


# The end.


def test_an_expired_thread_shows_a_stub_to_those_who_could_read_it(client: FlaskClient) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    thread = make_thread(make_category(), person(ada), title=f"On {SECRET}", body=SECRET)
    reserve_to(thread, ben, by=person(ada))
    address = f"/t/{thread.slug}/{thread.id}"
    for is_removed in (False, True):
        with unit_of_work():
            db.session.get_one(Thread, thread.id).ends_at = now() - timedelta(seconds=1)
        if is_removed:
            expire_what_is_due()
        sign_in_as(client, ben)
        stub = client.get(address)
        assert stub.status_code == 410
        assert "This thread has expired on" in stub.text
        assert SECRET not in stub.text.replace(address, "")
        for place in ("/latest", "/for-you", f"/search?q={SECRET}", "/u/ada/activity"):
            assert f"On {SECRET}" not in client.get(place).text
        assert client.post(f"/t/{thread.id}/reply", data={"body": "Late."}).status_code == 404
        sign_in_as(client, cleo)
        hidden, missing = client.get(f"/t/x/{thread.id}"), client.get("/t/x/987654")
        assert hidden.status_code == missing.status_code == 404
        assert plain(hidden.text) == plain(missing.text)


def test_its_head_says_that_it_ends_soon_and_the_bell_says_so(client: FlaskClient) -> None:
    from forum.discussion.listeners.life import tell_what_ends_soon  # noqa: PLC0415

    ada = make_member("ada")
    thread = make_thread(make_category(days_after_reply=30), person(ada), title="A brief thread")
    with unit_of_work():
        db.session.get_one(Thread, thread.id).ends_at = now() + timedelta(days=10)
    tell_what_ends_soon()
    sign_in_as(client, ada)
    assert "then a machine removes its text" in client.get(f"/t/{thread.slug}/{thread.id}").text
    assert "A brief thread</b> ends on" in client.get("/notifications").text
    waiting = client.get("/for-you").text
    assert "Threads that end soon" in waiting
    assert "A brief thread" in waiting
    assert relabel(thread, by=person(ada))
    assert "A brief thread" not in client.get("/for-you").text


def test_authors_are_asked_on_the_page_of_the_label(client: FlaskClient) -> None:
    ada, ben = make_member("ada", name="Ada Quill"), make_member("ben")
    thread = make_thread(make_category(), person(ada))
    make_reply(thread, person(ben))
    sign_in_as(client, ada)
    address = f"/t/{thread.id}/label"
    refused = client.post(address, data=answers(reuse="free"))
    assert refused.status_code == 422
    assert "ask them whether it may be looser" in refused.text
    wrong = client.post(f"{address}/ask", data=answers(reuse="ask", because="Typed here"))
    assert wrong.status_code == 422
    assert "Typed here" in wrong.text
    assert client.post(f"{address}/ask", data=answers(reuse="free")).status_code == 303
    assert "1 of 2 have answered" in client.get(address).text
    sign_in_as(client, ben)
    page = client.get(address).text
    assert "You are asked" in page
    assert "Free with credit" in page
    assert "asks you about the label of" in client.get("/notifications").text
    assert "You are asked about a label" in client.get("/for-you").text
    assert client.post(f"{address}/answer", data={"agrees": "maybe"}).status_code == 422
    assert client.post(f"{address}/ask/take-back").status_code == 403
    assert client.post(f"{address}/answer", data={"agrees": "yes"}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Thread, thread.id).reuse is Reuse.FREE
