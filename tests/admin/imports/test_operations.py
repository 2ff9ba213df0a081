"""Archives brought in: posts, threads, people, files; stopped runs and further runs."""

from base64 import encodebytes
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Standing
from forum.admin.imports import operations
from forum.admin.imports.mail_archive.values import Summary
from forum.admin.imports.models import ImportedMessage
from forum.admin.imports.operations import ArchiveImport
from forum.discussion.models import File, FileCopy, Post, Thread
from forum.discussion.values import CategoryCard
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid
from forum.kernel.markup import TextFormat
from forum.kernel.storage import storage
from tests.builders.accounts import make_member
from tests.builders.discussion import make_category
from tests.builders.letters import archive_of, letter, on_day
from tests.builders.pictures import make_picture

LIST = "housing at lists.example.org"


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    return make_category("Strategies")


def bring_in(
    category: CategoryCard, *paths: Path, tags: Sequence[str] = (), source: str = "", stop: int = 0
) -> Summary:
    """Run an import to its end, or until so many transactions are done."""
    run = ArchiveImport(paths, category_id=category.id, tags=tags, source=source)
    for _ in run.read():
        pass
    for number, _ in enumerate(run.write(), 1):
        if number == stop:
            break
    run.close()
    return run.summary


def threads() -> list[Thread]:
    return list(db.session.scalars(select(Thread).order_by(Thread.created_at, Thread.id)))


def posts(thread: Thread) -> list[Post]:
    query = select(Post).where(Post.thread_id == thread.id).order_by(Post.number)
    return list(db.session.scalars(query))


def talk(folder: Path, name: str = "2004-March.txt") -> Path:
    """Write an archive of one thread and a lonely message."""
    return archive_of(
        folder,
        letter("First words.", subject="[Housing] Rent freeze", id_="a@x.org", date=on_day(1)),
        letter(
            "> First words.\n\nI agree.",
            sender="bob at example.org (Bo Lem)",
            subject="[Housing] Re: Rent freeze",
            id_="b@x.org",
            answers="<a@x.org>",
            date=on_day(2),
        ),
        letter("Another matter.", subject="[Housing] Heating", id_="c@x.org", date=on_day(3)),
        name=f"housing/{name}",
    )


def test_messages_become_threads_with_their_dates_authors_and_tags(
    category: CategoryCard, tmp_path: Path
) -> None:
    summary = bring_in(category, talk(tmp_path), tags=["housing", "archive"])
    assert str(summary) == (
        "3 messages read, 3 posts, 2 threads, 2 people, 0 duplicates, 0 skipped"
    )
    rent, heating = threads()
    assert (rent.title, heating.title) == ("Rent freeze", "Heating")
    assert rent.category_id == category.id
    assert [tag.name for tag in rent.tags] == ["archive", "housing"]
    assert rent.created_at == datetime(2004, 3, 1, 10, tzinfo=UTC)
    assert rent.last_posted_at == datetime(2004, 3, 2, 10, tzinfo=UTC)
    first, second = posts(rent)
    assert second.parent_id == first.id
    assert second.format is TextFormat.PLAIN_MAIL
    assert second.raw == "> First words.\n\nI agree."
    assert (first.author.name, second.author.name) == ("Ada Quill", "Bo Lem")
    assert (rent.reply_count, rent.writer_count) == (1, 2)


def test_authors_are_placeholders_known_by_where_they_wrote(
    category: CategoryCard, tmp_path: Path
) -> None:
    bring_in(category, talk(tmp_path))
    ada, bo = db.session.scalars(
        select(Member).where(Member.standing == Standing.PLACEHOLDER).order_by(Member.name)
    )
    assert (ada.source, ada.source_address, ada.source_name) == ("housing", "ada@example.org", "")
    assert (ada.handle, bo.handle) == ("ada-archive", "bob-archive")
    assert ada.email is None
    assert ada.joined_at == datetime(2004, 3, 1, 10, tzinfo=UTC)


def test_people_behind_one_address_are_told_apart_by_name(
    category: CategoryCard, tmp_path: Path
) -> None:
    names = ["Ada Quill", "Bo Lem", "Cy Ott", "Di Roe", "Ada Quill"]
    letters = [letter(sender=f"{LIST} ({name})", subject=f"On {name}") for name in names]
    summary = bring_in(category, archive_of(tmp_path, *letters))
    assert summary.people == 4
    assert {thread.author.name for thread in threads()} == set(names)


