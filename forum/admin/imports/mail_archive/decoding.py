"""The body of a message: its readable text, and the files that came with it."""

import html
import mimetypes
import quopri
import re
from dataclasses import dataclass, field, replace
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from forum.admin.imports.mail_archive.charsets import clean, decode
from forum.admin.imports.mail_archive.headers import Head, decode_words, lenient_base64
from forum.admin.imports.mail_archive.plain_text import (
    take_uuencoded,
    unfold_flowed,
    unify_line_ends,
    uudecode,
)
from forum.admin.imports.mail_archive.values import Attachment, BodyFormat

MAX_PARTS = 10_000
"""A mail of more parts is read as text: the parser's work grows with each."""

_PARSER = BytesParser(policy=compat32)
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_LEFT_OUT = _SIGNATURES | {
    "application/pgp-encrypted",
    "text/x-moz-deleted",
    "message/external-body",
}
_READABLE = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_CONTENT_TYPE = re.compile(rb"\s*([\w.+-]+/[\w.+-]+)")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w:-]{2,40})", re.IGNORECASE)
_ENRICHED = re.compile(r"<(?!<)/?[A-Za-z-]{1,60}>|(?<=<)<")
_UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]")
_TAGS = re.compile(r"<[^>]*>|&nbsp;")
_MAX_NAME = 150


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the message's tree: its own head and its bytes, still encoded for transfer."""

    head: Head
    payload: bytes
    kind: str = ""

    @property
    def content_type(self) -> str:
        """Return the type in lower case, text/plain where none or nonsense is given."""
        if self.kind:
            return self.kind
        found = _CONTENT_TYPE.match(self.head.raw("content-type"))
        return found[1].decode("ascii", "replace").lower() if found else "text/plain"

    @property
    def disposition(self) -> str:
        """Return "inline", "attachment" or nothing."""
        return self.head.text("content-disposition").partition(";")[0].strip().lower()

    @property
    def name(self) -> str:
        """Return the file name that the part carries, without any folder."""
        named = self.head.parameter("content-disposition", "filename")
        named = named or self.head.parameter("content-type", "name")
        return tame_name(named)

    @property
    def content(self) -> bytes:
        """Return the bytes, decoded from their transfer encoding as far as they can be."""
        encoding = self.head.text("content-transfer-encoding").lower()
        if "base64" in encoding:
            return lenient_base64(self.payload)
        if "quoted-printable" in encoding:
            return quopri.decodestring(self.payload)
        if "uu" in encoding:
            return uudecode(self.payload)
        return self.payload


@dataclass(slots=True)
class Body:
    """What was found while walking the parts of a message."""

    text: str = ""
    format: BodyFormat = "plain_mail"
    attachments: list[Attachment] = field(default_factory=list)

    def add(self, text: str, text_format: BodyFormat) -> None:
        """Set a further readable part below what stands already."""
        if not text.strip():
            return
        if not self.text:
            self.text, self.format = text, text_format
        elif self.format == text_format:
            self.text = f"{self.text.rstrip()}\n\n{text}"
        elif text_format == "plain_mail":
            self.text = f"{self.text}\n<pre>{html.escape(text, quote=False)}</pre>"
        else:
            self.text = f"<pre>{html.escape(self.text, quote=False)}</pre>\n{text}"
            self.format = "html_mail"


def tame_name(name: str) -> str:
    """Make a file name of what a mail says is one: no folders, no control or direction marks."""
    name = _UNSAFE_IN_NAMES.sub(" ", re.split(r"[/\\]", name)[-1] or name)
    name = " ".join(name.split()).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    if len(name) > _MAX_NAME and dot and len(suffix) < 20:
        return f"{stem[: _MAX_NAME - len(suffix) - 1]}.{suffix}"
    return name[:_MAX_NAME]


def read_body(head: Head, content: bytes) -> Body:
    """Return a message's text, plain where there is a choice, and its attachments."""
    root = Part(head, content)
    is_tree = root.content_type.startswith(("multipart/", "message/"))
    body = _read_tree(root) if is_tree else _read_leaf(root)
    if body.format == "plain_mail":
        body.text, enclosed = take_uuencoded(body.text)
        body.attachments += [
            _attachment(tame_name(name), "", data, len(body.attachments)) for name, data in enclosed
        ]
    return body


def _read_leaf(root: Part) -> Body:
    body = Body()
    _place(root, body)
    return body


def _read_tree(root: Part) -> Body:
    body = Body()
    try:
        _gather(_parse_tree(root), body)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # Heads written to break parsers: what they hide is still worth reading as text.
        return _read_leaf(replace(root, kind="text/plain"))
    return body


def _parse_tree(root: Part) -> Message:
    if root.payload.count(b"\n--") > MAX_PARTS:
        raise ValueError("too many parts")
    described = (b"content-type", b"content-transfer-encoding", b"content-disposition")
    head = b"".join(
        name + b": " + root.head.raw(name.decode()) + b"\n"
        for name in described
        if root.head.raw(name.decode())
    )
    return _PARSER.parsebytes(head + b"\n" + root.payload)


