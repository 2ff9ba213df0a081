"""Files are sent, held by posts, and removed with their last use."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.values import Person
from forum.discussion.listeners.members import forget_unused_files, sweep_storage
from forum.discussion.models import File, FileCopy, Post, PostFile, Thread
from forum.discussion.operations import files as operations
from forum.discussion.operations.drafts import save_draft
from forum.discussion.operations.files import KeptFile, discard_file, send_file
from forum.discussion.operations.posts import restore_post, revise_post, withdraw_post
from forum.discussion.operations.rendering import render_all
from forum.discussion.queries.files import room_taken
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.slots import files_needed
from forum.discussion.values import MOST_FILES, CategoryCard
from forum.discussion.values.drafts import DraftKind, DraftPlace, DraftText
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.kernel.outbox import work_off
from forum.kernel.storage import storage
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.files import image_in_text, make_file, make_file_beside


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    return make_category()


@pytest.fixture
def ada(category: CategoryCard) -> Person:
    return make_person("ada")


@pytest.fixture
def thread(category: CategoryCard, ada: Person) -> Thread:
    return make_thread(category, ada)


def held_by(post: Post) -> list[int]:
    query = select(PostFile.file_id).where(PostFile.post_id == post.id).order_by(PostFile.file_id)
    return list(db.session.scalars(query))


def revised(post: Post, body: str, by: Person) -> None:
    writing = write(body)
    with unit_of_work():
        found = get_post(post.id, by=by)
        revise_post(get_thread(found.thread_id, by=by), found, writing, by=by)


def is_kept(*keys: str) -> bool:
    """Tell whether the storage has all of these, once the errands are done."""
    work_off(["discussion.remove_files"])
    try:
        return all(storage().get(key) is not None for key in keys)
    except FileNotFoundError:
        return False


def keys_of(file: File) -> list[str]:
    copies = db.session.scalars(select(FileCopy.key).where(FileCopy.file_id == file.id))
    return [file.key, *copies]


def test_post_holds_the_files_that_its_text_names(ada: Person, thread: Thread) -> None:
    file, other = make_file(ada), make_file(ada)
    post = make_reply(
        thread, ada, f"See {image_in_text(file)} and [it](/uploads/{other.id}/x.webp)."
    )
    assert held_by(post) == [file.id, other.id]
    code = make_reply(thread, ada, f"Write `{image_in_text(file)}` and /uploads/{file.id}/x.")
    assert held_by(code) == []


def test_only_who_sent_a_file_puts_it_into_a_post(ada: Person, thread: Thread) -> None:
    file = make_file(make_person("ben"))
    post = make_reply(thread, ada, f"See {image_in_text(file)}.")
    assert held_by(post) == []
    revised(post, f"Now see {image_in_text(file)}, please.", ada)
    assert held_by(post) == []


def test_edit_adds_and_removes_files(ada: Person, thread: Thread) -> None:
    first, second = make_file(ada), make_file(ada, copies=(690, 1380))
    keys = keys_of(first)
    post = make_reply(thread, ada, f"See {image_in_text(first)}.")
    revised(post, f"See {image_in_text(second)}.", ada)
    assert held_by(post) == [second.id]
    assert db.session.get(File, first.id) is None
    assert not any(is_kept(key) for key in keys)
    assert is_kept(*keys_of(second))


def test_file_stays_as_long_as_another_post_holds_it(ada: Person, thread: Thread) -> None:
    file = make_file(ada)
    posts = [make_reply(thread, ada, f"{n}: {image_in_text(file)}") for n in range(2)]
    revised(posts[0], "Without.", ada)
    assert is_kept(*keys_of(file))
    keys = keys_of(file)
    revised(posts[1], "Without, too.", ada)
    assert db.session.get(File, file.id) is None
    assert not is_kept(*keys[:1])


def test_withdrawn_post_keeps_its_files_for_its_return(ada: Person, thread: Thread) -> None:
    file = make_file(ada)
    post = make_reply(thread, ada, f"See {image_in_text(file)}.")
    with unit_of_work():
        withdraw_post(get_thread(thread.id, by=ada), get_post(post.id, by=ada), by=ada)
    forget_after_days()
    assert is_kept(*keys_of(file))
    with unit_of_work():
        restore_post(get_thread(thread.id, by=ada), get_post(post.id, by=ada), by=ada)
    assert held_by(post) == [file.id]


def test_what_came_beside_a_text_stays_when_the_text_is_changed(
    ada: Person, thread: Thread
) -> None:
    post = make_reply(thread, ada)
    beside = make_file_beside(post)
    file = make_file(ada)
    revised(post, f"More: {image_in_text(file)}", ada)
    revised(post, "Less.", ada)
    assert held_by(post) == [beside.id]


def test_rendering_again_changes_nothing_about_files(ada: Person, thread: Thread) -> None:
    file = make_file(ada)
    post = make_reply(thread, ada, f"See {image_in_text(file)}.")
    with unit_of_work():
        db.session.get(Post, post.id).html = "<p>of another time</p>"
    assert any(render_all())
    assert held_by(post) == [file.id]


def forget_after_days(days: int = 3) -> None:
    """Let the worker clear away as if so many days had gone by."""
    with unit_of_work():
        for file in db.session.scalars(select(File)):
            file.created_at = now() - timedelta(days=days)
    forget_unused_files()


def test_file_that_was_never_posted_is_removed_after_two_days(ada: Person) -> None:
    file = make_file(ada)
    keys = keys_of(file)
    forget_after_days(days=1)
    assert is_kept(*keys)
    forget_after_days()
    assert db.session.get(File, file.id) is None
    assert not is_kept(*keys[:1])


@pytest.fixture
def draft() -> Iterator[set[int]]:
    """Return the ids of files that a draft needs."""
    ids: set[int] = set()

    def needed(_ids: object) -> set[int]:
        return ids

    files_needed.fill(needed)
    yield ids
    files_needed._filled.remove(needed)


def test_file_of_a_draft_waits_for_it(ada: Person, thread: Thread, draft: set[int]) -> None:
    file = make_file(ada)
    draft.add(file.id)
    forget_after_days()
    assert is_kept(*keys_of(file))
    post = make_reply(thread, ada, f"See {image_in_text(file)}.")
    revised(post, "Without.", ada)
    assert is_kept(*keys_of(file))
    draft.clear()
    forget_after_days()
    assert db.session.get(File, file.id) is None


def test_draft_that_names_a_file_keeps_it(ada: Person) -> None:
    file = make_file(ada)
    text = DraftText(body=f"So far: {image_in_text(file)}", fields={})
    with unit_of_work():
        save_draft(DraftPlace(DraftKind.THREAD), text, seen=0, by=ada)
    forget_after_days()
    assert is_kept(*keys_of(file))


def test_sender_discards_what_was_never_posted(ada: Person, thread: Thread) -> None:
    file = make_file(ada)
    with pytest.raises(NotFound), unit_of_work():
        discard_file(db.session.get(File, file.id), by=make_person("ben"))
    make_reply(thread, ada, f"See {image_in_text(file)}.")
    with pytest.raises(NotPermitted, match="A post holds this file"), unit_of_work():
        discard_file(db.session.get(File, file.id), by=ada)
    alone = make_file(ada)
    with unit_of_work():
        discard_file(db.session.get(File, alone.id), by=ada)
    assert db.session.get(File, alone.id) is None


def test_member_has_so_much_room(ada: Person) -> None:
    make_file(ada, data=b"x" * 900, copies=())
    kept = KeptFile("a.txt", "text/plain", 101, storage().put(b"x"))
    with pytest.raises(Invalid, match="Your files take all of the"), unit_of_work():
        send_file(kept, by=ada, room=1000)
    assert room_taken(ada.member_id) == 900
    with unit_of_work():
        send_file(kept, by=ada, room=1001)


def test_post_holds_so_many_files(ada: Person) -> None:
    many = " ".join(f"![](/uploads/{number}/a.png)" for number in range(1, MOST_FILES + 2))
    with pytest.raises(Invalid, match=f"at most {MOST_FILES} files; these are {MOST_FILES + 1}"):
        write(many)


def test_image_alone_is_a_post(ada: Person, thread: Thread) -> None:
    file = make_file(ada)
    post = make_reply(thread, ada, image_in_text(file, ""))
    assert held_by(post) == [file.id]


def test_errand_is_written_with_the_change_and_may_be_done_twice(ada: Person) -> None:
    file = make_file(ada)
    with unit_of_work():
        discard_file(db.session.get(File, file.id), by=ada)
    storage().delete(file.key)
    assert work_off(["discussion.remove_files"]) == 1


def test_sweep_removes_what_no_table_names(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    file = make_file(ada)
    lost = storage().put(b"lost in a crash")
    sweep_storage()
    assert storage().get(lost)
    monkeypatch.setattr("forum.discussion.listeners.members.UNUSED_FOR", -timedelta(minutes=1))
    sweep_storage()
    assert is_kept(*keys_of(file))
    with pytest.raises(FileNotFoundError):
        storage().get(lost)


def test_ids_that_are_none_are_passed_over(ada: Person, thread: Thread) -> None:
    post = make_reply(thread, ada, "![](/uploads/999999999/x.png) ![](/uploads/0/x.png)")
    assert held_by(post) == []
    assert operations.remove_unused([]) == 0
