"""Passwords, kept as argon2 hashes."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_nobody = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the hash that is kept. It takes tens of milliseconds: call it before a transaction."""
    return _hasher.hash(_bytes(password))


def is_password(password: str, kept: str | None) -> bool:
    """Tell whether this is the password; for an unknown member it takes just as long to say no."""
    try:
        _hasher.verify(kept or _nobody, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_new_hash(kept: str) -> bool:
    """Tell whether the hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(kept)


def _bytes(password: str) -> bytes:
    """Return the same bytes whichever way a keyboard composes its accents."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def use_cheap_hashing() -> None:
    """Hash with as little work as possible, for tests only."""
    global _hasher, _nobody  # noqa: PLW0603 -- the one place where the hasher may change
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    _nobody = _hasher.hash("nobody has this password")
