"""May I, about what was done with a thread? Pure answers; nothing here queries."""

from collections.abc import Iterable

from forum.accounts.values import Person
from forum.discussion.rules.categories import may_facilitate_category, may_see_category
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict


def may_see_act(person: Person, category_ids: Iterable[int]) -> Verdict:
    """Say whether an act on a thread exists for a reader of the thread, with its reason.

    Whoever cannot see one of the categories that it touched is told nothing, as in the log: a
    thread that comes out of a hidden place leaves behind what was done with it inside.
    """
    seen = all(may_see_category(person, id_) for id_ in category_ids)
    return ALLOWED if seen else HIDDEN


def may_see_who_acted(
    person: Person, category_ids: Iterable[int], *, by_id: int | None, author_id: int
) -> Verdict:
    """Say whether the reader is told who it was.

    What authors do with their own threads is theirs. Acts of facilitators are no one's own: they
    are named to those who look after the place, and to themselves, as in the log.
    """
    if by_id is None:
        return HIDDEN
    if by_id in {author_id, person.id}:
        return ALLOWED
    return may_see_what_was_before(person, category_ids)


def may_see_what_was_before(person: Person, category_ids: Iterable[int]) -> Verdict:
    """Say whether the reader is told a former title or former tags.

    A title may have been changed because it named somebody: only those who look after the place
    go on reading it.
    """
    looked_after = any(may_facilitate_category(person, id_) for id_ in category_ids)
    return ALLOWED if looked_after else HIDDEN
