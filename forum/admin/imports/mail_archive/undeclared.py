"""Bodies whose encoding nobody declares: archives drop heads, and leave bodies encoded."""

import re

from forum.admin.imports.mail_archive.headers import Head

# At most a line or two of preamble ("This is a multi-part message in MIME format.").
_FIRST_BOUNDARY = re.compile(
    rb"\s*(?:[^\r\n]{1,120}\r?\n\s*){0,2}?--(?P<boundary>[^\s]{1,70})\r?\n(?:[\w-]+:[^\n]*\n)*?"
    rb"Content-Type:",
    re.IGNORECASE,
)
_PART_TYPE = re.compile(rb"^Content-Type:[ \t]*([\w/.+-]+)", re.IGNORECASE | re.MULTILINE)
_QUOTED_PRINTABLE = re.compile(rb"=(?:[0-9A-F]{2}|[ \t]*\r?\n)")
_SOFT_BREAK = re.compile(rb"^[^\n]{65,77}=\r?$", re.MULTILINE)


def declare_body(head: Head, body: bytes) -> Head:
    """Return the head with what the body shows itself to be, where the head says nothing."""
    if head.raw("content-type") or head.raw("content-transfer-encoding"):
        return head
    if found := _FIRST_BOUNDARY.match(body[:2000]):
        boundary = found["boundary"]
        if b"\n--" + boundary + b"--" in body:
            kind = b"alternative" if _is_one_text_twice(body) else b"mixed"
            return head.with_field(
                "content-type", b"multipart/" + kind + b'; boundary="' + boundary + b'"'
            )
    if is_quoted_printable(body):
        return head.with_field("content-transfer-encoding", b"quoted-printable")
    return head


def _is_one_text_twice(body: bytes) -> bool:
    return [kind.lower() for kind in _PART_TYPE.findall(body)] == [b"text/plain", b"text/html"]


def is_quoted_printable(body: bytes) -> bool:
    """Tell text whose every "=" is an escape, and whose long lines end in one."""
    if not body.isascii() or not _SOFT_BREAK.search(body):
        return False
    return body.count(b"=") == len(_QUOTED_PRINTABLE.findall(body))
