"""The pages of asks and of what waits for a reply, in a browser without scripts."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.values import Role
from forum.discussion.models import Thread
from forum.discussion.queries.threads import first_post_id
from forum.facilitation.asks.models import Ask, ReplyClaim
from forum.facilitation.asks.queries.asks import ask_of
from forum.facilitation.asks.values import AskKind
from forum.kernel.clock import now
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.asks import let_ask, let_offer
from tests.builders.discussion import make_category, make_reply, make_thread

MOST = 8


def test_a_thread_begins_with_an_ask_which_lists_and_its_head_show(client: FlaskClient) -> None:
    category = make_category()
    sign_in_as(client, make_member())
    day = (now() + timedelta(days=6)).date().isoformat()
    form = {"category": category.id, "title": "A letter to a landlord?", "body": "Who has one?"}
    wrong = client.post("/new-topic", data={**form, "ask": "template", "needed_by": "soon"})
    assert wrong.status_code == 422
    assert "Please write the day like" in wrong.text
    assert 'value="soon"' in wrong.text
    assert '<option value="template" selected>' in wrong.text
    client.post("/new-topic", data={**form, "ask": "template", "needed_by": day})
    thread = db.session.scalars(select(Thread)).one()
    assert ask_of(thread.id).kind is AskKind.TEMPLATE
    sign_in_as(client, make_member())
    assert "asks for a template" in client.get("/latest").text
    assert "A letter to a landlord?" in client.get("/asks?kind=template").text
    assert "A letter to a landlord?" not in client.get("/asks?kind=listen").text
    assert (
        "Asks for <strong>a template</strong>"
        in client.get(f"/t/x/{thread.id}").headers.get("Location", "")
        + client.get(f"/t/{thread.slug}/{thread.id}").text
    )


def test_a_draft_keeps_what_the_thread_will_ask_for(client: FlaskClient) -> None:
    make_category()
    sign_in_as(client, make_member())
    typed = {"draft": "thread/0", "sequence": "0", "body": "Words.", "ask": "listen"}
    client.post("/drafts", data=typed)
    assert '<option value="listen" selected>' in client.get("/new-topic").text


def test_an_author_says_how_far_it_has_come(client: FlaskClient) -> None:
    author = make_member()
    make_category()
    thread = make_thread(make_category(), person(author))
    sign_in_as(client, author)
    assert client.post(f"/t/{thread.id}/ask", data={"ask": ""}).status_code == 422
    client.post(f"/t/{thread.id}/ask", data={"ask": "contact"})
    client.post(f"/t/{thread.id}/ask/state", data={"state": "answered"})
    assert "I told how it went" in client.get(f"/t/{thread.slug}/{thread.id}").text
    client.post(f"/t/{thread.id}/reply-needed", data={"needed": "no"})
    assert "No reply needed." in client.get(f"/t/{thread.slug}/{thread.id}").text
    assert db.session.get(Ask, thread.id).state == "answered"


def test_pages_of_what_waits_run_few_statements(client: FlaskClient, statements: list[str]) -> None:
    category = make_category()
    for number in range(6):
        author = make_member()
        thread = make_thread(category, person(author), title=f"An eviction, the {number}th")
        let_ask(thread, person(author))
        let_offer(make_member(), "evictions")
    sign_in_as(client, make_member(role=Role.FACILITATOR))
    for address in ("/needs-reply", f"/needs-reply/{first_post_id(thread.id)}", "/asks", "/latest"):
        client.get(address)
        del statements[:]
        assert client.get(address).status_code == 200
        assert len(statements) <= MOST, "\n".join(statements)


def test_a_facilitator_claims_and_asks_a_member_to_look(client: FlaskClient) -> None:
    category, helper = make_category(), make_member("helga")
    let_offer(helper, "evictions")
    thread = make_thread(category, person(make_member()), title="An eviction")
    sign_in_as(client, make_member(role=Role.FACILITATOR))
    here = f"/needs-reply/{first_post_id(thread.id)}"
    assert "Helga" in client.get(here).text
    client.post(f"{here}/claim")
    client.post(f"{here}/nudge", data={"handle": "helga"})
    page = client.get(here).text
    assert "Leave it to others" in page
    assert "Nobody can be suggested just now" in page
    assert client.post(f"{here}/nudge", data={"handle": "helga"}).status_code == 422
    sign_in_as(client, helper)
    assert "thinks that you could help with" in client.get("/notifications").text
    assert client.get(here).status_code == 404


def test_what_was_answered_meanwhile_is_claimed_from_no_old_page(client: FlaskClient) -> None:
    thread = make_thread(make_category(), person(make_member()))
    post_id = first_post_id(thread.id)
    make_reply(thread, person(make_member()))
    sign_in_as(client, make_member(role=Role.FACILITATOR))
    answer = client.post(f"/needs-reply/{post_id}/claim")
    assert (answer.status_code, answer.location) == (303, "/needs-reply")
    assert db.session.query(ReplyClaim).count() == 0
