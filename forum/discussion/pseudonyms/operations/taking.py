"""Taking a pseudonym, and sealing whose it is. No row names the member beside the pseudonym."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from threading import Lock

from forum.accounts.models import Member
from forum.accounts.values import Person, Role, Standing
from forum.discussion.models import Thread
from forum.discussion.pseudonyms.models import Pseudonym, PseudonymShare
from forum.discussion.pseudonyms.names import new_handle, new_name
from forum.discussion.pseudonyms.queries.custodians import keys_of_custodians, pairs_of
from forum.discussion.pseudonyms.queries.pseudonyms import (
    find_by_key,
    names_in_thread,
    scene_of,
    scene_of_category,
)
from forum.discussion.pseudonyms.rules import (
    may_begin_as_pseudonym,
    may_seal_again,
    may_use_pseudonym,
)
from forum.discussion.pseudonyms.sealing import (
    WrongKey,
    halves,
    lock,
    lock_with_secret,
    new_key,
    open_box,
    open_with_secret,
    seal_for,
)
from forum.discussion.values import CategoryCard
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import NotPermitted
from forum.kernel.sealing import print_of
from forum.kernel.secrets import hash_of, new_secret
from forum.kernel.text import fold
from forum.kernel.times import only_day
from forum.kernel.verdicts import require

NEW_A_DAY = 5
"""So many pseudonyms one member takes in a day: otherwise one could play a whole crowd."""
NOT_YOURS = "This pseudonym is somebody else's: only its own author seals it again."

_salt = secrets.token_bytes(16)
_taken: dict[str, int] = {}
_guard = Lock()


@dataclass(frozen=True, slots=True)
class Taken:
    """A pseudonym, and the key that its author alone gets."""

    pseudonym: Pseudonym
    key: str
    is_new: bool = True


def take_pseudonym(thread: Thread, *, by: Person) -> Taken:
    """Make a pseudonym for the thread; whose it is can be read by two custodians together alone."""
    require(may_use_pseudonym(by, thread, scene_of(thread)))
    return _make(by, new_secret(), thread_id=thread.id, taken=names_in_thread(thread.id))


def take_pseudonym_to_begin(category: CategoryCard, *, by: Person, once: str | None) -> Taken:
    """Make a pseudonym for a thread that it begins.

    `once` is the secret of the form, which is kept nowhere: the same form sent twice, as by a
    double click, gives the same key, and so the pseudonym that is there already.
    """
    require(may_begin_as_pseudonym(by, category, scene_of_category(category)))
    key = _key_from(once, by) if once else new_secret()
    found = find_by_key(key) if once else None
    if found is not None:
        return Taken(found, key, is_new=False)
    return _make(by, key, thread_id=None, taken=())


def seal_again(pseudonym: Pseudonym, thread: Thread, key: str, *, by: Person) -> None:
    """Seal a pseudonym for the pairs of custodians who came later, with its author's own key.

    What is sealed already stays as it is: a wish to lift it that waits meanwhile is not disturbed
    by it, and its author cannot put somebody else in their place.
    """
    require(may_seal_again(by, thread, pseudonym))
    try:
        box_key = open_with_secret(key, pseudonym.sealed_key or "", about_own(pseudonym.member_id))
        whose = open_box(box_key, pseudonym.sealed_member or "", about_member(pseudonym.member_id))
    except WrongKey:
        raise NotPermitted(NOT_YOURS) from None
    if int.from_bytes(whose) != by.member_id:
        raise NotPermitted(NOT_YOURS)
    _share(pseudonym, box_key, keys_of_custodians(), but_not=pairs_of(pseudonym.member_id))


def about_member(pseudonym_id: int) -> str:
    """Return what the box with the member of a pseudonym is made for."""
    return f"member behind {pseudonym_id}"


def about_share(pseudonym_id: int, first_id: int, second_id: int) -> str:
    """Return what the half of a key is made for; the lower id comes first."""
    return f"share of {pseudonym_id} for {first_id} and {second_id}"


def about_own(pseudonym_id: int) -> str:
    """Return what the key that its author can open is made for."""
    return f"key of {pseudonym_id} for its author"


def _make(by: Person, key: str, *, thread_id: int | None, taken: Collection[str]) -> Taken:
    _count_today(by.member_id)
    name, day = new_name(taken), only_day(now())
    handle = new_handle(name)
    row = Member(
        handle=handle,
        handle_key=fold(handle),
        name=name,
        role=Role.MEMBER,
        standing=Standing.PSEUDONYM,
        joined_at=day,
        new_since=day,
    )
    db.session.add(row)
    db.session.flush()
    pseudonym = Pseudonym(member_id=row.id, thread_id=thread_id, key_hash=hash_of(key))
    db.session.add(pseudonym)
    db.session.flush()
    _seal(pseudonym, by.member_id, key)
    return Taken(pseudonym, key)


def _seal(pseudonym: Pseudonym, member_id: int, key: str) -> None:
    """Seal whose pseudonym it is, so that any two custodians can open it and no one alone."""
    box_key, id_ = new_key(), pseudonym.member_id
    pseudonym.sealed_member = lock(box_key, member_id.to_bytes(8), about_member(id_))
    pseudonym.sealed_key = lock_with_secret(key, box_key, about_own(id_))
    _share(pseudonym, box_key, keys_of_custodians(), but_not=frozenset())


def _share(
    pseudonym: Pseudonym,
    box_key: bytes,
    keys: Mapping[int, str],
    *,
    but_not: Collection[tuple[int, int]],
) -> None:
    for first, second in combinations(sorted(keys), 2):
        if (first, second) in but_not:
            continue
        one, other = halves(box_key)
        about = about_share(pseudonym.member_id, first, second)
        db.session.add(
            PseudonymShare(
                pseudonym_id=pseudonym.member_id,
                first_id=first,
                second_id=second,
                first_box=seal_for(keys[first], one, about),
                second_box=seal_for(keys[second], other, about),
            )
        )
    db.session.flush()


def _key_from(once: str, by: Person) -> str:
    """Return the key that one form of one member gives; without the form nobody can make it."""
    return print_of(f"{by.member_id} {once}", "keys of pseudonyms")


def _count_today(member_id: int) -> None:
    """Count, in this process's memory alone, how many pseudonyms a member takes today."""
    day = now().date().isoformat()
    name = hash_of(f"{_salt.hex()} {day} {member_id}")
    with _guard:
        if len(_taken) > 10_000:
            _taken.clear()
        _taken[name] = _taken.get(name, 0) + 1
        if _taken[name] > NEW_A_DAY:
            raise NotPermitted("You have taken many pseudonyms today. Please wait until tomorrow.")
