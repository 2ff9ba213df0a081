"""Cutting an mbox file into messages at its "From " lines, in one pass and bounded memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

MAX_MESSAGE_BYTES = 64 * 1024 * 1024
"""A message above this is reported and skipped, so that one damaged file cannot fill the memory."""

BLOCK_BYTES = 1024 * 1024
LOOKAHEAD_BYTES = 8192

DAYS = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
MONTHS = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"

_DATED_LINE = re.compile(
    rb"From (?P<sender>[^\r\n]{0,998}?) *"
    rb"(?P<date>"
    + DAYS
    + rb",? +(?:"
    + MONTHS
    + rb" +\d{1,2}|\d{1,2}[ -]"
    + MONTHS
    + rb"[ -]\d{4})"
    rb"[ ,]+\d{1,2}:\d\d(?::\d\d)?[^\r\n]{0,40}?)[ \t]*(?:remote from [^\r\n]*)?\r?\n"
)
_UNDATED_LINE = re.compile(rb"From [^\s]{0,998}(?: at [^\s]{1,998})?[ \t]*\r?\n")
_YEAR = re.compile(rb"\b\d{4}\b")
_HEADER = re.compile(rb"(?:>?From |[!-9;-~]{1,76}[ \t]*:)")
_KNOWN_HEADER = re.compile(
    rb"^(?:From|To|Cc|Date|Subject|Message-Id|Received|Return-Path|Reply-To|Sender|MIME-Version"
    rb"|Content-Type|In-Reply-To|References|Delivered-To|Newsgroups|Path|X-[\w-]+|List-[\w-]+)"
    rb"[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_POSTMARK = re.compile(
    rb"^(?:Message-Id|Received|Return-Path|Date)[ \t]*:", re.IGNORECASE | re.MULTILINE
)
_BLANK = re.compile(rb"\r?\n")
_BLOCK_END = re.compile(rb"\r?\n\r?\n")
_GARBAGE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class ByteStream(Protocol):
    """What is read here: an open file, packed or not."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to so many bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class RawMessage:
    """The bytes of one message; `envelope` is its "From " line, empty in a single mail."""

    offset: int
    envelope: bytes
    content: bytes
    is_oversized: bool = False

    @property
    def length(self) -> int:
        """Return how many bytes the message takes in its file."""
        return len(self.envelope) + len(self.content)


def looks_like_mail(start: bytes) -> bool:
    """Tell whether a file that starts so is an mbox or a single mail."""
    start = start.lstrip(b"\r\n\t \xef\xbb\xbf")
    return is_separator(start, 0) or starts_with_headers(start)


def starts_with_headers(content: bytes) -> bool:
    """Tell whether a well-known mail header stands in the first lines."""
    block = _BLOCK_END.split(content[:LOOKAHEAD_BYTES], maxsplit=1)[0]
    return bool(_HEADER.match(block) and _KNOWN_HEADER.search(block))


def split_envelope(content: bytes) -> tuple[bytes, bytes]:
    """Part the "From " line, if there is one, from the message below it."""
    if not is_separator(content, 0):
        return b"", content
    end = content.find(b"\n") + 1
    return content[:end], content[end:]


def is_separator(text: bytes | bytearray, at: int) -> bool:
    """Tell whether a message starts at this "From ".

    Sentences start with "From " too and archives do not always quote them: the line must carry a
    date, or below it must follow what only a mail's head has.
    """
    dated = _DATED_LINE.match(text, at)
    if dated and _YEAR.search(dated["date"]):
        return _is_followed_by_message(text, dated.end(), follows_blank=_follows_blank(text, at))
    undated = _UNDATED_LINE.match(text, at)
    if undated is None or not _follows_blank(text, at):
        return False
    block = _block_after(text, undated.end())
    return bool(_KNOWN_HEADER.match(block) and _POSTMARK.search(block))


def _is_followed_by_message(text: bytes | bytearray, at: int, *, follows_blank: bool) -> bool:
    if _HEADER.match(text, at):
        return True
    if at >= len(text) or _BLANK.match(text, at):
        return follows_blank
    block = _block_after(text, at)
    return bool(_KNOWN_HEADER.search(block) or (follows_blank and _GARBAGE.search(block)))


def _block_after(text: bytes | bytearray, at: int) -> bytes:
    ahead = bytes(text[at : at + LOOKAHEAD_BYTES])
    return _BLOCK_END.split(ahead, maxsplit=1)[0]


def _follows_blank(text: bytes | bytearray, at: int) -> bool:
    return not text[max(0, at - 4) : at].strip(b"\r\n") or text[max(0, at - 4) : at].endswith(
        (b"\n\n", b"\n\r\n")
    )


def split_mbox(stream: ByteStream, *, is_single: bool = False) -> Iterator[RawMessage]:
    """Cut the stream into messages, holding one message and one block at a time."""
    if is_single:
        content = stream.read(MAX_MESSAGE_BYTES + 1)
        envelope, rest = split_envelope(content)
        yield RawMessage(0, envelope, rest, is_oversized=len(content) > MAX_MESSAGE_BYTES)
        return
    scanner = _Scanner(stream)
    while scanner.fill():
        yield from scanner.cut()
    yield from scanner.finish()


class _Scanner:
    """A window that moves over the stream from one "From " line to the next."""

    def __init__(self, stream: ByteStream) -> None:
        self.stream = stream
        self.window = bytearray()
        self.offset = 0
        self.searched = 0
        self.dropped = 0
        self.at_end = False

    def fill(self) -> bool:
        block = self.stream.read(BLOCK_BYTES)
        self.at_end = not block
        self.window += block
        return bool(block)

    def cut(self) -> Iterator[RawMessage]:
        """Yield every message whose end is in the window."""
        start = 0
        while (found := self._next_separator()) is not None:
            yield from self._take(start, found)
            start = found
            self.searched = found + 5
        self._forget(start)

    def finish(self) -> Iterator[RawMessage]:
        yield from self.cut()
        yield from self._take(0, len(self.window))

    def _next_separator(self) -> int | None:
        while True:
            found = self._find(self.searched)
            if found < 0:
                # The end of the window may cut a "From ": its first bytes are looked at again.
                self.searched = max(self.searched, len(self.window) - 5)
                return None
            if not self.at_end and found + LOOKAHEAD_BYTES > len(self.window):
                self.searched = found
                return None
            if is_separator(self.window, found):
                return found
            self.searched = found + 5

    def _find(self, start: int) -> int:
        if start == 0 and self.offset == 0 and self.window.startswith(b"From "):
            return 0
        found = self.window.find(b"\nFrom ", max(0, start - 1))
        return found + 1 if found >= 0 else -1

    def _take(self, start: int, end: int) -> Iterator[RawMessage]:
        content = bytes(self.window[start:end])
        offset = self.offset + start
        if self.dropped:
            yield RawMessage(offset - self.dropped, b"", content[:0], is_oversized=True)
            self.dropped = 0
        elif content.strip():
            envelope, body = split_envelope(content)
            yield RawMessage(offset, envelope, body)

    def _forget(self, start: int) -> None:
        del self.window[:start]
        self.offset += start
        self.searched = max(0, self.searched - start)
        if len(self.window) > MAX_MESSAGE_BYTES:
            surplus = self.searched - 8
            del self.window[:surplus]
            self.offset += surplus
            self.dropped += surplus
            self.searched = 8
