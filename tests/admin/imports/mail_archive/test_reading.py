"""Archives read from end to end."""

import gzip
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forum.admin.imports.mail_archive import reading
from forum.admin.imports.mail_archive.reading import Archive, read_archive
from forum.admin.imports.mail_archive.values import ArchivedMessage, BrokenMessage
from tests.builders.letters import (
    ENVELOPE,
    archive_of,
    letter,
    on_day,
    read_all,
    read_letter,
)


def messages(*paths: Path) -> list[ArchivedMessage]:
    return [each for each in read_all(*paths) if isinstance(each, ArchivedMessage)]


def test_message_is_read_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    source = letter(
        "Good morning.\n",
        subject="[Housing] Re: Plans",
        id_="b@example.org",
        answers="<a@example.org>",
        references="<0@example.org> <a@example.org>",
    )
    message = read_letter(tmp_path, source)
    assert message.message_id == "b@example.org"
    assert message.in_reply_to == ("a@example.org",)
    assert message.references == ("0@example.org", "a@example.org")
    assert message.subject == "[Housing] Re: Plans"
    assert (message.author.address, message.author.name) == ("ada@example.org", "Ada Quill")
    assert message.sent_at == datetime(2004, 3, 1, 10, tzinfo=UTC)
    assert (message.body, message.body_format) == ("Good morning.", "plain_mail")
    assert (message.position.ordinal, message.position.offset) == (1, 0)


def test_archive_is_read_in_the_order_of_time(tmp_path: Path) -> None:
    archive_of(tmp_path, letter("April", date=on_day(1, 4)), name="2004-April.txt")
    archive_of(tmp_path, letter("March", date=on_day(1, 3)), name="2004-March.txt")
    archive_of(tmp_path, letter("December", date=on_day(1, 12, 2003)), name="old.mbox")
    archive_of(tmp_path, letter("May", date=on_day(1, 5), envelope=b""), name="x/7.eml")
    assert [each.body for each in messages(tmp_path)] == ["December", "March", "April", "May"]


def test_windows_line_ends_and_packed_files_make_no_difference(tmp_path: Path) -> None:
    source = letter("One.\n\n>From two.\n", id_="a@example.org") + letter("Three.")
    plain = archive_of(tmp_path, source, name="a.mbox")
    windows = archive_of(tmp_path, source.replace(b"\n", b"\r\n"), name="b.mbox")
    packed = archive_of(tmp_path, gzip.compress(source), name="c.mbox.gz")
    wanted = [(each.body, each.subject, each.sent_at) for each in messages(plain)]
    assert wanted[0][0] == "One.\n\nFrom two."
    for path in (windows, packed):
        assert [(each.body, each.subject, each.sent_at) for each in messages(path)] == wanted


def test_quoting_of_from_is_left_alone_in_single_mails(tmp_path: Path) -> None:
    archive_of(tmp_path, letter("One.\n\n>From two.\n", envelope=b""), name="1.eml")
    assert messages(tmp_path)[0].body == "One.\n\n>From two."


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (b"From ada at example.org  Mon Mar  1 10:00:00 2004\n\nno head at all\n\n", "no head"),
        (b"From ada at example.org  Mon Mar  1 10:00:00 2004\n\x00\x01\x02\xff\n\n", "no head"),
        (b"From ada at example.org  Mon Mar  1 10:00:00 2004\nX-Other: 1\n\nwords\n", "no head"),
    ],
)
def test_broken_message_is_reported_with_its_place_and_skipped(
    tmp_path: Path, damage: bytes, reason: str
) -> None:
    first, last = letter("first\n"), letter("last")
    path = archive_of(tmp_path, first, damage, last)
    before, broken, after = read_all(path)
    assert isinstance(broken, BrokenMessage)
    assert reason in broken.reason
    assert (broken.position.file, broken.position.offset) == (str(path), len(first))
    assert str(broken.position) == f"{path}, message 2 at byte {len(first)}"
    assert isinstance(before, ArchivedMessage)
    assert isinstance(after, ArchivedMessage)
    assert (before.body, after.body) == ("first", "last")


def test_fault_while_understanding_one_message_does_not_stop_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand = reading.understand

    def stumble(found: reading._Found, *rest: object) -> ArchivedMessage:
        if found.position.ordinal == 2:
            raise ZeroDivisionError
        return understand(found, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "understand", stumble)
    path = archive_of(tmp_path, letter(), letter(), letter())
    assert [type(each).__name__ for each in read_all(path)] == [
        "ArchivedMessage",
        "BrokenMessage",
        "ArchivedMessage",
    ]


