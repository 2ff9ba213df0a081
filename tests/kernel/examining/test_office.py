"""Documents of office programs: what they say, and what they must not hold."""

import struct

import pytest

from forum.kernel.examining.office import MOST_PARTS, read_office
from forum.kernel.examining.values import Fact, Kind, Refused
from tests.builders.files import make_odt, make_office, make_zip

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {two} "&{one};&{one};&{one};&{one};&{one};&{one};&{one};&{one};&{one};">'
        for one, two in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_document_is_told_by_its_parts_and_says_who_wrote_it(kind: str) -> None:
    found, facts = read_office(make_office(kind))
    assert found is Kind[kind.upper()]
    assert facts == [
        Fact("Title", "A plan"),
        Fact("Author", "Ada Quill"),
        Fact("Last changed by", "Ben Stone"),
        Fact("Made", "2026-03-05 10:20"),
        Fact("Company", "Quill and Stone"),
        Fact("Program", "Writer"),
    ]


def test_opendocument_says_who_wrote_it() -> None:
    kind, facts = read_office(make_odt())
    assert kind is Kind.ODT
    assert facts == [Fact("Author", "Ada Quill"), Fact("Last changed by", "Ben Stone")]


def test_comments_and_tracked_changes_are_told() -> None:
    changed = "<w:document xmlns:w='w'><w:ins w:author='Ada'/></w:document>"
    _, facts = read_office(
        make_office(word__document_xml="", **{"word__comments.xml": "<w:c xmlns:w='w'/>"})
    )
    assert "Comments" in [fact.label for fact in facts]
    _, facts = read_office(make_office(**{"word__document.xml": changed}))
    assert "Changes" in [fact.label for fact in facts]
    annotated = (
        "<office:document-content xmlns:office='o'><office:annotation/></office:document-content>"
    )
    _, facts = read_office(make_odt(**{"content.xml": annotated}))
    assert "Comments" in [fact.label for fact in facts]


@pytest.mark.parametrize(
    "part",
    ["[Content_Types].xml", "docProps__core.xml", "docProps__app.xml", "word__document.xml"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_bomb_is_refused(part: str, encoding: str) -> None:
    bomb = f"<?xml version='1.0' encoding='{encoding}'?>{BOMB}<x>&i;</x>".encode(encoding)
    with pytest.raises(Refused, match="unpacks to far more"):
        read_office(make_office(**{part: bomb}))


def test_xml_that_asks_for_another_file_is_refused() -> None:
    asking = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    for data in (make_office(**{"docProps__core.xml": asking}), make_odt(meta=asking)):
        with pytest.raises(Refused, match="unpacks to far more"):
            read_office(data)


def test_archive_that_unpacks_to_very_much_is_refused() -> None:
    with pytest.raises(Refused, match="unpacks to far more"):
        read_office(make_office(**{"word__media__x.bin": bytes(20_000_000)}))
    many = {f"word__x{number}": "" for number in range(MOST_PARTS)}
    with pytest.raises(Refused, match="unpacks to far more"):
        read_office(make_office(**many))


def test_archive_whose_parts_lie_on_each_other_is_refused() -> None:
    """The second part of the index is made to point at the first part."""
    data = bytearray(make_office())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    with pytest.raises(Refused, match="damaged"):
        read_office(bytes(data))


@pytest.mark.parametrize(
    "parts",
    [
        {"word__vbaProject.bin": b"x"},
        {"[Content_Types].xml": "<Types xmlns='t'>macroEnabled.main+xml</Types>"},
        {"word__activeX__activeX1.bin": b"x"},
    ],
)
def test_macros_are_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(Refused, match="macros"):
        read_office(make_office(**parts))
    with pytest.raises(Refused, match="macros"):
        read_office(make_odt(**{"Basic__Standard__x.xml": "<x/>"}))


def test_template_from_elsewhere_is_refused() -> None:
    rels = (
        '<Relationships xmlns="r"><Relationship Type="x/attachedTemplate" TargetMode="External" '
        'Target="https://elsewhere.example/t.dotm"/></Relationships>'
    )
    with pytest.raises(Refused, match="template from elsewhere"):
        read_office(make_office(**{"word___rels__settings.xml.rels": rels}))


def test_other_archives_are_refused() -> None:
    for data in (
        make_zip({"a.txt": "words"}),
        make_zip({"mimetype": "application/epub+zip", "content.xml": "<x/>"}),
        make_zip({"[Content_Types].xml": "<Types xmlns='t'/>"}),
        b"PK\x03\x04" + make_office(),
        b"junk" + make_office(),
        make_office()[:-30],
        b"PK\x03\x04" + bytes(100),
    ):
        with pytest.raises(Refused):
            read_office(data)


def test_values_are_tidied() -> None:
    core = f"<c xmlns:dc='d'><dc:creator>Ada\u202e Quill{' x' * 400}</dc:creator></c>"
    _, facts = read_office(make_office(**{"docProps__core.xml": core}))
    [author] = [fact.value for fact in facts if fact.label == "Author"]
    assert author.startswith("Ada Quill x")
    assert len(author) == 200
