"""Read off stored HTML what was said: plain text, mentions, links to threads, quotations."""

import re
from html.parser import HTMLParser

from forum.kernel.markup.values import Quoted, Rendered

_VOID = frozenset({"br", "hr", "img"})
_INLINE_TAGS = """
    a b cite code del dfn em i img ins kbd mark q s samp small span strong sub sup time u var
"""
_INLINE = frozenset(_INLINE_TAGS.split())
# What others said, and what stands below every mail, is not what this person says here.
_FOREIGN = frozenset(
    {"quote", "folded-quote", "folded-signature", "footnote-ref", "footnote-backref", "task-box"}
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.mentions: dict[str, None] = {}
        self.thread_links: dict[int, None] = {}
        self.quotes: dict[Quoted, None] = {}
        self._foreign_depth = 0
        self._pre_depth = 0
        self._mention: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "pre":
            self._pre_depth += 1
        if tag not in _INLINE and not self._foreign_depth:
            self.parts.append("\n")
        if tag in _VOID:
            return
        if self._foreign_depth:
            self._foreign_depth += 1
        elif attrs:
            self._note(tag, dict(attrs))

    def _note(self, tag: str, attrs: dict[str, str | None]) -> None:
        classes = (attrs.get("class") or "").split()
        if tag == "aside" and "quote" in classes:
            thread, post = attrs.get("data-thread"), attrs.get("data-post")
            quoted = Quoted(
                int(thread) if thread else None,
                int(post) if post else None,
                attrs.get("data-handle") or "",
            )
            self.quotes[quoted] = None
        if not _FOREIGN.isdisjoint(classes):
            self._foreign_depth = 1
        elif "mention" in classes:
            self._mention = ""
        elif "thread-link" in classes:
            self.thread_links[int(attrs.get("data-thread") or 0)] = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._pre_depth -= 1
        if self._foreign_depth:
            self._foreign_depth -= 1
        elif self._mention is not None:
            self.mentions[self._mention.removeprefix("@")] = None
            self._mention = None
        if tag not in _INLINE and not self._foreign_depth:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._foreign_depth:
            return
        if self._mention is not None:
            self._mention += data
        self.parts.append(data if self._pre_depth else re.sub(r"\s+", " ", data))


def read(html: str) -> Rendered:
    """Read what stands in safe HTML, in the order in which it stands there, each thing once."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = re.sub(r" *\n\s*\n\s*| *\n ?", "\n", "".join(reader.parts)).strip()
    return Rendered(
        html=html,
        text=text,
        mentions=tuple(reader.mentions),
        thread_links=tuple(reader.thread_links),
        quotes=tuple(reader.quotes),
    )


def excerpt(text: str, length: int = 200) -> str:
    """Shorten plain text to about so many characters, at the end of a word."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    shortened = head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head
    return shortened.rstrip(" ,;:-–—(") + "…"
