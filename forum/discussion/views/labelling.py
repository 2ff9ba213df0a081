"""The label in forms: what is offered, what was chosen, and how many will read."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from forum.accounts.values import Person
from forum.discussion.forms.labels import LabelFields
from forum.discussion.models import Thread
from forum.discussion.naming import split_handles
from forum.discussion.operations.labels import LabelChoice, Named, named_by_category, named_in
from forum.discussion.queries.audiences import list_groups_to_write_to
from forum.discussion.queries.readers import (
    count_readers_of_category,
    handles_of,
    is_for_cases,
    named_members,
    readers_by_name,
)
from forum.discussion.values import CategoryCard
from forum.discussion.values.labels import readers_sentence
from forum.kernel.clock import now
from forum.kernel.errors import Invalid
from forum.kernel.routing import whole_number
from forum.kernel.web import refusals_shown_in


def offer_label(form: LabelFields, person: Person) -> None:
    """Offer the circles and groups that the person can name."""
    form.offer_circles(list_groups_to_write_to(person))


def show_label(form: LabelFields, thread: Thread, person: Person) -> None:
    """Fill the form with the label of a thread."""
    named = named_in(thread) if thread.is_reserved else Named()
    is_case = is_for_cases(thread.category_id)
    is_open = not thread.is_reserved or (is_case and named == named_by_category(thread))
    form.readers.data = "category" if is_open else "named"
    form.circles.data = sorted(named.group_ids)
    form.people.data = ", ".join(
        f"@{handle}" for handle in handles_of(named.member_ids - {person.member_id})
    )
    form.reuse.data, form.matter.data = str(thread.reuse), str(thread.matter)
    form.take_life(thread.life)


def take_up_label(form: LabelFields, fields: Mapping[str, str]) -> None:
    """Fill the form with the answers that were kept in a draft."""
    form.labelled_for.data = whole_number(fields.get("labelled_for"))
    for name in ("readers", "people", "reuse", "matter", "lives"):
        if name in fields:
            form[name].data = fields[name]
    form.circles.data = list(filter(None, map(whole_number, fields.get("circles", "").split())))
    form.days.data = whole_number(fields.get("days"))
    with suppress(ValueError):
        form.ends_on.data = date.fromisoformat(fields.get("ends_on", ""))


def choice_in(
    form: LabelFields, person: Person, *, kept: Named | None = None
) -> LabelChoice | None:
    """Return the answers in a form; None when one of them is wrong, which the form then shows.

    `kept` are those whom the thread is reserved to already: their circles may stay in it, also
    where the person is in none of them.
    """
    found: dict[str, object] = {}
    with refusals_shown_in(form):
        found["reuse"] = form.chosen_reuse
    with refusals_shown_in(form):
        found["matter"] = form.chosen_matter
    with refusals_shown_in(form):
        found["life"] = form.life(now().date())
    if form.names_readers:
        with refusals_shown_in(form):
            found["named"] = _named(form, person, kept or Named())
    elif form.readers.data != "category":
        with refusals_shown_in(form):
            raise Invalid("readers", "Please choose one of these.")
    wrong = {"readers", "circles", "people", "reuse", "matter", "lives", "ends_on", "days"}
    if wrong.intersection(form.errors):
        return None
    return LabelChoice(**found)  # type: ignore[arg-type]


def sentence_on_readers(form: LabelFields, category: CategoryCard | None, person: Person) -> str:
    """Return how many people will be able to read what the form says, as a sentence."""
    if category is None:
        return ""
    if not form.names_readers:
        return readers_sentence(count_readers_of_category(category.id))
    try:
        named = _named(form, person, Named())
    except Invalid:
        return ""
    members = named.member_ids | {person.member_id}
    return readers_sentence(len(readers_by_name(members, named.group_ids)))


def _named(form: LabelFields, person: Person, kept: Named) -> Named:
    offered = {card.id for card in list_groups_to_write_to(person)} | kept.group_ids
    groups = frozenset(form.circles.data or ())
    if groups - offered:
        raise Invalid("circles", "Please choose from these.")
    members = named_members(split_handles(form.people.data or ""), kept=kept.member_ids)
    return Named(frozenset(members), groups)
