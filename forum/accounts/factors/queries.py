"""What members can prove with."""

from sqlalchemy import func, select

from forum.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from forum.accounts.factors.values import SEALED_FOR, Factors, PasskeyCard
from forum.kernel.db import db, get_row
from forum.kernel.errors import NotFound
from forum.kernel.sealing import unseal


def factors_of(member_id: int) -> Factors:
    """Return what the member has set up."""
    app = db.session.get(Authenticator, member_id)
    keys = select(Passkey).where(Passkey.member_id == member_id).order_by(Passkey.id)
    left = select(func.count()).where(
        RecoveryCode.member_id == member_id, RecoveryCode.used_at.is_(None)
    )
    return Factors(
        has_app=app is not None and app.confirmed_at is not None,
        passkeys=tuple(
            PasskeyCard(key.id, key.name, key.created_at, key.last_used_at)
            for key in db.session.scalars(keys)
        ),
        codes_left=db.session.scalar(left) or 0,
    )


def waiting_secret(member_id: int) -> str | None:
    """Return the secret of an app that has not shown its first code yet, None when none waits."""
    app = db.session.get(Authenticator, member_id)
    if app is None or app.confirmed_at is not None:
        return None
    return unseal(app.sealed_secret, SEALED_FOR)


def get_passkey(passkey_id: int, member_id: int) -> Passkey:
    """Return a passkey of the member. Raises NotFound, also for somebody else's."""
    key = get_row(Passkey, passkey_id)
    if key.member_id != member_id:
        raise NotFound
    return key


def find_passkey(credential_id: str) -> Passkey | None:
    """Return the passkey with this id, whoever it belongs to; locked while it is being used."""
    query = select(Passkey).where(Passkey.credential_id == credential_id)
    return db.session.scalar(query.with_for_update())


def credentials_of(member_id: int) -> list[str]:
    """Return the ids of the member's passkeys, in base64url."""
    query = select(Passkey.credential_id).where(Passkey.member_id == member_id)
    return list(db.session.scalars(query))
