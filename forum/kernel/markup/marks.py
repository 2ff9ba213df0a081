"""Backslash escapes and entities where they stand outside of running text."""

import html
import re
import string

ESCAPED = re.compile(rf"\\([{re.escape(string.punctuation)}])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def unescaped(text: str) -> str:
    """Resolve backslash escapes and entities in an address, a title or the name of a language."""
    return without_entities(ESCAPED.sub(r"\1", text) if "\\" in text else text)


def without_entities(text: str) -> str:
    """Resolve entities, but only complete ones: addresses are full of `&copy=1` and the like."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text
