"""A real list of eighteen years: 163 monthly files of pipermail, with the figures they hold.

The figures were found in other ways too: messages, duplicates and people by plain searches for
lines (`_grep` below does the same), threads by counting the messages that neither refer to any
other nor carry the subject of one.
"""

import quopri
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from forum.admin.imports.mail_archive.reading import Archive
from forum.admin.imports.mail_archive.threads import assemble_threads, sketch_of
from forum.admin.imports.mail_archive.values import ArchivedMessage, Assembly, BrokenMessage

LIST = "twisted-web@twistedmatrix.com"


@pytest.fixture(scope="module")
def folder(test_data: Path) -> Path:
    path = test_data / "threads" / "twisted-pipermail" / "twisted-web"
    if not path.is_dir():
        pytest.skip(f"no archive under {path}")
    return path


@pytest.fixture(scope="module")
def archive(folder: Path) -> Archive:
    return Archive([folder])


@pytest.fixture(scope="module")
def found(archive: Archive) -> list[ArchivedMessage | BrokenMessage]:
    return list(archive)


@pytest.fixture(scope="module")
def messages(found: list[ArchivedMessage | BrokenMessage]) -> list[ArchivedMessage]:
    return [each for each in found if isinstance(each, ArchivedMessage)]


@pytest.fixture(scope="module")
def assembly(archive: Archive, messages: list[ArchivedMessage]) -> Assembly:
    return assemble_threads(sketch_of(each, archive.facts.subject_tags) for each in messages)


def _grep(folder: Path, pattern: bytes) -> list[bytes]:
    lines = re.compile(pattern, re.MULTILINE)
    return [line for path in folder.iterdir() for line in lines.findall(path.read_bytes())]


def test_every_message_is_read_and_none_is_broken(
    folder: Path, found: list[ArchivedMessage | BrokenMessage]
) -> None:
    # Three of the 5,377 lines that start with "From " are sentences inside of messages.
    assert len(_grep(folder, rb"^From .*$")) == 5377
    dated = _grep(folder, rb"^From .*  \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$")
    assert len(found) == len(dated) == 5374
    assert not [each for each in found if isinstance(each, BrokenMessage)]


def test_copies_are_recognised(
    folder: Path, messages: list[ArchivedMessage], assembly: Assembly
) -> None:
    ids = Counter(_grep(folder, rb"^Message-ID: <(.*)>$"))
    assert sum(count - 1 for count in ids.values()) == 3
    assert assembly.duplicates == 3
    assert len({each.key for each in messages}) == 5371


def test_people_are_told_apart(
    folder: Path, archive: Archive, messages: list[ArchivedMessage]
) -> None:
    assert archive.facts.shared_addresses == {LIST}
    assert archive.facts.subject_tags == {"twisted-web"}
    behind_list = [each.author for each in messages if each.author.is_shared]
    fields = _grep(folder, rb"^From: (twisted-web(?:@| at )twistedmatrix\.com \(.*\))$")
    assert len(behind_list) == len(fields) == 251
    # Sixty-two spellings: one name is encoded in two ways, and the list's own address stands for
    # a missing name in two ways.
    assert len(set(fields)) == 62
    assert len({author.key for author in behind_list}) == 60
    addresses = {line.lower() for line in _grep(folder, rb"^From: (\S+(?: at \S+)?) \(.*\)$")}
    assert len({each.replace(b" at ", b"@") for each in addresses}) == 697
    assert len({each.author.key for each in messages}) == 696 + 60


def test_threads_hold_every_message_once_and_parents_first(
    messages: list[ArchivedMessage], assembly: Assembly
) -> None:
    keys = [entry.sketch.key for thread in assembly.threads for entry in thread.entries]
    assert len(keys) == len(set(keys)) == 5371
    for thread in assembly.threads:
        above: set[str | None] = {None}
        for entry in thread.entries:
            assert entry.parent in above
            above.add(entry.sketch.key)


def test_threads_are_as_many_as_there_are_beginnings(
    messages: list[ArchivedMessage], assembly: Assembly
) -> None:
    assert len(assembly.threads) == 1511
    # Counted anew, with nothing but ids: every group of messages that refer to each other.
    group: dict[str, str] = {}

    def head(name: str) -> str:
        while group.setdefault(name, name) != name:
            name = group[name]
        return name

    for each in messages:
        for wanted in (*each.in_reply_to, *each.references):
            group[head(wanted)] = head(each.message_id)
    by_reference = {head(each.message_id) for each in messages}
    assert 1511 < len(by_reference) < 1700
    # Subjects only ever join: no two messages of one such group stand in different threads.
    thread_of = {
        entry.sketch.message_id: number
        for number, thread in enumerate(assembly.threads)
        for entry in thread.entries
    }
    threads_of_group = {(head(each.message_id), thread_of[each.message_id]) for each in messages}
    assert len(threads_of_group) <= len(by_reference) + 20


def test_second_run_brings_nothing_new(
    archive: Archive, messages: list[ArchivedMessage], assembly: Assembly
) -> None:
    again = {each.key for each in archive if isinstance(each, ArchivedMessage)}
    assert again == {each.key for each in messages}


def test_attachments_left_encoded_by_the_archive_are_found(messages: list[ArchivedMessage]) -> None:
    files = {file.name: file.content for each in messages for file in each.attachments}
    assert len(files["py-dav.zip"]) == 87638
    assert files["py-dav.zip"].startswith(b"PK\x03\x04")
    assert files["nevow_0.1-0.1.diff.gz"].startswith(b"\x1f\x8b")


def test_drawn_messages_say_what_their_sources_say(messages: list[ArchivedMessage]) -> None:
    """Compare fifty drawn messages, those that were read by eye, with the lines of their files."""
    chance = random.Random(20261122)
    drawn = sorted({each.key: each for each in messages}.items())
    chance.shuffle(drawn)
    for _key, message in drawn[:50]:
        place = message.position
        source = Path(place.file).read_bytes()[place.offset : place.offset + place.length]
        readings = (source, quopri.decodestring(source))
        lines = {
            line.strip()
            for reading in readings
            for line in reading.decode("utf-8", "replace").splitlines()
        }
        own = [line.strip() for line in message.body.splitlines() if line.strip().isascii()]
        kept = sum(line in lines for line in own)
        assert kept >= len(own) * 0.9, str(place)
        assert f"Message-ID: <{message.message_id}>" in lines
        assert message.author.address.partition("@")[0].encode() in source


def test_footers_of_the_list_do_not_end_posts(messages: list[ArchivedMessage]) -> None:
    last_lines = [each.body.rpartition("\n")[2] for each in messages]
    footers = [line for line in last_lines if line.endswith("/mailman/listinfo/twisted-web")]
    # What is quoted belongs to the quote, which pages fold.
    assert len(footers) == 118
    assert all(line.startswith((">", "|")) for line in footers)
