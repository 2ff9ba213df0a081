"""Placeholders: authors whose words came with an import, until they claim them."""

import re
from datetime import datetime

from sqlalchemy import select

from forum.accounts.checks import LONGEST_HANDLE, LONGEST_NAME
from forum.accounts.events import PlaceholderClaimed
from forum.accounts.models import Member
from forum.accounts.queries import is_handle_taken
from forum.accounts.rules import may_be_given_placeholder
from forum.accounts.values import Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.events import announce
from forum.kernel.text import fold, slug_of
from forum.kernel.verdicts import require

SUFFIX = "-archive"
"""Ends the handles of placeholders, so that they take none that a member would like to have."""

_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def find_placeholder(source: str, address: str, name: str) -> Member | None:
    """Return the placeholder of somebody known by these three; `name` may be empty."""
    query = select(Member).where(
        Member.source == source,
        Member.source_address == fold(address),
        Member.source_name == fold(name),
    )
    return db.session.scalars(query).one_or_none()


def add_placeholder(
    *, source: str, address: str, name: str, shown_name: str, joined_at: datetime
) -> Member:
    """Write a placeholder, claimed at once by the member whose confirmed address it has.

    An address with a `name` is one that many share: it proves nothing about who they are.
    """
    shown = " ".join(_NOT_IN_NAMES.sub("", shown_name).split())[:LONGEST_NAME]
    shown = shown or address.partition("@")[0] or "Unknown writer"
    handle = _free_handle(shown if name else address.partition("@")[0] or shown)
    placeholder = Member(
        handle=handle,
        handle_key=fold(handle),
        name=shown,
        role=Role.MEMBER,
        standing=Standing.PLACEHOLDER,
        joined_at=joined_at,
        new_since=now(),
        source=source,
        source_address=fold(address),
        source_name=fold(name),
    )
    db.session.add(placeholder)
    db.session.flush()
    if address and not name:
        owner = select(Member).where(
            Member.email_key == fold(address), Member.standing == Standing.ACTIVE
        )
        member = db.session.scalars(owner).one_or_none()
        if member is not None:
            _give(placeholder, member, by_id=None)
    return placeholder


def claim_by_address(member: Member) -> int:
    """Give the member the placeholders with their confirmed address; return how many there were."""
    if not member.email_key or member.standing is not Standing.ACTIVE:
        return 0
    query = select(Member).where(
        Member.standing == Standing.PLACEHOLDER,
        Member.source_address == member.email_key,
        Member.source_name == "",
        Member.claimed_by_id.is_(None),
    )
    found = db.session.scalars(query.order_by(Member.id)).all()
    for placeholder in found:
        _give(placeholder, member, by_id=None)
    return len(found)


def give_placeholder(placeholder: Member, member: Member, *, by: Person) -> None:
    """Make the member the author of what the placeholder wrote; who may decide was asked before."""
    require(may_be_given_placeholder(member, placeholder))
    _give(placeholder, member, by_id=by.id)


def _give(placeholder: Member, member: Member, *, by_id: int | None) -> None:
    placeholder.claimed_by_id = member.id
    db.session.flush()
    announce(PlaceholderClaimed(placeholder_id=placeholder.id, member_id=member.id, by_id=by_id))


def _free_handle(words: str) -> str:
    stem = slug_of(words, otherwise="writer")[: LONGEST_HANDLE - len(SUFFIX) - 4].strip("-")
    number = 1
    while True:
        handle = f"{stem or 'writer'}{SUFFIX}{number if number > 1 else ''}"
        if not is_handle_taken(fold(handle)):
            return handle
        number += 1
