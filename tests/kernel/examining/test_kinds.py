"""What a file is, is told by its content."""

import pytest

from forum.kernel.examining.kinds import kind_of
from forum.kernel.examining.values import Kind, Refused
from tests.builders.files import make_office, make_pdf
from tests.builders.pictures import make_picture


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF, Kind.AVIF])
@pytest.mark.parametrize("name", ["holiday.exe", "page.html", "", "x.pdf"])
def test_image_is_known_whatever_its_name(kind: Kind, name: str) -> None:
    assert kind_of(make_picture(kind.name), name) is kind


def test_documents_are_known() -> None:
    assert kind_of(make_pdf(), "x.jpg") is Kind.PDF
    assert kind_of(make_office(), "x.jpg") is Kind.DOCX
    assert kind_of("Überblick\nüber alles".encode(), "words.txt") is Kind.TXT
    assert kind_of("Ã¼ber".encode("cp1252"), "words.txt") is Kind.TXT
    assert kind_of("Überblick".encode("utf-16"), "words.txt") is Kind.TXT
    assert kind_of(b"a;b\n1;2\n", "table.csv") is Kind.CSV
    assert kind_of(b"a;b\n1;2\n", "table") is Kind.TXT


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\n", "a.txt", "empty"),
        (b"<!DOCTYPE html><title>x</title>", "a.txt", "Web pages"),
        (b"\xef\xbb\xbf  \n<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "SVG"),
        (b"<!-- x --><html>", "a.txt", "Web pages"),
        (b"<?xml version='1.0'?><svg/>", "a.csv", "Web pages"),
        (b"words and <script>alert(1)</script>", "a.txt", "Web pages"),
        (b"<?php echo 1;", "a.txt", "Web pages"),
        (b"#!/bin/sh\nrm -rf /", "a.txt", "plain texts only"),
        (b"print('x')", "a.py", "plain texts only"),
        (b"start calc", "a.bat", "plain texts only"),
        (b"MZ\x90\x00" + bytes(200), "holiday.jpg", "Windows"),
        (b"\x7fELF" + bytes(200), "holiday.jpg", "Files of this kind"),
        (b"words\x00words", "a.txt", "Files of this kind"),
        (b"Rar!\x1a\x07\x01\x00", "a.txt", "Files of this kind"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "IMG_1.HEIC", "save it as JPEG"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(20), "film.mp4", "Films"),
        (b"II*\x00" + bytes(100), "scan.tif", "Files of this kind"),
        (b"BM" + bytes(100), "x.bmp", "Files of this kind"),
    ],
)
def test_what_is_not_taken_is_refused_in_a_sentence(data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        kind_of(data, name)
    assert str(refusal.value).endswith(".")


def test_pdf_that_is_something_else_too_is_refused() -> None:
    for data in (make_pdf() + make_office(), make_pdf().replace(b"\n", b"\n%<script>\n", 1)):
        with pytest.raises(Refused, match="another kind of file at the same time"):
            kind_of(data, "x.pdf")
