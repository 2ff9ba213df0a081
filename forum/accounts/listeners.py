"""What accounts do when something happened, and later: letters, files, old secrets, old names."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from forum.accounts.events import EmailChanged, MemberJoined
from forum.accounts.models import Member
from forum.accounts.operations.passwords import send_password_reset
from forum.accounts.operations.placeholders import claim_by_address
from forum.accounts.operations.sign_in import forget_what_expired
from forum.kernel.db import db, unit_of_work
from forum.kernel.events import within
from forum.kernel.outbox import Errand, handles
from forum.kernel.storage import keys_in_use, storage
from forum.kernel.worker import recurring


@handles("accounts.password_reset")
def answer_password_reset(errands: Sequence[Errand]) -> None:
    """Send the links that were asked for to whom they belong."""
    with unit_of_work():
        for errand in errands:
            send_password_reset(errand.payload["login"])


@handles("accounts.remove_picture")
def remove_pictures(errands: Sequence[Errand]) -> None:
    """Remove pictures that their members have replaced."""
    for errand in errands:
        storage().delete(errand.payload["key"])


@keys_in_use.fill
def keys_of_pictures(keys: Collection[str]) -> list[str]:
    """Return those among some keys of the storage that members' pictures have."""
    found = db.session.scalars(select(Member.picture).where(Member.picture.in_(keys)))
    return [key for key in found if key]


@recurring(every=6 * 3600)
def clean_up() -> None:
    """Remove sign-ins and secrets that no longer hold."""
    with unit_of_work():
        forget_what_expired()


@within(MemberJoined, EmailChanged)
def find_own_words(event: MemberJoined | EmailChanged) -> None:
    """Give a member what archives have from their confirmed address."""
    claim_by_address(db.session.get_one(Member, event.member_id))