def _part_of(message: Message) -> Part:
    head = Head(
        (name.lower(), " ".join(str(value).split()).encode("utf-8", "surrogateescape"))
        for name, value in message.raw_items()
    )
    # Without this field the parser gives the bytes as they came; with it, it would decode them its
    # own way, or fail.
    del message["content-transfer-encoding"]
    payload = message.get_payload(decode=True)
    return Part(head, payload if isinstance(payload, bytes) else b"")


def _gather(message: Message, body: Body) -> None:
    """Walk down one branch of the tree."""
    kind = message.get_content_type()
    children = message.get_payload() if message.is_multipart() else None
    if kind == "message/rfc822" or (kind.startswith("message/") and children):
        _enclose(message, body)
    elif not isinstance(children, list):
        part = _part_of(message)
        # Without its boundary a tree of parts is no more than text.
        _place(replace(part, kind="text/plain") if kind.startswith("multipart/") else part, body)
    elif kind == "multipart/alternative":
        _choose([each for each in children if isinstance(each, Message)], body)
    else:
        for child in children:
            if isinstance(child, Message):
                _gather(child, body)
        _keep_lost_text(message, body)


def _choose(alternatives: list[Message], body: Body) -> None:
    """Take the plain alternative where it says anything, else the richest one that can be shown."""
    branches = []
    for alternative in alternatives:
        branch = Body()
        _gather(alternative, branch)
        branches.append(branch)
    plain = [each for each in branches if each.format == "plain_mail" and each.text.strip()]
    rich = [each for each in branches if each.format == "html_mail" and _says_something(each.text)]
    chosen = (plain or rich[::-1] or branches or [Body()])[0]
    body.add(chosen.text, chosen.format)
    # Pictures and files may hang in the branch that is not shown.
    for branch in branches:
        body.attachments += branch.attachments


def _says_something(text: str) -> bool:
    return bool(_TAGS.sub("", text).strip())


def _keep_lost_text(message: Message, body: Body) -> None:
    """Read the text before a boundary that never came."""
    if not body.text and not body.attachments and message.preamble:
        lost = message.preamble.encode("utf-8", "surrogateescape")
        body.add(unify_line_ends(decode(lost)), "plain_mail")


def _enclose(message: Message, body: Body) -> None:
    """Keep a mail inside the mail as a file."""
    children = message.get_payload()
    if not isinstance(children, list):
        _place(_part_of(message), body)
        return
    inner = b"\n".join(_flat_bytes(child) for child in children if isinstance(child, Message))
    first = children[0] if children else None
    subject = decode_words(str(first.get("subject", ""))) if isinstance(first, Message) else ""
    part = _part_of(message)
    kind = part.content_type
    stand_in = f"{kind[8:]}.txt" if kind != "message/rfc822" else f"{subject or 'message'}.eml"
    name = part.name or tame_name(stand_in)
    body.attachments.append(_attachment(name, kind, inner, len(body.attachments)))


def _flat_bytes(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (MessageError, LookupError, ValueError, AttributeError, TypeError):
        return "\n".join(f"{name}: {value}" for name, value in message.raw_items()).encode(
            "utf-8", "replace"
        )


def _place(part: Part, body: Body) -> None:
    """Read a leaf as text, or keep it as a file."""
    kind = part.content_type
    if kind in _LEFT_OUT:
        return
    is_file = part.disposition == "attachment" or (part.disposition != "inline" and bool(part.name))
    is_named = bool(part.name) and not _is_first_text(part, body)
    if kind in _READABLE and not is_file and not is_named:
        text, text_format = _read_text(part)
        body.add(text, text_format)
    elif content := part.content:
        content_id = part.head.text("content-id").strip("<> ")
        body.attachments.append(
            _attachment(part.name, kind, content, len(body.attachments), content_id)
        )


def _is_first_text(part: Part, body: Body) -> bool:
    """Tell a body that was given a name ("message.txt") from an enclosed file."""
    return part.disposition == "inline" and not body.text and part.content_type == "text/html"


def _read_text(part: Part) -> tuple[str, BodyFormat]:
    charset = part.head.charset
    content = part.content
    if part.content_type == "text/html":
        if not charset and (found := _META_CHARSET.search(content[:4096])):
            charset = found[1].decode("ascii")
        return unify_line_ends(decode(content, charset)), "html_mail"
    text = unify_line_ends(decode(content, charset))
    if part.content_type != "text/plain":
        text = _ENRICHED.sub("", text)
    if part.head.parameter("content-type", "format").lower() == "flowed":
        text = unfold_flowed(
            text, drop_space=part.head.parameter("content-type", "delsp").lower() == "yes"
        )
    return text, "plain_mail"


def _attachment(
    name: str, kind: str, content: bytes, number: int, content_id: str = ""
) -> Attachment:
    kind = kind or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if not name:
        suffix = mimetypes.guess_extension(kind) if kind != "text/plain" else ".txt"
        suffix = suffix or (".txt" if kind.startswith("text/") else ".bin")
        name = f"attachment-{number + 1}{suffix}"
    return Attachment(clean(name), kind, content, content_id)
