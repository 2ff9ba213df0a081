"""Boxes in Discourse's spelling (`[quote]`, `[details]`, `[spoiler]`) and `<details>`.

A box needs its closing tag; without it the opening tag is shown as it was written.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString

from forum.kernel.markup.containers import parse_inside
from forum.kernel.markup.handles import HANDLE, fold_handle
from forum.kernel.markup.leaves import FENCE, closing_fence, is_deep, put_back

_OPENING = re.compile(
    r" {0,3}(?:\[(?P<box>quote|details|spoiler)(?:[= ](?P<value>[^\]\n]*))?\]"
    r"|<(?P<tag>details|blockquote)(?: open)?>)",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"\s*<summary>(.*?)</summary>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r" {0,3}<!--")
_CURLY = str.maketrans("“”„«»", '"""""')


@dataclass
class _Found:
    mark: re.Match[str]
    inside: str
    rest: str
    blocks_used: int


class BoxProcessor(BlockProcessor):
    """Take what stands between the tags of a box as its content; boxes may stand in boxes."""

    def test(self, parent: Element, block: str) -> bool:
        return _OPENING.match(block) is not None and not is_deep(self.parser)

    def run(self, parent: Element, blocks: list[str]) -> bool:
        found = _find(blocks)
        if found is None or _is_inline(found):
            return False
        del blocks[: found.blocks_used]
        put_back(blocks, found.rest)
        name = (found.mark["box"] or found.mark["tag"]).lower()
        value = (found.mark["value"] or "").translate(_CURLY).strip()
        if name == "quote":
            holder = _add_quote(parent, value)
        elif name == "blockquote":
            holder = SubElement(parent, "blockquote")
        else:
            holder = SubElement(
                parent, "details", {"class": "spoiler"} if name == "spoiler" else {}
            )
            found.inside = _add_summary(holder, name, value.strip('"'), found.inside)
        parse_inside(self.parser, holder, found.inside.strip("\n"))
        return True


def _find(blocks: list[str]) -> _Found | None:
    """Look for the closing tag, counting boxes inside and passing over code."""
    mark = _OPENING.match(blocks[0])
    assert mark is not None  # noqa: S101 -- test() has just matched it
    tag = re.compile(*_closing_pattern(mark))
    text = [blocks[0][mark.end() :]]
    depth = 1
    fence: re.Pattern[str] | None = None
    for number, block in enumerate(blocks):
        start = mark.end() if number == 0 else 0
        position = start
        for line in block[start:].split("\n"):
            fence, is_code = _after_fence(fence, line)
            for each in () if is_code else tag.finditer(line):
                depth += -1 if each["close"] else 1
                if depth == 0:
                    inside = [*text[:-1], block[start : position + each.start()]]
                    rest = block[position + each.end() :]
                    return _Found(mark, "\n\n".join(inside), rest, number + 1)
            position += len(line) + 1
        if number + 1 < len(blocks):
            text.append(blocks[number + 1])
    return None


def _is_inline(found: _Found) -> bool:
    """Words hidden at the beginning of a line are not a box of their own."""
    is_spoiler = (found.mark["box"] or "").lower() == "spoiler"
    return is_spoiler and "\n" not in found.inside and bool(found.rest.partition("\n")[0].strip())


def _closing_pattern(mark: re.Match[str]) -> tuple[str, re.RegexFlag]:
    if mark["box"]:
        name = mark["box"]
        return rf"(?P<close>\[/{name}\])|^ {{0,3}}\[{name}(?:[= ][^\]\n]*)?\]", re.IGNORECASE
    name = mark["tag"]
    return rf"(?P<close></{name}>)|^ {{0,3}}<{name}(?: open)?>", re.IGNORECASE


def _after_fence(fence: re.Pattern[str] | None, line: str) -> tuple[re.Pattern[str] | None, bool]:
    """Tell which fence is open after this line, and whether the line is code or a fence itself."""
    if fence is not None:
        return (None if fence.match(line) else fence), True
    opening = FENCE.match(line)
    if opening is None:
        return None, False
    return closing_fence(opening), True


def _add_quote(parent: Element, value: str) -> Element:
    """Add a quotation as a neutral marker that names handle, thread and post."""
    handle, thread_id, post_number = read_attribution(value)
    aside = SubElement(parent, "aside", {"class": "quote"})
    if handle:
        aside.set("data-handle", fold_handle(handle))
    if thread_id:
        aside.set("data-thread", thread_id)
    if post_number:
        aside.set("data-post", post_number)
    if handle:
        SubElement(aside, "div", {"class": "quote-by"}).text = AtomicString(handle)
    return SubElement(aside, "blockquote")


def read_attribution(value: str) -> tuple[str, str, str]:
    """Read `"handle, post:3, topic:12"`; what is missing or makes no sense comes back empty."""
    handle, *facts = (part.strip() for part in value.strip('"').split(","))
    known = dict(fact.split(":", 1) for fact in facts if ":" in fact)
    numbers = [known.get(name, "").strip() for name in ("topic", "post")]
    thread_id, post_number = (
        str(int(number)) if re.fullmatch(r"[0-9]{1,9}", number) else "" for number in numbers
    )
    return handle if HANDLE.fullmatch(handle) else "", thread_id, post_number


def _add_summary(holder: Element, name: str, value: str, inside: str) -> str:
    """Add the line that is always shown; returns what is left of the content."""
    summary = SubElement(holder, "summary")
    given = _SUMMARY.match(inside) if not value else None
    summary.text = (
        value
        or (given[1].strip() if given else "")
        or ("Spoiler" if name == "spoiler" else "Details")
    )
    return inside[given.end() :] if given else inside


class CommentProcessor(BlockProcessor):
    """Leave out comments such as those in a category's starting template."""

    def test(self, parent: Element, block: str) -> bool:
        return _COMMENT.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        for number, block in enumerate(blocks):
            end = block.find("-->")
            if end >= 0:
                del blocks[: number + 1]
                put_back(blocks, block[end + 3 :].lstrip(" "))
                return True
        return False
