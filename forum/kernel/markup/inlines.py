"""What stands inside a line: links, images, harmless tags, mentions, emoji, hidden words."""

import re
from collections.abc import Mapping
from typing import ClassVar
from xml.etree.ElementTree import Element

from markdown.core import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AMP_SUBSTITUTE, AtomicString, code_escape

from forum.kernel.markup.emoji import short_names
from forum.kernel.markup.handles import MENTION, PLACE, fold_handle
from forum.kernel.markup.leaves import reference_name
from forum.kernel.markup.marks import ESCAPED, unescaped

Found = tuple[Element | str | None, int | None, int | None]
NO_MATCH: Found = (None, None, None)

# Longer than this it is no link: looking for its end must not cost the square of a text's length.
LONGEST_LABEL = 2_000

HARMLESS_TAGS = "b|i|u|s|em|strong|small|sub|sup|kbd|samp|var|code|del|ins|mark|cite|q|dfn"

_BRACKET = re.compile(r"[\[\]]")
_TITLE = r"\"([^\"]*)\"|'([^']*)'|\(([^()]*)\)"
_PARENTHESES = r"[^\s()<]*(?:\((?:[^\s()]|\([^\s()]*\))*\)[^\s()]*)*"
_TARGET = re.compile(rf"\(\s*(?:<([^<>\n]*)>|({_PARENTHESES}))(?:\s+(?:{_TITLE}))?\s*\)", re.ASCII)
_LABEL = re.compile(r"\[([^\[\]]*)\]")


class CodeProcessor(InlineProcessor):
    """Take what stands between equal runs of backticks as code."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"\\[\\`]|`+", md)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        if m[0][0] == "\\":
            return f"\x02{ord(m[0][1])}\x03", m.start(), m.end()
        closing = re.compile(rf"(?<!`)`{{{len(m[0])}}}(?!`)").search(data, m.end())
        if closing is None:
            return None, m.start(), m.end()
        code = data[m.end() : closing.start()].replace("\n", " ")
        if code.startswith(" ") and code.endswith(" ") and code.strip():
            code = code[1:-1]
        element = Element("code")
        element.text = AtomicString(code_escape(code))
        return element, m.start(), closing.end()


class LinkProcessor(InlineProcessor):
    """Make links of `[text](address "title")`, `[text][label]`, `[label][]` and `[label]`."""

    PATTERN: ClassVar[str] = r"(?<!\!)\["

    def __init__(self, md: Markdown) -> None:
        super().__init__(self.PATTERN, md)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        end = _closing_bracket(data, m.end())
        if end is None:
            return NO_MATCH
        found = self._target(data, m.end(), end)
        text = data[m.end() : end]
        if found is None or self._holds_link(text):
            return NO_MATCH
        address, title, after = found
        return self._element(text, address, title), m.start(), after

    def _target(self, data: str, start: int, end: int) -> tuple[str, str | None, int] | None:
        if target := _TARGET.match(data, end + 1):
            address = target[1] if target[1] is not None else target[2]
            title = next((group for group in target.groups()[2:] if group is not None), None)
            return self._plain(address), self._plain(title) if title else None, target.end()
        label = _LABEL.match(data, end + 1)
        name = label[1] if label and label[1].strip() else data[start:end]
        known = self._references().get(reference_name(self._raw(name)))
        if known is None:
            return None
        return known[0], known[1], label.end() if label else end + 1

    def _references(self) -> Mapping[str, tuple[str, str | None]]:
        references: Mapping[str, tuple[str, str | None]] = self.md.references
        return references

    def _holds_link(self, text: str) -> bool:
        """Tell whether a link stands inside: then that is the link, and these brackets are text."""
        for bracket in _BRACKET.finditer(text) if "[" in text else ():
            if bracket[0] == "[" and text[bracket.start() - 1 : bracket.start()] != "!":
                end = _closing_bracket(text, bracket.end())
                if end is not None and self._target(text, bracket.end(), end):
                    return True
        return False

    def _element(self, text: str, address: str, title: str | None) -> Element:
        link = Element("a", {"href": address})
        if title:
            link.set("title", title)
        link.text = text
        return link

    def _plain(self, text: str) -> str:
        return unescaped(self.unescape(text))

    def _raw(self, text: str) -> str:
        return re.sub("\x02(\\d+)\x03", lambda sign: f"\\{chr(int(sign[1]))}", self.unescape(text))


class ImageProcessor(LinkProcessor):
    """Make images of the same spellings with `!` before them."""

    PATTERN: ClassVar[str] = r"\!\["

    def _holds_link(self, text: str) -> bool:
        return False

    def _element(self, text: str, address: str, title: str | None) -> Element:
        alt = re.sub(r"[*_`]|\]\([^)]*\)|!?\[", "", self.unescape(text)).rstrip("]")
        image = Element("img", {"src": address, "alt": alt})
        if title:
            image.set("title", title)
        return image


def _closing_bracket(data: str, start: int) -> int | None:
    depth = 1
    for bracket in _BRACKET.finditer(data, start, start + LONGEST_LABEL):
        depth += 1 if bracket[0] == "[" else -1
        if depth == 0:
            return bracket.start()
    return None


class AutolinkProcessor(InlineProcessor):
    """Make a link of `<https://…>` and of `<somebody@example.org>`."""

    def __init__(self, md: Markdown) -> None:
        address = r"[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^\s<>]*"
        mail = r"(?P<mail>[\w.!#$%&'*+/=?^`{|}~\-]{1,64}@[\w\-]+(?:\.[\w\-]+)*)"
        super().__init__(rf"(?<!\\)<({address}|{mail})>", md)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        address = self.unescape(m[1])
        link = Element("a", {"href": f"mailto:{address}" if m["mail"] else address})
        link.text = AtomicString(address)
        return link, m.start(), m.end()


class EscapeProcessor(InlineProcessor):
    """Take a sign after a backslash as itself."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(ESCAPED.pattern, md)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        sign = f"{AMP_SUBSTITUTE}amp;" if m[1] == "&" else f"\x02{ord(m[1])}\x03"
        return sign, m.start(), m.end()


