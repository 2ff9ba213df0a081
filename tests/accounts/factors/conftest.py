"""A member with an app for codes, and a clock that the test turns."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from forum.accounts.factors.operations import begin_authenticator, confirm_authenticator
from forum.accounts.factors.queries import waiting_secret
from forum.accounts.models import Member
from forum.kernel.clock import now
from forum.kernel.db import unit_of_work
from tests.builders.accounts import person
from tests.builders.passwords import make_member_with_password

MORNING = datetime(2026, 5, 4, 8, tzinfo=UTC)


class Clock:
    """Stands still until it is turned."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    def turn(self, **by: float) -> None:
        """Go on by so much time."""
        self._traveller.shift(timedelta(**by))


@pytest.fixture
def clock(app: object) -> Iterator[Clock]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield Clock(traveller)


class WithApp:
    """A member who signs in with a password and an app."""

    def __init__(self, member: Member) -> None:
        self.member = member
        with unit_of_work():
            begin_authenticator(member, by=person(member))
            self.secret = waiting_secret(member.id) or ""
            self.codes = confirm_authenticator(member, self.code(), by=person(member))

    def code(self, *, steps: int = 0) -> str:
        """Return what the app shows now, or so many steps of thirty seconds away."""
        return pyotp.TOTP(self.secret).at(now(), counter_offset=steps)


@pytest.fixture
def ada(clock: Clock) -> WithApp:
    found = WithApp(make_member_with_password("ada"))
    clock.turn(seconds=30)
    return found
