"""What a post's HTML may hold at most, stated here on its own."""

import re
from xml.etree.ElementTree import Element

import html5lib

ELEMENTS = {
    "a", "aside", "b", "blockquote", "br", "cite", "code", "dd", "del", "details", "dfn", "div",
    "dl", "dt", "em", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol",
    "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "th", "thead", "time", "tr", "u", "ul", "var",
}  # fmt: skip
_NUMBER = r"[0-9]{1,9}"
ATTRIBUTES = {
    (
        "a",
        "href",
    ): r"(?si)(?:https?://|mailto:|/(?!/)|[#?.]|$|(?![a-zA-Z][a-zA-Z0-9+.\-]*:)[^/\x00-\x20]).*",
    ("a", "title"): r"(?s).*",
    ("a", "rel"): r"nofollow noopener noreferrer ugc",
    ("a", "data-host"): r"[\w.\-:\[\]]{1,253}",
    ("a", "class"): r"thread-link(?: has-words)?|file|footnote-ref|footnote-backref",
    ("a", "data-thread"): _NUMBER,
    ("a", "data-post"): _NUMBER,
    ("a", "data-file"): _NUMBER,
    ("aside", "class"): r"quote",
    ("aside", "data-handle"): r"[\w.\-]{3,40}",
    ("aside", "data-thread"): _NUMBER,
    ("aside", "data-post"): _NUMBER,
    ("code", "class"): r"language-[a-z]{1,12}",
    ("details", "class"): r"spoiler|folded-quote|folded-signature",
    ("div", "class"): r"quote-by|table-frame|footnote",
    ("li", "class"): r"task(?: is-done)?",
    ("li", "id"): r"fn:[a-z0-9]+-[0-9]+",
    ("ol", "start"): _NUMBER,
    ("span", "class"): r"mention|place|image(?: in-link)?|spoiler|task-box|[a-z]{1,2}",
    ("span", "data-handle"): r"[\w.\-]{3,40}",
    ("span", "data-file"): _NUMBER,
    ("span", "data-name"): r"[\w.+\-]{1,80}(?:::tag)?",
    ("span", "tabindex"): r"0",
    ("sup", "id"): r"fnref[0-9]*:[a-z0-9]+-[0-9]+",
    ("td", "align"): r"left|right|center",
    ("th", "align"): r"left|right|center",
    ("td", "colspan"): r"[0-9]{1,2}",
    ("th", "colspan"): r"[0-9]{1,2}",
    ("td", "rowspan"): r"[0-9]{1,2}",
    ("th", "rowspan"): r"[0-9]{1,2}",
    ("time", "class"): r"local-date",
    ("time", "data-zone"): r"[\w+\-/]{1,64}",
    ("time", "datetime"): r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2})?",
}

_INLINE = r"(?:[^<]|<br>|<(em|strong|code|del)>[^<]*</\{0}>)*+"
_PLAIN = re.compile(
    rf"(?:\s|<br>|<(p|h[3-6])>{_INLINE.format(2)}</\1>|<pre><code>[^<]*</code></pre>)*+[^<]*"
)
"""Texts of whole elements without any attribute, of which none can hold anything else."""


def faults(html: str) -> list[str]:
    """Parse HTML within a page, as a browser does, and name what should not be there.

    What is plain to see is not parsed: most of what became of hostile lines are words.
    """
    return [] if _PLAIN.fullmatch(html) else _faults(html)


def _faults(html: str) -> list[str]:
    page = html5lib.parse(
        "<!doctype html><title>t</title>"
        f"<main><article>{html}</article><footer>after</footer></main>",
        namespaceHTMLElements=False,
    )
    main = page.find("body/main")
    assert main is not None
    frame = [(child.tag, child.tail) for child in main]
    if frame != [("article", None), ("footer", None)] or len(page.find("body")) != 1:
        return ["The text breaks out of its place."]
    if "".join(main[1].itertext()) != "after" or len(main[1]):
        return ["The text reaches into what follows."]
    return [
        fault
        for element in main[0].iter()
        if element is not main[0]
        for fault in faults_of(element)
    ]


def faults_of(element: Element) -> list[str]:
    """Name what one element of a text should not be or have."""
    if element.tag not in ELEMENTS:
        return [f"<{element.tag}> is not allowed."]
    found = []
    for name, value in element.attrib.items():
        form = ATTRIBUTES.get((element.tag, name))
        if form is None or re.fullmatch(form, value) is None:
            found.append(f"{element.tag} {name}={value!r} is not allowed.")
    return found
