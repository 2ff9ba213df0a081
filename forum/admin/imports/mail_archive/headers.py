"""The head of a message: fields found in damaged blocks, encoded words, ids and parameters."""

import binascii
import quopri
import re
from collections.abc import Iterable
from email.message import Message

from forum.admin.imports.mail_archive.charsets import clean, decode

MAX_HEAD_BYTES = 256 * 1024
MAX_REFERENCES = 50
MAX_FIELD_BYTES = 2000
"""Longer fields are cut: no one names or titles anything at this length."""

_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:[ \t]*(.*)", re.DOTALL)
_LINE_END = re.compile(rb"\r?\n")
_BLANK_LINE = re.compile(rb"(?:\A|\n)\r?\n")
_TRUSTED = frozenset({
    "from", "to", "cc", "date", "subject", "message-id", "in-reply-to", "references", "received",
    "return-path", "content-type", "content-transfer-encoding", "mime-version", "list-id",
    "list-post", "reply-to", "sender",
})  # fmt: skip

_WORD_START = r"=\?[^?\s]{1,60}\?[bBqQ]\?"
_WORD = re.compile(rf"=\?([^?\s]{{1,60}})\?([bBqQ])\?(.*?)(?:\?=|(?={_WORD_START})|\Z)", re.DOTALL)
_WORD_GAP = re.compile(rf"(\?=)\s+(?={_WORD_START})")
_SPACES = re.compile(r"\s+")
_BRACKETED_ID = re.compile(r"<([^<>]{1,998})>")
_OBFUSCATED_AT = re.compile(r"\s+at\s+|\s*(?:\(at\)|\[at\]|\(a\))\s*", re.IGNORECASE)


class Head:
    """The fields of a message or part, by lower-case name, in their order."""

    def __init__(self, fields: Iterable[tuple[str, bytes]]) -> None:
        self._fields: dict[str, list[bytes]] = {}
        for name, value in fields:
            self._fields.setdefault(name, []).append(value)
        self._charset: str | None = None

    def raw(self, name: str) -> bytes:
        """Return the first value of a field that holds anything, unfolded, or nothing."""
        return next((value for value in self._fields.get(name, ()) if value), b"")

    def text(self, name: str, limit: int = MAX_FIELD_BYTES) -> str:
        """Return a field decoded to characters, encoded words left as they are."""
        value = self.raw(name)[:limit]
        # Programs that write raw bytes into heads do it in the charset of the body.
        return decode(value) if value.isascii() else decode(value, self.charset)

    @property
    def charset(self) -> str:
        """Return the charset that Content-Type declares, or nothing."""
        if self._charset is None:
            self._charset = self.parameter("content-type", "charset")
        return self._charset

    def words(self, name: str) -> str:
        """Return a field as people read it."""
        return decode_words(self.text(name))

    def parameter(self, name: str, parameter: str) -> str:
        """Return a parameter of a field, such as the charset of Content-Type."""
        value = self.raw(name)[:MAX_FIELD_BYTES]
        if parameter.encode() not in value.lower():
            return ""
        carrier: Message[str, str] = Message()
        carrier["content-type"] = value.decode("latin-1")
        try:
            found = carrier.get_param(parameter, header="content-type")
        except (ValueError, LookupError, TypeError, IndexError):
            return ""
        if isinstance(found, tuple):
            charset, _language, encoded = found
            return decode(encoded.encode("latin-1", "replace"), charset or "utf-8")
        return decode_words(decode((found or "").encode("latin-1")))

    def with_field(self, name: str, value: bytes) -> "Head":
        """Return a copy that has one more field."""
        fields = [(each, found) for each, values in self._fields.items() for found in values]
        return Head([*fields, (name, value)])

    def __bool__(self) -> bool:
        return bool(self._fields)


def read_head(content: bytes) -> tuple[Head, bytes]:
    """Part a message into its head and its body.

    Damage is survived: lines without their indentation, "From " lines inside, no blank line.
    """
    end = _BLANK_LINE.search(content, 0, MAX_HEAD_BYTES)
    block = content[: end.start()] if end else content[:MAX_HEAD_BYTES]
    body = content[end.end() :] if end else b""
    lines = _LINE_END.split(block)
    fields: list[tuple[str, bytes]] = []
    for number, line in enumerate(lines):
        if line[:1] in {b" ", b"\t"} and fields:
            name, value = fields[-1]
            fields[-1] = (name, value + b" " + line.strip())
        elif found := _FIELD.match(line):
            fields.append((found[1].decode("ascii").lower(), found[2].strip()))
        elif line and not line.startswith((b"From ", b">From ")):
            if not _has_trusted_field(lines[number + 1 :]):
                return Head(fields), b"\n".join(lines[number:]) + b"\n\n" + body
            if fields:
                name, value = fields[-1]
                fields[-1] = (name, value + b" " + line.strip())
    return Head(fields), body


def _has_trusted_field(lines: list[bytes]) -> bool:
    found = (_FIELD.match(line) for line in lines)
    return any(field and field[1].decode("ascii").lower() in _TRUSTED for field in found)


def decode_words(text: str) -> str:
    """Decode the encoded words of a header, also broken ones, and put it on one line."""
    if "=?" in text:
        text = _decode_encoded_words(text)
        if text.startswith("=?") and text.endswith("?="):
            # Some programs encode twice.
            text = _decode_encoded_words(text)
    return _SPACES.sub(" ", clean(text)).strip()


def _decode_encoded_words(text: str) -> str:
    text = _WORD_GAP.sub(r"\1", text)
    pieces: list[str] = []
    pending, pending_charset, end = b"", "", 0
    for found in _WORD.finditer(text):
        charset = found[1].partition("*")[0].lower()
        between = text[end : found.start()]
        if pending and (between or charset != pending_charset):
            pieces.append(decode(pending, pending_charset))
            pending = b""
        pieces.append(between)
        # Words of one charset are joined before decoding: a character may be cut between two.
        pending, pending_charset, end = (
            pending + _word_bytes(found[2], found[3]),
            charset,
            found.end(),
        )
    pieces += [decode(pending, pending_charset), text[end:]]
    return "".join(pieces)


def _word_bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if encoding in "bB":
        return lenient_base64(raw)
    return quopri.decodestring(raw.replace(b"\n", b"").replace(b"\r", b""), header=True)


def lenient_base64(data: bytes) -> bytes:
    """Decode base64 with missing padding, foreign characters and a cut end."""
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data.partition(b"=")[0] if b"=" in data[:-4] else data)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


def show_address(text: str) -> str:
    """Undo the archive's "user at host"."""
    return _OBFUSCATED_AT.sub("@", text.strip(), count=1)


def ids_in(text: str) -> tuple[str, ...]:
    """Return the message ids of a References or In-Reply-To, first to last, each once."""
    found = [normal_id(each) for each in _BRACKETED_ID.findall(text)]
    if not found:
        found = [normal_id(each) for each in text.split() if "@" in each and len(each) < 998]
    ids = tuple(dict.fromkeys(each for each in found if each))
    if len(ids) > MAX_REFERENCES:
        return ids[:1] + ids[1 - MAX_REFERENCES :]
    return ids


def normal_id(text: str) -> str:
    """Return a message id without brackets, spaces that folding left, and the archive's " at "."""
    return "".join(show_address(text.strip().strip("<>")).split())
