"""What a member asks other authors about labels, and what they answer themselves."""

from dataclasses import replace

from sqlalchemy import false

from forum.accounts.keeping import (
    count_rows,
    forget_name,
    one_after_the_other,
    part,
    together,
)
from forum.discussion.models import Loosening, LooseningAnswer, LooseningPerson

UNTIL = "Kept for 14 days at most, until everybody has answered; deleted when you leave."
_ANSWERS = part(
    "answers_to_loosenings",
    LooseningAnswer.member_id,
    at=LooseningAnswer.answered_at,
    shows=(LooseningAnswer.thread_id, LooseningAnswer.agrees, LooseningAnswer.answered_at),
)
_ASKED = part(
    "loosenings_asked_for",
    Loosening.asked_by_id,
    at=Loosening.asked_at,
    shows=(Loosening.thread_id, Loosening.reuse, Loosening.because, Loosening.asked_at),
)
_NAMED = replace(
    part("named_in_loosenings", LooseningPerson.member_id, shows=()),
    # Neither counted nor given: it would tell of a thread that is not theirs to read (yet).
    count=lambda _member_id: count_rows(false(), None),
    rows=lambda _person: iter(()),
)
LOOSENINGS = together(
    "loosenings",
    "Looser labels asked for",
    "What you have asked those who wrote in a thread, and what you have answered. Where others are "
    "asked whether you may read, you are not told before they have agreed.",
    UNTIL,
    _ANSWERS,
    _NAMED,
    replace(_ASKED, erase=one_after_the_other(_ASKED.erase, forget_name(Loosening.because))),
)
