"""Sealing for two: what only two custodians together can open, each with a passphrase of their own.

Nothing here knows a table. The key of one box is split into two halves that look like noise, and
each half is sealed for one of the two. Every box names what it was made for and opens for nothing
else.
"""

import base64
import json
import os
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = 32
NONCE = 12
SALT = 16
_work = {"time_cost": 3, "memory_cost": 65_536}
"""What a guess at a passphrase costs: 64 MiB, three times over."""


class WrongKey(Exception):  # noqa: N818 -- said by who types a passphrase, not a fault
    """The passphrase or the key is not the right one, or the box was tampered with."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A public key, and the private one locked with a passphrase."""

    public: str
    locked: str


def new_key_pair(passphrase: str) -> KeyPair:
    """Make a key pair. It takes tenths of a second: call it before a transaction."""
    private = X25519PrivateKey.generate()
    public = _text(private.public_key().public_bytes_raw())
    salt = os.urandom(SALT)
    box = _lock(_stretched(passphrase, salt, _work), private.private_bytes_raw(), public)
    return KeyPair(public, json.dumps({"salt": _text(salt), "box": _text(box), **_work}))


def unlock(pair: KeyPair, passphrase: str) -> bytes:
    """Return the private key. It takes tenths of a second. Raises WrongKey."""
    kept = json.loads(pair.locked)
    work = {name: int(kept[name]) for name in _work}
    key = _stretched(passphrase, _bytes(kept["salt"]), work)
    return _open(key, _bytes(kept["box"]), pair.public)


def seal_for(public: str, content: bytes, about: str) -> str:
    """Return a box that only the owner of the key can open."""
    once = X25519PrivateKey.generate()
    own = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(_bytes(public)))
    return _text(own + _lock(_derived(shared, own, public), content, about))


def open_with(private: bytes, box: str, about: str) -> bytes:
    """Return what is in a box. Raises WrongKey."""
    sealed = _bytes(box)
    own, locked = sealed[:KEY], sealed[KEY:]
    key = X25519PrivateKey.from_private_bytes(private)
    public = _text(key.public_key().public_bytes_raw())
    shared = key.exchange(X25519PublicKey.from_public_bytes(own))
    return _open(_derived(shared, own, public), locked, about)


def new_key() -> bytes:
    """Return a key for one box."""
    return os.urandom(KEY)


def lock(key: bytes, content: bytes, about: str) -> str:
    """Return a box that the key opens."""
    return _text(_lock(key, content, about))


def open_box(key: bytes, box: str, about: str) -> bytes:
    """Return what is in a box. Raises WrongKey."""
    return _open(key, _bytes(box), about)


def lock_with_secret(secret: str, content: bytes, about: str) -> str:
    """Return a box that a secret opens; it was made by chance, so nothing has to be stretched."""
    return lock(_from_secret(secret), content, about)


def open_with_secret(secret: str, box: str, about: str) -> bytes:
    """Return what is in a box that a secret opens. Raises WrongKey."""
    return open_box(_from_secret(secret), box, about)


def halves(key: bytes) -> tuple[bytes, bytes]:
    """Return two halves of a key; each alone is noise."""
    pad = os.urandom(len(key))
    return pad, joined(pad, key)


def joined(one: bytes, other: bytes) -> bytes:
    """Return the key that two halves make."""
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def use_cheap_keys() -> None:
    """Stretch passphrases with as little work as possible, for tests only."""
    _work.update(time_cost=1, memory_cost=8)


def _lock(key: bytes, content: bytes, about: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, about.encode())


def _open(key: bytes, box: bytes, about: str) -> bytes:
    try:
        return ChaCha20Poly1305(key).decrypt(box[:NONCE], box[NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise WrongKey from None


def _derived(shared: bytes, own: bytes, public: str) -> bytes:
    info = b"folkmoot custodian " + own + _bytes(public)
    return HKDF(hashes.SHA256(), length=KEY, salt=None, info=info).derive(shared)


def _from_secret(secret: str) -> bytes:
    """Return a key that tells nothing of the hash by which the secret is known."""
    info = b"folkmoot author of a pseudonym"
    return HKDF(hashes.SHA256(), length=KEY, salt=None, info=info).derive(secret.encode())


def _stretched(passphrase: str, salt: bytes, work: dict[str, int]) -> bytes:
    return hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=work["time_cost"],
        memory_cost=work["memory_cost"],
        parallelism=1,
        hash_len=KEY,
        type=Type.ID,
    )


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
