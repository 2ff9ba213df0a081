"""Mails and archives as bytes, for tests of the import."""

from collections.abc import Collection, Iterator, Sequence
from itertools import count
from pathlib import Path

from forum.admin.imports.mail_archive.reading import Archive
from forum.admin.imports.mail_archive.values import ArchivedMessage, BrokenMessage

_numbers = count(1)
ENVELOPE = b"From ada at example.org  Mon Mar  1 10:00:00 2004\n"
DATE = "Mon, 01 Mar 2004 10:00:00 +0000"


def letter(
    body: str | bytes = "Good morning.\n",
    *,
    sender: str = "ada at example.org (Ada Quill)",
    subject: str = "Plans",
    date: str | None = DATE,
    id_: str | None = "",
    answers: str = "",
    references: str = "",
    more: str | bytes = "",
    envelope: bytes = ENVELOPE,
) -> bytes:
    """Make one message of an mbox, as pipermail writes them; `id_` "" makes one up, None leaves it out."""
    fields = [f"From: {sender}", f"Subject: {subject}"]
    if date is not None:
        fields.append(f"Date: {date}")
    if id_ is not None:
        fields.append(f"Message-ID: <{id_ or f'{next(_numbers)}@example.org'}>")
    if answers:
        fields.append(f"In-Reply-To: {answers}")
    if references:
        fields.append(f"References: {references}")
    head = "\n".join(fields).encode()
    extra = more.encode() if isinstance(more, str) else more
    text = body.encode() if isinstance(body, str) else body
    return envelope + head + b"\n" + extra + b"\n" + text + b"\n"


def on_day(day: int, month: int = 3, year: int = 2004) -> str:
    """Return a date for a header."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day:02} {months[month - 1]} {year} 10:00:00 +0000"


def archive_of(folder: Path, *letters: bytes, name: str = "2004-March.txt") -> Path:
    """Write messages into one mbox file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(letters))
    return path


def read_archive(
    paths: Sequence[Path], *, known_lists: Collection[str] = ()
) -> Iterator[ArchivedMessage | BrokenMessage]:
    """Go through the messages and the broken places of an archive."""
    with Archive(paths, known_lists=known_lists) as archive:
        yield from archive


def read_all(*paths: Path) -> list[ArchivedMessage | BrokenMessage]:
    """Read an archive to its end."""
    return list(read_archive(paths))


def read_letter(folder: Path, content: bytes) -> ArchivedMessage:
    """Read an archive of one message."""
    [message] = read_all(archive_of(folder, content))
    assert isinstance(message, ArchivedMessage), message
    return message
