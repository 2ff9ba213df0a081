"""The rights of persons through the pages."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.operations.passwords import send_password_reset
from forum.accounts.pairs.models import PairAct
from forum.accounts.rights.models import Erasure, Export
from forum.accounts.values import Level, Role, Standing
from forum.discussion.models import Thread
from forum.kernel import outbox
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.models import OutboxRow
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.mail import letters, link_in
from tests.builders.passwords import type_password


@pytest.fixture
def ada(app):
    return make_member("adalove", name="Ada Love")


@pytest.fixture
def keepers(app):
    """A facilitator and a host."""
    return make_member("keeper", role=Role.FACILITATOR), make_member("hostess", role=Role.HOST)


def leave_form(**more):
    return {"leaving": "former", "handle": "adalove", **more}


def test_account_names_every_kind_with_its_count(client, ada):
    thread = make_thread(make_category(), person(ada))
    make_reply(thread, person(ada))
    page = sign_in_as(client, ada).get("/preferences/kept").get_data(as_text=True)
    for words in ("Your posts", "Your drafts", "Where you are signed in", "Until when"):
        assert words in page
    assert "/preferences/kept" in client.get("/preferences").get_data(as_text=True)


def test_export_is_asked_for_made_told_and_fetched(client, app, ada):
    make_thread(make_category(), person(ada), body="My own words.")
    sign_in_as(client, ada)
    assert client.post("/preferences/exports").status_code == 303
    assert "is being made" in client.get("/preferences/kept").get_data(as_text=True)
    outbox.work_off(["rights.export"])
    export = db.session.scalars(select(Export)).one()
    address = f"/exports/{export.id}/archive.zip"
    assert address in client.get("/preferences/kept").get_data(as_text=True)
    assert "Your export can be fetched" in client.get("/for-you").get_data(as_text=True)
    [letter] = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail.send")).all()
    assert "My own words" not in str(letter.payload)
    answer = client.get(address)
    assert answer.headers["Content-Disposition"] == "attachment; filename=export.zip"
    assert answer.headers["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert [row["raw"] for row in json.loads(archive.read("posts.json"))] == ["My own words."]
    stranger = sign_in_as(app.test_client(), make_member())
    assert stranger.get(address).status_code == stranger.get("/exports/0/archive.zip").status_code
    assert stranger.get(address).status_code == 404


def test_open_browser_alone_neither_exports_nor_leaves(client, ada):
    sign_in_as(client, ada)
    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        assert client.post("/preferences/exports").status_code == 403
        answer = client.post("/preferences/leave", data=leave_form())
        assert answer.location == "/prove?next=/preferences/leave%3Fway%3Dformer"
        assert client.get("/preferences/leave").status_code == 200
    assert db.session.scalars(select(Export)).all() == []
    assert db.session.scalars(select(Erasure)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"handle": "somebodyelse"},
        {"handle": ""},
        {"leaving": "nonsense"},
        {"leaving": ""},
    ],
)
def test_wrong_form_to_leave_is_shown_again(client, ada, wrong):
    sign_in_as(client, ada)
    answer = client.post("/preferences/leave", data=leave_form() | wrong)
    assert answer.status_code == 422
    assert 'class="errors"' in answer.get_data(as_text=True)
    assert db.session.scalars(select(Erasure)).all() == []


def test_who_leaves_meets_one_page_and_can_stay(client, ada):
    sign_in_as(client, ada)
    answer = client.post("/preferences/leave", data=leave_form())
    assert (answer.status_code, answer.location) == (303, "/leaving")
    for address in ("/", "/latest", "/preferences", "/u/adalove"):
        assert client.get(address).location == "/leaving"
    assert "My texts stay, under" in client.get("/leaving").get_data(as_text=True)
    assert client.get("/preferences/kept").status_code == 200
    assert client.post("/leaving/stop").location == "/"
    assert client.get("/latest").status_code == 200
    assert client.get("/leaving").status_code == 404


def test_others_do_not_meet_who_leaves(client, app, ada):
    sign_in_as(client, ada).post("/preferences/leave", data=leave_form())
    other = sign_in_as(app.test_client(), make_member())
    assert "Ada Love" not in other.get("/members").get_data(as_text=True)
    assert "not active any more" in other.get("/u/adalove").get_data(as_text=True)


def test_erased_member_is_a_former_member_to_a_second_reader(client, app, ada):
    thread = make_thread(make_category(), person(ada), title="A matter", body="What now?")
    sign_in_as(client, ada)
    client.post("/preferences/leave", data=leave_form(at_once="y"))
    outbox.work_off(["rights.erase"])
    db.session.expire_all()
    other = sign_in_as(app.test_client(), make_member())
    page = other.get(f"/t/a-matter/{thread.id}?page=1").get_data(as_text=True)
    assert "Former member" in page
    assert "What now?" in page
    assert "adalove" not in page
    assert "Ada Love" not in page
    assert client.get("/latest").location == "/login"
    left = db.session.get_one(Member, ada.id)
    assert left.standing is Standing.LEFT
    assert "Has left the community" in other.get(f"/u/{left.handle}").get_data(as_text=True)


def test_texts_removed_are_tombstones_to_a_second_reader(client, app, ada):
    other = make_member()
    thread = make_thread(make_category(), person(other), title="A matter")
    make_reply(thread, person(ada), "Words that go.")
    sign_in_as(client, ada)
    client.post("/preferences/leave", data=leave_form(leaving="textless", at_once="y"))
    outbox.work_off(["rights.erase"])
    db.session.expire_all()
    page = sign_in_as(app.test_client(), other).get(f"/t/a-matter/{thread.id}?page=1")
    assert "Words that go" not in page.get_data(as_text=True)
    assert "withdr" in page.get_data(as_text=True).casefold()


def test_host_cannot_bring_back_or_change_who_leaves(client, app, ada, keepers):
    sign_in_as(client, ada).post("/preferences/leave", data=leave_form())
    host = sign_in_as(app.test_client(), keepers[1])
    for act in ("deactivate", "reactivate"):
        assert host.post(f"/admin/members/adalove/{act}").status_code in {403, 422}
    db.session.expire_all()
    assert db.session.get_one(Member, ada.id).standing is Standing.LEAVING


def ask_for_many(client, member, **more) -> PairAct:
    form = {"what": "all", "because": "A move to another house.", **more}
    assert sign_in_as(client, member).post("/exports", data=form).status_code == 303
    return db.session.scalars(select(PairAct).order_by(PairAct.id.desc())).first()


def test_many_threads_need_two_and_all_are_told(client, app, ada, keepers):
    facilitator, host = keepers
    make_thread(make_category(), person(ada), body="Words for all.")
    act = ask_for_many(client, facilitator)
    assert client.post(f"/exports/{act.id}/confirm").status_code == 403
    outbox.work_off(["rights.export"])
    assert db.session.scalars(select(Export)).all() == []
    second = sign_in_as(app.test_client(), host)
    assert "Needs a second person" in second.get("/for-you").get_data(as_text=True)
    assert second.post(f"/exports/{act.id}/confirm").status_code == 303
    outbox.work_off(["rights.export"])
    export = db.session.scalars(select(Export)).one()
    for reader in (client, second):
        archive = zipfile.ZipFile(io.BytesIO(reader.get(f"/exports/{export.id}/archive.zip").data))
        assert "Words for all." in "".join(archive.read(n).decode() for n in archive.namelist())
    member = sign_in_as(app.test_client(), ada)
    assert member.get(f"/exports/{export.id}/archive.zip").status_code == 404
    for address in ("/exports", "/for-you"):
        assert "A move to another house." in member.get(address).get_data(as_text=True)
    assert db.session.scalars(select(LogEntry.act)).all() == [Act.THREADS_EXPORTED]
    assert "Exported many threads" in member.get("/moderation-log").get_data(as_text=True)


def test_archive_of_many_holds_nothing_that_is_open_to_some_only(client, app, ada, keepers):
    facilitator, host = keepers
    circle = make_group("Circle", ada, facilitator, host)
    make_thread(
        make_category("In the circle", levels={circle: Level.START}), person(ada), body="c1"
    )
    open_ = make_category("Open house")
    make_thread(open_, person(ada), body="Words for all.")
    kept_back = make_thread(open_, person(ada), body="reservedword")
    labelled = make_thread(open_, person(ada), body="nothingleavesword")
    make_conversation(person(ada), facilitator, host, body="privateword")
    with unit_of_work():
        db.session.get_one(Thread, kept_back.id).is_reserved = True
        db.session.get_one(Thread, labelled.id).reuse = "nothing"
    act = ask_for_many(client, facilitator)
    assert "The threads in In the circle" not in client.get("/exports").get_data(as_text=True)
    sign_in_as(client, host).post(f"/exports/{act.id}/confirm")
    outbox.work_off(["rights.export"])
    export = db.session.scalars(select(Export)).one()
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/exports/{export.id}/archive.zip").data))
    documents = [name for name in archive.namelist() if name.endswith(".json")]
    rows = [row for name in documents for row in json.loads(archive.read(name))]
    assert [row["raw"] for row in rows] == ["Words for all."]


def test_page_says_what_is_missing_where_there_is_only_one(client, app):
    act = ask_for_many(client, make_member("alone", role=Role.FACILITATOR))
    page = client.get("/exports").get_data(as_text=True)
    assert "you are the only one" in page
    assert f"/exports/{act.id}/confirm" not in page


def test_refusing_needs_a_reason_and_members_see_no_wish(client, app, ada, keepers):
    act = ask_for_many(client, keepers[0])
    second = sign_in_as(app.test_client(), keepers[1])
    assert second.post(f"/exports/{act.id}/refuse", data={}).status_code == 422
    assert second.post(f"/exports/{act.id}/refuse", data={"because": "Why?"}).status_code == 303
    assert "A move to another house" not in sign_in_as(client, ada).get("/exports").get_data(
        as_text=True
    )
    for path in ("confirm", "refuse"):
        assert client.post(f"/exports/{act.id}/{path}").status_code == 404


def test_form_for_many_is_shown_again_with_what_was_typed(client, keepers):
    sign_in_as(client, keepers[0])
    answer = client.post("/exports", data={"what": "999", "because": "For the move."})
    assert answer.status_code == 422
    assert "For the move." in answer.get_data(as_text=True)
    ask_for_many(client, keepers[0])
    again = client.post("/exports", data={"what": "all", "because": "Once more."})
    assert again.status_code == 422
    assert "asked for already" in again.get_data(as_text=True)


def test_who_finds_their_account_leaving_can_take_it_back_with_a_letter(client, app, ada):
    sign_in_as(client, ada).post("/preferences/leave", data=leave_form())
    visitor = app.test_client()
    with unit_of_work():
        send_password_reset("adalove@example.org")
    link = link_in(letters("adalove@example.org")[-1])
    assert visitor.post(link, data={"password": "three long words"}).status_code == 303
    assert client.get("/leaving").location == "/login"
    type_password(visitor, "adalove", "three long words")
    assert visitor.get("/latest").location == "/leaving"
    assert visitor.post("/leaving/stop").status_code == 303
    assert db.session.get_one(Member, ada.id).standing is Standing.ACTIVE
