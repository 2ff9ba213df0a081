"""What accounts do later: letters that were asked for, files that nobody needs, old secrets."""

from collections.abc import Sequence

from forum.accounts.operations.passwords import send_password_reset
from forum.accounts.operations.sign_in import forget_what_expired
from forum.kernel.db import unit_of_work
from forum.kernel.outbox import Item, handles
from forum.kernel.storage import storage
from forum.kernel.worker import recurring


@handles("accounts.password_reset")
def answer_password_reset(items: Sequence[Item]) -> None:
    """Send the links that were asked for to whom they belong."""
    with unit_of_work():
        for item in items:
            send_password_reset(item.payload["login"])


@handles("accounts.remove_picture")
def remove_pictures(items: Sequence[Item]) -> None:
    """Remove pictures that their members have replaced."""
    for item in items:
        storage().delete(item.payload["key"])


@recurring(every=6 * 3600)
def clean_up() -> None:
    """Remove sign-ins and secrets that no longer hold."""
    with unit_of_work():
        forget_what_expired()
