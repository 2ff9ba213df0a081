"""What is read out of an archive: messages, their parts and authors, and the threads they form."""

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

BodyFormat = Literal["plain_mail", "html_mail"]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a message stands: file, byte offset in its unpacked text, and number in the file."""

    file: str
    offset: int
    ordinal: int
    length: int = 0

    def __str__(self) -> str:
        name = self.file.encode("utf-8", "replace").decode()
        return f"{name}, message {self.ordinal} at byte {self.offset}"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message.

    A shared address (the list's own, a gateway's) says nothing about the person, so that there the
    name belongs to the identity; elsewhere the address alone does.
    """

    address: str
    name: str
    is_shared: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells this person from others: address, and name where it is needed."""
        needs_name = self.is_shared or not self.address
        return self.address.casefold(), self.name.casefold() if needs_name else ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; `content_id` is what an HTML body calls it by."""

    name: str
    content_type: str
    content: bytes = field(repr=False)
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedMessage:
    """One message, decoded; ids stand without their angle brackets."""

    position: Position
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    author: Author
    sent_at: datetime
    body: str
    body_format: BodyFormat
    attachments: tuple[Attachment, ...]
    fingerprint: str

    @property
    def key(self) -> str:
        """Return what names this message in every run: its id and what it says.

        Two messages may carry the same id and say different things; those are two messages.
        """
        return hashlib.sha256(f"{self.message_id}#{self.fingerprint}".encode()).hexdigest()[:40]

    def sent(self, moment: datetime) -> "ArchivedMessage":
        """Return the same message with the date that its neighbours helped to settle."""
        return replace(self, sent_at=moment)


@dataclass(frozen=True, slots=True)
class BrokenMessage:
    """A place in the archive that could not be read, and why."""

    position: Position
    reason: str


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What the whole archive tells about its lists: addresses that many share, and subject tags."""

    shared_addresses: frozenset[str] = frozenset()
    subject_tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MessageSketch:
    """What threading needs of a message, light enough to hold those of a whole archive."""

    key: str
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    title: str
    subject_key: str
    is_reply: bool
    quotes: bool
    sent_at: datetime
    position: Position
    author: Author


@dataclass(frozen=True, slots=True)
class KnownMessage:
    """A message that an earlier run brought in, and the thread it stands in."""

    sketch: MessageSketch
    thread: Hashable


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """A message in its place; `parent` is the key of the message it answers, if that is known."""

    sketch: MessageSketch
    parent: str | None


@dataclass(frozen=True, slots=True)
class AssembledThread:
    """Messages to bring in as one thread, parents before children.

    With `attached_to` they continue that thread of an earlier run instead of starting one.
    """

    title: str
    entries: tuple[ThreadEntry, ...]
    attached_to: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Assembly:
    """All threads of an archive by date, and how many messages came twice or were known."""

    threads: tuple[AssembledThread, ...]
    duplicates: int = 0
    already_known: int = 0


@dataclass(slots=True)
class Summary:
    """The figures of the last line of an import."""

    messages: int = 0
    posts: int = 0
    threads: int = 0
    people: int = 0
    duplicates: int = 0
    skipped: int = 0
    already_known: int = 0

    def __str__(self) -> str:
        line = (
            f"{self.messages} messages read, {self.posts} posts, {self.threads} threads, "
            f"{self.people} people, {self.duplicates} duplicates, {self.skipped} skipped"
        )
        return f"{line}, {self.already_known} already here" if self.already_known else line
