"""The address under which the texts of these tests are served."""

import pytest

from forum.kernel.markup import addresses


@pytest.fixture(autouse=True)
def own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_own_hosts", frozenset())
    addresses.configure("https://moot.example")
