"""What a handle, a name, an address and a password may be; nothing here looks into the database."""

import re
import unicodedata
from email.errors import MessageError
from email.headerregistry import Address

from forum.kernel.application import this_settings
from forum.kernel.errors import Invalid
from forum.kernel.markup import check_line
from forum.kernel.passwords import why_guessable
from forum.kernel.text import fold

SHORTEST_HANDLE, LONGEST_HANDLE = 3, 30
LONGEST_NAME = 120
LONGEST_EMAIL = 254
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
FEWEST_LETTERS = 4
"""Different letters in a password; fewer are guessed at once."""

_IN_HANDLE = frozenset({"Lu", "Ll", "Lt", "Lo", "Nd"})
_CONFUSABLE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
_FORMER = re.compile(r"former-\d+", re.IGNORECASE)
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}"
)


def check_handle(handle: str) -> str:
    """Return the handle as it is kept, NFKC-normalised. Raises Invalid.

    A handle begins and ends with a letter or digit, so that a full stop after a mention stays
    outside of it, and keeps to one of the alphabets whose letters look alike.
    """
    kept = unicodedata.normalize("NFKC", check_line(handle, field="handle", longest=200))
    if not SHORTEST_HANDLE <= len(kept) <= LONGEST_HANDLE:
        raise Invalid(
            "handle",
            f"A handle has {SHORTEST_HANDLE} to {LONGEST_HANDLE} letters; this has {len(kept)}.",
        )
    odd = [sign for sign in kept if sign not in "-_." and not _is_letter(sign)]
    if odd:
        raise Invalid(
            "handle",
            f"A handle is made of letters, digits, and - _ . only: “{odd[0]}” is not possible.",
        )
    if not _is_letter(kept[0]) or not _is_letter(kept[-1]):
        raise Invalid("handle", "A handle begins and ends with a letter or a digit.")
    if _FORMER.fullmatch(kept):
        raise Invalid("handle", "Such handles are given to members who have left.")
    if len(_alphabets(kept)) > 1:
        raise Invalid("handle", "This handle mixes letters of alphabets that look alike.")
    return kept


def check_name(name: str) -> str:
    """Return the name tidied up. Raises Invalid when it is empty, too long or deceptive."""
    return check_line(name, field="name", longest=LONGEST_NAME)


def check_email(email: str, *, field: str = "email") -> str:
    """Return the address tidied up. Raises Invalid for what no letter could be sent to."""
    kept = check_line(email, field=field, longest=LONGEST_EMAIL)
    if not _EMAIL.fullmatch(kept):
        raise Invalid(field, "Please write an e-mail address like name@example.org.")
    try:
        Address(addr_spec=kept)
    except (MessageError, ValueError, IndexError):
        raise Invalid(field, "Please write an e-mail address like name@example.org.") from None
    return kept


def check_password(password: str, *, field: str = "password", known: tuple[str, ...] = ()) -> str:
    """Return the password when it is hard enough to guess; `known` is what everybody knows.

    Raises Invalid. Long and plain beats short and odd, so no kinds of signs are asked for.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            field, f"Please take at least {SHORTEST_PASSWORD} letters: a few words do well."
        )
    if len(password) > LONGEST_PASSWORD:
        raise Invalid(field, f"Please take at most {LONGEST_PASSWORD} letters.")
    if len(set(password)) < FEWEST_LETTERS:
        raise Invalid(field, "This repeats the same few letters and would be guessed at once.")
    if fold(password) in {fold(word) for word in known if word}:
        raise Invalid(field, "This is what everybody knows of you: please take something else.")
    because = why_guessable(password, known)
    if because:
        raise Invalid(field, f"This password is too easy to guess. {because}")
    return password


def known_of(handle: str, name: str, email: str | None = None) -> tuple[str, ...]:
    """Return what others know of somebody, and so shall not be their password."""
    mailbox, _, host = (email or "").partition("@")
    return (handle, name, email or "", mailbox, host, this_settings().site_name)


def is_plausible(text: str) -> bool:
    """Tell whether a text from an address or a form may be looked up at all."""
    return len(text) <= 300 and text.isprintable()


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign) in _IN_HANDLE


def _alphabets(handle: str) -> set[str]:
    names = (unicodedata.name(sign, "").partition(" ")[0] for sign in handle)
    return {name for name in names if name in _CONFUSABLE}
