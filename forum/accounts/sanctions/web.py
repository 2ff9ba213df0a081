"""What sanctions bring to the pages of others."""

from collections.abc import Sequence

from flask import Flask

from forum.accounts.queue.kinds import queue_kinds
from forum.accounts.sanctions.queries import sanctions_of
from forum.accounts.sanctions.values import APPEAL_WORDS, KIND_WORDS
from forum.accounts.sanctions.waiting import appeal_kind
from forum.accounts.slots import Need, Section, for_you, open_to_guests
from forum.accounts.values import Person


def init_web(app: Flask) -> None:
    """Fill the slots, and give the templates the words."""
    queue_kinds.fill(appeal_kind)
    for_you.fill(decided_about_you)
    open_to_guests.fill(lambda: frozenset({"own_sanctions.my_sanctions", "own_sanctions.appeal"}))
    app.jinja_env.globals.update(sanction_words=KIND_WORDS, appeal_words=APPEAL_WORDS)


def decided_about_you(person: Person) -> Sequence[Section]:
    """Tell a member what holds for them at the moment, and where to ask for another look."""
    needs = [
        Need(
            KIND_WORDS[line.kind], f"/my-sanctions#sanction-{line.id}", line.because, line.begun_at
        )
        for line in sanctions_of(person.member_id)
        if line.is_running and line.took_effect_at is None
    ]
    return (Section("Decided about you", needs, 1),) if needs else ()
