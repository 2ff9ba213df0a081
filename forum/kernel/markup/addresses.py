"""Which addresses a text may lead to, and which of them are our own."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
OUTSIDE_REL = "nofollow noopener ugc"

# Browsers ignore white space and control characters inside a scheme: drop them before looking.
_IGNORED = re.compile(
    "[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]"
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_THREAD = re.compile(r"/t/(?:(?=[^/]*[^/\d])[^/]+/)?(\d{1,9})(?:/(\d{1,9}))?/?\Z")
_OWN_FILE = re.compile(r"/uploads/(\d{1,9})/[\w\-./%~]*\Z", re.ASCII)

_own_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is safe to lead to. `thread_id` is set when it leads to a thread of ours."""

    href: str
    is_outside: bool
    thread_id: int | None = None
    post_number: int | None = None


def configure(base_url: str, *more_base_urls: str) -> None:
    """Name the addresses that this installation answers to; links to them count as our own."""
    global _own_hosts  # noqa: PLW0603 -- set once at start, read by every rendering
    _own_hosts = frozenset(urlsplit(url).netloc.lower() for url in (base_url, *more_base_urls))


def address_of(raw: str) -> Address | None:
    """Judge an address as it was written; None when nobody should be led there."""
    href = _IGNORED.sub("", raw) if not raw.isascii() or not raw.isprintable() else raw.strip()
    href = href.replace(" ", "%20").replace("\\", "%5C")
    scheme = _SCHEME.match(href)
    if scheme and scheme[1].lower() == "mailto":
        return Address(href, is_outside=False)
    if scheme and scheme[1].lower() not in ALLOWED_SCHEMES:
        return None
    if not scheme and ":" in re.split("[/?#]", href, maxsplit=1)[0]:
        return None
    return _web_address(f"https:{href}" if href.startswith("//") else href)


def _web_address(href: str) -> Address | None:
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme and not parts.netloc:
        return None
    if parts.netloc and parts.netloc.lower() not in _own_hosts:
        return Address(href, is_outside=True)
    thread = _THREAD.match(parts.path)
    if thread:
        return _thread_address(int(thread[1]), int(thread[2]) if thread[2] else None)
    local = (parts._replace(scheme="", netloc="").geturl() or "/") if parts.netloc else href
    return None if local.startswith("//") else Address(local, is_outside=False)


def _thread_address(thread_id: int, post_number: int | None) -> Address:
    """Leave the title out: who may not read the thread must not learn it from its address."""
    href = f"/t/{thread_id}/{post_number}" if post_number else f"/t/{thread_id}"
    return Address(href, is_outside=False, thread_id=thread_id, post_number=post_number)


def own_file(raw: str) -> int | None:
    """Return the id of the file of ours that the address leads to, or None for any other one."""
    address = address_of(raw) if "/uploads/" in raw else None
    if address is None or address.is_outside or ".." in address.href:
        return None
    found = _OWN_FILE.match(address.href)
    return int(found[1]) if found else None
