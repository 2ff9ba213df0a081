"""From what a person typed to what the engine is asked: names looked up, rights put in."""

from dataclasses import dataclass

from forum.accounts.values import Person
from forum.discussion.queries.categories import (
    find_category,
    takes_answers_in,
    visible_category_ids,
    with_subcategories,
)
from forum.discussion.queries.threads import expired_threads, find_tag, reserved_threads
from forum.kernel.text import fold
from forum.knowledge.search.queries import member_ids_by_key, unread_positions
from forum.knowledge.search.query import ParsedQuery
from forum.knowledge.search.values import Audience, Match, SearchQuery, Status


@dataclass(frozen=True, slots=True)
class Understood:
    """What the engine is asked, and what of the query could not be taken as it was meant."""

    query: SearchQuery
    complaints: tuple[str, ...]


def audience_of(person: Person) -> Audience:
    """Return what search may show this person: also what is open to them by name alone.

    Which threads are reserved or have expired is asked at this moment: the index need not know
    it, and so cannot be behind.
    """
    categories = visible_category_ids(person)
    expired = expired_threads()
    opened = person.grants.opened_by_name - expired
    withheld = (reserved_threads(categories) - opened) | expired
    return Audience(categories, withheld, opened)


def understand(
    parsed: ParsedQuery, person: Person, *, match: Match = Match.AUTO, page: int = 1
) -> Understood:
    """Look up the names in a query on behalf of a person.

    A name that leads to nothing lets nothing through, and is complained about. Hidden categories
    are complained about in the words for missing ones.
    """
    complaints = [f"“{filter_}” is not a filter here." for filter_ in parsed.unknown]
    author_ids = _author_ids(parsed, person, complaints)
    category_ids = _category_ids(parsed, person, complaints)
    if Status.UNSOLVED in parsed.statuses:
        asking = frozenset(id_ for id_ in visible_category_ids(person) if takes_answers_in(id_))
        category_ids = asking if category_ids is None else category_ids & asking
    unread = unread_positions(person) if parsed.in_unread and person.is_member else None
    if parsed.in_unread and unread is None:
        unread = {}
    query = SearchQuery(
        audience=audience_of(person),
        words=tuple(parsed.words),
        phrases=tuple(parsed.phrases),
        prefix=parsed.prefix,
        excluded_words=tuple(parsed.excluded_words),
        excluded_phrases=tuple(parsed.excluded_phrases),
        author_ids=author_ids,
        category_ids=category_ids,
        tags=tuple(frozenset(map(_todays_name, group)) for group in parsed.tags),
        in_title=parsed.in_title,
        in_first=parsed.in_first,
        in_conversations=parsed.in_messages,
        thread_ids=None if unread is None else frozenset(unread),
        read_up_to=unread,
        statuses=frozenset(parsed.statuses),
        zone=person.preferences.timezone,
        after=parsed.after,
        before=parsed.before,
        min_posts=parsed.min_posts,
        max_posts=parsed.max_posts,
        order=parsed.order,
        match=match,
        page=page,
    )
    return Understood(query, tuple(complaints))


def _author_ids(
    parsed: ParsedQuery, person: Person, complaints: list[str]
) -> frozenset[int] | None:
    found: frozenset[int] | None = None
    if parsed.handles:
        ids = member_ids_by_key([fold(handle) for handle in parsed.handles])
        missing = [handle for handle in parsed.handles if fold(handle) not in ids]
        complaints += [f"There is no member @{handle}." for handle in missing]
        found = frozenset(ids.values())
    if parsed.in_mine:
        own = frozenset([person.member_id] if person.is_member else [])
        found = own if found is None else found & own
    return found


def _category_ids(
    parsed: ParsedQuery, person: Person, complaints: list[str]
) -> frozenset[int] | None:
    if not parsed.categories:
        return None
    found: set[int] = set()
    for name in parsed.categories:
        # Discourse writes a sub-category after its parent: #parent:child.
        card = find_category(name.rpartition(":")[2], by=person)
        if card is None:
            complaints.append(f"There is no category #{name}.")
        else:
            found.update(with_subcategories(card, person))
    return frozenset(found)


def _todays_name(name: str) -> str:
    tag = find_tag(name)
    return tag.name if tag else name
