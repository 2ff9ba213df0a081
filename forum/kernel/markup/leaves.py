"""Blocks that hold no other blocks: headings, rules, code, link references, paragraphs.

Each processor looks at the first line of a block only; a paragraph ends where another block may
begin. The blocks that Python-Markdown hands over are the text split at blank lines, so that joining
them with blank lines loses nothing.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import util
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.blockprocessors import ParagraphProcessor as PlainParagraph
from markdown.preprocessors import Preprocessor

from forum.kernel.markup.code import add_code_block
from forum.kernel.markup.marks import unescaped

# Deeper than this a list, quotation or box is shown as the text it is written with.
MAX_DEPTH = 20

FENCE = re.compile(r" {0,3}(`{3,}(?=[^`\n]*(?:\n|\Z))|~{3,})([^\n]*)")
_SETEXT = r"(?:(?P<double>=+)|-+) *(?:\n|\Z)"
_RULE = r"(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})(?:\n|\Z)"
_BOX = r"\[(?:quote|details|spoiler)[\]= ]|</?(?:details|blockquote|hr)\b"
_STARTS = (
    rf"#{{1,6}}(?:[ \t]|\n|\Z)|>|`{{3,}}[^`\n]*(?:\n|\Z)|~~~|{_RULE}|(?:[-+*]|1[.)]) +\S|{_BOX}"
)
INTERRUPTION = re.compile(rf"\n(?= {{0,3}}(?:{_STARTS}))", re.IGNORECASE)
_PARAGRAPH_END = re.compile(rf"\n(?= {{0,3}}(?:(?P<setext>{_SETEXT})|{_STARTS}))", re.IGNORECASE)
_TITLE = r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|\(((?:[^()\\]|\\.)*)\)"
_REFERENCE = re.compile(
    rf" {{0,3}}\[(?!\^|\s*\])((?:[^\[\]\\]|\\.){{1,999}})\]: *\n? *(<(?:[^<>\n\\]|\\.)*>|[^\s<]\S*)"
    rf"(?:(?: +\n? *| *\n *)(?:{_TITLE}))? *(?:\n|\Z)",
    re.DOTALL,
)


class Glued(str):
    """The rest of a block: no blank line stood before it."""

    __slots__ = ()


def put_back(blocks: list[str], rest: str) -> None:
    """Hand back the part of a block that belongs to what follows."""
    if rest.strip("\n"):
        blocks.insert(0, Glued(rest.strip("\n")) if rest[0] != "\n" else rest)


def is_deep(parser: BlockParser) -> bool:
    """Tell whether nothing more may be nested at this place."""
    return len(parser.state) >= MAX_DEPTH


class WhiteSpaceProcessor(Preprocessor):
    """Outside of code, turn tabs that indent into spaces and empty lines of only white space."""

    LEAD = re.compile(r"^[ \t>*+\-\d.)]*\t[ \t]*")

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).replace(util.STX, "").replace(util.ETX, "").strip("\n")
        return list(self._in_order(text.split("\n")))

    def _in_order(self, lines: list[str]) -> Iterator[str]:
        closer: re.Pattern[str] | None = None
        for line in lines:
            if closer is None:
                fence = FENCE.match(line)
                closer = closing_fence(fence) if fence else None
                yield self._expanded(line)
            else:
                closer = None if closer.match(line) else closer
                yield line

    def _expanded(self, line: str) -> str:
        if line.isspace():
            return ""
        return (
            self.LEAD.sub(lambda lead: lead[0].expandtabs(4), line, count=1)
            if "\t" in line
            else line
        )


def closing_fence(fence: re.Match[str]) -> re.Pattern[str]:
    """Return what closes a fence: as many of its signs or more, and nothing else on the line."""
    return re.compile(rf" {{0,3}}{fence[1][0]}{{{len(fence[1])},}}[ \t]*\Z")


def comes_first(mark: re.Pattern[str], block: str) -> bool:
    """Tell whether a mark stands in a block before anything that begins another block."""
    found = mark.search(block)
    end = INTERRUPTION.search(block) if found else None
    return found is not None and (end is None or found.start() <= end.start())


class EmptyProcessor(BlockProcessor):
    """Drop blank lines."""

    def test(self, parent: Element, block: str) -> bool:
        return not block or block[0] == "\n"

    def run(self, parent: Element, blocks: list[str]) -> None:
        rest = blocks.pop(0).lstrip("\n")
        if rest.strip():
            blocks.insert(0, rest)


class IndentedCodeProcessor(BlockProcessor):
    """Take lines indented by four spaces as code."""

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("    ")

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines: list[str] = []
        while blocks and self._goes_on(blocks[0]):
            block, rest = self.detab(blocks.pop(0))
            lines += [block, ""]
            if rest:
                put_back(blocks, rest)
                break
        add_code_block(parent, "\n".join(lines).strip("\n") + "\n")

    def _goes_on(self, block: str) -> bool:
        return not block.strip() or block.lstrip("\n").startswith("    ")


class FenceProcessor(BlockProcessor):
    """Take what stands between two fences as code, or to the end when the second is missing."""

    def test(self, parent: Element, block: str) -> bool:
        return FENCE.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        fence = FENCE.match(blocks[0])
        assert fence is not None  # noqa: S101 -- test() has just matched it
        indent = len(fence[0]) - len(fence[0].lstrip(" "))
        info = unescaped(fence[2].strip())
        code = self._content(blocks, closing_fence(fence))
        lead = re.compile(rf"^ {{1,{indent}}}", re.MULTILINE) if indent else None
        add_code_block(
            parent, lead.sub("", code) if lead else code, info.split(" ")[0] if info else ""
        )

    def _content(self, blocks: list[str], closer: re.Pattern[str]) -> str:
        lines = blocks.pop(0).split("\n")[1:]
        taken: list[str] = []
        while True:
            for number, line in enumerate(lines):
                if closer.match(line):
                    put_back(blocks, "\n".join(lines[number + 1 :]))
                    return "".join(f"{each}\n" for each in (*taken, *lines[:number]))
            taken += lines
            if not blocks:
                return "\n".join(taken).rstrip("\n") + "\n" if any(taken) else ""
            taken.append("")
            lines = blocks.pop(0).split("\n")


class HeadingProcessor(BlockProcessor):
    """Take a line that begins with number signs as a heading."""

    MARK = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=\n|\Z))")

    def test(self, parent: Element, block: str) -> bool:
        return self.MARK.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        line, _, rest = blocks.pop(0).partition("\n")
        mark = self.MARK.match(line)
        assert mark is not None  # noqa: S101 -- test() has just matched it
        text = line[mark.end() :].rstrip()
        bare = text.rstrip("#")
        SubElement(parent, f"h{len(mark[1])}").text = (
            bare.rstrip() if not bare or bare[-1] == " " else text
        )
        put_back(blocks, rest)


class RuleProcessor(BlockProcessor):
    """Take a line of three or more stars, dashes or underscores as a horizontal rule."""

    MARK = re.compile(rf" {{0,3}}(?:{_RULE}|<hr */?> *(?:\n|\Z))", re.IGNORECASE)

    def test(self, parent: Element, block: str) -> bool:
        return self.MARK.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        put_back(blocks, blocks.pop(0).partition("\n")[2])
        SubElement(parent, "hr")


class ReferenceProcessor(BlockProcessor):
    """Note the link references defined at the head of a block; the first of a name counts."""

    def test(self, parent: Element, block: str) -> bool:
        return _REFERENCE.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        start = 0
        while found := _REFERENCE.match(block, start):
            name = reference_name(found[1])
            target = found[2][1:-1] if found[2].startswith("<") else found[2]
            title = next((group for group in found.groups()[2:] if group is not None), "")
            if name:
                references = self.parser.md.references
                references.setdefault(name, (unescaped(target), unescaped(title)))
            start = found.end()
        put_back(blocks, block[start:])


def reference_name(label: str) -> str:
    """Bring the label of a link reference into the form in which labels are compared."""
    return " ".join(label.split()).casefold()


class ParagraphProcessor(PlainParagraph):
    """Take lines as a paragraph, or as a heading where they are underlined."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        end = _PARAGRAPH_END.search(block)
        text = block[: end.start()] if end else block
        if end and end["setext"]:
            level = "h1" if end["double"] else "h2"
            SubElement(parent, level).text = text.strip()
            put_back(blocks, block[end.end("setext") :])
            return
        if end:
            put_back(blocks, block[end.end() :])
        blocks.insert(0, re.sub(r"\n +", "\n", text).rstrip())
        super().run(parent, blocks)
