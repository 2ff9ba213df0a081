"""A forum with a provider to sign in with."""

from collections.abc import Callable, Iterator

import pytest

from forum import Forum
from forum.accounts.openid.models import Identity
from forum.accounts.openid.provider import forget_provider
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.openid import RogueProvider, openid_settings, real_provider, rogue_provider

Configure = Callable[..., None]


@pytest.fixture(scope="session")
def real() -> Iterator[str]:
    """Return the issuer of a real provider."""
    with real_provider() as issuer:
        yield issuer


@pytest.fixture(scope="session")
def spoilt() -> Iterator[RogueProvider]:
    with rogue_provider() as found:
        yield found


@pytest.fixture
def configure(app: Forum, monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Return what changes the settings of the provider for one test."""

    def change(issuer: str, **more: object) -> None:
        changed = openid_settings(app.extensions["folkmoot_settings"], issuer, **more)
        monkeypatch.setitem(app.extensions, "folkmoot_settings", changed)
        monkeypatch.setitem(app.jinja_env.globals, "settings", changed)
        forget_provider()

    return change


@pytest.fixture
def rogue(spoilt: RogueProvider, configure: Configure) -> RogueProvider:
    """Return a provider that is honest until the test spoils it."""
    spoilt.reset()
    configure(spoilt.issuer)
    return spoilt


def link(member_id: int, issuer: str, subject: str) -> None:
    """Link a member with somebody at a provider."""
    with unit_of_work():
        db.session.add(
            Identity(member_id=member_id, issuer=issuer, subject=subject, created_at=now())
        )
