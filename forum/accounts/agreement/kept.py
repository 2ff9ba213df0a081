"""What the agreement keeps about a member."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from forum.accounts.agreement.models import RulesRead, RulesVersion
from forum.accounts.holdings import Holding
from forum.accounts.keeping import (
    columns,
    count_rows,
    forget_name,
    forget_own,
    give_rows,
    one_after_the_other,
    own_rows,
)
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person


@kept_about_member.fill
def kept_by_agreement() -> Sequence[Holding]:
    """Say what the agreement keeps."""
    return [READ, PUBLISHED]


READ = own_rows(
    "rules_read",
    "Versions of the rules that you have read",
    "What you have agreed to, and when.",
    "Kept while you are a member; deleted when you leave.",
    RulesRead.member_id,
    at=RulesRead.read_at,
    shows=(RulesRead.version_id, RulesRead.read_at),
)


def _published(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (RulesVersion.id, RulesVersion.made_at, RulesVersion.because)
    return give_rows(select(*shown).where(RulesVersion.made_by_id == person.member_id))


PUBLISHED = Holding(
    key="rules_published",
    title="Versions of the rules that you have published",
    about="The rules are the community's; who published them, and why, is part of their history.",
    until="Kept for good; your name and your words in it go as you choose when you leave.",
    columns=columns(RulesVersion.made_by_id, RulesVersion.because),
    count=lambda member_id: count_rows(RulesVersion.made_by_id == member_id, RulesVersion.made_at),
    rows=_published,
    erase=one_after_the_other(
        forget_own(RulesVersion.made_by_id, RulesVersion.because),
        forget_name(RulesVersion.because),
    ),
)
