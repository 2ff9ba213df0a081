"""What appeals let wait in the queue of facilitators."""

from typing import Any

from forum.accounts.queue.kinds import QueueKind
from forum.accounts.sanctions.forms import DecideForm
from forum.accounts.sanctions.operations.appeals import decide_appeal
from forum.accounts.sanctions.queries import (
    AppealThing,
    get_appeal,
    select_appeals,
    things_of_appeals,
)
from forum.accounts.sanctions.values import APPEAL, APPEAL_WORDS, AppealOutcome
from forum.accounts.values import Person
from forum.kernel.errors import Invalid


def appeal_kind() -> QueueKind:
    """Let a different facilitator look at a sanction anew."""
    return QueueKind(
        name=APPEAL,
        title="Appeal",
        select_visible=select_appeals,
        things=things_of_appeals,
        lock=lambda sanction_id, person: get_appeal(sanction_id, by=person),
        template="accounts/sanctions/_queued.html",
        form=_form,
        decide=_decide,
        told={str(outcome): words for outcome, words in APPEAL_WORDS.items()},
        keys={
            AppealOutcome.LIFTED: "l",
            AppealOutcome.SHORTENED: "s",
            AppealOutcome.UPHELD: "u",
        },
    )


def _form(thing: AppealThing, typed: Any) -> DecideForm:
    form = DecideForm(typed)
    form.offer(thing.steps)
    return form


def _decide(sanction_id: int, act: str, form: DecideForm, person: Person) -> bool:
    if act not in set(AppealOutcome):
        raise Invalid("outcome", "Please choose what you make of the appeal.")
    return decide_appeal(
        get_appeal(sanction_id, by=person),
        AppealOutcome(act),
        by=person,
        because=form.because.data,
        hours=form.hours.data,
    )
