"""The keys to a member's pseudonyms, kept in their browser and nowhere else.

The cookie is sealed for this one member: whoever else signs in on the same browser cannot use it.
"""

import json

from flask import current_app, request
from werkzeug.wrappers import Response

from forum.accounts.values import Person
from forum.kernel.sealing import seal, unseal
from forum.kernel.secrets import hash_of

MOST = 30
"""Browsers keep no more than some four thousand letters in a cookie."""
KEPT = 400 * 24 * 3600


def keys_here(person: Person) -> dict[int, str]:
    """Return the keys that this browser has for the person, by thread; see keep_key_here."""
    sealed = request.cookies.get(_name(person), "")
    opened = unseal(sealed, _purpose(person)) if sealed.isascii() else None
    return {int(id_): key for id_, key in json.loads(opened).items()} if opened else {}


def keep_key_here(response: Response, person: Person, place: int, key: str) -> None:
    """Let this browser keep one more key; of very many, the oldest go.

    The place is the number of a thread, or that of a pseudonym below nought while its thread waits.
    """
    keys = {id_: kept for id_, kept in keys_here(person).items() if id_ != place}
    _put(response, person, {**keys, place: key})


def forget_key_here(response: Response, person: Person, key: str) -> None:
    """Let this browser forget one key, wherever it stands."""
    keys = {id_: kept for id_, kept in keys_here(person).items() if kept != key}
    if keys:
        _put(response, person, keys)
    else:
        forget_keys_here(response, person)


def forget_keys_here(response: Response, person: Person) -> None:
    """Let this browser forget all keys of the person."""
    response.delete_cookie(_name(person))


def _put(response: Response, person: Person, keys: dict[int, str]) -> None:
    newest = dict(list(keys.items())[-MOST:])
    response.set_cookie(
        _name(person),
        seal(json.dumps(newest), _purpose(person)),
        max_age=KEPT,
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        samesite="Lax",
    )


def _purpose(person: Person) -> str:
    return f"keyring of {person.member_id}"


def _name(person: Person) -> str:
    """Return a name that tells nobody whose keys these are."""
    secret = current_app.config["SECRET_KEY"]
    return f"folkmoot_{hash_of(f'{secret} {_purpose(person)}')[:12]}"
