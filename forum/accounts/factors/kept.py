"""What second factors keep about a member."""

from collections.abc import Sequence

from forum.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from forum.accounts.holdings import Holding
from forum.accounts.keeping import own_rows, together
from forum.accounts.slots import kept_about_member

UNTIL = "Kept until you remove them, or leave."


@kept_about_member.fill
def kept_by_factors() -> Sequence[Holding]:
    """Say what second factors keep."""
    return [FACTORS]


FACTORS = together(
    "second_factors",
    "Your second factors",
    "What proves that it is you: an app, passkeys, recovery codes. Secrets are sealed or hashed.",
    UNTIL,
    own_rows("app", "App", "", "", Authenticator.member_id, shows=(Authenticator.confirmed_at,)),
    own_rows(
        "passkey",
        "Passkeys",
        "",
        "",
        Passkey.member_id,
        at=Passkey.created_at,
        shows=(Passkey.name, Passkey.created_at, Passkey.last_used_at),
    ),
    own_rows("code", "Codes", "", "", RecoveryCode.member_id, shows=(RecoveryCode.used_at,)),
)
