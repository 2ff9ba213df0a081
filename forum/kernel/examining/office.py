"""DOCX, XLSX, PPTX and ODT: archives of XML, told apart by their parts.

It runs in a process of its own (process.py).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from forum.kernel.examining.documents import facts_from
from forum.kernel.examining.kinds import TAKEN
from forum.kernel.examining.values import Fact, Kind, Refused

MOST_PARTS = 4_000
MOST_BYTES = 400 * 1024 * 1024
"""Bytes of all parts together, unpacked."""
MOST_TIMES = 150
"""How many times larger a part of more than a megabyte may become."""
MOST_READ = 1024 * 1024
"""Bytes of a part that is read here."""
MOST_SEARCHED = 24 * 1024 * 1024

BOMB = "This document unpacks to far more than it should, so it is not taken."
DAMAGED = "This document is damaged, so it is not taken."
_PLAIN_ZIP = f"Archives are not taken. {TAKEN}"

_MAIN = {
    "wordprocessingml.document.main+xml": Kind.DOCX,
    "spreadsheetml.sheet.main+xml": Kind.XLSX,
    "presentationml.presentation.main+xml": Kind.PPTX,
}
_CORE = {
    "title": "Title",
    "creator": "Author",
    "lastModifiedBy": "Last changed by",
    "created": "Made",
    "modified": "Changed",
    "subject": "Subject",
    "keywords": "Keywords",
    "description": "Note",
}
_APP = {"Company": "Company", "Manager": "Manager", "Application": "Program"}
_ODF = {
    "title": "Title",
    "initial-creator": "Author",
    "creator": "Last changed by",
    "creation-date": "Made",
    "date": "Changed",
    "subject": "Subject",
    "keyword": "Keywords",
    "description": "Note",
    "generator": "Program",
}


def read_office(data: bytes) -> tuple[Kind, list[Fact]]:
    """Return what the archive is, and what it says about its author. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, len(data))
            parts = {info.filename: info for info in archive.infolist()}
            if parts.keys() >= {"mimetype", "content.xml"}:
                return Kind.ODT, list(facts_from(_of_odt(archive, parts)))
            if "[Content_Types].xml" in parts:
                kind = _kind_of_ooxml(archive, parts)
                return kind, list(facts_from(_of_ooxml(archive, parts)))
    except DefusedXmlException:
        raise Refused(BOMB) from None
    except MemoryError:
        raise Refused("This document needs too much memory to be looked at.") from None
    except (
        zipfile.BadZipFile, zlib.error, ElementTree.ParseError, expat.ExpatError, EOFError, OSError,
        ValueError, KeyError, NotImplementedError, RuntimeError, LookupError,
    ):  # fmt: skip
        raise Refused(DAMAGED) from None
    raise Refused(_PLAIN_ZIP)


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse archives that lie about their size, or whose parts lie on top of each other."""
    infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
        raise Refused(BOMB)
    end = 0
    for info in infos:
        if info.header_offset < end or info.header_offset + info.compress_size > size:
            raise Refused(DAMAGED)
        end = info.header_offset + 30 + info.compress_size
        if info.file_size > max(MOST_READ, MOST_TIMES * info.compress_size):
            raise Refused(BOMB)
        if info.flag_bits & 1:
            raise Refused("This document is locked with a password, so it cannot be looked at.")
    if infos and infos[0].header_offset != 0:
        raise Refused(DAMAGED)
    if len({info.filename for info in infos}) != len(infos):
        raise Refused(DAMAGED)
    for info in infos:
        if info.filename.lower().endswith((".xml", ".rels", ".rdf")):
            _check_prologue(archive, info)


def _check_prologue(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Refuse XML that defines anything of its own: office programs never write that."""
    parser = expat.ParserCreate()
    is_begun = False

    def refuse(*_: object) -> None:
        raise Refused(BOMB)

    def begin(*_: object) -> None:
        nonlocal is_begun
        is_begun = True

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    with archive.open(info) as part:
        read = 0
        while not is_begun and read < MOST_READ and (piece := part.read(4096)):
            read += len(piece)
            parser.Parse(piece, False)
    if not is_begun and info.file_size:
        raise Refused(DAMAGED)


def _kind_of_ooxml(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Kind:
    types = _read(archive, parts["[Content_Types].xml"]).decode("utf-8", "replace")
    names = [name.lower() for name in parts]
    if "macroEnabled" in types or any(
        "vbaproject" in name or "activex" in name or "macrosheet" in name for name in names
    ):
        raise Refused("This document holds macros: small programs. Please save it without them.")
    if any(b"attachedTemplate" in text for text in _relations_outside(archive, parts)):
        raise Refused("This document loads a template from elsewhere. Please save it without it.")
    for ending, kind in _MAIN.items():
        if ending in types:
            return kind
    raise Refused(_PLAIN_ZIP)


def _relations_outside(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]
) -> Iterator[bytes]:
    info = parts.get("word/_rels/settings.xml.rels")
    if info is not None:
        text = _read(archive, info)
        if b"External" in text:
            yield text


def _of_ooxml(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]
) -> Iterator[tuple[str, object]]:
    for part, labels in (("docProps/core.xml", _CORE), ("docProps/app.xml", _APP)):
        if part in parts:
            yield from _told(archive, parts[part], labels)
    names = [name.lower() for name in parts]
    if any("/comments" in name or "/threadedcomments" in name for name in names):
        yield "Comments", "there are comments inside, with the names of those who wrote them"
    text = parts.get("word/document.xml")
    if text is not None and _holds(archive, text, (b"<w:ins ", b"<w:del ")):
        yield "Changes", "there are tracked changes inside, with the names of those who made them"


def _of_odt(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]
) -> Iterator[tuple[str, object]]:
    kind = _read(archive, parts["mimetype"]).decode("ascii", "replace").strip()
    if kind != Kind.ODT.content_type:
        raise Refused(f"Of OpenDocument only texts (ODT) are taken. {TAKEN}")
    if any(name.startswith(("Basic/", "Scripts/")) for name in parts):
        raise Refused("This document holds macros: small programs. Please save it without them.")
    if "meta.xml" in parts:
        yield from _told(archive, parts["meta.xml"], _ODF)
    words = {b"<office:annotation": "Comments", b"<text:changed-region": "Changes"}
    for sign, label in words.items():
        if _holds(archive, parts["content.xml"], (sign,)):
            yield label, "inside, with the names of those who made them"


def _told(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, labels: dict[str, str]
) -> Iterator[tuple[str, object]]:
    """Give what a part says under known names, in the order of the labels."""
    root = ElementTree.fromstring(_read(archive, info), forbid_dtd=True)
    told: dict[str, str] = {}
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        words = (element.text or "").strip()
        if name in labels and words:
            told.setdefault(name, words)
    for name, label in labels.items():
        value = told.get(name, "")
        if label in {"Made", "Changed"}:
            value = value.replace("T", " ")[:16]
        yield label, value


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a part, which must be short. Raises Refused."""
    with archive.open(info) as part:
        data = part.read(MOST_READ + 1)
    if len(data) > MOST_READ:
        raise Refused(BOMB)
    return data


def _holds(archive: zipfile.ZipFile, info: zipfile.ZipInfo, signs: tuple[bytes, ...]) -> bool:
    """Tell whether one of the signs stands in the part, or in the first of many megabytes."""
    tail, read = b"", 0
    with archive.open(info) as part:
        while read < MOST_SEARCHED and (piece := part.read(65_536)):
            read += len(piece)
            if any(sign in tail + piece for sign in signs):
                return True
            tail = piece[-32:]
    return False
