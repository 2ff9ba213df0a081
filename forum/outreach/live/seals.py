"""Seals: what an open page holds of where it stands, unreadable and unforgeable.

A seal says up to which event its page is true, and for whom and when that was checked. Positions
are hidden in it, since two of them compared would tell how much goes on where one may not read.
The tag of the content is the key of the cipher (a synthetic initialisation vector), so that equal
contents have equal seals and no random number is needed.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from struct import Struct

_CONTENT = Struct(">QIIQ")
_TAG = 16
LENGTH = 54
"""Letters of a seal."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal holds."""

    position: int
    """The last event that the page knows of."""
    member_id: int
    checked_at: int
    """When the member was seen to have access, in seconds since 1970."""
    sight: int
    """A digest of the sign-in and of the permissions under which that was so."""


class Sealer:
    """Makes and opens the seals of one installation."""

    def __init__(self, secret_key: str) -> None:
        key = secret_key.encode()
        self._tagging = hmac.digest(key, b"live: tags", "sha256")
        self._hiding = hmac.digest(key, b"live: contents", "sha256")

    def make(self, seal: Seal, place: str) -> str:
        """Return the seal for pages that show this place."""
        content = _CONTENT.pack(seal.position, seal.member_id, seal.checked_at, seal.sight)
        tag = self._tag(content, place)
        return urlsafe_b64encode(tag + self._hide(content, tag)).decode().rstrip("=")

    def open(self, text: str, place: str) -> Seal | None:
        """Return what the seal holds; None for one that was not made here for this place."""
        if len(text) != LENGTH or not text.isascii():
            return None
        try:
            both = urlsafe_b64decode(text + "==")
        except ValueError:
            return None
        tag, hidden = both[:_TAG], both[_TAG:]
        content = self._hide(hidden, tag)
        if len(content) != _CONTENT.size or not hmac.compare_digest(tag, self._tag(content, place)):
            return None
        return Seal(*_CONTENT.unpack(content))

    def _tag(self, content: bytes, place: str) -> bytes:
        told = content + place.encode()
        return hashlib.blake2b(told, key=self._tagging, digest_size=_TAG).digest()

    def _hide(self, content: bytes, tag: bytes) -> bytes:
        size = len(content)
        mask = hashlib.blake2b(tag, key=self._hiding, digest_size=_CONTENT.size).digest()[:size]
        both = int.from_bytes(content, "big") ^ int.from_bytes(mask, "big")
        return both.to_bytes(size, "big")


def seal_in(header: str) -> str:
    """Return the seal in a header If-None-Match; whoever compresses answers marks it as weak."""
    return header.removeprefix("W/").strip('"')


def sight_of(cookie: str, structure: int) -> int:
    """Return a digest of what a browser shows and of the permissions that hold at the moment."""
    told = f"{structure}\n{cookie}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big")
