"""The directory, on behalf of a member."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from forum.accounts.membership.values import PER_PAGE, Choices, DirectoryPage, Entry, Sieve
from forum.accounts.models import Group, GroupMember, Member, Organisation, OrganisationMember
from forum.accounts.rules import lasts
from forum.accounts.values import Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.paging import Paging, last_page
from forum.kernel.text import without_accents

NOBODY = DirectoryPage((), 0, Paging(1, has_next=False, last=1), Choices((), (), ()))


def page_of_directory(by: Person, sieve: Sieve, *, number: int = 1) -> DirectoryPage:
    """Return a page of the members who are listed, by name, as far as they fit.

    Words are compared here and not in the database, whose idea of letters with accents differs
    from one kind to the next. What can be chosen is what members have said of themselves.
    """
    if not by.is_member or by.is_guest:
        return NOBODY
    entries, organisations = _entries()
    found = sorted(
        (one for one in entries if _fits(one, sieve, organisations)),
        key=lambda one: (without_accents(one.name), one.id),
    )
    last = last_page(len(found), PER_PAGE)
    number = min(number, last)
    shown = tuple(found[(number - 1) * PER_PAGE : number * PER_PAGE])
    paging = Paging(number, has_next=number < last, last=last)
    return DirectoryPage(shown, len(found), paging, _choices(entries, organisations))


def sole_convener_of(member: Member) -> list[str]:
    """Return the names of the circles that nobody else convenes who can sign in."""
    own = select(GroupMember.group_id).where(
        GroupMember.member_id == member.id, GroupMember.is_convener
    )
    others = (
        select(GroupMember.group_id)
        .join(Member, Member.id == GroupMember.member_id)
        .where(
            GroupMember.is_convener,
            GroupMember.member_id != member.id,
            Member.standing == Standing.ACTIVE,
        )
    )
    query = select(Group.name).where(Group.id.in_(own), Group.id.not_in(others))
    return list(db.session.scalars(query.order_by(Group.name)))


def _entries() -> tuple[list[Entry], dict[int, dict[int, str]]]:
    """Return everybody who is listed, and the organisations of each by id."""
    belongs: defaultdict[int, dict[int, str]] = defaultdict(dict)
    query = select(OrganisationMember.member_id, Organisation.id, Organisation.name).join(
        Organisation, Organisation.id == OrganisationMember.organisation_id
    )
    for member_id, id_, name in db.session.execute(query.order_by(Organisation.name)):
        belongs[member_id][id_] = name
    moment = now()
    rows = db.session.execute(
        select(
            Member.id,
            Member.handle,
            Member.name,
            Member.picture,
            Member.pronouns,
            Member.role,
            Member.jurisdictions,
            Member.languages,
            Member.ask_me_about,
            Member.paused_until,
        ).where(Member.standing == Standing.ACTIVE, Member.is_listed, Member.role != Role.GUEST)
    )
    entries = [
        Entry(
            id=row.id,
            handle=row.handle,
            name=row.name,
            picture=row.picture,
            pronouns=row.pronouns,
            role=str(row.role),
            jurisdictions=tuple(row.jurisdictions),
            languages=tuple(row.languages),
            ask_me_about=row.ask_me_about,
            organisations=tuple(belongs[row.id].values()),
            paused_until=row.paused_until if lasts(row.paused_until, moment) else None,
        )
        for row in rows
    ]
    return entries, belongs


def _fits(entry: Entry, sieve: Sieve, organisations: dict[int, dict[int, str]]) -> bool:
    if sieve.organisation_id and sieve.organisation_id not in organisations[entry.id]:
        return False
    if sieve.jurisdiction and not _is_among(sieve.jurisdiction, entry.jurisdictions):
        return False
    if sieve.language and not _is_among(sieve.language, entry.languages):
        return False
    names = f"{entry.name} {entry.handle} {' '.join(entry.organisations)}"
    return _holds(names, sieve.words) and _holds(entry.ask_me_about, sieve.about)


def _is_among(wanted: str, words: Sequence[str]) -> bool:
    return without_accents(wanted) in {without_accents(word) for word in words}


def _holds(text: str, words: str) -> bool:
    plain = without_accents(text)
    return all(word in plain for word in without_accents(words).split())


def _choices(entries: Sequence[Entry], organisations: dict[int, dict[int, str]]) -> Choices:
    listed = {id_: name for one in entries for id_, name in organisations[one.id].items()}
    return Choices(
        _once(word for one in entries for word in one.jurisdictions),
        _once(word for one in entries for word in one.languages),
        tuple(sorted(listed.items(), key=lambda pair: without_accents(pair[1]))),
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    """Return each word once, however it is accented, in order."""
    by_key: dict[str, str] = {}
    for word in words:
        by_key.setdefault(without_accents(word), word)
    return tuple(by_key[key] for key in sorted(by_key))
