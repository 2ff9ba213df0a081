"""Plain mail as HTML: paragraphs and spacing kept, quoted lines and signatures folded."""

from xml.etree.ElementTree import Element, SubElement, tostring

from forum.kernel.markup.mail_layout import add_note, add_own_text
from forum.kernel.markup.mail_parts import Attributed, Folded, Own, Part, split_mail

MAX_QUOTE_DEPTH = 12


def plain_mail_to_html(text: str) -> str:
    """Return a plain mail as HTML written only out of escaped text."""
    root = Element("div")
    for part in split_mail(text.expandtabs(8).split("\n")):
        _add_part(root, part, depth=1)
    return "\n".join(map(to_html, root))


def _add_part(parent: Element, part: Part, depth: int) -> None:
    match part:
        case Own(lines):
            add_own_text(parent, lines)
        case Folded(lines, summary):
            add_note(_add_fold(parent, "folded-signature", summary), lines)
        case Attributed(introduction, lines):
            holder = _add_fold(parent, "folded-quote", introduction or preview(lines))
            inner = SubElement(holder, "blockquote")
            parts = split_mail(lines) if depth < MAX_QUOTE_DEPTH else [Own(lines)]
            for each in parts:
                _add_part(inner, each, depth + 1)


def _add_fold(parent: Element, name: str, summary: str) -> Element:
    details = SubElement(parent, "details", {"class": name})
    SubElement(details, "summary").text = summary
    return details


def preview(lines: list[str]) -> str:
    """Return the first words of a quotation, to follow answers between the lines while folded."""
    words = " ".join(" ".join(line.strip("> \t") for line in lines).split())
    return (
        f"“{words[:70].rstrip()}…”" if len(words) > 72 else f"“{words}”" if words else "Quoted text"
    )


def to_html(element: Element) -> str:
    """Write an element as HTML, everything escaped."""
    return tostring(element, encoding="unicode", method="html")
