"""What a member has chosen about the text check, for nobody but this member."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.checking import CheckWhen, DeniedName, Hints, countries_named, read_names
from forum.discussion.models import TextCheckChoice
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.sealing import unseal


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """When a member's texts are checked, and what the check is to know."""

    when: CheckWhen
    hints: Hints

    @property
    def names(self) -> tuple[DeniedName, ...]:
        """Return the member's own list."""
        return self.hints.names


def sealed_for(member_id: int) -> str:
    """Return the purpose under which this member's list is sealed, and no other."""
    return f"names of member {member_id}"


def own_check(person: Person) -> OwnCheck:
    """Return what the person has chosen, with the names of their list in clear."""
    query = (
        select(Member.jurisdictions, TextCheckChoice.check_when, TextCheckChoice.sealed_names)
        .outerjoin(TextCheckChoice, TextCheckChoice.member_id == Member.id)
        .where(Member.id == person.member_id)
    )
    row = db.session.execute(query).one()
    hints = Hints(
        names=_opened(row.sealed_names, person.member_id),
        countries=countries_named(row.jurisdictions),
        this_year=now().year,
    )
    return OwnCheck(row.check_when or CheckWhen.CATEGORIES, hints)


def _opened(sealed: str | None, member_id: int) -> tuple[DeniedName, ...]:
    # Sealed with the secret of another installation, it can be read by nobody any more.
    opened = unseal(sealed, sealed_for(member_id)) if sealed else None
    try:
        return read_names(opened or "")
    except Invalid:
        return ()
