"""The thread page."""

from datetime import UTC, datetime

from flask.testing import FlaskClient

from forum.accounts.values import ThreadView
from forum.discussion.models import Post, ReadingPosition, Thread
from forum.discussion.operations.reading import choose_thread_view
from forum.discussion.reading import write_noted
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread


def test_thread_page_shows_posts_in_order_and_notes_what_was_read(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna), title="Who speaks?", body="A question.")
    make_reply(thread, person(anna), "An answer.")
    sign_in_as(client, anna)
    page = client.get(f"/t/who-speaks/{thread.id}")
    assert page.status_code == 200
    assert page.text.index("A question.") < page.text.index("An answer.")
    assert write_noted() == 1
    assert db.session.query(ReadingPosition).one().last_read == 2


def test_thread_page_nests_replies_when_read_as_a_tree(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    first = make_reply(thread, person(anna), "The first answer.")
    make_reply(thread, person(anna), "The second answer.")
    make_reply(thread, person(anna), "An answer to the first.", to=first)
    with unit_of_work():
        choose_thread_view(ThreadView.TREE, by=person(anna))
    sign_in_as(client, anna)
    text = client.get(f"/t/{thread.slug}/{thread.id}").text
    assert text.index("An answer to the first.") < text.index("The second answer.")
    assert "1 reply below" in text


def test_any_slug_leads_to_the_thread(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna), title="Old title")
    sign_in_as(client, anna)
    answer = client.get(f"/t/another-slug/{thread.id}/1")
    assert answer.status_code == 303
    assert answer.location == f"/t/old-title/{thread.id}/1"


def test_visitors_are_led_to_the_sign_in_page_from_everywhere(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    for address in (f"/t/x/{thread.id}", "/t/x/99999", "/nowhere", "/latest"):
        answer = client.get(address)
        assert (answer.status_code, answer.location) == (303, "/login")


def test_jump_to_a_date_goes_by_the_days_of_the_reader(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    early, late = make_reply(thread, person(anna)), make_reply(thread, person(anna))
    with unit_of_work():
        anna.timezone = "Europe/Brussels"
        # Half past eleven in the evening in UTC is the next morning in Brussels.
        db.session.get_one(Post, early.id).created_at = datetime(2030, 1, 9, 23, 30, tzinfo=UTC)
        db.session.get_one(Post, late.id).created_at = datetime(2030, 1, 10, 9, 0, tzinfo=UTC)
    sign_in_as(client, anna)
    address = f"/t/{thread.slug}/{thread.id}"
    assert client.get(f"{address}?date=2030-01-10").location == f"{address}/2#post-2"
    assert client.get(f"{address}?date=0001-01-01").location == f"{address}/1#post-1"
    assert client.get(f"{address}?date=9999-12-31").location == f"{address}/3#post-3"


def test_address_of_a_post_opens_its_page_at_the_post(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    make_reply(thread, person(anna))
    sign_in_as(client, anna)
    address = f"/t/{thread.slug}/{thread.id}"
    assert 'id="post-2" tabindex="-1" autofocus' in client.get(f"{address}/2").text
    assert "autofocus" not in client.get(f"{address}/1").text
    assert "autofocus" not in client.get(address).text


def heading(
    title: str, tags: str, before: tuple[str, str] = ("Keys", "doors, tea")
) -> dict[str, str]:
    return {"title": title, "tags": tags, "title_before": before[0], "tags_before": before[1]}


def test_title_and_tags_changed_in_two_windows_come_together(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna), title="Keys", tags=("doors", "tea"))
    browser, address = sign_in_as(client, anna), f"/t/{thread.id}/edit"
    assert 'name="title_before" type="hidden" value="Keys"' in browser.get(address).text
    assert browser.post(address, data=heading("Keys, all", "doors, tea, wood")).status_code == 303
    assert browser.post(address, data=heading("Keys", "tea, iron")).status_code == 303
    found = db.session.query(Thread).one()
    assert found.title == "Keys, all"
    assert [tag.name for tag in found.tags] == ["iron", "tea", "wood"]


def test_title_changed_by_both_is_for_the_writer_to_choose(client: FlaskClient) -> None:
    anna = make_member("anna")
    make_thread(make_category(), person(anna), title="Keys", tags=("doors", "tea"))
    id_ = db.session.query(Thread).one().id
    browser, address = sign_in_as(client, anna), f"/t/{id_}/edit"
    browser.post(address, data=heading("Keys, theirs", "doors, tea"))
    answer = browser.post(address, data=heading("Keys, mine", "doors"))
    assert answer.status_code == 409
    assert "It is “Keys, theirs” now." in answer.text
    assert 'value="Keys, mine"' in answer.text
    assert 'name="title_before" type="hidden" value="Keys, theirs"' in answer.text
    again = heading("Keys, mine", "doors", ("Keys, theirs", "doors, tea"))
    assert browser.post(address, data=again).status_code == 303
    found = db.session.query(Thread).one()
    assert (found.title, [tag.name for tag in found.tags]) == ("Keys, mine", ["doors"])
