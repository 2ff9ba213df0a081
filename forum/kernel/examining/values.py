"""What is found out about a file. Nothing is imported here: the small process starts with it."""

from dataclasses import dataclass
from enum import Enum

DISPLAY_WIDTHS = (690, 1380)
"""Widths of the copies that pages show: a text's width, and twice that for fine screens."""


class Refused(Exception):  # noqa: N818 -- a refusal is an answer, not a fault
    """The file cannot be taken; the text is a sentence for who sent it."""


class Busy(Refused):
    """The file could not be looked at now; sent again in a while, it may be taken."""


class Kind(Enum):
    """The kinds of files that are taken: media type, ending of the name, word for people."""

    JPEG = ("image/jpeg", "jpg", "JPEG")
    PNG = ("image/png", "png", "PNG")
    WEBP = ("image/webp", "webp", "WebP")
    GIF = ("image/gif", "gif", "GIF")
    AVIF = ("image/avif", "avif", "AVIF")
    PDF = ("application/pdf", "pdf", "PDF")
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        "Word",
    )
    XLSX = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel")
    PPTX = (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
        "PowerPoint",
    )
    ODT = ("application/vnd.oasis.opendocument.text", "odt", "OpenDocument")
    TXT = ("text/plain", "txt", "Text")
    CSV = ("text/csv", "csv", "CSV")

    @property
    def content_type(self) -> str:
        """Return the media type."""
        return self.value[0]

    @property
    def ending(self) -> str:
        """Return the ending of names of such files, without its dot."""
        return self.value[1]

    @property
    def word(self) -> str:
        """Return what people call such files."""
        return self.value[2]

    @property
    def is_image(self) -> bool:
        """Tell whether pages show it."""
        return self.content_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a file says about who made it, when and with what."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class SmallerCopy:
    """An image made smaller, for pages: always WebP."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Examined:
    """A file made safe. Images are made anew; of documents the bytes stay as they were sent."""

    kind: Kind
    data: bytes
    width: int | None = None
    height: int | None = None
    copies: tuple[SmallerCopy, ...] = ()
    facts: tuple[Fact, ...] = ()
