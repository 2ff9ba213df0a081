"""Messages out of archives: read once in the order of time, or again one by one."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from forum.admin.imports.mail_archive.charsets import decode
from forum.admin.imports.mail_archive.dates import (
    parse_date,
    parse_envelope_date,
    settle_date,
)
from forum.admin.imports.mail_archive.decoding import Body, read_body
from forum.admin.imports.mail_archive.footers import cut_html_footer, cut_plain_footers
from forum.admin.imports.mail_archive.headers import Head, ids_in, normal_id, read_head
from forum.admin.imports.mail_archive.people import read_author
from forum.admin.imports.mail_archive.plain_text import unquote_from_lines
from forum.admin.imports.mail_archive.separators import RawMessage, split_envelope, split_mbox
from forum.admin.imports.mail_archive.sources import (
    ArchiveFile,
    Reopened,
    date_in_name,
    find_files,
    is_single_mail,
    open_stream,
)
from forum.admin.imports.mail_archive.survey import Survey
from forum.admin.imports.mail_archive.undeclared import declare_body
from forum.admin.imports.mail_archive.values import (
    ArchivedMessage,
    BrokenMessage,
    ListFacts,
    Position,
)
from forum.kernel.clock import now

_ENVELOPE_SENDER = re.compile(rb"From (\S+(?: at \S+)?)")
_ESSENTIAL = ("from", "date", "subject", "message-id", "sender", "to", "received")
_NOT_SAID = re.compile(r"\W+")
_SCRUBBED_URL = re.compile(r"^Url[ \t]*:[^\n]*(?:\n[ \t]*<[^\n]*>)?$", re.MULTILINE | re.IGNORECASE)


MAX_REFERENCES_BYTES = 64 * 1024


class Unreadable(Exception):  # noqa: N818 -- an answer of this package, not a fault
    """A message that cannot be read; it carries the reason."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A message cut out of its file, before its head is understood."""

    position: Position
    raw: RawMessage


class Archive:
    """An archive: iterating reads all its messages in bounded memory, `reread` reads one again.

    `known_lists` are list addresses that earlier runs found, for parts too small to tell.
    """

    def __init__(self, paths: Iterable[Path | str], *, known_lists: Collection[str] = ()) -> None:
        self._files = find_files(paths)
        self._known_lists = frozenset(address.casefold() for address in known_lists)
        self._reopened = Reopened()
        self._facts: ListFacts | None = None
        self._count = 0
        self._first_dates: dict[Path, datetime] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was unpacked for reading again."""
        self._reopened.close()

    @property
    def count(self) -> int:
        """Return how many messages, broken ones included, iterating will give."""
        self._facts = self.facts
        return self._count

    @property
    def facts(self) -> ListFacts:
        """Return what the archive tells about its lists; this reads all heads once."""
        if self._facts is None:
            self._facts = self._survey()
        return self._facts

    def __iter__(self) -> Iterator[ArchivedMessage | BrokenMessage]:
        facts = self.facts
        for file in sorted(self._files, key=self._order):
            neighbour = _named_date(file.path) or self._first_date(file.path)
            for found in _cut_file(file):
                if isinstance(found, BrokenMessage):
                    yield found
                    continue
                message = _read_or_report(found, facts, neighbour)
                if isinstance(message, ArchivedMessage):
                    neighbour = message.sent_at
                yield message

    def reread(self, position: Position, sent_at: datetime) -> ArchivedMessage:
        """Return the message at a position once more, with the date that was settled for it."""
        content = self._reopened.read(position.file, position.offset, position.length)
        envelope, body = split_envelope(content)
        found = _Found(position, RawMessage(position.offset, envelope, body))
        return understand(found, self.facts, sent_at).sent(sent_at)

    def _order(self, file: ArchiveFile) -> datetime:
        """Return a date to sort by; files of one date keep the order of their names."""
        last = datetime.max.replace(tzinfo=UTC)
        return _named_date(file.path) or self._first_dates.get(file.path, last)

    def _first_date(self, path: Path) -> datetime | None:
        """Return the first date in a file; for one without any, a date that stands in."""
        if path in self._first_dates:
            return self._first_dates[path]
        if self._first_dates:
            return max(self._first_dates.values())
        try:
            return datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (OSError, OverflowError, ValueError):
            return None

    def _survey(self) -> ListFacts:
        survey = Survey()
        moment = now()
        for file in self._files:
            for found in _cut_file(file):
                self._count += 1
                if isinstance(found, BrokenMessage):
                    continue
                head, _body = read_head(found.raw.content)
                _take_safely(survey, head)
                if file.path not in self._first_dates:
                    claimed, arrivals = parse_date(head.text("date")), _arrivals(head, found.raw)
                    date = settle_date(claimed, arrivals, _named_date(file.path), moment)
                    if date is not None:
                        self._first_dates[file.path] = date
        return survey.facts(self._known_lists)


def _named_date(path: Path) -> datetime | None:
    """Return the date in a file's name, where it names a month or a day at least."""
    year, month, day = date_in_name(path) or (0, 0, 0)
    if not year or not 1 <= month <= 12:
        return None
    return datetime(year, month, min(max(day, 1), 28), tzinfo=UTC)


