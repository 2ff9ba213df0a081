"""Passkeys: what is asked of the browser, and whether its answer is true (WebAuthn, level 2).

The challenge stands in the visitor's signed cookie and is good for one answer.
"""

import base64
import json
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import request, session

from forum.accounts.factors.models import Passkey
from forum.accounts.factors.queries import credentials_of, find_passkey
from forum.accounts.factors.values import LONGEST_PASSKEY_NAME
from forum.accounts.models import Member
from forum.kernel.application import this_settings
from forum.kernel.errors import Invalid
from forum.kernel.limits import limiter
from forum.kernel.markup import check_line
from forum.kernel.secrets import hash_of

CHALLENGE = "challenge"
ONCE = "1 per 30 minutes"
LONGEST_ANSWER = 20_000
NOT_TRUE = "This passkey could not be checked. Please try again."


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey that the browser has made."""

    credential_id: str
    public_key: str
    sign_count: int
    name: str


def passkeys_work_here() -> bool:
    """Tell whether the address of this site can have passkeys: it needs a name."""
    host = _host()
    try:
        ip_address(host)
    except ValueError:
        return bool(host)
    return False


def ask_to_make(member: Member) -> str:
    """Return, in JSON, what asks the browser to make a passkey for the member."""
    import webauthn  # noqa: PLC0415 -- a large library that few pages need
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415
    from webauthn.helpers import structs as kinds  # noqa: PLC0415

    known = [
        kinds.PublicKeyCredentialDescriptor(id=base64url_to_bytes(each))
        for each in credentials_of(member.id)
    ]
    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name=this_settings().site_name,
        user_name=member.handle,
        user_id=_user_id(member),
        user_display_name=member.name,
        exclude_credentials=known,
        authenticator_selection=kinds.AuthenticatorSelectionCriteria(
            resident_key=kinds.ResidentKeyRequirement.PREFERRED,
            user_verification=kinds.UserVerificationRequirement.REQUIRED,
        ),
    )
    _keep_challenge(options.challenge)
    return webauthn.options_to_json(options)


def ask_to_use(member: Member | None = None) -> str:
    """Return, in JSON, what asks the browser for a passkey: the member's, or any for this site."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415
    from webauthn.helpers import structs as kinds  # noqa: PLC0415

    allowed = [
        kinds.PublicKeyCredentialDescriptor(id=base64url_to_bytes(each))
        for each in (credentials_of(member.id) if member else ())
    ]
    options = webauthn.generate_authentication_options(
        rp_id=_host(),
        allow_credentials=allowed,
        user_verification=kinds.UserVerificationRequirement.REQUIRED,
    )
    _keep_challenge(options.challenge)
    return webauthn.options_to_json(options)


def check_made(answer: str, name: str) -> NewPasskey:
    """Return the passkey that the browser says to have made. Raises Invalid."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415

    name = check_line(name, field="name", longest=LONGEST_PASSKEY_NAME)
    credential, challenge = _read(answer), _use_challenge()
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 -- whatever is wrong with it, it is not taken
        raise Invalid("credential", NOT_TRUE) from None
    key = bytes_to_base64url(made.credential_public_key)
    return NewPasskey(bytes_to_base64url(made.credential_id), key, made.sign_count, name)


def check_used(answer: str, *, member: Member | None = None) -> tuple[Passkey, int]:
    """Return the passkey that the browser has used, and how often it has signed. Raises Invalid.

    With a member, no other member's passkey is taken.
    """
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415

    credential, challenge = _read(answer), _use_challenge()
    passkey = find_passkey(str(credential.get("id", "")))
    if passkey is None or (member is not None and passkey.member_id != member.id):
        raise Invalid("credential", NOT_TRUE)
    try:
        used = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001
        raise Invalid("credential", NOT_TRUE) from None
    return passkey, used.new_sign_count


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise Invalid("credential", NOT_TRUE)
    try:
        credential = json.loads(answer)
    except (ValueError, RecursionError):
        raise Invalid("credential", NOT_TRUE) from None
    if not isinstance(credential, dict):
        raise Invalid("credential", NOT_TRUE)
    return credential


def _keep_challenge(challenge: bytes) -> None:
    session[CHALLENGE] = base64.urlsafe_b64encode(challenge).decode()


def _use_challenge() -> bytes:
    """Return the challenge that this browser was given; each is good for one answer."""
    kept: str = session.pop(CHALLENGE, "")
    if not kept or not limiter().hit(ONCE, "challenge", hash_of(kept)):
        raise Invalid("credential", NOT_TRUE)
    return base64.urlsafe_b64decode(kept)


def _user_id(member: Member) -> bytes:
    # No personal fact, as the specification asks, and the same for all passkeys of a member.
    return hash_of(f"member {member.id} of {_host()}").encode()[:32]


def _origin() -> str:
    """Return the address that browsers see; while developing, whichever they came to."""
    settings = this_settings()
    if settings.base_url or settings.is_production:
        parts = urlsplit(settings.address)
        return f"{parts.scheme}://{parts.netloc}"
    return request.host_url.rstrip("/")


def _host() -> str:
    return urlsplit(_origin()).hostname or ""
