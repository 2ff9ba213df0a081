"""The examples of the CommonMark specification, and a form in which HTML can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)

# Posts stand below the page's title and the post's own heading.
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}


@dataclass(frozen=True)
class Example:
    number: int
    markdown: str
    html: str


def examples(specification: Path) -> Iterator[Example]:
    text = specification.read_text(encoding="utf-8").replace("→", "\t")
    for number, found in enumerate(_EXAMPLE.finditer(text), start=1):
        yield Example(number, found[1], found[2])


def comparable(html: str, *, is_expected: bool = False) -> str:
    """Write HTML in one form: white space and our own additions make no difference."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    if is_expected:
        _adapt(root)
    return re.sub(r"\s*\n\s*", "\n", _written(root).replace("<br></br>", "\n<br>\n")).strip()


def _adapt(parent: Element) -> None:
    """Do what we mean to do otherwise: lower headings, links in the place of images."""
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        child.tag = _HEADINGS.get(child.tag, child.tag)
        _adapt(child)
        if child.tag == "img":
            source, child.text = child.attrib.pop("src", ""), child.attrib.pop("alt", "")
            child.text = child.text or source
            child.tag = "span" if parent.tag == "a" else "a"
            if child.tag == "a":
                child.set("href", source)


def _written(element: Element, *, is_code: bool = False) -> str:
    is_code = is_code or element.tag == "pre"
    inside = _text(element.text, is_code=is_code)
    for child in element:
        if not isinstance(child.tag, str):
            inside += _text(child.tail, is_code=is_code)
            continue
        inside += _written(child, is_code=is_code) + _text(child.tail, is_code=is_code)
    if is_code and element.tag == "span":
        return inside
    if element.tag == "DOCUMENT_FRAGMENT":
        return inside
    attributes = "".join(
        f" {name}={value!r}" for name, value in sorted(_attributes(element).items())
    )
    line = "" if element.tag in _INLINE else "\n"
    if element.tag == "pre":
        inside = inside.replace("\n", "⏎")
    inside = inside.strip() if line else inside
    return f"{line}<{element.tag}{attributes}>{inside}</{element.tag}>{line}"


_INLINE = frozenset({"a", "br", "code", "em", "img", "strong", "span", "del"})


def _attributes(element: Element) -> dict[str, str]:
    kept = {
        name: value
        for name, value in element.attrib.items()
        if name not in {"rel", "class", "data-host"}
    }
    return {
        name: unquote(value) if name in {"href", "src"} else value for name, value in kept.items()
    }


def _text(text: str | None, *, is_code: bool) -> str:
    if not text:
        return ""
    if is_code or text.strip():
        return text if is_code else re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    return "\n" if "\n" in text else " "
