"""Blocks that hold other blocks: quotations and lists."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, ListIndentProcessor
from markdown.extensions.def_list import DefListProcessor

from forum.kernel.markup.leaves import (
    FENCE,
    INTERRUPTION,
    Glued,
    HeadingProcessor,
    RuleProcessor,
    comes_first,
    is_deep,
    put_back,
)

_QUOTE = re.compile(r" {0,3}> ?")
_MARKER = re.compile(r"( {0,3})([-+*]|\d{1,9}[.)])(?:( +)(?=\S)|(?= *(?:\n|\Z)))")
_TASK = re.compile(r"\[([ xX])\] +(?=\S)")


class DefinitionProcessor(DefListProcessor):
    """Take a term and, on lines that begin with a colon, what it means."""

    def test(self, parent: Element, block: str) -> bool:
        return comes_first(self.RE, block) and not is_deep(self.parser)


class DefinitionIndent(ListIndentProcessor):
    """Take what is indented below a definition as part of it; lists have a rule of their own."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.ITEM_TYPES = ["dd"]
        self.LIST_TYPES = ["dl"]

    def create_item(self, parent: Element, block: str) -> None:
        self.parser.parseBlocks(SubElement(parent, "dd"), [block])


class OpenEnd:
    """Know whether a line without the container's mark may continue its last paragraph."""

    def __init__(self) -> None:
        self._closer: re.Pattern[str] | None = None
        self.takes_lazy_lines = False

    @property
    def is_code(self) -> bool:
        return self._closer is not None

    def read(self, line: str) -> None:
        """Take note of one more line, without the container's own mark."""
        inner = line
        while mark := _QUOTE.match(inner) or _MARKER.match(inner):
            if mark.end() == 0 or RuleProcessor.MARK.match(inner):
                break
            inner = inner[mark.end() :]
        if self._closer is not None:
            self.takes_lazy_lines = False
            if self._closer.match(inner):
                self._closer = None
        elif fence := FENCE.match(inner):
            self._closer = re.compile(rf" *{fence[1][0]}{{{len(fence[1])},}} *\Z")
            self.takes_lazy_lines = False
        else:
            is_code = inner.startswith("    ") and not self.takes_lazy_lines
            ends = is_code or HeadingProcessor.MARK.match(inner) or RuleProcessor.MARK.match(inner)
            self.takes_lazy_lines = bool(inner.strip()) and not ends


def interrupts(line: str) -> bool:
    """Tell whether a line begins a block even right after the lines of a paragraph."""
    return INTERRUPTION.match(f"\n{line}") is not None


class QuoteProcessor(BlockProcessor):
    """Take lines that begin with `>` as a quotation."""

    def test(self, parent: Element, block: str) -> bool:
        return _QUOTE.match(block) is not None and not is_deep(self.parser)

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        end = OpenEnd()
        inner: list[str] = []
        for number, line in enumerate(lines):
            if mark := _QUOTE.match(line):
                inner.append(line[mark.end() :])
            elif end.takes_lazy_lines and not interrupts(line):
                inner.append(_kept_plain(line))
            else:
                put_back(blocks, "\n".join(lines[number:]))
                break
            end.read(inner[-1])
        parse_inside(self.parser, SubElement(parent, "blockquote"), "\n".join(inner))


def _kept_plain(line: str) -> str:
    """A lazy line only continues a paragraph: as `===` it must not turn it into a heading."""
    bare = line.strip()
    return f"\\{bare}" if bare and set(bare) <= {"="} else f"    {bare}"


def parse_inside(parser: BlockParser, element: Element, text: str) -> None:
    """Parse the content of a container into its element."""
    parser.state.set("inside")
    blocks = re.split(r"\n(?: *\n)", text)
    parser.parseBlocks(element, blocks)
    parser.state.reset()


@dataclass
class _Item:
    lines: list[str]
    width: int
    end: OpenEnd = field(default_factory=OpenEnd)

    def add(self, line: str) -> None:
        self.lines.append(line)
        self.end.read(line)


