"""HTML mail: cleaned, its quotations folded, nothing loaded from elsewhere."""

import html
import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

import nh3

from forum.kernel.markup.barrier import TAGS
from forum.kernel.markup.plain_mail import preview, to_html
from forum.kernel.markup.tree import HEADINGS, settle_link

# A parser of HTML takes the square of these to understand; more of them is shown as plain text.
MOST_DEPTH = 100
MOST_TAGS = 12_000
LONGEST = 600_000

_VOID = frozenset({"br", "hr", "img"})
_KEPT = (TAGS | {"img", "h1", "h2", "center", "font", "address", "article", "section"}) - {
    "aside",
    "details",
    "summary",
    "time",
}
_QUOTE_CLASSES = frozenset(
    {"gmail_quote", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "gmail_extra"}
)
_QUOTE_IDS = frozenset({"divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION", "reply-intro"})
_SIGNATURES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block"})
_BREAKING = frozenset(
    ["p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "ul", "ol", "pre"]
)
_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")

_first = nh3.Cleaner(
    tags=set(_KEPT),
    clean_content_tags={
        "script",
        "style",
        "head",
        "title",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
    },
    attributes={
        "a": {"href", "title"},
        "blockquote": {"class", "type"},
        "div": {"class", "id"},
        "span": {"class"},
        "pre": {"class"},
        "ol": {"start"},
        "td": {"align", "colspan", "rowspan"},
        "th": {"align", "colspan", "rowspan"},
        "img": {"alt", "width", "height"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def html_mail_to_html(mail: str) -> str:
    """Return the body of an HTML mail with its quotations folded, not yet safe."""
    if len(mail) > LONGEST or mail.count("<") > MOST_TAGS or _depth(mail) > MOST_DEPTH:
        return words_only(mail)
    builder = _Builder()
    builder.feed(_first.clean(mail))
    builder.close()
    root = builder.root
    _fold(root)
    for element in list(root.iter()):
        _settle(element)
    for link in list(root.iter("a")):
        settle_link(link)
    return html.escape(root.text or "") + "".join(map(to_html, root))


class _Builder(HTMLParser):
    """Build a tree of HTML that nh3 has written, in which every element is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        parent = self._open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data


def _depth(mail: str) -> int:
    """Return how deeply elements can be nested at most, with those that were never closed."""
    depth = deepest = 0
    for tag in _OPENING.finditer(mail):
        if tag[2].lower() in {
            "br",
            "hr",
            "img",
            "meta",
            "link",
            "input",
            "p",
            "li",
            "td",
            "tr",
            "th",
            "o",
        }:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def words_only(mail: str) -> str:
    """Return only the words of a mail that is too large or too deep to lay out."""
    words: list[str] = []
    skipped = ""
    for part in mail.split("<"):
        tag, closed, text = part.partition(">")
        name = tag[:8].split(maxsplit=1)[0].lower() if tag[:1].strip() else ""
        if skipped:
            skipped = "" if name == f"/{skipped}" else skipped
        elif name in {"script", "style", "head"}:
            skipped = name
        elif name.strip("/") in _BREAKING:
            words.append("\n\n")
        if not skipped:
            words.append(text if closed else tag)
    paragraphs = re.split(r"\n\s*\n", html.unescape("".join(words)))
    return "\n".join(f"<p>{html.escape(part.strip())}</p>" for part in paragraphs if part.strip())


def _fold(parent: Element) -> None:
    """Put quotations and signatures into folds, from the outside in."""
    position = 0
    while position < len(parent):
        child = parent[position]
        kind = _kind(child)
        if kind:
            end = _end_of_quotation(parent, position) if kind == "folded-quote" else position + 1
            _wrap(parent, position, end, kind)
        else:
            _fold(child)
        position += 1


def _kind(element: Element) -> str:
    classes = set((element.get("class") or "").split())
    if element.tag == "blockquote" or classes & _QUOTE_CLASSES or element.get("id") in _QUOTE_IDS:
        return "folded-quote"
    return "folded-signature" if classes & _SIGNATURES else ""


def _end_of_quotation(parent: Element, start: int) -> int:
    """An introduction stands before its quotation; Outlook's goes for all that follows."""
    first = parent[start]
    if first.get("id") in _QUOTE_IDS:
        return len(parent)
    is_introduction = "moz-cite-prefix" in (first.get("class") or "")
    if is_introduction and start + 1 < len(parent) and parent[start + 1].tag == "blockquote":
        return start + 2
    return start + 1


def _wrap(parent: Element, start: int, end: int, kind: str) -> None:
    moved = list(parent)[start:end]
    fold = Element("details", {"class": kind})
    summary = SubElement(fold, "summary")
    summary.text = _summary(moved, kind)
    fold.tail, moved[-1].tail = moved[-1].tail, None
    for element in moved:
        parent.remove(element)
        fold.append(element)
    parent.insert(start, fold)
    for element in moved:
        element.attrib.pop("class", None)
        _fold(element)


def _summary(moved: list[Element], kind: str) -> str:
    if kind == "folded-signature":
        return "Signature"
    words = " ".join("".join(moved[0].itertext()).split())
    introduction = re.match(
        r".{5,200}?(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\s?[^:]{0,60}:",
        words,
    )
    return introduction[0] if introduction else preview([words])


def _settle(element: Element) -> None:
    """Drop what only served to find quotations; show what an image says, do not load it."""
    for name in ("class", "id", "type", "width", "height"):
        if not (name == "class" and element.tag == "details"):
            element.attrib.pop(name, None)
    element.tag = HEADINGS.get(element.tag, element.tag)
    if element.tag in {"center", "address", "article", "section"}:
        element.tag = "div"
    elif element.tag == "font":
        element.tag = "span"
    elif element.tag == "img":
        words, tail = element.get("alt") or "", element.tail
        element.clear()
        element.tag, element.text, element.tail = "span", words, tail