class HardBreakProcessor(InlineProcessor):
    """Break the line after two spaces or a backslash at its end."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"(?: {2,}|\\)\n *", md)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        return Element("br"), m.start(), m.end()


class TagProcessor(InlineProcessor):
    """Let a few harmless tags through, in pairs and without attributes; others stay text."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(rf"<(?P<open>{HARMLESS_TAGS})>|<(?P<void>br) ?/?>|<!--(?P<comment>)", md)
        self.compiled_re = re.compile(self.pattern, re.IGNORECASE)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        if m["void"]:
            return Element("br"), m.start(), m.end()
        closing = "-->" if m["comment"] is not None else f"</{m['open']}>"
        end = data.find(closing, m.end())
        if end < 0:
            return NO_MATCH
        if m["comment"] is not None:
            return "", m.start(), end + len(closing)
        element = Element(m["open"].lower())
        element.text = data[m.end() : end]
        return element, m.start(), end + len(closing)


class HiddenWordsProcessor(InlineProcessor):
    """Hide words of a line until the reader asks for them: `[spoiler]…[/spoiler]`."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"(?i)\[spoiler\](?=\S)", md)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        end = data.find("[/spoiler]", m.end())
        if end < 0:
            return NO_MATCH
        words = Element("span", {"class": "spoiler", "tabindex": "0"})
        words.text = data[m.end() : end]
        return words, m.start(), end + len("[/spoiler]")


class MentionProcessor(InlineProcessor):
    """Mark `@handle`; whether there is such a member is seen when the text is read."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown) -> None:
        super().__init__(MENTION, md)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        mention = Element("span", {"class": "mention", "data-handle": fold_handle(m[1])})
        mention.text = AtomicString(m[0])
        return mention, m.start(), m.end()


class PlaceProcessor(InlineProcessor):
    """Mark `#name`; whether it is a category or a tag that the reader may see is seen when read.

    `#name::tag` means the tag where a category has the same name.
    """

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown) -> None:
        super().__init__(PLACE, md)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        place = Element("span", {"class": "place", "data-name": m[1].casefold() + (m[2] or "")})
        place.text = AtomicString(f"#{m[1]}")
        return place, m.start(), m.end()


class EmojiProcessor(InlineProcessor):
    """Write the character for a short name such as `:seedling:`."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r":([a-z0-9_+\-]{1,40}):", md)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        character = short_names().get(m[1])
        return (character, m.start(), m.end()) if character else NO_MATCH
