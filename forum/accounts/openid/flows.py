"""The way to the provider and back, and what it has said, in the browser's own signed cookie."""

import hmac
import json
import time
from dataclasses import asdict
from typing import Any

from flask import current_app, session
from itsdangerous import BadData, URLSafeTimedSerializer

from forum.accounts.openid.values import FLOW_SECONDS, PROVEN_SECONDS, Aim, Flow, Identified
from forum.kernel.limits import limiter
from forum.kernel.secrets import hash_of, new_secret

WAY = "openid"
SAID = "openid_said"
ONCE = "1 per 30 minutes"


def begin_flow(
    aim: Aim, *, member_id: int | None = None, keep: bool = False, goal: str = ""
) -> Flow:
    """Begin a way to the provider in this browser; one that was begun before is worth nothing."""
    secrets = (new_secret(), new_secret(), new_secret())
    flow = Flow(aim, *secrets, int(time.time()), member_id=member_id, keep=keep, goal=goal)
    session[WAY] = _signer(WAY).dumps(json.dumps(asdict(flow)))
    return flow


def end_flow(state: str) -> Flow | None:
    """Return the way that this browser comes back from; each leads back once, and in time."""
    kept = _read(WAY, session.pop(WAY, ""), FLOW_SECONDS)
    if kept is None:
        return None
    flow = Flow(**{**kept, "aim": Aim(kept["aim"])})
    if not hmac.compare_digest(flow.state.encode(), state.encode("utf-8", "replace")):
        return None
    return flow if limiter().hit(ONCE, "openid-state", hash_of(flow.state)) else None


def keep_said(aim: Aim, found: Identified, goal: str) -> None:
    """Keep what the provider has said until the member presses the button that uses it."""
    session[SAID] = _signer(SAID).dumps(json.dumps([str(aim), goal, asdict(found)]))


def what_was_said(aim: Aim, goal: str) -> Identified | None:
    """Return what the provider has said in this browser lately, for this aim and goal."""
    kept = _read(SAID, session.get(SAID, ""), PROVEN_SECONDS)
    if kept is None or kept[:2] != [str(aim), goal]:
        return None
    return Identified(**kept[2])


def forget_said() -> None:
    """Forget what the provider has said: it was used."""
    session.pop(SAID, None)


def _read(name: str, kept: str, seconds: int) -> Any:
    try:
        return json.loads(_signer(name).loads(kept, max_age=seconds))
    except (BadData, ValueError, TypeError):
        return None


def _signer(name: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=name)
