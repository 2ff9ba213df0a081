"""Files in texts: how their Markdown is written, found and changed, and how readers see them.

A text names a file by its address, `![words](/uploads/12/plan.png)` for an image shown in its
place and `[words](/uploads/13/report.pdf)` for a document. Stored HTML holds markers without any
address; what a reader may fetch is filled in when the text is read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from forum.kernel.markup.marks import ESCAPED

LONGEST_ALT = 500
CLOSED_IMAGE = "an image that you cannot open"
CLOSED_FILE = "a file that you cannot open"

_ADDRESS = r"(?:https?://[^\s()/]+)?/uploads/(?P<id>\d{1,9})/[^\s()]*"
_IMAGE = re.compile(rf"!\[(?P<alt>(?:[^\[\]\\\n]|\\.)*)\]\({_ADDRESS}\)")
_LINK = re.compile(rf"(?<!!)\[(?P<alt>(?:[^\[\]\\\n]|\\.)*)\]\({_ADDRESS}\)")
_ANY = re.compile(rf"!?\[(?P<alt>(?:[^\[\]\\\n]|\\.)*)\]\({_ADDRESS}\)")
_SIGNS = re.compile(r"[\\\[\]`*_<~:]")
_SIGNS_OF_NAMES = re.compile(r"[\\\[\]`*<~]|(?<!\w)_|_(?!\w)")
_IMAGE_MARK = re.compile(
    r'<span class="image(?P<inside> in-link)?" data-file="(?P<id>\d+)">(?P<alt>[^<]*)</span>'
)
_MARKS = re.compile(r'<(?:span class="image(?: in-link)?"|a class="file") data-file="(\d{1,9})">')
_FILE_MARK = re.compile(r'<a class="file" data-file="(?P<id>\d+)">(?P<words>.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file as texts and pages show it; `copies` are width and height of what pages load."""

    id: int
    name: str
    content_type: str
    size: int
    width: int | None = None
    height: int | None = None
    copies: tuple[tuple[int, int], ...] = ()

    @property
    def is_image(self) -> bool:
        """Tell whether it can be shown in its place: its size is known."""
        return self.width is not None

    @property
    def address(self) -> str:
        """Return where the file itself is fetched."""
        return f"/uploads/{self.id}/{quote(self.name)}"

    @property
    def kind(self) -> str:
        """Return the ending of its name, as people name kinds of files."""
        return self.name.rpartition(".")[2].upper()[:5] if "." in self.name else "File"

    @property
    def size_in_words(self) -> str:
        """Return how large it is, as people say it."""
        if self.size < 1000:
            return f"{self.size} bytes"
        if self.size < 1_000_000:
            return f"{round(self.size / 1000)} KB"
        return f"{self.size / 1_000_000:.1f} MB"

    def copy_address(self, width: int) -> str:
        """Return where the copy of this width is fetched."""
        return f"/uploads/{self.id}/{width}/{quote(self.name.rpartition('.')[0])}.webp"


def image_text(card: FileCard, alt: str) -> str:
    """Return the Markdown that shows the image in its place."""
    return f"![{_escaped(alt)}]({_plain_address(card)})"


def file_text(card: FileCard) -> str:
    """Return the Markdown that leads to the document."""
    words = _SIGNS_OF_NAMES.sub(r"\\\g<0>", card.name)
    return f"[{words}]({_plain_address(card)})"


def files_in(raw: str) -> dict[int, str]:
    """Return the ids of the files that a text names, in order, with the words given to each."""
    found: dict[int, str] = {}
    for mark in _ANY.finditer(raw):
        words = ESCAPED.sub(r"\1", mark["alt"])
        found[int(mark["id"])] = found.get(int(mark["id"])) or words
    return found


def with_alt(raw: str, alts: Mapping[int, str]) -> str:
    """Return the text with other descriptions for these images."""

    def described(mark: re.Match[str]) -> str:
        alt = alts.get(int(mark["id"]))
        if alt is None or alt == ESCAPED.sub(r"\1", mark["alt"]):
            return mark[0]
        return f"![{_escaped(alt)}]{mark[0][mark.end('alt') - mark.start() + 1 :]}"

    return _IMAGE.sub(described, raw)


def without_file(raw: str, file_id: int) -> str:
    """Return the text without this file; a line of its own goes with it."""
    own_line = re.compile(rf"^[ \t]*{_ANY.pattern}[ \t]*(?:\n|\Z)", re.MULTILINE)
    for pattern in (own_line, _ANY):
        raw = pattern.sub(lambda mark: "" if int(mark["id"]) == file_id else mark[0], raw)
    return re.sub(r"\n{3,}", "\n\n", raw)


def blank_files(raw: str) -> str:
    """Return the text with spaces in place of the files that it names, as long as before."""
    return _ANY.sub(lambda mark: " " * len(mark[0]), raw)


def marked_files(html: str) -> Iterable[int]:
    """Go through the ids of the files that stored HTML holds markers of."""
    if 'data-file="' in html:
        yield from (int(id_) for id_ in _MARKS.findall(html))


def fill_files(html: str, files: Mapping[int, FileCard]) -> str:
    """Show the files that this reader may fetch; of others only the words that stand for them."""
    if 'data-file="' not in html:
        return html
    html = _IMAGE_MARK.sub(lambda mark: _image(mark, files), html)
    return _FILE_MARK.sub(lambda mark: _file(mark, files), html)


def shown_image(card: FileCard, alt: str) -> str:
    """Return the image as pages show it: its place is kept free, and loads a copy that suffices.

    `alt` is escaped already.
    """
    width, height = card.copies[0] if card.copies else (card.width, card.height)
    source = card.copy_address(card.copies[0][0]) if card.copies else card.address
    several = ""
    if len(card.copies) > 1:
        sources = ", ".join(f"{card.copy_address(wide)} {wide}w" for wide, _ in card.copies)
        several = f' srcset="{sources}" sizes="(min-width: 46rem) {width}px, 100vw"'
    return (
        f'<img class="upload" src="{source}"{several} width="{width}" height="{height}" '
        f'alt="{alt}" loading="lazy" decoding="async">'
    )


def _image(mark: re.Match[str], files: Mapping[int, FileCard]) -> str:
    card, alt = files.get(int(mark["id"])), mark["alt"]
    if card is None:
        return f'<span class="image is-closed">{alt or CLOSED_IMAGE}</span>'
    if not card.is_image:
        return _line(card, alt or escape(card.name))
    image = shown_image(card, alt.replace('"', "&quot;"))
    return image if mark["inside"] else f'<a class="image" href="{card.address}">{image}</a>'


def _file(mark: re.Match[str], files: Mapping[int, FileCard]) -> str:
    card, words = files.get(int(mark["id"])), mark["words"]
    if card is None:
        return f'<span class="file is-closed">{words} ({CLOSED_FILE})</span>'
    return _line(card, words or escape(card.name))


def _line(card: FileCard, words: str) -> str:
    facts = f"{card.kind}, {card.size_in_words}"
    return (
        f'<a class="file" href="{card.address}">{words}</a> <span class="file-facts">{facts}</span>'
    )


def _plain_address(card: FileCard) -> str:
    """Return an address that reads well in a text: the name in it is for people only."""
    stem, _, ending = card.name.rpartition(".")
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:40].rstrip("-") or "file"
    return f"/uploads/{card.id}/{name}.{ending}"


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", " ".join(words.split())[:LONGEST_ALT])
