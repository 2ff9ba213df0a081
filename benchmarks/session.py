"""Signing the benchmark's readers in, as a browser that chose to stay signed in."""

import secrets

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.operations.sign_in import sign_in
from forum.kernel.db import db, unit_of_work


def cookie_of(app: Forum, handle: str) -> str:
    """Sign the member in and return the cookie that their browser would send.

    It has opened a page before: the secret of forms is in it, as the first page puts it there.
    """
    with app.app_context():
        with unit_of_work():
            member = db.session.scalars(select(Member).where(Member.handle == handle)).one()
            secret = sign_in(member, keep=True, user_agent="benchmark")
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        if signer is None:
            raise LookupError("The application has no key to sign cookies with.")
        kept = {"_user_id": secret, "_fresh": True, "_permanent": True}
        value = signer.dumps({**kept, "csrf_token": secrets.token_hex(20)})
        return f"{app.config['SESSION_COOKIE_NAME']}={value}"
