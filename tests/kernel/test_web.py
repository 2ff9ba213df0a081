"""What all pages share."""

from flask.testing import FlaskClient

from forum.accounts.queries import automatic_group
from forum.accounts.values import AutomaticGroup, Level, Role
from tests.builders.accounts import make_member, make_person, sign_in_as
from tests.builders.discussion import make_category, make_thread
from tests.builders.pages import plain


def test_messages_that_nobody_looks_at_do_not_overfill_the_cookie(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    for _ in range(12):
        client.post("/mark-all-read")
    with client.session_transaction() as session:
        assert len(session["_flashes"]) == 3
    assert client.get("/latest").text.count("Everything is marked as read.") == 3


def test_what_was_written_comes_back_where_there_is_nothing_any_more(client: FlaskClient) -> None:
    hosts = {automatic_group(AutomaticGroup.HOSTS): Level.START}
    hidden = make_thread(make_category(levels=hosts), make_person("hana", role=Role.HOST))
    sign_in_as(client, make_member("anna"))
    sent = {"body": "What I wrote all evening.", "to": "1"}
    pages = [client.post(f"/t/{id_}/reply", data=sent) for id_ in (hidden.id, 999_999)]
    assert [page.status_code for page in pages] == [404, 404]
    assert plain(pages[0].text) == plain(pages[1].text)
    assert "What I wrote all evening.</textarea>" in pages[0].text
    assert "<textarea" not in client.get(f"/t/{hidden.id}").text
