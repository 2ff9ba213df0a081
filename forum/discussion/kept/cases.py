"""What is kept about members in cases: declarations, answers about conflicts, their own lists."""

from collections.abc import Iterator, Mapping
from typing import Any

from forum.accounts.holdings import Holding
from forum.accounts.keeping import (
    count_rows,
    every_column,
    forget_name,
    forget_own,
    one_after_the_other,
    own_rows,
)
from forum.accounts.values import Person
from forum.discussion.models import CaseAnswer, CaseOpponent, Declaration, MemberConflict
from forum.discussion.queries.cases import own_conflicts

DECLARATIONS = Holding(
    key="case_declarations",
    title="What you declared of cases",
    about="On what basis you wrote about a case, and what kind of case it is. Of the opponents you named "
    "only prints are kept, which can be compared and not read.",
    until="Kept as long as the thread; your words in it go as you choose when you leave.",
    columns=every_column(Declaration, CaseOpponent),
    count=lambda member_id: count_rows(Declaration.made_by_id == member_id, Declaration.made_at),
    rows=own_rows(
        "",
        "",
        "",
        "",
        Declaration.made_by_id,
        shows=(
            Declaration.thread_id,
            Declaration.version,
            Declaration.basis,
            Declaration.consented_on,
            Declaration.scope,
            Declaration.link,
            Declaration.jurisdiction,
            Declaration.area,
            Declaration.stage,
            Declaration.respondent,
            Declaration.made_at,
        ),
    ).rows,
    erase=one_after_the_other(
        forget_own(Declaration.made_by_id, Declaration.scope, Declaration.link),
        forget_name(Declaration.scope, Declaration.link),
    ),
)

OPENINGS = own_rows(
    "case_answers",
    "What you answered about conflicts with cases",
    "Your answer before a case opened to you, and the day. Its author can read the day.",
    "The day is kept for 90 days, your answer as long as the thread; both go when you leave.",
    CaseAnswer.member_id,
    shows=(CaseAnswer.thread_id, CaseAnswer.answer, CaseAnswer.opened_on),
)

_CONFLICTS = own_rows(
    "conflicts",
    "Your own list of conflicts",
    "Names that you are in conflict with, sealed. Nobody else sees them.",
    "Kept until you take them out; deleted when you leave.",
    MemberConflict.member_id,
)


def _names(person: Person) -> Iterator[Mapping[str, Any]]:
    for name in own_conflicts(person):
        yield {"name": name}


CONFLICTS = Holding(
    key=_CONFLICTS.key,
    title=_CONFLICTS.title,
    about=_CONFLICTS.about,
    until=_CONFLICTS.until,
    columns=_CONFLICTS.columns,
    count=_CONFLICTS.count,
    rows=_names,
    erase=_CONFLICTS.erase,
)
