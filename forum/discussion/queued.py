"""What discussions let wait in the queue: the posts that a facilitator looks at first."""

from typing import Any

from forum.accounts.queue.kinds import QueueKind
from forum.accounts.values import Person
from forum.discussion.forms.held import AnswerForm, answer_form
from forum.discussion.operations.held import publish_held, refuse_held
from forum.discussion.queries.held import get_held, held_cards, select_decidable_held
from forum.discussion.values.held import HELD_ACT_WORDS, HELD_POSTS, HeldAct


def held_kind() -> QueueKind:
    """Let facilitators decide about posts that wait."""
    return QueueKind(
        name=HELD_POSTS,
        title="Post that waits",
        select_visible=select_decidable_held,
        things=held_cards,
        lock=_lock,
        template="discussion/queue/_held.html",
        form=answer_form,
        decide=_decide,
        told={str(act): words for act, words in HELD_ACT_WORDS.items()},
        keys={HeldAct.PUBLISH: "a", HeldAct.REFUSE: "x"},
    )


def _lock(held_id: int, person: Person) -> Any:
    return get_held(held_id, by=person)


def _decide(held_id: int, act: str, form: AnswerForm, person: Person) -> bool:
    held = get_held(held_id, by=person)
    if act == HeldAct.PUBLISH:
        return publish_held(held, by=person)
    return refuse_held(held, by=person, because=form.because.data)
