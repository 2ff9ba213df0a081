"""What rules, pages and events carry about sanctions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.kernel.verdicts import HIDDEN, Verdict

STEPS = (24, 72, 168, 720)
"""Hours that are suggested one after the other: each time one is needed again, the next."""
WINDOW = timedelta(days=180)
"""What ended or began longer ago than this does not make the next step longer."""
APPEAL_TERM = timedelta(days=30)
"""For so long after it began a sanction can be appealed, and for as long as it lasts."""
NOTICE = timedelta(days=7)
"""Between the decision of two and a removal: time to answer, to appeal and to take things along."""
APPEAL = "appeal"
"""The kind of thing in the queue that appeals are."""
BY_MACHINE = "Two facilitators decided it, and the time to answer was over. A machine did this."
APPEALED = "asked for another look"


class SanctionKind(StrEnum):
    """What keeps a member from taking part."""

    SILENCE = "silence"
    SUSPENSION = "suspension"
    REMOVAL = "removal"


class AppealOutcome(StrEnum):
    """What a different facilitator makes of an appeal."""

    LIFTED = "lifted"
    SHORTENED = "shortened"
    UPHELD = "upheld"


KIND_WORDS = {
    SanctionKind.SILENCE: "Silenced",
    SanctionKind.SUSPENSION: "Suspended",
    SanctionKind.REMOVAL: "To be removed",
}

APPEAL_WORDS = {
    AppealOutcome.LIFTED: "lifted it",
    AppealOutcome.SHORTENED: "shortened it",
    AppealOutcome.UPHELD: "upheld it",
}


@dataclass(frozen=True, slots=True)
class SanctionLine:
    """A sanction as pages show it; who laid it is told to facilitators alone."""

    id: int
    kind: SanctionKind
    begun_at: datetime
    until: datetime
    because: str
    ended_at: datetime | None
    took_effect_at: datetime | None
    appealed_at: datetime | None
    appeal: str
    outcome: AppealOutcome | None
    answer: str
    is_running: bool
    may_appeal: Verdict = HIDDEN
    by: str = ""
