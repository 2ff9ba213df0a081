"""What documents say about who wrote them, and what they must not hold.

It runs in a process of its own (process.py). The bytes of a document stay as they were sent, so
its sender is shown what it tells before anybody else can read it.
"""

import io
import logging
import unicodedata
from collections.abc import Iterator
from typing import Any

from forum.kernel.examining.values import Examined, Fact, Kind, Refused

LONGEST_VALUE = 200


def clean_document(data: bytes, kind: Kind) -> Examined:
    """Return the document with what it says about itself. Raises Refused."""
    if kind is Kind.PDF:
        return Examined(kind, data, facts=tuple(_of_pdf(data)))
    if kind is Kind.DOCX:
        from forum.kernel.examining.office import read_office  # noqa: PLC0415 -- XML for few

        kind, facts = read_office(data)
        return Examined(kind, data, facts=tuple(facts))
    return Examined(kind, data)


def facts_from(pairs: Iterator[tuple[str, object]]) -> Iterator[Fact]:
    """Give what is told in order, tidied, each only where something is told."""
    for label, value in pairs:
        words = "".join(
            " " if unicodedata.category(sign)[0] == "C" else sign for sign in str(value or "")
        )
        line = " ".join(words.split())[:LONGEST_VALUE]
        if line:
            yield Fact(label, line)


def _of_pdf(data: bytes) -> Iterator[Fact]:
    from pypdf import PdfReader  # noqa: PLC0415 -- large, and only PDF needs it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            locked = "It needs a password, so what it says about its author could not be read."
            return iter([Fact("Locked", locked)])
        _refuse_active(reader.root_object)
        return facts_from(iter(list(_told_by_pdf(reader))))
    except Refused:
        raise
    except MemoryError:
        raise Refused("This PDF needs too much memory to be looked at.") from None
    except (PyPdfError, Exception):  # noqa: BLE001 -- a damaged file breaks its reader in any way
        raise Refused("This PDF is damaged, so it is not taken.") from None


def _refuse_active(root: Any) -> None:
    names = _value(root, "/Names")
    opening = _value(root, "/OpenAction")
    acts = str(_value(opening, "/S") or "") if hasattr(opening, "get") else ""
    if _value(names, "/JavaScript") or acts in {"/JavaScript", "/Launch"} or _value(root, "/AA"):
        raise Refused("This PDF runs a script when it is opened. Please print it to a plain PDF.")


def _value(holder: Any, name: str) -> Any:
    found = holder.get(name) if hasattr(holder, "get") else None
    resolve = getattr(found, "get_object", None)
    return resolve() if resolve else found


def _told_by_pdf(reader: Any) -> Iterator[tuple[str, object]]:
    told = reader.metadata or {}
    yield "Title", _value(told, "/Title")
    yield "Author", _value(told, "/Author")
    yield "Company", _value(told, "/Company")
    yield "Subject", _value(told, "/Subject")
    yield "Keywords", _value(told, "/Keywords")
    yield "Made", _day(getattr(told, "creation_date", None))
    yield "Changed", _day(getattr(told, "modification_date", None))
    yield "Program", _value(told, "/Creator") or _value(told, "/Producer")
    files = _value(_value(_value(reader.root_object, "/Names"), "/EmbeddedFiles"), "/Names")
    if files:
        yield "Files inside", len(files) // 2


def _day(moment: Any) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""
