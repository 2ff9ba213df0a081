"""What a page of ours may hold at most, stated here on its own."""

import re
from hashlib import sha256
from xml.etree.ElementTree import Element

import html5lib
from markupsafe import escape

from tests.kernel.markup.safety import faults_of

ELEMENTS = {
    "a", "article", "aside", "body", "br", "button", "circle", "dd", "details", "div", "dl", "dt",
    "em", "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "head", "header", "html", "input",
    "label", "legend", "li", "link", "main", "mark", "meta", "nav", "ol", "optgroup", "option", "p",
    "path", "script", "section", "select", "small", "span", "strong", "summary", "svg", "symbol",
    "table", "tbody", "td", "textarea", "th", "thead", "time", "title", "tr", "ul", "use", "img",
    "caption", "ins", "del", "s", "code", "pre", "datalist", "blockquote", "hr", "kbd", "noscript", "output",
    "q", "text-expander",
}  # fmt: skip
FORBIDDEN = {"style", "srcdoc", "background", "ping", "xlink:href", "http-equiv", "manifest"}
ADDRESSES = {"href", "src", "action", "formaction", "cite", "poster", "data", "srcset"}
_OURS = re.compile(r"(?:/(?![/\\])|[#?]|$)[^\x00-\x1f]*", re.DOTALL)
_DRAWN = "{http://www.w3.org/2000/svg}"
_BY_MEMBERS = {"post-body", "bio"}
"""Classes of what holds texts, to which the list for texts applies."""
_seen: dict[bytes, list[str]] = {}


def page_faults(page: str, line: str = "") -> list[str]:
    """Parse a page as a browser does, and name what should not be there.

    Parsing takes most of the time, so pages that differ in nothing but the line, with every sign
    of meaning escaped and not where an address begins, are parsed once.
    """
    page = re.sub(r'name="(csrf_token|once)"[^>]*value="[^"]*"', "", page)
    if len(line) > 2:
        shown = re.escape(str(escape(line)))
        page = re.sub(rf'(?<!href=")(?<!src=")(?<!action="){shown}', "…", page)
    key = sha256(page.encode()).digest()
    if key not in _seen:
        _seen[key] = _faults(page)
    return _seen[key]


def _faults(page: str) -> list[str]:
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    assert body is not None
    # The footer comes last: a text that broke out would swallow it or stand behind it.
    frame = [f"{child.tag} {child.get('class', '')}".strip() for child in body]
    if frame[-2:] != ["div site-body", "footer site-footer"] or len(frame) != 5:
        return [f"Something breaks out of its place: {frame}"]
    if len(list(body.iter("main"))) != 1 or len(list(body.iter("footer"))) < 1:
        return ["There is not one main part."]
    foot = next(child for child in body if child.tag == "footer")
    if any(child.tag != "a" or len(child) for child in foot):
        return ["Something reaches into the foot of the page."]
    return [fault for element in _outside_of_texts(body) for fault in element]


def _outside_of_texts(element: Element) -> list[list[str]]:
    found = [_faults_of_ours(element)]
    if _BY_MEMBERS & set(element.get("class", "").split()):
        return found + [faults_of(one) for child in element for one in child.iter()]
    for child in element:
        found += _outside_of_texts(child)
    return found


def _faults_of_ours(element: Element) -> list[str]:
    if element.tag.removeprefix(_DRAWN) not in ELEMENTS:
        return [f"<{element.tag}> does not belong on our pages."]
    found = []
    for name, value in element.attrib.items():
        if (
            name.startswith("on")
            or name in FORBIDDEN
            or re.search(r"[^a-z0-9\-]", name, re.IGNORECASE)
        ):
            found.append(f"{element.tag} {name}={value!r}")
        if name in ADDRESSES and not _OURS.fullmatch(value):
            found.append(f"{element.tag} {name}={value!r} leads away.")
    if element.tag == "script" and ("".join(element.itertext()).strip() or not element.get("src")):
        found.append("A script stands in the page.")
    return found
