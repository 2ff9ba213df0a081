"""Links by which somebody who cannot sign in comes to their appeal, and to nothing else."""

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from forum.kernel.application import this_settings

LASTS = 60 * 24 * 3600
"""Seconds: longer than any appeal is possible of what was laid on the day of the letter."""


def appeal_token(member_id: int) -> str:
    """Return what names a member to the page of appeals; it signs nobody in."""
    token: str = _signer().dumps(member_id)
    return token


def appeal_link(member_id: int) -> str:
    """Return the address for a letter."""
    return f"{this_settings().address}/appeal/{appeal_token(member_id)}"


def member_of(token: str) -> int | None:
    """Return whom a token names; None for one that is not ours, or too old."""
    try:
        found = _signer().loads(token, max_age=LASTS)
    except BadData:
        return None
    return found if isinstance(found, int) else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="appeal")
