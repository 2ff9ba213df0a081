"""Setting up second factors, giving them up, and proving with them."""

import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select, update

from config import SecondFactorFor
from forum.accounts.factors.events import (
    FactorAdded,
    FactorRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
)
from forum.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from forum.accounts.factors.queries import factors_of
from forum.accounts.factors.rules import (
    may_change_factors,
    may_free_from_factors,
    may_remove_factor,
)
from forum.accounts.factors.values import CODE_LETTERS, CODES, MOST_PASSKEYS, SEALED_FOR, Kind
from forum.accounts.letters import tell
from forum.accounts.models import Member, SignIn
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.sealing import seal, unseal
from forum.kernel.secrets import hash_of
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

STEP = 30  # seconds
DRIFT = 1  # steps that a clock may be early or late
WRONG_CODE = "This code is not right. The app shows a new one every thirty seconds."


def begin_authenticator(member: Member, *, by: Person) -> None:
    """Make a new secret for the member's app; it counts once a first code was right.

    An app that is in use goes on being used until then.
    """
    require(may_change_factors(by, member))
    app = db.session.get(Authenticator, member.id)
    if app is not None and app.confirmed_at is not None:
        raise Invalid("code", "There is an app already. Remove it before you set up another one.")
    if app is None:
        app = Authenticator(member_id=member.id, last_step=0)
        db.session.add(app)
    app.sealed_secret = seal(pyotp.random_base32(), SEALED_FOR)


def confirm_authenticator(member: Member, code: str, *, by: Person) -> list[str]:
    """Take the app into use with its first code.

    Returns recovery codes to be shown once, when this is the member's first second factor.
    """
    require(may_change_factors(by, member))
    if not _is_code_of_app(member, code, confirmed=False):
        raise Invalid("code", WRONG_CODE)
    db.session.get_one(Authenticator, member.id).confirmed_at = now()
    return _added(member, Kind.APP)


def remove_authenticator(member: Member, *, wanted: SecondFactorFor, by: Person) -> bool:
    """Give up the app; False when there is none."""
    require(may_change_factors(by, member))
    factors = factors_of(member.id)
    if not factors.has_app:
        return False
    if not factors.passkeys:
        require(may_remove_factor(by, member, wanted))
    db.session.execute(delete(Authenticator).where(Authenticator.member_id == member.id))
    _removed(member, Kind.APP, by=by)
    return True


def add_passkey(
    member: Member, *, credential_id: str, public_key: str, sign_count: int, name: str, by: Person
) -> list[str]:
    """Take a passkey into use; recovery codes as when an app is the first second factor."""
    require(may_change_factors(by, member))
    kept = select(func.count()).where(Passkey.member_id == member.id)
    if (db.session.scalar(kept) or 0) >= MOST_PASSKEYS:
        raise Invalid("name", f"You have {MOST_PASSKEYS} passkeys: please remove one first.")
    if db.session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)):
        raise Invalid("name", "This passkey is in use already.")
    db.session.add(
        Passkey(
            member_id=member.id,
            credential_id=credential_id,
            public_key=public_key,
            sign_count=sign_count,
            name=name,
            created_at=now(),
        )
    )
    return _added(member, Kind.PASSKEY)


def remove_passkey(passkey: Passkey, *, wanted: SecondFactorFor, by: Person) -> None:
    """Give up a passkey."""
    member = db.session.get_one(Member, passkey.member_id)
    require(may_change_factors(by, member))
    factors = factors_of(member.id)
    if not factors.has_app and len(factors.passkeys) == 1:
        require(may_remove_factor(by, member, wanted))
    db.session.delete(passkey)
    _removed(member, Kind.PASSKEY, by=by)


def make_recovery_codes(member: Member, *, by: Person) -> list[str]:
    """Return new recovery codes, to be shown once; the ones before are worth nothing any more."""
    require(may_change_factors(by, member))
    codes = _new_codes(member)
    announce(RecoveryCodesMade(member_id=member.id))
    tell(member, "second_factor_changed", what="You have new recovery codes.")
    return codes


