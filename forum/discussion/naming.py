"""Handles as they are typed into a line: `@ada, @ben`."""

import re

_BETWEEN = re.compile(r"[\s,;]+")
MOST = 60
"""Handles read from one line; more than can be written to, so that the refusal is about that."""


def split_handles(text: str) -> list[str]:
    """Return the handles in a line typed by a member, each once, in their order."""
    names = (part.removeprefix("@") for part in _BETWEEN.split(text[:4_000]))
    return list(dict.fromkeys(name for name in names if name))[:MOST]