def _take_safely(survey: Survey, head: Head) -> None:
    """Learn from a head what can be learnt; what cannot be read is reported when it is read."""
    with suppress(Exception):
        survey.take(head)


def _cut_file(file: ArchiveFile) -> Iterator[_Found | BrokenMessage]:
    """Yield the messages of one file; what stops the reading is reported, and ends the file."""
    ordinal, reached = 0, 0
    name = str(file.path)
    try:
        with open_stream(file.path) as stream:
            for raw in split_mbox(stream, is_single=is_single_mail(file.path)):
                ordinal += 1
                reached = raw.offset + raw.length
                place = Position(name, raw.offset, ordinal, raw.length)
                if raw.is_oversized:
                    yield BrokenMessage(place, "The message is too large.")
                else:
                    yield _Found(place, raw)
    except (OSError, EOFError, UnicodeError, ValueError) as error:
        reason = f"The file cannot be read further: {error or type(error).__name__}."
        yield BrokenMessage(Position(name, reached, ordinal + 1), reason)


def _read_or_report(
    found: _Found, facts: ListFacts, neighbour: datetime | None
) -> ArchivedMessage | BrokenMessage:
    try:
        return understand(found, facts, neighbour)
    except Unreadable as refusal:
        return BrokenMessage(found.position, str(refusal))
    except Exception as error:  # noqa: BLE001 -- one message out of thousands must not stop the run
        reason = f"It cannot be understood ({type(error).__name__})."
        return BrokenMessage(found.position, reason)


def understand(found: _Found, facts: ListFacts, neighbour: datetime | None) -> ArchivedMessage:
    """Make a message of its bytes. Raises Unreadable."""
    raw = found.raw
    content = unquote_from_lines(raw.content) if raw.envelope else raw.content
    head, rest = read_head(content)
    if not any(head.raw(name) for name in _ESSENTIAL):
        raise Unreadable("It has no head: neither sender, date nor subject.")
    sent_at = settle_date(parse_date(head.text("date")), _arrivals(head, raw), neighbour, now())
    if sent_at is None:
        raise Unreadable("It has no date, and nothing around it has one.")
    sender = _ENVELOPE_SENDER.match(raw.envelope)
    author = read_author(head, decode(sender[1]) if sender else "", facts.shared_addresses)
    body = _finished(read_body(declare_body(head, rest), rest))
    fingerprint = _fingerprint(body)
    return ArchivedMessage(
        position=found.position,
        message_id=normal_id(head.text("message-id")) or _made_id(head, fingerprint),
        in_reply_to=ids_in(head.text("in-reply-to", MAX_REFERENCES_BYTES)),
        references=ids_in(head.text("references", MAX_REFERENCES_BYTES)),
        subject=head.words("subject"),
        author=author,
        sent_at=sent_at,
        body=body.text,
        body_format=body.format,
        attachments=tuple(body.attachments),
        fingerprint=fingerprint,
    )


def _arrivals(head: Head, raw: RawMessage) -> list[datetime | None]:
    received = head.text("received").rpartition(";")[2]
    return [parse_envelope_date(decode(raw.envelope)), parse_date(received) if received else None]


def _finished(body: Body) -> Body:
    if body.format == "html_mail":
        body.text = cut_html_footer(body.text).strip()
    else:
        body.text = cut_plain_footers(body.text).strip("\n").rstrip()
    return body


def _fingerprint(body: Body) -> str:
    """Digest what a message says; copies that lists and archives laid out anew are equal."""
    said = _NOT_SAID.sub("", _SCRUBBED_URL.sub("", body.text)).casefold()
    digest = hashlib.sha256(said.encode("utf-8", "replace"))
    for attachment in body.attachments:
        digest.update(hashlib.sha256(attachment.content).digest())
    return digest.hexdigest()[:16]


def _made_id(head: Head, fingerprint: str) -> str:
    """Make the same id in every run for a message that has none."""
    told = "\n".join(head.text(name) for name in ("from", "date", "subject", "in-reply-to"))
    digest = hashlib.sha256(f"{told}\n{fingerprint}".encode("utf-8", "replace")).hexdigest()
    return f"{digest[:32]}@without-id.invalid"