class ListProcessor(BlockProcessor):
    """Take lines that begin with a bullet or a number as a list.

    As in CommonMark, what is indented to the text of an item belongs to the item.
    """

    def test(self, parent: Element, block: str) -> bool:
        return _MARKER.match(block) is not None and not is_deep(self.parser)

    def run(self, parent: Element, blocks: list[str]) -> None:
        first = _MARKER.match(blocks[0])
        assert first is not None  # noqa: S101 -- test() has just matched it
        kind = first[2][-1]
        is_loose, items = self._items(blocks, kind)
        element = SubElement(parent, "ul" if kind in "-+*" else "ol")
        if kind in ".)" and int(first[2][:-1]) != 1:
            element.set("start", str(int(first[2][:-1])))
        for item in items:
            is_loose |= self._fill(SubElement(element, "li"), item)
        if not is_loose:
            for entry in element:
                _tighten(entry)
        for entry in element:
            _mark_task(entry)

    def _items(self, blocks: list[str], kind: str) -> tuple[bool, list[_Item]]:
        """Gather the items of one list, and tell whether blank lines stand between them."""
        items: list[_Item] = []
        is_loose = False
        gap = 0
        while blocks:
            lines = blocks[0].split("\n")
            if gap and not _goes_on(lines, items[-1], kind):
                break
            blocks.pop(0)
            if gap:
                items[-1].add("")
            for number, line in enumerate(lines):
                before = len(items)
                if not _take(line, items, kind, gap):
                    put_back(blocks, "\n".join(lines[number:]))
                    return is_loose, items
                is_loose |= bool(gap and before and len(items) > before)
                gap = 0 if line.strip() else gap + 1
            gap += 1
        return is_loose, items

    def _fill(self, entry: Element, item: _Item) -> bool:
        """Parse an item, and tell whether blank lines stand between its own blocks."""
        blocks = re.split(r"\n(?: *\n)", "\n".join(item.lines).strip("\n"))
        is_loose = False
        self.parser.state.set("item")
        while blocks:
            before = len(entry)
            is_apart = before > 0 and not isinstance(blocks[0], Glued)
            self._step(entry, blocks)
            is_loose |= is_apart and len(entry) > before
        self.parser.state.reset()
        return is_loose

    def _step(self, entry: Element, blocks: list[str]) -> None:
        for processor in self.parser.blockprocessors:
            if processor.test(entry, blocks[0]) and processor.run(entry, blocks) is not False:
                return


def _goes_on(lines: list[str], item: _Item, kind: str) -> bool:
    """Tell whether a block after a blank line still belongs to the list."""
    line = next((each for each in lines if each.strip()), None)
    if line is None:
        return True
    if not any(each.strip() for each in item.lines):
        return _starts_item(line, item, kind) is not None
    return line.startswith(" " * item.width) or _starts_item(line, item, kind) is not None


def _starts_item(line: str, item: _Item | None, kind: str) -> re.Match[str] | None:
    mark = _MARKER.match(line)
    if mark is None or mark[2][-1] != kind or RuleProcessor.MARK.match(line):
        return None
    return mark if item is None or len(mark[1]) < item.width else None


def _take(line: str, items: list[_Item], kind: str, gap: int) -> bool:
    """Give a line to the last item, or to a new one; False when it does not belong to the list."""
    last = items[-1] if items else None
    if last and not line.strip():
        last.add("")
    elif last and line.startswith(" " * last.width):
        last.add(line[last.width :])
    elif mark := _starts_item(line, last, kind):
        items.append(_new_item(line, mark))
    elif (
        last
        and not gap
        and not _MARKER.match(line)
        and last.end.takes_lazy_lines
        and not interrupts(line)
    ):
        last.add(_kept_plain(line))
    else:
        return False
    return True


def _new_item(line: str, mark: re.Match[str]) -> _Item:
    """An item's text begins after its mark; five spaces or more are one space and code."""
    spaces = len(mark[3] or " ")
    width = len(mark[1]) + len(mark[2]) + (1 if spaces > 4 else spaces)
    item = _Item([], width)
    item.add(line[width:])
    return item


def _tighten(entry: Element) -> None:
    """Unwrap the paragraphs of an item whose list has no blank lines."""
    before: Element | None = None
    for child in list(entry):
        if child.tag != "p":
            before = child
            continue
        entry.remove(child)
        if before is None:
            entry.text = child.text
        else:
            before.tail = f"\n{child.text}"


def _mark_task(entry: Element) -> None:
    """Turn `[ ]` and `[x]` at the head of an item into the sign of a task."""
    holder = entry[0] if len(entry) and not entry.text and entry[0].tag == "p" else entry
    mark = _TASK.match(holder.text or "")
    if mark is None or holder.text is None:
        return
    is_done = mark[1] != " "
    entry.set("class", "task is-done" if is_done else "task")
    box = Element("span", {"class": "task-box"})
    box.text = "☑" if is_done else "☐"
    box.tail = " " + holder.text[mark.end() :]
    holder.text = None
    holder.insert(0, box)
