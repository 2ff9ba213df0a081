"""Threads that talk of the same, as far as a reader may see them."""

from forum.accounts.values import Person
from forum.discussion.queries.lists import lines_of
from forum.discussion.slots import similar_threads
from forum.discussion.values import ThreadLine

SHOWN = 5


def list_similar(
    person: Person, text: str, *, but_not: frozenset[int] = frozenset()
) -> tuple[ThreadLine, ...]:
    """Return threads like a text; each is looked up again among those the person may see."""
    found = [id_ for ask in similar_threads for id_ in ask(person, text, but_not)]
    return lines_of(list(dict.fromkeys(found))[:SHOWN], person)
