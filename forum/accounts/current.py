"""The person of the request at hand, found through Flask-Login once and kept."""

from typing import Any

from flask import Flask, g, has_request_context, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from forum.accounts.identity import load_person, person_signed_in
from forum.accounts.models import Member
from forum.accounts.operations.sign_in import sign_in, sign_out
from forum.accounts.values import VISITOR, Person
from forum.kernel.db import reading
from forum.kernel.web import is_public, see_other, typed_words, where_from


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


def current_secret() -> str | None:
    """Return the secret in this browser's cookie; None when nobody is signed in."""
    user: Any = current_user
    return user.id if user.is_authenticated else None


def sign_in_here(member: Member, *, keep: bool, is_vouched: bool = False) -> None:
    """Sign this browser in as the member, for ninety days or until it is closed.

    The session begins anew, so that one that was planted before is worth nothing.
    """
    former = current_secret()
    if former is not None:
        sign_out(former)
    browser = request.headers.get("User-Agent", "")
    secret = sign_in(member, keep=keep, user_agent=browser, is_vouched=is_vouched)
    session.clear()
    session.permanent = keep
    login_user(SignedIn(secret, load_person(member.id)))
    forget_current_person()


def sign_out_here() -> None:
    """Sign this browser out."""
    secret = current_secret()
    if secret is not None:
        sign_out(secret)
    logout_user()
    session.clear()
    forget_current_person()


def ask_visitors_to_sign_in() -> ResponseReturnValue | None:
    """Lead visitors to the sign-in page from every address that is not public, existing or not.

    Where they wanted to go is kept in their own cookie, so that the answer is the same everywhere.
    Whoever wrote for an evening, and was signed out meanwhile, gets the text back.
    """
    if is_public(request.endpoint) or current_person().is_member:
        return None
    # Icons and such that browsers ask for by themselves are not where anybody wanted to go.
    if request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document":
        session["next"] = request.full_path.rstrip("?")[:500]
    elif kept := typed_words():
        session["next"] = where_from()
        with reading():
            return render_template("accounts/signed_out.html", kept=kept), 403
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
