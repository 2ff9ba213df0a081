"""How often secrets may be guessed and letters be asked for, by account and by address."""

from ipaddress import IPv6Address, ip_address

from flask import request

from forum.kernel.limits import limiter
from forum.kernel.secrets import hash_of
from forum.kernel.text import fold

PER_ACCOUNT = "10 per 15 minutes"
PER_ADDRESS = "30 per 15 minutes"
"""More than for an account, since a whole office may share one address; only failures count."""
CODES_PER_ACCOUNT = "10 per 15 minutes"
LETTERS_PER_ACCOUNT = "4 per 1 hour"
LETTERS_PER_ADDRESS = "20 per 1 hour"

TOO_OFTEN = "There were too many attempts. Please wait a quarter of an hour and try again."
TOO_MANY_LETTERS = "There were too many requests from here. Please wait an hour and try again."


def may_try_sign_in(login: str) -> bool:
    """Count an attempt on the account, known or not; False when it is one too many."""
    if not limiter().test(PER_ADDRESS, "sign-in-address", network()):
        return False
    return limiter().hit(PER_ACCOUNT, "sign-in-account", _key(login))


def note_failure() -> None:
    """Count a wrong password or secret against the address that it came from."""
    limiter().hit(PER_ADDRESS, "sign-in-address", network())


def forget_attempts(login: str) -> None:
    """Forget the attempts on an account whose owner has come in."""
    limiter().clear(PER_ACCOUNT, "sign-in-account", _key(login))


def may_try_secret() -> bool:
    """Tell whether this address has not tried too many wrong passwords and secrets."""
    return limiter().test(PER_ADDRESS, "sign-in-address", network())


def may_try_code(member_id: int) -> bool:
    """Count an attempt at a member's second factor; False when it is one too many."""
    return limiter().hit(CODES_PER_ACCOUNT, "second-factor", str(member_id))


def may_ask_for_letter(login: str) -> bool:
    """Count a wish for a letter, known account or not; False when it is one too many."""
    if not limiter().hit(LETTERS_PER_ADDRESS, "letter-address", network()):
        return False
    return limiter().hit(LETTERS_PER_ACCOUNT, "letter-account", _key(login))


def network() -> str:
    """Return where the request came from; of IPv6 the part that one household has to itself."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)


def _key(login: str) -> str:
    return hash_of(fold(login.strip()))
