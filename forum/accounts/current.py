"""The person of the request at hand, found through Flask-Login once and kept."""

from typing import Any

from flask import Flask, g, has_request_context, request, session
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from forum.accounts.identity import person_signed_in
from forum.accounts.values import VISITOR, Person
from forum.kernel.web import is_public, see_other


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps: the secret of the sign-in, and the person it belongs to."""

    def __init__(self, secret: str, person: Person) -> None:
        self.id = secret
        self.person = person


def current_person() -> Person:
    """Return who makes this request; VISITOR when nobody is signed in."""
    if not has_request_context():
        return VISITOR
    person: Person | None = g.get("person")
    if person is None:
        user: Any = current_user
        person = user.person if user.is_authenticated else VISITOR
        g.person = person
    return person


def forget_current_person() -> None:
    """Ask again who it is, as after signing in or changing one's own account."""
    g.pop("person", None)


def ask_visitors_to_sign_in() -> Response | None:
    """Lead visitors to the sign-in page from every address that is not public, existing or not.

    Where they wanted to go is kept in their own cookie, so that the answer is the same everywhere.
    """
    if is_public(request.endpoint) or current_person().is_member:
        return None
    if request.method == "GET":
        session["next"] = request.full_path.rstrip("?")[:500]
    return see_other("/login")


def init_current(app: Flask) -> None:
    """Install Flask-Login and the guard before every request."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(secret: str) -> SignedIn | None:
        person = person_signed_in(secret)
        return SignedIn(secret, person) if person.is_member else None

    app.before_request(ask_visitors_to_sign_in)
    app.jinja_env.globals["current_person"] = current_person
