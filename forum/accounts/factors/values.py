"""What pages carry about second factors."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SEALED_FOR = "authenticator"
CODES = 10
"""Recovery codes that are made at once; each lets in once."""
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are taken for one another when written down."""
MOST_PASSKEYS = 20
LONGEST_PASSKEY_NAME = 60
PENDING_SECONDS = 600
"""For so long after the right password the second factor may be shown."""


class Kind(StrEnum):
    """The kinds of second factor."""

    APP = "app"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class PasskeyCard:
    """A passkey as its owner sees it."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What a member can prove with besides the password."""

    has_app: bool
    passkeys: tuple[PasskeyCard, ...]
    codes_left: int

    @property
    def is_any(self) -> bool:
        """Tell whether there is a second factor; recovery codes alone are none."""
        return self.has_app or bool(self.passkeys)
