"""What is done later about identities: letters, and old offers."""

from collections.abc import Sequence

from forum.accounts.openid.operations import forget_old_offers, send_offer
from forum.kernel.db import unit_of_work
from forum.kernel.outbox import Errand, handles
from forum.kernel.worker import recurring


@handles("accounts.offer_identity")
def answer_unknown_identities(errands: Sequence[Errand]) -> None:
    """Send letters to the members whose addresses a provider has confirmed."""
    with unit_of_work():
        for errand in errands:
            send_offer(**errand.payload)


@recurring(every=6 * 3600)
def clean_up_offers() -> None:
    """Remove offers that no longer hold."""
    with unit_of_work():
        forget_old_offers()
