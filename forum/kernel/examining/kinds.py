"""What a file is, told by its content: neither its name nor the browser is asked."""

import codecs
import re

import puremagic

from forum.kernel.examining.names import ending_of
from forum.kernel.examining.values import Kind, Refused

TAKEN = (
    "Images (JPEG, PNG, WebP, GIF, AVIF) and documents (PDF, DOCX, ODT, XLSX, PPTX, TXT, CSV) "
    "can be attached."
)
_SIGNATURES = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"%PDF-", Kind.PDF),
)
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_ACTIVE = re.compile(
    rb"\A\s*(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype|html|head|body|script|svg|\?xml|\?php|%|iframe|object|style|xsl)",
    re.IGNORECASE | re.DOTALL,
)
_ANYWHERE = re.compile(rb"<script\b|<svg\b[^>]*>|<\?php", re.IGNORECASE)
_PLAIN_ENDINGS = {"", "txt", "text", "md", "log", "csv", "tsv"}
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SEEN = 4096


def kind_of(data: bytes, name: str) -> Kind:
    """Return what the file is; of a ZIP archive's kinds Kind.DOCX stands for all. Raises Refused."""
    if not data:
        raise Refused("This file is empty.")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            if kind is Kind.PDF:
                _refuse_two_faced(data)
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp":
        return _of_boxes(data)
    if data.startswith(b"PK\x03\x04"):
        return Kind.DOCX
    return _of_text(data, name)


def _of_boxes(data: bytes) -> Kind:
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[at : at + 4] for at in range(8, size, 4)}
    if brands & {b"avif", b"avis"}:
        return Kind.AVIF
    if brands & _HEIC:
        raise Refused("HEIC pictures cannot be shown everywhere. Please save it as JPEG first.")
    raise Refused(f"Films and sounds are not taken. {TAKEN}")


def _refuse_two_faced(data: bytes) -> None:
    """Refuse a document that other programs would take for something else."""
    if b"PK\x05\x06" in data[-66_000:] or _ANYWHERE.search(data[:_SEEN]):
        raise Refused("This PDF is another kind of file at the same time, so it is not taken.")


def _of_text(data: bytes, name: str) -> Kind:
    if _ACTIVE.match(data[:_SEEN].lstrip(codecs.BOM_UTF8)) or _ANYWHERE.search(data[:_SEEN]):
        raise Refused(
            "Web pages, SVG drawings and scripts are not taken, since they can act by themselves. "
            "Please save it as PDF or PNG."
        )
    text = _decoded(data)
    if text is None or _CONTROLS.search(text):
        raise Refused(_what_it_seems(data))
    if not text.strip():
        raise Refused("This file is empty.")
    ending = ending_of(name)
    if text.lstrip("\ufeff").startswith("#!") or ending not in _PLAIN_ENDINGS:
        raise Refused(f"Of plain texts only .txt and .csv are taken. {TAKEN}")
    return Kind.CSV if ending in {"csv", "tsv"} else Kind.TXT


def _decoded(data: bytes) -> str | None:
    """Return the words of a text in one of the usual encodings; None when it is none."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _what_it_seems(data: bytes) -> str:
    """Say what was recognised, so that the sender can see whether it was the wrong file."""
    try:
        found = puremagic.magic_string(data[:8192])
    except (puremagic.PureError, ValueError, IndexError):
        found = []
    name = "".join(sign for sign in found[0].name if sign.isprintable())[:60] if found else ""
    seems = f" It seems to be: {name}." if name else ""
    return f"Files of this kind are not taken.{seems} {TAKEN}"
