"""The life of threads: notices before the end, the end, and that no word is left of it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.listeners.life import expire_what_is_due, tell_what_ends_soon
from forum.discussion.models import Bookmark, Draft, Post, Tag, Thread
from forum.discussion.operations.bookmarks import keep_bookmark
from forum.discussion.operations.drafts import save_draft
from forum.discussion.operations.life import HAS_ENDED, expire_thread
from forum.discussion.operations.posts import lock_post, revise_post, withdraw_post
from forum.discussion.operations.summaries import SummaryTexts, make_ready, write_summary
from forum.discussion.operations.threads import close_thread, retag_thread, retitle_thread
from forum.discussion.queries.readers import readers_of
from forum.discussion.queries.threads import find_stub, get_post, get_thread
from forum.discussion.rules import may_see_stub, may_see_thread, notice_due
from forum.discussion.values.drafts import DraftKind, DraftPlace, DraftText
from forum.discussion.values.labels import Life, Notice
from forum.discussion.writing import write
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import Base, db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.outbox import work_off
from forum.knowledge.search.indexing import rebuild_index
from forum.outreach.notifications.models import Notification
from forum.outreach.notifications.queries.needs import endings
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import make_member, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.files import image_in_text, make_file
from tests.builders.labels import keep_out, relabel, reserve_to
from tests.builders.moderation import make_flag, make_rules
from tests.builders.notifications import told

WORD = "zyqqvanish"


def again(thread: Thread) -> Thread:
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def let_pass(thread: Thread, ends_at: datetime | None = None) -> None:
    """Let a thread's time have come, as if its days had gone by."""
    with unit_of_work():
        kept = db.session.get_one(Thread, thread.id)
        kept.ends_at = ends_at or now() - timedelta(seconds=1)


def forget_what_was_told() -> None:
    with unit_of_work():
        db.session.execute(delete(Notification))


def short_lived(by: Member, **about: Any) -> Thread:
    return make_thread(make_category(days_after_reply=30), person(by), **about)


