"""Sessions and the secret of forms: what was verified or signed once is not so again at each page.

The same cookie comes with every page that a member opens, and the same secret stands in every form.
"""

import time
from functools import lru_cache
from typing import Any

from flask import Flask, Request, current_app, g, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer

KEPT = 5_000
SECRET = "csrf_token"  # noqa: S105 -- the name under which Flask-WTF keeps it
_PLAIN = (str, int, bool, type(None))


class KeptSessions(SecureCookieSessionInterface):
    """Flask's own sessions, which remember what the signature of a cookie has vouched for."""

    def __init__(self) -> None:
        self._verified: dict[str, tuple[float, dict[str, Any]]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session in the cookie; an empty one when it is forged or too old."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        signed_at, values = self._verified.get(cookie, (0.0, {}))
        if not values or signed_at + app.permanent_session_lifetime.total_seconds() < time.time():
            opened = super().open_session(app, request)
            self._keep(app, cookie, opened)
            return opened
        return self.session_class(values)

    def _keep(self, app: Flask, cookie: str, opened: SecureCookieSession | None) -> None:
        signer = self.get_signing_serializer(app)
        # What can be changed in its place must not be shared between requests.
        if not opened or not signer or not all(isinstance(one, _PLAIN) for one in opened.values()):
            return
        try:
            _, signed_at = signer.loads(cookie, return_timestamp=True)
        except BadSignature:
            return
        if len(self._verified) >= KEPT:
            self._verified.clear()
        self._verified[cookie] = (signed_at.timestamp(), dict(opened))


def form_token() -> str:
    """Return what protects the forms of this session: the same for as long as the session lasts."""
    token: str | None = g.get(SECRET)
    if token is None:
        if SECRET not in session:
            return str(generate_csrf())
        token = _signed(session[SECRET], current_app.config["SECRET_KEY"])
        setattr(g, SECRET, token)
    return token


@lru_cache(maxsize=KEPT)
def _signed(secret: str, key: str) -> str:
    signed = URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(secret)
    return signed if isinstance(signed, str) else signed.decode()


def init_cookies(app: Flask) -> None:
    """Install both."""
    app.session_interface = KeptSessions()
    app.jinja_env.globals["form_token"] = form_token
