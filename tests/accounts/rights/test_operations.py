"""Erasure reaches every table, the storage and the index; an export holds one's own and no more."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.holdings import FORMER_NAME, Leaving
from forum.accounts.identity import load_person
from forum.accounts.models import Member, SignIn
from forum.accounts.rights.models import Erasure, Export
from forum.accounts.rights.operations import erasures
from forum.accounts.rights.operations.erasures import (
    ERASE,
    ask_to_leave,
    carry_out,
    leave_at_once,
    stop_leaving,
)
from forum.accounts.rights.operations.exports import (
    ask_own_export,
    forget_old_exports,
    make_export,
)
from forum.accounts.rights.queries import get_export, what_is_kept
from forum.accounts.values import Role, Standing
from forum.discussion.models import Post, TextCheckChoice
from forum.discussion.operations.audiences import leave_thread
from forum.discussion.queries.threads import get_thread
from forum.kernel import outbox
from forum.kernel.clock import now
from forum.kernel.db import Base, db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.kernel.storage import storage
from forum.knowledge.search.indexing import rebuild_index
from tests.accounts.rights.conftest import EMAIL, HANDLE, NAME
from tests.accounts.rights.planting import IN_LIST, OF_CONVENERS, OF_HOSTS
from tests.builders.accounts import make_member, person
from tests.builders.conversations import make_conversation

IN_TABLE = re.compile(r"[a-z_]+\.[a-z_]+=")


def everything_kept(scene) -> str:
    """Return all that stands in tables, files and the index, in small letters."""
    db.session.expire_all()
    parts = []
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(*table.c)):
            parts += [f"{table.name}.{name}={value!r}" for name, value in row._mapping.items()]
    folders = (storage().folder, scene.engine._home.path)
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                parts.append(f"{path.name}={path.read_bytes().decode('latin-1')}")
    return "\n".join(parts).casefold()


def found(scene, words) -> dict[str, str]:
    """Return those of the words that still stand somewhere, each with its place."""
    kept = everything_kept(scene)
    places = {word: kept.find(word.casefold()) for word in sorted(words)}
    return {word: kept[max(0, at - 90) : at + 60] for word, at in places.items() if at >= 0}


def leave(scene, leaving: Leaving, *, at_once: bool = True) -> Erasure:
    with unit_of_work():
        return ask_to_leave(
            scene.member,
            leaving,
            typed_handle=HANDLE,
            at_once=at_once,
            by=person(scene.member),
        )


def erase(scene, leaving: Leaving) -> None:
    """Leave, and let the worker do all that follows."""
    leave(scene, leaving)
    outbox.work_off([ERASE, "discussion.remove_files", "search.rebuild", "accounts.remove_picture"])
    db.session.expire_all()


def test_planted_words_are_there_before(scene):
    rebuild_index()
    words = scene.private | scene.written | scene.naming
    assert found(scene, words).keys() == words


def test_name_kept_means_that_texts_stay_and_the_rest_goes(scene):
    rebuild_index()
    erase(scene, Leaving.NAMED)
    assert found(scene, scene.private) == {}
    stays = scene.written | {HANDLE, NAME}
    assert found(scene, stays).keys() == stays
    member = db.session.get_one(Member, scene.member.id)
    assert (member.handle, member.name, member.standing) == (HANDLE, NAME, Standing.LEFT)
    assert member.email is member.password_hash is None


def test_former_member_means_that_nothing_leads_to_the_person(scene):
    rebuild_index()
    erase(scene, Leaving.FORMER)
    assert found(scene, scene.private | scene.naming) == {}
    stays = scene.written - {"wordinfilename"}
    assert found(scene, stays).keys() == stays
    member = db.session.get_one(Member, scene.member.id)
    assert (member.name, member.handle) == (FORMER_NAME, f"former-{member.id}")
    quoting = db.session.get_one(Post, scene.quoting_post.id)
    assert f'[quote="former-{member.id}, post:' in quoting.raw
    assert f'data-handle="former-{member.id}"' in quoting.html
    assert f"@former-{member.id}" in quoting.text


def test_texts_removed_means_tombstones_and_empty_quotations(scene):
    rebuild_index()
    erase(scene, Leaving.TEXTLESS)
    assert found(scene, scene.private | scene.naming | scene.written) == {}
    own = db.session.get_one(Post, scene.own_post.id)
    assert own.is_withdrawn
    assert own.withdrawn_because == "Removed by its author, who has left."
    quoting = db.session.get_one(Post, scene.quoting_post.id)
    assert "[removed]" in quoting.raw
    assert "I agree with" in quoting.raw
    assert not quoting.is_withdrawn


def test_erasing_twice_does_no_harm(scene):
    erasure = leave(scene, Leaving.FORMER)
    carry_out(erasure.id)
    before = everything_kept(scene)
    carry_out(erasure.id)
    assert everything_kept(scene) == before


def test_erasure_that_died_in_between_goes_on(scene, monkeypatch):
    erasure = leave(scene, Leaving.FORMER)
    whole = erasures.all_holdings()

    def dies(_parting):
        raise RuntimeError("the machine stopped")
        yield

    last = max(whole, key=lambda holding: holding.place)
    broken = [replace(one, erase=dies) if one is last else one for one in whole]
    monkeypatch.setattr(erasures, "all_holdings", lambda: broken)
    with pytest.raises(RuntimeError):
        carry_out(erasure.id)
    monkeypatch.undo()
    carry_out(erasure.id)
    rebuild_index()
    outbox.work_off(["discussion.remove_files"])
    assert found(scene, scene.private | scene.naming) == {}


def test_leaving_waits_for_a_week_in_which_it_can_be_stopped(scene):
    erasure = leave(scene, Leaving.TEXTLESS, at_once=False)
    carry_out(erasure.id)
    assert "wordinreply" in everything_kept(scene) or "wordinrevised" in everything_kept(scene)
    who = person(scene.member)
    assert who.is_leaving
    with unit_of_work():
        stop_leaving(scene.member, by=who)
    assert not person(scene.member).is_leaving
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        outbox.work_off([ERASE])
    assert db.session.get_one(Member, scene.member.id).name == NAME


def test_after_a_week_it_is_done(scene):
    leave(scene, Leaving.FORMER, at_once=False)
    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=False):
        outbox.work_off([ERASE])
    assert db.session.get_one(Member, scene.member.id).standing is Standing.LEFT


def test_waiting_can_be_cut_short(scene):
    leave(scene, Leaving.FORMER, at_once=False)
    with unit_of_work():
        leave_at_once(scene.member, by=person(scene.member))
    outbox.work_off([ERASE])
    assert db.session.get_one(Member, scene.member.id).standing is Standing.LEFT
    assert load_person(scene.member.id).is_member is False


def test_leaving_needs_the_handle_and_signs_out(scene):
    with pytest.raises(Invalid, match="handle"), unit_of_work():
        ask_to_leave(
            scene.member, Leaving.NAMED, typed_handle="x", at_once=True, by=person(scene.member)
        )
    leave(scene, Leaving.NAMED, at_once=False)
    query = select(SignIn).where(SignIn.member_id == scene.member.id)
    assert db.session.scalars(query).all() == []


def test_nobody_erases_another_and_the_last_host_stays(scene):
    with pytest.raises(NotFound), unit_of_work():
        ask_to_leave(
            scene.member, Leaving.NAMED, typed_handle=HANDLE, at_once=True, by=person(scene.other)
        )
    host = make_member("onlyhost", role=Role.HOST)
    with pytest.raises(NotPermitted, match="last active host"), unit_of_work():
        ask_to_leave(host, Leaving.NAMED, typed_handle="onlyhost", at_once=True, by=person(host))
    make_member("nexthost", role=Role.HOST)
    with unit_of_work():
        ask_to_leave(host, Leaving.NAMED, typed_handle="onlyhost", at_once=True, by=person(host))


def open_export(export_id: int) -> zipfile.ZipFile:
    make_export(export_id)
    db.session.expire_all()
    export = db.session.get_one(Export, export_id)
    assert export.key
    return zipfile.ZipFile(io.BytesIO(storage().get(export.key)))


def ask(member: Member) -> Export:
    with unit_of_work():
        return ask_own_export(by=person(member))


def test_export_holds_what_is_ones_own_and_what_one_received(scene):
    make_conversation(person(scene.other), scene.member, body="wordreceived from the other")
    archive = open_export(ask(scene.member).id)
    everything = "\n".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    names = " ".join(archive.namelist())
    own = (scene.private | scene.written) - {
        "hash-of-hers", "wordintitle", "wordinletter", OF_CONVENERS, OF_HOSTS,
    }  # fmt: skip
    assert {word for word in own if word.casefold() not in (everything + names).casefold()} == set()
    assert "wordreceived" in everything
    assert IN_LIST in everything
    for theirs in ("hash-of-hers", OF_CONVENERS, OF_HOSTS):
        assert theirs not in everything
    assert "I agree with" not in everything
    assert "<script" not in archive.read("index.html").decode()
    for name in archive.namelist():
        if name.endswith(".json"):
            assert isinstance(json.loads(archive.read(name)), list)


def test_export_leaves_out_what_one_may_not_read_any_more(scene):
    thread = make_conversation(person(scene.other), scene.member, body="wordofleft", title="Gone")
    with unit_of_work():
        leave_thread(get_thread(thread.id, by=person(scene.member)), by=person(scene.member))
    archive = open_export(ask(scene.member).id)
    everything = "\n".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    assert "wordofleft" not in everything
    assert "wordinmessage" in everything


def test_export_is_for_its_owner_alone_and_for_a_week(scene):
    export = ask(scene.member)
    with pytest.raises(NotFound):
        get_export(export.id, by=person(scene.member))
    open_export(export.id)
    assert get_export(export.id, by=person(scene.member)).key
    for stranger in (scene.other, scene.facilitator, make_member("hostx", role=Role.HOST)):
        with pytest.raises(NotFound):
            get_export(export.id, by=person(stranger))
    key = export.key
    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=False):
        with pytest.raises(NotFound):
            get_export(export.id, by=person(scene.member))
        with unit_of_work():
            forget_old_exports()
        outbox.work_off(["rights.remove_export"])
    with pytest.raises(FileNotFoundError):
        storage().get(key)
    assert db.session.get(Export, export.id) is None


def test_one_export_at_a_time_and_three_a_day(scene):
    first = ask(scene.member)
    with pytest.raises(NotPermitted, match="already"):
        ask(scene.member)
    make_export(first.id)
    for _ in range(2):
        make_export(ask(scene.member).id)
    with pytest.raises(NotPermitted, match="tomorrow"):
        ask(scene.member)
    with time_machine.travel(now() + timedelta(days=1, seconds=1), tick=False):
        assert ask(scene.member).id


def test_own_list_of_names_goes(scene):
    mine = TextCheckChoice.member_id == scene.member.id
    assert db.session.scalar(select(TextCheckChoice.sealed_names).where(mine))
    erase(scene, Leaving.NAMED)
    assert db.session.scalar(select(TextCheckChoice).where(mine)) is None


def test_bars_and_walls_against_oneself_are_neither_counted_nor_given(scene):
    line = {line.holding.key: line.kept.count for line in what_is_kept(person(scene.member))}
    assert line["circle_bars"] == 1
    barred = db.session.scalars(select(Member).where(Member.handle == "barredone")).one()
    lines = {line.holding.key: line.kept.count for line in what_is_kept(person(barred))}
    assert lines["circle_bars"] == lines["groups"] == 0


def test_account_counts_what_is_there(scene):
    counts = {line.holding.key: line.kept.count for line in what_is_kept(person(scene.member))}
    assert counts["posts"] == 4
    assert counts["drafts"] == 1
    assert counts["files"] == 2
    assert counts["letters"] >= 1
    strangers = {line.holding.key: line.kept.count for line in what_is_kept(person(make_member()))}
    assert {key for key, count in strangers.items() if count} == {"account", "welcome"}


def test_others_texts_keep_what_only_looks_like_the_handle(scene):
    with unit_of_work():
        post = db.session.get_one(Post, scene.quoting_post.id)
        post.raw = f"@{HANDLE}x and @{HANDLE}. and {HANDLE}@example.org and @{HANDLE}-too"
    erase(scene, Leaving.FORMER)
    new = f"former-{scene.member.id}"
    kept = db.session.get_one(Post, scene.quoting_post.id).raw
    assert kept == f"@{HANDLE}x and @{new}. and {HANDLE}@example.org and @{HANDLE}-too"


def test_address_of_the_member_stands_only_where_they_wrote_it_themselves(scene):
    erase(scene, Leaving.NAMED)
    in_tables = [line for line in everything_kept(scene).splitlines() if IN_TABLE.match(line)]
    assert len(in_tables) > 500
    assert {line.partition("=")[0] for line in in_tables if EMAIL in line} == {
        "posts.raw",
        "posts.html",
        "posts.text",
    }
