"""Emoji: characters with the short names that people know from elsewhere."""

from collections.abc import Mapping
from functools import cache

USUAL = ("thumbsup", "heart", "pray", "seedling", "wave", "tada", "thinking", "white_check_mark")
"""What is suggested before a letter is typed."""


@cache
def short_names() -> Mapping[str, str]:
    """Return the character of each short name."""
    from pymdownx import gemoji_db  # noqa: PLC0415 -- a large table that only texts with colons need

    names = {
        name.strip(":"): "".join(chr(int(point, 16)) for point in points.split("-"))
        for name, facts in gemoji_db.emoji.items()
        if (points := facts.get("unicode_alt") or facts.get("unicode"))
    }
    aliases = {old.strip(":"): new.strip(":") for old, new in gemoji_db.aliases.items()}
    return names | {old: names[new] for old, new in aliases.items() if new in names}


def find_emoji(words: str, *, most: int) -> list[tuple[str, str]]:
    """Return names and characters that begin with the words, then those that hold them."""
    known = short_names()
    if not words:
        return [(name, known[name]) for name in USUAL if name in known][:most]
    fitting = [name for name in known if words in name]
    fitting.sort(key=lambda name: (not name.startswith(words), len(name), name))
    found: dict[str, str] = {}
    for name in fitting:
        found.setdefault(known[name], name)
        if len(found) == most:
            break
    return [(name, character) for character, name in found.items()]
