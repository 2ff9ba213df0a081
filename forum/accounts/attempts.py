"""How often secrets may be guessed and letters be asked for, by account and by address."""

from ipaddress import IPv6Address, ip_address

from flask import request

from forum.kernel.application import this_settings
from forum.kernel.limits import limiter, wait_in_words
from forum.kernel.secrets import hash_of
from forum.kernel.text import fold


def may_try_sign_in(login: str) -> bool:
    """Count an attempt on the account, known or not; False when it is one too many."""
    if not may_try_secret():
        return False
    return limiter().hit(this_settings().limit_sign_in, "sign-in-account", _key(login))


def note_failure() -> None:
    """Count a wrong password or secret against the address that it came from.

    More of them are allowed than for one account, since a whole office may share an address.
    """
    limiter().hit(this_settings().limit_address, "sign-in-address", network())


def forget_attempts(login: str) -> None:
    """Forget the attempts on an account whose owner has come in."""
    limiter().clear(this_settings().limit_sign_in, "sign-in-account", _key(login))


def may_try_secret() -> bool:
    """Tell whether this address has not tried too many wrong passwords and secrets."""
    return limiter().test(this_settings().limit_address, "sign-in-address", network())


def may_try_code(member_id: int) -> bool:
    """Count an attempt at a member's second factor; False when it is one too many."""
    return limiter().hit(this_settings().limit_sign_in, "second-factor", str(member_id))


def may_ask_for_letter(login: str) -> bool:
    """Count a wish for a letter, known account or not; False when it is one too many."""
    if not limiter().hit(this_settings().limit_letters_address, "letter-address", network()):
        return False
    return limiter().hit(this_settings().limit_letters, "letter-account", _key(login))


def may_send_invitation(member_id: int) -> bool:
    """Count an invitation of this member; False when it is one too many."""
    return limiter().hit(this_settings().limit_invitations, "invitations", str(member_id))


def too_often(login: str = "", *, member_id: int | None = None) -> str:
    """Say that there were too many attempts, and when to try again."""
    settings = this_settings()
    seconds = limiter().wait(settings.limit_address, "sign-in-address", network())
    if login:
        on_account = limiter().wait(settings.limit_sign_in, "sign-in-account", _key(login))
        seconds = max(seconds, on_account)
    if member_id is not None:
        codes = limiter().wait(settings.limit_sign_in, "second-factor", str(member_id))
        seconds = max(seconds, codes)
    return f"There were too many attempts. Please try again {wait_in_words(seconds)}."


def too_many_letters(login: str) -> str:
    """Say that too many letters were asked for, and when to try again."""
    settings = this_settings()
    here = limiter().wait(settings.limit_letters_address, "letter-address", network())
    account = limiter().wait(settings.limit_letters, "letter-account", _key(login))
    wait = wait_in_words(max(here, account))
    return f"There were too many requests. Please try again {wait}."


def too_many_invitations(member_id: int) -> str:
    """Say that somebody has invited too many at once, and when to go on."""
    limit = this_settings().limit_invitations
    wait = wait_in_words(limiter().wait(limit, "invitations", str(member_id)))
    return f"These were many invitations at once. Please go on {wait}."


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
