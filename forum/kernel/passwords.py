"""Passwords, kept as argon2 hashes."""

import re
import unicodedata
from collections.abc import Collection

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_nobody = _hasher.hash("nobody has this password")

SAFE = 3
"""Of the five scores of zxcvbn, from 0 to 4: a hundred million guesses would not do."""
LOOKED_AT = 72
"""Letters of a password that are looked at; more take longer and make it no weaker."""
MOST_KNOWN = 40
_WORDS = re.compile(r"\w+")

_STAND_INS = frozenset("4@8({[<3691!|70$5+%2")
"""Signs that zxcvbn reads as letters, in every combination of those that a password holds."""
_PLAIN_SIGNS = "~^*_=&#;:,.?`'"
_MOST_STAND_INS = 6


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


def _quick(password: str) -> str:
    """Return a password that is as hard to guess and that zxcvbn judges within milliseconds.

    Ten kinds of stand-ins take it seconds; beyond the first few, plain signs take their place.
    """
    kinds = list(dict.fromkeys(sign for sign in password if sign in _STAND_INS))
    instead = zip(kinds[_MOST_STAND_INS:], _PLAIN_SIGNS, strict=False)
    return password.translate({ord(sign): other for sign, other in instead})


def _bytes(password: str) -> bytes:
    """Return the same bytes whichever way a keyboard composes its accents."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def why_guessable(password: str, known: Collection[str] = ()) -> str | None:
    """Return, in a sentence or two, why a password would soon be guessed; None when it would not.

    `known` is what others know of its owner. Only the beginning is looked at, since the time that
    this takes rises with the length.
    """
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- brings long lists of words, which few pages need

    words = {part for text in known for part in (text, *_WORDS.findall(text)) if len(part) > 2}
    shortened = sorted({word[:LOOKED_AT].casefold() for word in words}, key=len, reverse=True)
    shortened = shortened[:MOST_KNOWN]
    # What others know adds nothing, however often and in whichever order it is written.
    rest = password[:LOOKED_AT]
    for word in shortened:
        rest = re.sub(re.escape(word), "", rest, flags=re.IGNORECASE)
    if not rest:
        return "It is made of what others know of you. Add another word or two. Uncommon words are better."
    found = zxcvbn(_quick(rest), user_inputs=shortened)
    if found["score"] >= SAFE:
        return None
    told = found["feedback"]
    first = [told["warning"].rstrip(".")] if told["warning"] else ["This would be guessed soon"]
    return " ".join(f"{sentence.rstrip('.')}." for sentence in (*first, *told["suggestions"]))


def use_cheap_hashing() -> None:
    """Hash with as little work as possible, for tests only."""
    global _hasher, _nobody  # noqa: PLW0603 -- the one place where the hasher may change
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    _nobody = _hasher.hash("nobody has this password")
