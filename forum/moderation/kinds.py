"""What moderation lets wait in the queue: the flags on a post."""

from typing import Any

from forum.accounts.queue.kinds import QueueKind
from forum.accounts.values import Person
from forum.kernel.errors import Invalid
from forum.moderation.forms import HandleForm
from forum.moderation.operations.review import handle_flags
from forum.moderation.queries.items import cards_of_items, get_item, visible_item_ids
from forum.moderation.values import FLAGS, OUTCOME_WORDS, ItemCard, Outcome


def flags_kind() -> QueueKind:
    """Let facilitators decide about flags."""
    return QueueKind(
        name=FLAGS,
        title="Flagged post",
        select_visible=visible_item_ids,
        things=cards_of_items,
        lock=lambda review_id, person: get_item(review_id, by=person),
        template="moderation/queue/_flags.html",
        form=_form,
        decide=_decide,
        told={str(outcome): words for outcome, words in OUTCOME_WORDS.items()},
        keys={
            Outcome.WITHDRAWN: "w",
            Outcome.KEPT: "a",
            Outcome.DISAGREED: "d",
            Outcome.IGNORED: "i",
        },
    )


def _form(card: ItemCard, typed: Any) -> HandleForm:
    form = HandleForm(typed)
    form.offer_rules([(rule.id, f"{rule.number}. {rule.title}") for rule in card.rules])
    return form


def _decide(review_id: int, act: str, form: HandleForm, person: Person) -> bool:
    if act not in set(Outcome):
        raise Invalid("outcome", "Please choose what you make of the flags.")
    return handle_flags(
        get_item(review_id, by=person),
        Outcome(act),
        by=person,
        because=form.because.data,
        rule_id=form.rule.data,
    )
