"""What prompts keep about a member."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import update

from forum.accounts.holdings import Holding, Parting
from forum.accounts.keeping import (
    QUIETLY,
    forget_name,
    forget_own,
    one_after_the_other,
    own_rows,
    part,
    together,
)
from forum.accounts.slots import kept_about_member
from forum.facilitation.prompts.models import Prompt, QuietDays
from forum.kernel.db import db


def _let_others_look(parting: Parting) -> Iterator[None]:
    """Take the member out of what they were to look at for others, or held."""
    for column in (Prompt.checker_id, Prompt.held_by_id):
        mine = column.in_(parting.member_ids)
        db.session.execute(
            update(Prompt).where(mine).values({column: None}), execution_options=QUIETLY
        )
    yield


def _keep_days(parting: Parting) -> Iterator[None]:
    """Keep the days on which it is quiet, without who wrote them down."""
    mine = QuietDays.added_by_id.in_(parting.member_ids)
    gone = update(QuietDays).where(mine).values(added_by_id=None)
    db.session.execute(gone, execution_options=QUIETLY)
    yield


_PROMPTS = own_rows("prompts", "", "", "", Prompt.author_id, shows=(Prompt.title, Prompt.body))
_QUIET = part("quiet_days", QuietDays.added_by_id, shows=(QuietDays.first_day, QuietDays.words))
PROMPTS = together(
    "prompts",
    "Threads that you have planned",
    "Title, text and rhythm of your prompts, who looks at them, and quiet days that you noted.",
    "Kept while you are a member. When you leave your plans are deleted; quiet days stay, without "
    "your name.",
    replace(
        _PROMPTS,
        erase=one_after_the_other(
            forget_own(Prompt.held_by_id, Prompt.held_because),
            _let_others_look,
            _PROMPTS.erase,
            forget_name(Prompt.title, Prompt.body, Prompt.held_because),
        ),
    ),
    replace(
        _QUIET,
        erase=one_after_the_other(
            forget_own(QuietDays.added_by_id, QuietDays.words),
            _keep_days,
            forget_name(QuietDays.words),
        ),
    ),
)


@kept_about_member.fill
def kept_by_prompts() -> Sequence[Holding]:
    """Say what prompts keep."""
    return [PROMPTS]
