"""The last look at a text's tree: links, images, headings, tables."""

import re
from xml.etree.ElementTree import Element

from markdown.extensions.tables import TableProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from forum.kernel.markup.addresses import OUTSIDE_REL, address_of, own_file
from forum.kernel.markup.marks import without_entities

# The page's title is the first heading, every post has a second; its own begin at the third.
HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}

MOST_CELLS = 4_000


class AddressProcessor(Treeprocessor):
    """Judge every link and image: markers for our threads, no image of another host."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "img":
                    _settle_image(child, is_in_link=parent.tag == "a")
        for link in list(root.iter("a")):
            if not link.get("class"):
                settle_link(link)


def _settle_image(image: Element, *, is_in_link: bool) -> None:
    source = image.get("src", "")
    tail, file_id = image.tail, own_file(source)
    if file_id is not None:
        words = image.get("alt") or ""
        image.clear()
        image.tag, image.text, image.tail = "span", AtomicString(words), tail
        image.set("class", "image in-link" if is_in_link else "image")
        image.set("data-file", str(file_id))
        return
    words = image.get("alt") or source
    title = image.get("title")
    image.clear()
    image.tag, image.text, image.tail = ("span" if is_in_link else "a"), words, tail
    if not is_in_link:
        image.set("href", source)
        if title:
            image.set("title", title)


def settle_link(link: Element) -> None:
    """Give a link its safe address and what belongs to it; without one only its words stay."""
    raw = without_entities(link.get("href", "").replace("\x02amp\x03", "&"))
    address = address_of(raw) if "href" in link.attrib else None
    if address is None:
        link.tag = "span"
        link.attrib.clear()
        return
    file_id = own_file(address.href)
    if file_id is not None:
        link.attrib.clear()
        link.set("class", "file")
        link.set("data-file", str(file_id))
        return
    link.set("href", address.href)
    if address.is_outside:
        link.set("rel", OUTSIDE_REL)
    if address.thread_id is not None:
        is_bare = not len(link) and _is_address(link.text or "", raw)
        link.set("class", "thread-link" if is_bare else "thread-link has-words")
        link.set("data-thread", str(address.thread_id))
        if address.post_number:
            link.set("data-post", str(address.post_number))
        if is_bare:
            link.text = address.href


def _is_address(words: str, raw: str) -> bool:
    """Tell whether a link is written as its bare address, which may hold the thread's title."""
    return without_entities(words).strip() in {raw, raw.partition("://")[2]}


class HeadingLevels(Treeprocessor):
    """Move headings below those of the page."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            element.tag = HEADINGS.get(element.tag, element.tag)


class TableFrames(Treeprocessor):
    """Put every table in a frame that can be scrolled on a narrow screen."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for number, child in enumerate(parent):
                if child.tag == "table":
                    frame = Element("div", {"class": "table-frame"})
                    frame.append(child)
                    frame.tail, child.tail = child.tail, None
                    parent[number] = frame


class SmallTableProcessor(TableProcessor):
    """Take a table unless filling its short rows up would make it enormous."""

    def test(self, parent: Element, block: str) -> bool:
        head, _, rest = block.partition("\n")
        if "|" not in head or not re.match(r" {0,3}\|? *:?-+:? *(?:\||\n|\Z)", rest):
            return False
        is_small = (head.count("|") + 1) * (rest.count("\n") + 1) <= MOST_CELLS
        return is_small and super().test(parent, block)
