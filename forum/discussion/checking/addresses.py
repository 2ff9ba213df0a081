"""Addresses on the net: e-mail, links that open doors, numbers of machines."""

import ipaddress
import re
from collections.abc import Iterator

from forum.discussion.checking.nearby import stands_near, words
from forum.discussion.checking.values import Hints, Hit, Kind

_LOCAL_BACKWARDS = re.compile(r"[\w.+'&=~-]{1,64}+")
_DOMAIN = re.compile(r"[\w.-]{1,253}+")
_SPELT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+\s?[\[({]\s?(?:at|arroba|chez|@)\s?[\])}]\s?[\w-]{1,63}+"
    r"(?:\s?[\[({]\s?(?:dot|punkt|point|punto|\.)\s?[\])}]\s?[\w-]{1,63}+|\.[\w-]{1,63}+){1,4}",
    re.IGNORECASE,
)
NOBODYS = re.compile(
    r"(?:^|\.)(?:example\.(?:org|com|net)|example|invalid|test|localhost)$", re.IGNORECASE
)
"""Domains that are set aside for examples."""

_LINK = re.compile(r"(?:https?|ftp|sftp|ssh|wss?)://[^\s<>\"\]]{1,2000}+", re.IGNORECASE)
_LOGIN = re.compile(r"[a-z]{2,5}://[^/?#@\s]{1,200}@", re.IGNORECASE)
_SECRET = re.compile(
    r"[?&;#](?:access_?|auth_?|api_?|id_|refresh_|reset_?|share_?|invite_?|sig(?:ned)?_?)?"
    r"(?:token|key|sig(?:nature)?|code|pass(?:word|wd)?|pwd|secret|session(?:id)?|sid|jwt|auth"
    r"|ticket|hash|invite|share|resourcekey|rlkey|tkn)=[^&;#\s]{4,}",
    re.IGNORECASE,
)
_LONG_PART = re.compile(
    r"[/=](?=[\w-]{0,40}?[A-Z])(?=[\w-]{0,40}?[a-z])(?=[\w-]{0,40}?\d)[\w-]{22,}"
)

_V4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\w)")
_V6 = re.compile(r"(?<![\w:])[0-9a-fA-F:]{9,39}+(?![\w:])")
_NETWORK = words(
    "ip", "ipv[46]", "address", "adresse(?: ip)?", "server", "host", "login", "log", "from"
)


def find_emails(text: str, _hints: Hints) -> Iterator[Hit]:
    """Find e-mail addresses, also those spelt with words for the signs."""
    because = "An e-mail address leads to one person."
    at = text.find("@")
    while at != -1:
        local = _LOCAL_BACKWARDS.match(text[max(0, at - 64) : at][::-1])
        domain = _DOMAIN.match(text, at + 1)
        if local and domain and (host := _host(domain[0])):
            start = at - len(local[0].rstrip(".'&=~-"))
            if start < at and not NOBODYS.search(host):
                yield Hit(Kind.EMAIL, start, at + 1 + len(host), because, 0.95)
        at = text.find("@", at + 1)
    for match in _SPELT.finditer(text) if "[" in text or "(" in text or "{" in text else ():
        yield Hit(Kind.EMAIL, *match.span(), because, 0.7)


def _host(typed: str) -> str:
    """Return the domain in what follows the sign, empty for none."""
    host = typed.rstrip(".-_")
    labels = host.split(".")
    is_one = len(labels) > 1 and all(labels) and labels[-1].isalpha() and len(labels[-1]) > 1
    return host if is_one else ""


def find_links(text: str, _hints: Hints) -> Iterator[Hit]:
    """Find links that hold a name with a password, or a secret that lets anybody in."""
    for match in _LINK.finditer(text) if "://" in text else ():
        link = match[0].rstrip(".,;:!?'*_)")
        end = match.start() + len(link)
        if _LOGIN.match(link):
            because = "This link holds the name, perhaps the password, of an account."
            yield Hit(Kind.LINK, match.start(), end, because, 1.0)
        elif _SECRET.search(link):
            because = "This link holds a secret: whoever has it may be let in as you."
            yield Hit(Kind.LINK, match.start(), end, because, 0.96)
        elif _LONG_PART.search(link[8:]):
            because = "This link looks like one that opens for whoever has it."
            yield Hit(Kind.LINK, match.start(), end, because, 0.6)


def find_network_addresses(text: str, _hints: Hints) -> Iterator[Hit]:
    """Find addresses of machines on the public net."""
    because = "The address of a machine on the net can lead to who uses it."
    for pattern in (_V4, _V6):
        for match in pattern.finditer(text):
            if not _is_public(match[0]):
                continue
            is_likely = match[0].count(":") > 3 or sum(len(p) > 1 for p in match[0].split(".")) > 2
            is_said = stands_near(_NETWORK, text, *match.span())
            yield Hit(Kind.NETWORK, *match.span(), because, 0.3 + 0.3 * is_likely + 0.3 * is_said)


def _is_public(typed: str) -> bool:
    if ":" in typed and typed.count(":") < 4:
        return False
    try:
        return ipaddress.ip_address(typed).is_global
    except ValueError:
        return False
