"""Files for tests: sent, and held by posts."""

import io
import zipfile

from forum.accounts.values import Person
from forum.discussion.models import File, Post
from forum.discussion.operations.files import KeptCopy, KeptFile, keep_file, send_file
from forum.kernel.db import unit_of_work
from forum.kernel.storage import storage

ROOM = 10**9


def make_file(
    by: Person,
    *,
    name: str = "plan.webp",
    data: bytes = b"pixels",
    copies: tuple[int, ...] = (690,),
) -> File:
    """Send an image past the process that would look at it."""
    kept = KeptFile(
        name=name,
        content_type="image/webp",
        size=len(data),
        key=storage().put(data),
        width=1400,
        height=700,
        copies=tuple(
            KeptCopy(width, width // 2, 4, storage().put(f"{width:4}".encode())) for width in copies
        ),
    )
    with unit_of_work():
        return send_file(kept, by=by, room=ROOM)


def make_file_beside(post: Post, *, name: str = "a.txt", data: bytes = b"words") -> File:
    """Keep a file beside the text of a post, as an import does."""
    kept = KeptFile(name, "text/plain", len(data), storage().put(data))
    with unit_of_work():
        return keep_file(post, kept)


def image_in_text(file: File, alt: str = "a plan") -> str:
    """Return the Markdown that shows the image."""
    return f"![{alt}](/uploads/{file.id}/{file.name})"


TYPES = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}


def make_office(kind: str = "docx", **parts: bytes | str) -> bytes:
    """Return a small document with other parts; their names are written `docProps__core.xml`."""
    types = (
        f'<Types xmlns="t"><Override PartName="/m.xml" ContentType="{TYPES}{MAIN[kind]}"/></Types>'
    )
    core = """<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t">
      <dc:title>A plan</dc:title><dc:creator>Ada Quill</dc:creator>
      <cp:lastModifiedBy>Ben Stone</cp:lastModifiedBy>
      <dcterms:created>2026-03-05T10:20:30Z</dcterms:created></cp:coreProperties>"""
    app = "<Properties><Company>Quill and Stone</Company><Application>Writer</Application></Properties>"
    whole: dict[str, bytes | str] = {
        "[Content_Types].xml": types,
        "docProps/core.xml": core,
        "docProps/app.xml": app,
        "word/document.xml": "<w:document xmlns:w='w'><w:p/></w:document>",
    }
    whole |= {name.replace("__", "/"): data for name, data in parts.items()}
    return make_zip(whole)


def make_odt(meta: str = "", **parts: bytes | str) -> bytes:
    """Return a small OpenDocument text."""
    told = meta or (
        '<office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d"><office:meta>'
        "<meta:initial-creator>Ada Quill</meta:initial-creator><dc:creator>Ben Stone</dc:creator>"
        "</office:meta></office:document-meta>"
    )
    whole: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "<office:document-content xmlns:office='o'/>",
        "meta.xml": told,
    }
    whole |= {name.replace("__", "/"): data for name, data in parts.items()}
    return make_zip(whole)


def make_zip(parts: dict[str, bytes | str]) -> bytes:
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_pdf(**told: str) -> bytes:
    """Return a PDF of one empty page that says this about itself."""
    from pypdf import PdfWriter  # noqa: PLC0415 -- large, and only few tests need it

    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({f"/{name}": value for name, value in told.items()})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
