"""Names of files, kept for people: they name nothing on any disk."""

import re
import unicodedata

LONGEST = 120
_OF_NO_NAME = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_SAME_KIND = {
    "jpg": {"jpg", "jpeg", "jpe", "jfif"},
    "txt": {"txt", "text", "md", "log"},
}


def tidy_name(name: str, ending: str) -> str:
    """Return a name without path, invisible signs and tricks, with an ending that is true."""
    whole = shown_name(name)
    stem, _, given = whole.rpartition(".")
    if given.lower() in _SAME_KIND.get(ending, {ending}) and stem:
        ending = given.lower()
    elif not stem or not given.isalnum() or len(given) > 5:
        stem = whole
    stem = stem.strip(" .")[: LONGEST - len(ending) - 1].strip(" .")
    return f"{stem or 'file'}.{ending}"


def shown_name(name: str) -> str:
    """Return a name as it may be shown, whatever its file turns out to be."""
    last = re.split(r"[/\\]", name)[-1]
    whole = "".join(sign for sign in unicodedata.normalize("NFC", last) if _is_plain(sign))
    return " ".join(_OF_NO_NAME.sub(" ", whole).split())[: 4 * LONGEST]


def ending_of(name: str) -> str:
    """Return what stands behind the last dot, in small letters; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _is_plain(sign: str) -> bool:
    """Tell whether a sign may stand in a name: none that is unseen or turns the writing round."""
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