def test_author_is_called_by_the_name_used_most(category: CategoryCard, tmp_path: Path) -> None:
    names = ["A. Quill", "Ada Quill", "", "Ada Quill"]
    letters = [letter(sender=f"ada at example.org ({name})") for name in names]
    bring_in(category, archive_of(tmp_path, *letters))
    assert {post.author.name for thread in threads() for post in posts(thread)} == {"Ada Quill"}


def test_second_run_brings_nothing(category: CategoryCard, tmp_path: Path) -> None:
    path = talk(tmp_path)
    bring_in(category, path)
    summary = bring_in(category, path)
    assert (summary.messages, summary.posts, summary.threads, summary.people) == (3, 0, 0, 0)
    assert summary.already_known == 3
    assert len(threads()) == 2


def test_stopped_run_goes_on_as_if_it_had_not_been_stopped(
    category: CategoryCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "BATCH", 3)
    letters = [letter("root", subject="Long talk", id_="0@x.org", date=on_day(1))]
    letters += [
        letter(
            f"answer {number}",
            subject="Re: Long talk",
            id_=f"{number}@x.org",
            answers=f"<{number // 2}@x.org>",
            date=on_day(number + 1),
            sender=f"p{number % 3} at example.org (Person {number % 3})",
        )
        for number in range(1, 10)
    ]
    path = archive_of(tmp_path, *letters)
    first = bring_in(category, path, stop=1)
    second = bring_in(category, path, stop=1)
    third = bring_in(category, path)
    assert [first.posts, second.posts, third.posts] == [3, 3, 4]
    assert [first.threads, second.threads, third.threads] == [1, 0, 0]
    [thread] = threads()
    written = posts(thread)
    assert [post.text.strip() for post in written] == ["root"] + [
        f"answer {n}" for n in range(1, 10)
    ]
    numbers = {post.id: post.number for post in written}
    parents = [numbers[post.parent_id] - 1 if post.parent_id else None for post in written]
    assert parents == [None, *(number // 2 for number in range(1, 10))]
    assert first.people + second.people + third.people == 4


def test_failure_within_a_transaction_leaves_whole_batches_and_no_files(
    category: CategoryCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "BATCH", 2)
    body = "See:\nbegin 644 hi.txt\n%:&5L;&\\\n`\nend\n"
    letters = [letter(f"{n}\n{body}", subject=f"Matter {n}", date=on_day(n + 1)) for n in range(4)]
    path = archive_of(tmp_path, *letters)
    add = operations.add_thread

    def stumble(category_id: int, title: str, *rest: object, **more: object) -> Thread:
        if title == "Matter 3":
            raise KeyboardInterrupt
        return add(category_id, title, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(operations, "add_thread", stumble)
    with pytest.raises(KeyboardInterrupt):
        bring_in(category, path)
    assert len(threads()) == 2
    kept = {file.key for file in db.session.scalars(select(File))}
    on_disk = {
        str(found.relative_to(storage().folder))
        for found in storage().folder.rglob("*")
        if found.is_file() and found.read_bytes() == b"hello"
    }
    assert kept <= on_disk
    assert len(kept) == 2
    monkeypatch.setattr(operations, "add_thread", add)
    assert bring_in(category, path).posts == 2


def test_later_months_continue_threads_and_people(category: CategoryCard, tmp_path: Path) -> None:
    bring_in(category, talk(tmp_path))
    april = archive_of(
        tmp_path,
        letter("Late.", subject="Re: Rent freeze", answers="<b@x.org>", date=on_day(5, 4)),
        letter("New.", subject="Roofs", date=on_day(6, 4)),
        name="elsewhere/2004-April.txt",
    )
    summary = bring_in(category, april)
    assert (summary.posts, summary.threads, summary.people) == (2, 1, 0)
    rent = threads()[0]
    assert [post.number for post in posts(rent)] == [1, 2, 3]
    assert posts(rent)[2].parent_id == posts(rent)[1].id
    assert rent.last_posted_at == datetime(2004, 4, 5, 10, tzinfo=UTC)


def test_threads_of_other_categories_are_not_continued_from_another_archive(
    category: CategoryCard, tmp_path: Path
) -> None:
    bring_in(category, talk(tmp_path))
    other = make_category("Casework")
    answer = letter("Confidential.", subject="Re: Rent freeze", answers="<a@x.org>")
    summary = bring_in(other, archive_of(tmp_path, answer, name="cases/2004-April.txt"))
    assert summary.threads == 1
    assert threads()[0].post_count == 2
    assert {thread.category_id for thread in threads()} == {category.id, other.id}


def test_same_message_twice_is_one_post(category: CategoryCard, tmp_path: Path) -> None:
    copy = letter("Words.", id_="a@x.org")
    summary = bring_in(category, archive_of(tmp_path, copy, letter("More."), copy))
    assert (summary.messages, summary.posts, summary.duplicates) == (3, 2, 1)


def test_broken_messages_are_counted_and_told(category: CategoryCard, tmp_path: Path) -> None:
    damage = b"From ada at example.org  Mon Mar  1 10:00:00 2004\n\nno head\n\n"
    path = archive_of(tmp_path, letter("One.\n"), damage, letter("Two."))
    run = ArchiveImport([path], category_id=category.id, tags=())
    assert sum(1 for _ in run.read()) == run.count == 3
    assert (run.summary.messages, run.summary.skipped) == (3, 1)
    assert "message 2" in str(run.broken[0].position)


def test_files_are_kept_with_their_posts(category: CategoryCard, tmp_path: Path) -> None:
    body = "See:\nbegin 644 hi.txt\n%:&5L;&\\\n`\nend\n"
    bring_in(category, archive_of(tmp_path, letter(body)))
    [file] = db.session.scalars(select(File))
    assert (file.name, file.content_type, file.size) == ("hi.txt", "text/plain", 5)
    assert storage().get(file.key) == b"hello"


def image_letter(data: bytes, name: str) -> bytes:
    """Return a message that is an image and nothing else."""
    head = (
        f'MIME-Version: 1.0\nContent-Type: image/jpeg; name="{name}"\n'
        f'Content-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64\n'
    )
    return letter(encodebytes(data), more=head)


def test_images_lose_where_they_were_taken(category: CategoryCard, tmp_path: Path) -> None:
    camera = Image.Exif()
    camera[271] = "Camera of Ada"
    good = image_letter(make_picture("JPEG", size=(900, 600), exif=camera), "Street.jpg")
    bad = image_letter(b"\xff\xd8\xff\xe0 Camera of Ada", "Broken.jpg")
    bring_in(category, archive_of(tmp_path, good, bad))
    street, broken = db.session.scalars(select(File).order_by(File.id))
    assert b"Camera of Ada" not in storage().get(street.key)
    assert (street.name, street.content_type) == ("Street.jpg", "image/jpeg")
    assert (street.width, street.height) == (900, 600)
    widths = db.session.scalars(select(FileCopy.width).where(FileCopy.file_id == street.id))
    assert sorted(widths) == [690, 900]
    assert (broken.name, broken.content_type) == ("Broken.jpg", "application/octet-stream")


def test_limits_for_handwritten_posts_do_not_apply(category: CategoryCard, tmp_path: Path) -> None:
    long = letter("word " * 40_000, subject="x" * 400)
    empty = letter("", subject="Nothing in it")
    summary = bring_in(category, archive_of(tmp_path, long, empty))
    assert summary.posts == 2
    assert {len(post.raw) for thread in threads() for post in posts(thread)} == {0, 199_999}
    assert max(len(thread.title) for thread in threads()) == 255


def test_erased_posts_do_not_come_back(category: CategoryCard, tmp_path: Path) -> None:
    path = talk(tmp_path)
    bring_in(category, path)
    with unit_of_work():
        lonely = threads()[1]
        [post] = posts(lonely)
        record = db.session.scalars(
            select(ImportedMessage).where(ImportedMessage.post_id == post.id)
        ).one()
        record.post_id = None
    assert bring_in(category, path).posts == 0


def test_more_than_five_tags_are_refused(category: CategoryCard, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        ArchiveImport([talk(tmp_path)], category_id=category.id, tags=list("abcdef"))


def test_posts_of_a_confirmed_address_are_the_members_at_once(
    category: CategoryCard, tmp_path: Path
) -> None:
    bo = make_member("bob")
    summary = bring_in(category, talk(tmp_path))
    assert summary.people == 2
    assert posts(threads()[0])[1].author_id == bo.id
    assert db.session.scalars(select(Member).where(Member.claimed_by_id == bo.id)).one()


def test_member_with_the_lists_address_gets_nobodys_posts(
    category: CategoryCard, tmp_path: Path
) -> None:
    names = ["Ada Quill", "Bo Lem", "Cy Ott", "Di Roe"]
    letters = [letter(sender=f"owner at example.org ({name})") for name in names]
    owner = make_member("owner")
    bring_in(category, archive_of(tmp_path, *letters))
    authors = {post.author_id for thread in threads() for post in posts(thread)}
    assert len(authors) == 4
    assert owner.id not in authors