def test_cut_packed_file_is_reported_and_the_next_one_read(tmp_path: Path) -> None:
    content = gzip.compress(b"".join(letter(f"{number}" * 500) for number in range(200)))
    archive_of(tmp_path, content[: len(content) // 2], name="2004-March.txt.gz")
    archive_of(tmp_path, letter("later", date=on_day(1, 4)), name="2004-April.txt")
    found = read_all(tmp_path)
    broken = [each for each in found if isinstance(each, BrokenMessage)]
    assert len(broken) == 1
    assert "cannot be read further" in broken[0].reason
    assert found[-1].body == "later"  # type: ignore[union-attr]


def test_missing_file_is_reported(tmp_path: Path) -> None:
    [broken] = read_all(tmp_path / "none.mbox")
    assert isinstance(broken, BrokenMessage)


def test_file_that_is_no_mail_is_reported_when_it_was_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 10)
    [broken] = read_all(path)
    assert isinstance(broken, BrokenMessage)


def test_message_without_an_id_gets_the_same_one_in_every_run(tmp_path: Path) -> None:
    path = archive_of(tmp_path, letter("a", id_=None), letter("b", id_=None))
    first, second = [each.key for each in messages(path)]
    assert first != second
    assert [each.key for each in messages(path)] == [first, second]


def test_copies_laid_out_anew_have_the_same_key(tmp_path: Path) -> None:
    footer = "\n_______________\n______________________________\nHousing mailing list\n"
    scrubbed = (
        "\n-------------- next part --------------\nA non-text attachment was scrubbed...\n"
        "Name: a.pdf\nType: application/pdf\nURL: https://example.org/{}.pdf\n"
    )
    for one, other in [
        ("Good morning.", "Good  morning. \n\n"),
        ("Good morning.", "Good morning.\n" + footer.partition("\n_______________\n")[2]),
        ("Words." + scrubbed.format("a"), "Words." + scrubbed.format("a-0001")),
    ]:
        path = archive_of(tmp_path, letter(one, id_="a@x.org"), letter(other, id_="a@x.org"))
        first, second = messages(path)
        assert first.key == second.key


def test_same_id_with_other_words_is_another_message(tmp_path: Path) -> None:
    path = archive_of(tmp_path, letter("One.", id_="a@x.org"), letter("Two.", id_="a@x.org"))
    first, second = messages(path)
    assert first.message_id == second.message_id
    assert first.key != second.key


@pytest.mark.parametrize("date", [None, "nonsense", "Fri, 1 Jan 1904 00:00:00 +0000"])
def test_date_comes_from_the_from_line_where_the_head_has_none(
    tmp_path: Path, date: str | None
) -> None:
    message = read_letter(tmp_path, letter(date=date))
    assert message.sent_at == datetime(2004, 3, 1, 10, tzinfo=UTC)


def test_date_comes_from_the_neighbour_where_nothing_has_one(tmp_path: Path) -> None:
    bare = b"From ada@example.org\nMessage-ID: <7@x.org>\nFrom: ada@example.org\n\nwords\n\n"
    before, between = messages(archive_of(tmp_path, letter(date=on_day(7)), bare))
    assert between.sent_at == before.sent_at
    first, after = messages(archive_of(tmp_path, bare, letter(date=on_day(8)), name="b.mbox"))
    assert first.sent_at == after.sent_at


def test_date_of_received_stands_in_for_single_mails(tmp_path: Path) -> None:
    received = "Received: from a by b; Tue, 2 Mar 2004 10:00:00 +0000\n"
    archive_of(tmp_path, letter(date=None, more=received, envelope=b""), name="1.eml")
    assert messages(tmp_path)[0].sent_at == datetime(2004, 3, 2, 10, tzinfo=UTC)


def test_people_behind_the_lists_address_are_told_apart(tmp_path: Path) -> None:
    names = ["Ada Quill", "Bo Lem", "Cy Ott", "Di Roe", "Ada Quill"]
    letters = [letter(sender=f"housing at lists.example.org ({name})") for name in names]
    people = {each.author.key for each in messages(archive_of(tmp_path, *letters))}
    assert people == {("housing@lists.example.org", name.lower()) for name in names}


def test_lists_known_from_earlier_are_known_in_small_parts(tmp_path: Path) -> None:
    path = archive_of(tmp_path, letter(sender="housing at lists.example.org (Ada Quill)"))
    [alone] = read_archive([path])
    [told] = read_archive([path], known_lists=["Housing@lists.example.org"])
    assert isinstance(alone, ArchivedMessage)
    assert isinstance(told, ArchivedMessage)
    assert (alone.author.is_shared, told.author.is_shared) == (False, True)


def test_messages_are_read_again_by_their_place(tmp_path: Path) -> None:
    source = b"".join(letter(f"body {n}\n\n>From {n}\n", date=on_day(n)) for n in range(1, 20))
    archive_of(tmp_path, gzip.compress(source), name="a.txt.gz")
    archive_of(tmp_path, letter("mail", envelope=b""), name="b.eml")
    with Archive([tmp_path]) as archive:
        found = [each for each in archive if isinstance(each, ArchivedMessage)]
        for message in reversed(found):
            assert archive.reread(message.position, message.sent_at) == message
    assert len(found) == 20


def test_nothing_and_blank_files_hold_no_messages(tmp_path: Path) -> None:
    assert read_all(tmp_path) == []
    assert read_all(archive_of(tmp_path, b"\n\n", name="empty.mbox")) == []


def test_hostile_bytes_never_stop_the_run(tmp_path: Path) -> None:
    odd = [
        letter(b"\x00\xff\xed\xa0\x80", subject="\x00=?utf-8?q?=00=ED=A0=80?="),
        letter(sender="(" * 3000),
        letter(date="Mon, 99 Foo 99999999999 99:99:99 +99999999"),
        letter(more="Content-Type: multipart/mixed; boundary*=\x00''%00\n"),
        letter(more="Content-Type: text/plain; charset*0*=undefined'x'%FF\n"),
        letter(references="<" * 5000),
        ENVELOPE + b":\n:::\nSubject: x\n\n",
    ]
    found = read_all(archive_of(tmp_path, *odd))
    assert len(found) == len(odd)
    for message in found:
        assert isinstance(message, ArchivedMessage)
        assert "\0" not in message.subject + message.body
        (message.subject + message.body + message.author.name).encode()


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "big.mbox"
    with path.open("wb") as file:
        for number in range(200):
            file.write(letter("word " * 8000, id_=f"{number}@x.org"))
    assert path.stat().st_size > 7_000_000
    tracemalloc.start()
    count = sum(1 for _ in read_archive([path]))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200
    assert peak < 4_000_000
