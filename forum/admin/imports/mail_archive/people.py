"""Who wrote a message, also where the list put its own address over the writer's."""

import re
from collections.abc import Collection

from forum.admin.imports.mail_archive.headers import Head, decode_words, show_address
from forum.admin.imports.mail_archive.values import Author

MAX_NAME = 100

_AT = r"(?:@|\s+at\s+|\s*(?:\(at\)|\[at\]|\(a\))\s*)"
# The form of pipermail, names with brackets and quotes of their own included.
_ADDRESS_THEN_NAME = re.compile(
    rf"\s*<?(\S+?{_AT}[^\s()<>]+)>?\s*\((.*)\)\s*\Z", re.IGNORECASE | re.DOTALL
)
_NAME_THEN_ADDRESS = re.compile(r"(.*?)<\s*([^<>]*)>", re.DOTALL)
_BARE_ADDRESS = re.compile(rf"\s*([^\s,;]+{_AT}[^\s,;]+)", re.IGNORECASE)
_VIA_LIST = re.compile(r"\s+(?:via|par|über|por|through)\s+\S.*\Z", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)(?=@|\Z)")
_QUOTED = re.compile(r"""\A(["'])(.*)\1\Z""", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
# Direction marks in names turn the line around them.
_DIRECTIONS = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_WRITER_FIELDS = (
    "x-original-from",
    "original-from",
    "author",
    "x-original-sender",
    "reply-to",
    "x-mailfrom",
)


def parse_person(text: str) -> tuple[str, str]:
    """Return address and name out of a From field in any of its spellings, either of them empty."""
    if found := _ADDRESS_THEN_NAME.match(text):
        address, name = found[1], found[2]
    elif "<" in text and (found := _NAME_THEN_ADDRESS.match(text)):
        name, address = _before_group(found[1]), found[2]
    elif found := _BARE_ADDRESS.match(text):
        address, name = found[1], ""
    else:
        name, address = text, ""
    address = _clean_address(address)
    return address, _clean_name(name, address)


def _before_group(name: str) -> str:
    """Drop the group's name of "undisclosed: A <a@…>;", keep commas inside of quotes."""
    return (
        name if '"' in name else name.rpartition(",")[2] if "@" in name.rpartition(",")[0] else name
    )


def _clean_address(text: str) -> str:
    bare = _COMMENT.sub("", decode_words(text))
    address = "".join(show_address(bare).strip("<>\"' ,;").split())
    local, at, host = address.rpartition("@")
    return f"{local}@{host.rstrip('.').lower()}"[:254] if at and local and host else ""


def _clean_name(text: str, address: str) -> str:
    name = decode_words(_ESCAPED.sub(r"\1", text.strip()))
    while quoted := _QUOTED.match(name):
        name = quoted[2].strip()
    name = " ".join(_DIRECTIONS.sub("", name).split())
    if _is_address(name, address):
        return ""
    return name[:MAX_NAME]


def _is_address(name: str, address: str) -> bool:
    return bool(name) and ("".join(show_address(name).split()).casefold() == address.casefold())


def read_author(head: Head, envelope_sender: str, shared: Collection[str]) -> Author:
    """Find the person behind a message.

    `shared` are the addresses, in small letters, that the archive puts over those of many writers.
    """
    address, name = parse_person(head.text("from") or head.text("sender"))
    if not address:
        address = _clean_address(envelope_sender) if "@" in show_address(envelope_sender) else ""
    is_rewritten = bool(_VIA_LIST.search(name)) and (
        address.casefold() in shared or _names_list(head, address)
    )
    if not is_rewritten and address.casefold() not in shared:
        return Author(address, name)
    name = _VIA_LIST.sub("", name).strip("\"' ") if is_rewritten else name
    own = _find_own_address(head, {*shared, address.casefold()})
    if own is not None:
        return Author(own[0], name or own[1])
    return Author(address, name, is_shared=True)


def _names_list(head: Head, address: str) -> bool:
    """Tell whether the message says itself that this is its list's address."""
    told = " ".join(
        head.text(field) for field in ("list-post", "list-id", "to", "cc", "sender", "x-beenthere")
    )
    local, _at, _host = address.partition("@")
    return address.casefold() in told.casefold() or f"<{local.casefold()}." in told.casefold()


def _find_own_address(head: Head, shared: Collection[str]) -> tuple[str, str] | None:
    for field in _WRITER_FIELDS:
        for value in head.text(field).split(">,"):
            address, name = parse_person(value)
            if address and address.casefold() not in shared and "bounces" not in address:
                return address, _VIA_LIST.sub("", name)
    return None


def lists_named_in(head: Head) -> set[str]:
    """Return the addresses that a head calls a list's own."""
    named = re.findall(r"mailto:([^>?\s]+)", head.text("list-post"))
    named += [head.text(field) for field in ("x-beenthere", "x-mailing-list")]
    list_id = re.search(r"<([^<>.@\s]+)\.([^<>@\s]+)>", head.text("list-id"))
    if list_id:
        named.append(f"{list_id[1]}@{list_id[2]}")
    return {address.casefold() for each in named if (address := _clean_address(each))}


def count_strangers(names: Collection[str], limit: int = 10) -> int:
    """Count the people behind names that share no word: "Ada Lem" and "Lem, A." are one."""
    groups: list[set[str]] = []
    for name in names:
        words = {word.casefold() for word in _WORDS.findall(name)}
        if not words:
            continue
        touching = [group for group in groups if group & words]
        groups = [group for group in groups if not group & words]
        groups.append(words.union(*touching))
        if len(groups) >= limit:
            break
    return len(groups)
