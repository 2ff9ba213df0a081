"""Sealing: what must be read again but shall be worth nothing in a stolen database.

The key comes from the secret of the installation, another one for each purpose. It stands outside
of the database, and whoever has both can read.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(text: str, purpose: str) -> str:
    """Return the text so that only this installation can read it, and only for this purpose."""
    return _box(current_app.config["SECRET_KEY"], purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str | None:
    """Return the text, or None when it was sealed with another key or for another purpose."""
    try:
        return _box(current_app.config["SECRET_KEY"], purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def print_of(text: str, purpose: str) -> str:
    """Return what the text can be compared by, for this purpose, and cannot be read from."""
    key = _derived(current_app.config["SECRET_KEY"], purpose)
    return hmac.digest(key, text.encode(), "sha256").hex()


def mark(text: str, purpose: str) -> str:
    """Return a short mark of a text, which only this installation can make and nobody can read."""
    key = _derived(current_app.config["SECRET_KEY"], purpose)
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]


@lru_cache(maxsize=20)
def _box(secret: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(secret, purpose)))


@lru_cache(maxsize=20)
def _derived(secret: str, purpose: str) -> bytes:
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=f"folkmoot {purpose}".encode())
    return derived.derive(secret.encode())
