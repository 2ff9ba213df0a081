"""PDF and plain texts: what they say about who wrote them."""

import io

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from forum.kernel.examining.documents import clean_document
from forum.kernel.examining.values import Fact, Kind, Refused
from tests.builders.files import make_pdf


def test_pdf_says_who_wrote_it_and_stays_as_it_is() -> None:
    data = make_pdf(Title="A plan", Author="Ada Quill", Company="Quill and Stone", Creator="Writer")
    found = clean_document(data, Kind.PDF)
    assert found.data == data
    told = [fact for fact in found.facts if fact.label in {"Title", "Author", "Company", "Program"}]
    assert told == [
        Fact("Title", "A plan"),
        Fact("Author", "Ada Quill"),
        Fact("Company", "Quill and Stone"),
        Fact("Program", "Writer"),
    ]


def test_pdf_that_runs_a_script_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    act = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(act)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="runs a script"):
        clean_document(out.getvalue(), Kind.PDF)


def test_locked_pdf_says_that_it_is_locked() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    [fact] = clean_document(out.getvalue(), Kind.PDF).facts
    assert fact.label == "Locked"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n" + b"x" * 5000, make_pdf()[:200]])
def test_damaged_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="damaged"):
        clean_document(data, Kind.PDF)


def test_plain_text_says_nothing() -> None:
    assert clean_document(b"words", Kind.TXT).facts == ()
