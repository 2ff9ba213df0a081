"""What HTML may contain at most: bleach checks it first, nh3 checks it again."""

import re
from collections.abc import Mapping
from functools import cache

import nh3
from bleach.sanitizer import Cleaner

from forum.kernel.markup.addresses import ALLOWED_SCHEMES, OUTSIDE_REL
from forum.kernel.markup.code import CLASSES, LANGUAGES

_TAGS = """
    a aside b blockquote br cite code dd del details dfn div dl dt em h3 h4 h5 h6 hr i ins kbd
    li mark ol p pre q s samp small span strong sub summary sup table tbody td th thead time tr
    u ul var
"""
TAGS = frozenset(_TAGS.split())
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        "a": "href title rel data-thread data-post data-file",
        "aside": "data-handle data-thread data-post",
        "li": "id",
        "ol": "start",
        "span": "tabindex data-handle data-name data-file",
        "sup": "id",
        "td": "align colspan rowspan",
        "th": "align colspan rowspan",
        "time": "datetime data-zone",
    }.items()
}
CLASS_NAMES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"thread-link", "has-words", "file", "footnote-ref", "footnote-backref"}),
    "aside": frozenset({"quote"}),
    "code": frozenset(f"language-{name}" for name in LANGUAGES.values()),
    "details": frozenset({"spoiler", "folded-quote", "folded-signature"}),
    "div": frozenset({"quote-by", "table-frame", "footnote"}),
    "li": frozenset({"task", "is-done"}),
    "span": frozenset(
        {"mention", "place", "image", "in-link", "spoiler", "task-box", *CLASSES.values()}
    ),
    "time": frozenset({"local-date"}),
}
_VALUES = {
    "align": re.compile(r"left|right|center"),
    "colspan": re.compile(r"[0-9]{1,2}"),
    "rowspan": re.compile(r"[0-9]{1,2}"),
    "data-file": re.compile(r"[0-9]{1,9}"),
    "data-handle": re.compile(r"[\w.\-]{3,40}"),
    "data-name": re.compile(r"[\w.+\-]{1,80}(?:::tag)?"),
    "data-post": re.compile(r"[0-9]{1,9}"),
    "data-thread": re.compile(r"[0-9]{1,9}"),
    "data-zone": re.compile(r"[A-Za-z0-9_+\-/]{1,64}"),
    "datetime": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2})?"),
    "id": re.compile(r"fn(?:ref[0-9]*)?:[a-z0-9]{1,40}-[0-9]{1,4}"),
    "rel": re.compile(re.escape(OUTSIDE_REL)),
    "start": re.compile(r"[0-9]{1,9}"),
    "tabindex": re.compile(r"0"),
}


def make_safe(html: str) -> str:
    """Return HTML that holds nothing but what is listed here, every element closed."""
    return _second().clean(_first().clean(html))


def make_own_safe(html: str) -> str:
    """Check HTML that we wrote ourselves out of escaped text, without any mark-up of others."""
    return _second().clean(html)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return set(value.split()) <= CLASS_NAMES.get(tag, frozenset())
    if name not in ATTRIBUTES.get(tag, frozenset()):
        return False
    form = _VALUES.get(name)
    return form is None or form.fullmatch(value) is not None


def _first() -> Cleaner:
    """A cleaner keeps a parser with state, so that none is shared between threads."""
    return Cleaner(tags=TAGS, attributes=_is_allowed, protocols=ALLOWED_SCHEMES, strip=True)


@cache
def _second() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in CLASS_NAMES.items()},
        attribute_filter=_checked,
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel=None,
        clean_content_tags={
            "script",
            "style",
            "title",
            "template",
            "noscript",
            "iframe",
            "svg",
            "math",
        },
    )


def _checked(_tag: str, name: str, value: str) -> str | None:
    form = _VALUES.get(name)
    return value if form is None or form.fullmatch(value) else None
