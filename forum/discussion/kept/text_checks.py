"""What the text check keeps: what its member has chosen, and their own list."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from forum.accounts.holdings import Holding
from forum.accounts.keeping import own_rows
from forum.accounts.values import Person
from forum.discussion.checking import written_names
from forum.discussion.models import TextCheckChoice
from forum.discussion.queries.text_checks import own_check
from forum.kernel.db import db

_OWN = own_rows("", "", "", "", TextCheckChoice.member_id)


def _rows(person: Person) -> Iterator[Mapping[str, Any]]:
    """Give the list in clear: this archive is for its owner alone."""
    mine = TextCheckChoice.member_id == person.member_id
    if db.session.scalar(select(TextCheckChoice.member_id).where(mine)) is not None:
        check = own_check(person)
        yield {"check_when": check.when.value, "names": written_names(check.names)}


TEXT_CHECKS = Holding(
    key="text_check",
    title="What you have chosen about the text check",
    about="When your texts are checked, and your own list of names, sealed. What the check finds is "
    "kept nowhere.",
    until="Kept while you are a member; deleted when you leave.",
    columns=_OWN.columns,
    count=_OWN.count,
    rows=_rows,
    erase=_OWN.erase,
)
