"""Under which name the host of an address is shown, so that no other can be taken for it."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
_SHOWN = re.compile(r"[\w.\-:\[\]]{1,253}")
_PLAIN = frozenset("ßæœøåđłðþŋħı")
_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
MIXED = "mixed"
UNSPEAKABLE = "unknown"
"""Shown for a host that no browser will find."""


def host_of(href: str) -> str:
    """Return the host that an address leads to, as it is shown; empty when it has none.

    Letters of one script are spelt out; where scripts are mixed, the Punycode is shown.
    """
    try:
        host = urlsplit(href).hostname or ""
    except ValueError:
        return ""
    labels = _DOTS.split(unicodedata.normalize("NFKC", unquote(host)).lower())
    spelt = [_spelt_out(label) for label in labels]
    if _is_one_script("".join(spelt)) and _SHOWN.fullmatch(".".join(spelt)):
        return ".".join(spelt)
    shown = ".".join(map(_in_ascii, labels))
    return UNSPEAKABLE if host and not _SHOWN.fullmatch(shown) else shown


def shows_host(words: str, host: str) -> bool:
    """Tell whether the words of a link begin with its host, so that it needs no note."""
    line = words.strip().lower()
    if any(unicodedata.category(letter) in {"Cf", "Cc"} for letter in line):
        return False
    line = line[found.end() :] if (found := _SCHEME.match(line)) else line
    for name in (host, host.removeprefix("www.")):
        rest = line.removeprefix(name)
        if name and rest != line and (not rest or rest[0] in "/?#"):
            return True
    return False


def _spelt_out(label: str) -> str:
    """Return a label with the letters that its Punycode stands for, if it stands for any."""
    if not label.startswith("xn--"):
        return label
    try:
        spelt = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
    return spelt if not spelt.isascii() and _in_ascii(spelt) == label else label


def _in_ascii(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


def _is_one_script(letters: str) -> bool:
    """Tell whether all letters are of one script; rare Latin ones look like others, and do not count."""
    scripts = {_script(letter) for letter in letters if not letter.isdigit() and letter not in "-_"}
    return MIXED not in scripts and (len(scripts) <= 1 or scripts <= _ASIAN)


def _script(letter: str) -> str:
    if not letter.isalpha() and unicodedata.category(letter) not in {"Mn", "Mc"}:
        return MIXED
    base = unicodedata.normalize("NFKD", letter)[0]
    if base.isascii() or letter in _PLAIN:
        return "LATIN"
    script = unicodedata.name(letter, MIXED).split()[0]
    return MIXED if script in {"LATIN", "MODIFIER", "COMBINING"} else script