def test_the_end_follows_the_last_reply_and_no_withdrawal_brings_it_nearer(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = short_lived(ada)
    first_end = again(thread).ends_at
    assert first_end == thread.created_at + timedelta(days=30)
    post = make_reply(thread, person(ben))
    last_end = again(thread).ends_at
    assert last_end == post.created_at + timedelta(days=30)
    with unit_of_work():
        withdraw_post(get_thread(thread.id, by=person(ben)), post, by=person(ben))
    assert again(thread).ends_at == last_end


def test_a_day_ends_at_its_end_and_no_label_ends_a_thread_at_once(app: Forum) -> None:
    ada = make_member("ada")
    thread = make_thread(make_category(), person(ada))
    relabel(thread, by=person(ada), life=Life(ends_on=date(2090, 3, 5)))
    assert again(thread).ends_at == datetime(2090, 3, 6, tzinfo=UTC)
    with pytest.raises(Invalid) as refused:
        relabel(thread, by=person(ada), life=Life(ends_on=date(2020, 3, 5)))
    assert refused.value.sentence == HAS_ENDED
    relabel(thread, by=person(ada))
    assert again(thread).ends_at is None


def test_nobody_meets_it_from_that_moment_on_even_before_the_worker_came(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    finn = make_member("finn", role=Role.FACILITATOR)
    thread = short_lived(ada)
    reserve_to(thread, ben, by=person(ada))
    keep_out(thread, finn, by=person(ada))
    let_pass(thread)
    for reader in (ada, ben, finn):
        assert may_see_thread(person(reader), again(thread)).is_hidden
        with pytest.raises(NotFound):
            get_thread(thread.id, by=person(reader))
    assert readers_of(again(thread)) == frozenset()
    assert may_see_stub(person(ben), again(thread))
    assert find_stub(thread.id, by=person(ada)) is not None
    for reader in (finn, make_member("cleo")):
        assert find_stub(thread.id, by=person(reader)) is None


def test_the_worker_removes_what_is_due_once_and_nothing_else(app: Forum) -> None:
    ada = make_member("ada")
    due, other = short_lived(ada, body=f"It is {WORD}."), short_lived(ada, body="It stays.")
    let_pass(due)
    expire_what_is_due()
    assert again(due).expired_at is not None
    assert again(due).title == "Expired thread"
    assert db.session.scalars(select(Post.raw).where(Post.thread_id == other.id)).all() == [
        "It stays."
    ]
    with unit_of_work():
        assert not expire_thread(due.id)
        assert not expire_thread(other.id)


def test_trouble_with_one_thread_keeps_no_other_waiting(
    app: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = make_member("ada")
    first, second = short_lived(ada), short_lived(ada)
    let_pass(first, now() - timedelta(days=1))
    let_pass(second)
    from forum.discussion.listeners import life  # noqa: PLC0415

    def stumble(thread_id: int) -> bool:
        if thread_id == first.id:
            raise RuntimeError("The storage is away.")
        return expire_thread(thread_id)

    monkeypatch.setattr(life, "expire_thread", stumble)
    expire_what_is_due()
    assert again(first).expired_at is None
    assert again(second).expired_at is not None


def test_those_who_wrote_are_told_twice_and_once_each(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    thread = short_lived(ada)
    make_reply(thread, person(ben))
    for days_left, count in ((15, 0), (13, 1), (12, 0), (2, 1), (1, 0)):
        let_pass(thread, now() + timedelta(days=days_left))
        forget_what_was_told()
        tell_what_ends_soon()
        assert [cause for cause, _ in told(person(ben))] == [Cause.ENDING] * count, days_left
    assert told(person(cleo)) == []


def test_the_end_stands_among_what_waits_for_who_wrote(app: Forum) -> None:
    ada, cleo = make_member("ada"), make_member("cleo")
    thread = short_lived(ada)
    let_pass(thread, now() + timedelta(days=10))
    tell_what_ends_soon()
    assert [need.title for need in endings(person(ada)).needs] == [thread.title]
    assert endings(person(cleo)).needs == []


@pytest.mark.parametrize(
    ("lives", "left", "told_of_end", "notice"),
    [
        (30, 20, None, None),
        (30, 14, None, Notice(14, is_told=True)),
        (30, 10, 14, None),
        (30, 3, 14, Notice(3, is_told=True)),
        (30, 1, None, Notice(3, is_told=True)),
        (30, 1, 3, None),
        (10, 9, None, Notice(14, is_told=False)),
        (10, 2, 14, Notice(3, is_told=True)),
        (2, 1, None, Notice(3, is_told=False)),
        (None, 5, None, Notice(14, is_told=True)),
    ],
)
def test_notices(
    lives: int | None, left: int, told_of_end: int | None, notice: Notice | None
) -> None:
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    thread = Thread(
        ends_at=moment + timedelta(days=left), days_after_reply=lives, told_of_end=told_of_end
    )
    assert notice_due(thread, moment) == notice


def plant(ada: Member, ben: Member, finn: Member) -> Thread:
    """Put a word into everything that a thread has and that others wrote about it."""
    picture = make_file(person(ada), name=f"{WORD}.webp", data=WORD.encode())
    thread = short_lived(
        ada,
        title=f"About {WORD}",
        body=f"{WORD} {image_in_text(picture, WORD)}",
        tags=(WORD, "kept"),
    )
    make_thread(make_category(), person(ada), title="Another one", tags=("kept",))
    post = make_reply(thread, person(ben), f"Also {WORD}.")
    loose = make_file(person(ben), name=f"draft-{WORD}.webp", data=f"draft {WORD}".encode())
    make_flag(post, person(finn), make_rules()[0], f"It says {WORD}.")
    with unit_of_work():
        kept, post = get_thread(thread.id, by=person(ben)), get_post(post.id, by=person(ben))
        revise_post(kept, post, write(f"Changed {WORD}, @ada."), by=person(ben))
        post.created_at -= timedelta(days=1)
        revise_post(kept, post, write(f"Again {WORD}."), by=person(ben))
        texts = SummaryTexts(words=WORD, decisions=WORD, questions=WORD)
        write_summary(kept, make_ready(texts), by=person(ada), seen_version=0)
        lock_post(kept, post, by=person(finn), because=f"{WORD} again.")
        retitle_thread(kept, f"Once more {WORD}", by=person(finn), because=WORD)
        retag_thread(kept, [WORD, "kept", "more"], by=person(finn), because=WORD)
        close_thread(kept, by=person(finn), because=WORD)
        note = f"Look for {WORD}"
        keep_bookmark(post, note=note, by=person(ada))
        for kind, thing in (
            (DraftKind.REPLY, kept.id),
            (DraftKind.EDIT, post.id),
            (DraftKind.CONTINUE, post.id),
        ):
            text = DraftText(f"{WORD} {image_in_text(loose)}", {"title": WORD})
            save_draft(DraftPlace(kind, thing), text, seen=0, by=person(ben))
    keep_out(thread, make_member("gus"), by=person(ada))
    return thread


def tables_with(word: str) -> list[str]:
    return [
        table.name
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
        if word in repr(row).casefold()
    ]


def files_with(word: str, folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [
        str(path.relative_to(folder))
        for path in files
        if word.encode() in path.read_bytes() and ".sqlite3" not in path.name
    ]


def test_no_word_is_left_in_any_table_nor_in_the_storage_nor_in_the_index(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    finn = make_member("finn", role=Role.FACILITATOR)
    thread = plant(ada, ben, finn)
    rebuild_index()
    work_off()
    assert set(tables_with(WORD)) >= {
        "threads", "posts", "post_versions", "summaries", "drafts", "files", "tags",
        "thread_acts", "bookmarks", "moderation_log", "flags",
    }  # fmt: skip
    folder = this_settings().instance
    assert len(files_with(WORD, folder)) >= 3
    let_pass(thread)
    expire_what_is_due()
    with unit_of_work():
        for row in db.session.execute(select(Base.metadata.tables["outbox"])).all():
            assert WORD not in repr(row)
    work_off()
    rebuild_index()
    db.session.expire_all()
    assert tables_with(WORD) == []
    assert files_with(WORD, folder) == []
    assert db.session.scalars(select(Tag.name)).all() == ["kept"]
    assert db.session.scalars(select(Draft.id)).all() == []
    assert db.session.scalars(select(Bookmark.note)).all() == [""]
    assert not [cause for cause, _ in told(person(ada))]