def free_from_factors(member: Member, *, by: Person, because: str) -> bool:
    """Take all second factors from a member who has lost them; False when there are none.

    The member is told, since whoever knows the password could come in now.
    """
    require(may_free_from_factors(by, member))
    because = need_reason(because)
    if not factors_of(member.id).is_any:
        return False
    for kind in (Authenticator, Passkey, RecoveryCode):
        db.session.execute(delete(kind).where(kind.member_id == member.id))
    member.second_factor_since = None
    announce(FactorRemoved(member_id=member.id, kind=Kind.RECOVERY, by_id=by.id))
    tell(member, "second_factors_taken", host=by.name, because=because)
    return True


def is_code_right(member: Member, code: str) -> bool:
    """Tell whether this is a code of the member's app, or a recovery code, and use it up."""
    tidy = "".join(code.split()).replace("-", "").casefold()
    if tidy.isascii() and tidy.isdigit():
        return _is_code_of_app(member, tidy, confirmed=True)
    return _use_recovery_code(member, tidy)


def note_use(passkey: Passkey, sign_count: int) -> None:
    """Keep how often the passkey has signed, and when last."""
    passkey.sign_count, passkey.last_used_at = sign_count, now()


def note_proof(secret: str) -> None:
    """Note that the member has just proved who they are, in the browser with this secret."""
    db.session.execute(
        update(SignIn).where(SignIn.token_hash == hash_of(secret)).values(proven_at=now()),
        execution_options={"synchronize_session": False},
    )


def _is_code_of_app(member: Member, code: str, *, confirmed: bool) -> bool:
    # Locked, so that two requests at once cannot both use one code.
    query = select(Authenticator).where(Authenticator.member_id == member.id).with_for_update()
    app = db.session.scalar(query)
    tidy = "".join(code.split())
    if app is None or (app.confirmed_at is not None) is not confirmed:
        return False
    secret = unseal(app.sealed_secret, SEALED_FOR)
    step = _step_of(secret, tidy, now()) if secret else None
    if step is None or step <= app.last_step:
        return False
    app.last_step = step
    return True


def _step_of(secret: str, code: str, moment: datetime) -> int | None:
    """Return the step of thirty seconds that the code belongs to, None when it is wrong."""
    here = int(moment.timestamp()) // STEP
    app = pyotp.TOTP(secret, interval=STEP)
    for step in range(here - DRIFT, here + DRIFT + 1):
        if hmac.compare_digest(app.generate_otp(step).encode(), code.encode("utf-8", "replace")):
            return step
    return None


def _use_recovery_code(member: Member, code: str) -> bool:
    found = db.session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.member_id == member.id,
            RecoveryCode.code_hash == hash_of(code),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if found is None or not factors_of(member.id).is_any:
        return False
    found.used_at = now()
    db.session.flush()
    left = factors_of(member.id).codes_left
    announce(RecoveryCodeUsed(member_id=member.id, left=left))
    tell(member, "recovery_code_used", left=left)
    return True


def _added(member: Member, kind: Kind) -> list[str]:
    db.session.flush()
    is_first = member.second_factor_since is None
    if is_first:
        member.second_factor_since = now()
    announce(FactorAdded(member_id=member.id, kind=kind))
    what = "An app for codes was added." if kind is Kind.APP else "A passkey was added."
    tell(member, "second_factor_changed", what=what)
    return _new_codes(member) if is_first else []


def _removed(member: Member, kind: Kind, *, by: Person) -> None:
    db.session.flush()
    if not factors_of(member.id).is_any:
        member.second_factor_since = None
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member.id))
    announce(FactorRemoved(member_id=member.id, kind=kind, by_id=by.id))
    what = "The app for codes was removed." if kind is Kind.APP else "A passkey was removed."
    tell(member, "second_factor_changed", what=what)


def _new_codes(member: Member) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member.id))
    codes = ["".join(secrets.choice(CODE_LETTERS) for _ in range(12)) for _ in range(CODES)]
    # A code begins with a letter, so that nobody takes it for one of an app.
    codes = [f"r{code[1:]}" for code in codes]
    db.session.add_all(RecoveryCode(member_id=member.id, code_hash=hash_of(code)) for code in codes)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]
