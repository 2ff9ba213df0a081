"""A page of results as a reader gets it: cards, counts that are links, filters to take off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from forum.accounts.values import Person
from forum.discussion.queries.categories import directory
from forum.discussion.queries.threads import list_tags
from forum.discussion.rules import may_see_category
from forum.kernel.clock import now
from forum.kernel.paging import Paging, last_page
from forum.kernel.times import zone
from forum.knowledge.search import wording
from forum.knowledge.search.asking import Understood, understand
from forum.knowledge.search.engine import SearchEngine
from forum.knowledge.search.highlighting import Highlighter, Piece
from forum.knowledge.search.queries import FoundPost, found_posts, members_by_id
from forum.knowledge.search.query import ParsedQuery, parse_query
from forum.knowledge.search.values import (
    ENOUGH_THREADS,
    NOWHERE,
    PAGE_SIZE,
    Facet,
    Match,
    Order,
    SearchPage,
    SearchQuery,
)

NO_PAGES = Paging(1, has_next=False)
FEW_RESULTS = 3  # with fewer, other spellings are offered
ORDERS = {
    Order.RELEVANCE: "Best match",
    Order.LATEST: "Newest post",
    Order.OLDEST: "Oldest post",
    Order.LATEST_TOPIC: "Newest thread",
}


@dataclass(frozen=True, slots=True)
class Card:
    """A found thread with its best post."""

    post: FoundPost
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    score: float
    has_all_words: bool

    @property
    def address(self) -> str:
        """Return where the post stands, for ever."""
        return f"/t/{self.post.slug}/{self.post.thread_id}/{self.post.number}"


@dataclass(frozen=True, slots=True)
class Narrower:
    """A count that leads to exactly so many results."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the same search in another way."""

    label: str
    address: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that the page of results shows."""

    text: str
    asked: str = ""  # the text as links repeat it: with a star where a word was unfinished
    completed: str = ""  # the last word, when it was found as the beginning of others only
    cards: tuple[Card, ...] = ()
    total: int = 0
    facets: tuple[tuple[str, tuple[Narrower, ...]], ...] = ()
    chips: tuple[Choice, ...] = ()
    orders: tuple[Choice, ...] = ()
    complaints: tuple[str, ...] = ()
    other_spellings: tuple[Choice, ...] = ()
    takes_any_word: bool = False
    other_match: Choice | None = None
    paging: Paging = NO_PAGES
    match: Match = Match.AUTO

    def page_address(self, number: int) -> str:
        """Return the address of another page of these results."""
        return wording.address_of(self.asked or self.text, self.match, number)


def search_for(
    text: str,
    person: Person,
    engine: SearchEngine,
    *,
    match: Match = Match.AUTO,
    page: int = 1,
    is_unfinished: bool = False,
) -> Results:
    """Search on behalf of a person.

    Every hit is looked up again under the person's rights before anything of it is shown.
    """
    parsed = parse_query(text, now=_where(person), is_unfinished=is_unfinished)
    understood = understand(parsed, person, match=match, page=page)
    if parsed.asks_nothing:
        return Results(text, complaints=understood.complaints)
    found = engine.search(understood.query)
    cards = _cards(found, parsed, person)
    total = found.total - (len(found.hits) - len(cards))
    links = _Links(parsed, found, understood.query)
    return Results(
        text=text,
        asked=" ".join(parsed.tokens),
        cards=cards,
        total=total,
        facets=links.facets(person),
        chips=links.chips(),
        orders=links.orders(),
        complaints=(
            *understood.complaints,
            *(f"There is nothing to look for in “{one}”." for one in found.unsearchable),
            *([] if total else _missing_tags(understood.query, person)),
        ),
        other_spellings=_spellings(parsed, understood, engine) if total < FEW_RESULTS else (),
        takes_any_word=found.match is Match.ANY,
        other_match=links.other_match(),
        paging=Paging(page, page * PAGE_SIZE < total, last_page(total, PAGE_SIZE)),
        match=match,
    )


def search_or_complete(
    text: str, person: Person, engine: SearchEngine, *, match: Match = Match.AUTO, page: int = 1
) -> Results:
    """Search on behalf of a person; when nothing is found, take the last word as a beginning."""
    results = search_for(text, person, engine, match=match, page=page)
    if results.total or not results.orders:
        return results
    parsed = parse_query(text, now=_where(person), is_unfinished=True)
    more = search_for(text, person, engine, match=match, page=page, is_unfinished=True)
    # What the reader wrote with a star is no surprise to them.
    if not more.total or parsed.tokens == parse_query(text).tokens:
        return results
    return replace(more, completed=parsed.prefix)


def _where(person: Person) -> datetime:
    """Return this moment as the reader's clock shows it: days begin where they live."""
    return now().astimezone(zone(person.preferences.timezone))


def _cards(found: SearchPage, parsed: ParsedQuery, person: Person) -> tuple[Card, ...]:
    posts = found_posts([hit.post_id for hit in found.hits], person)
    light = Highlighter(parsed)
    return tuple(
        Card(
            post,
            light.whole(post.title, post.language),
            light.snippet(post.text, post.language),
            hit.score,
            hit.has_all_words,
        )
        for hit in found.hits
        if (post := posts.get(hit.post_id)) is not None
    )


def _missing_tags(query: SearchQuery, person: Person) -> list[str]:
    names = sorted({name for group in query.tags for name in group})
    return [
        f"No thread that you can see has the tag “{name}”."
        for name in names
        if name not in dict(list_tags(person, beginning=name))
    ]


def _spellings(
    parsed: ParsedQuery, understood: Understood, engine: SearchEngine
) -> tuple[Choice, ...]:
    # Each word that has a better spelling, in the query as it stands otherwise.
    choices = []
    for word in (*parsed.words, *([parsed.prefix] if parsed.prefix else [])):
        for other in engine.suggest(word, understood.query.audience, size=1):
            written = {word, f"{word}*"}
            text = " ".join(other if token in written else token for token in parsed.tokens)
            choices.append(Choice(text, wording.address_of(text)))
    return tuple(choices)


class _Links:
    """Addresses of searches near the present one."""

    def __init__(self, parsed: ParsedQuery, found: SearchPage, query: SearchQuery) -> None:
        self.parsed = parsed
        self.found = found
        self.query = query
        words = len(parsed.words) + bool(parsed.prefix)
        # Narrowing must not change how the words are taken, or the counts would not hold.
        self.match = found.match if words > 1 else Match.AUTO

    def facets(self, person: Person) -> tuple[tuple[str, tuple[Narrower, ...]], ...]:
        facets = self.found.facets
        members = members_by_id([facet.value for facet in facets.authors])
        # An index that is older than the database may know more.
        known = [facet for facet in facets.authors if facet.value in members]
        authors = [Facet(members[facet.value].handle, facet.count) for facet in known]
        names = {members[facet.value].handle: members[facet.value].name for facet in known}
        groups = (
            ("Category", self._categories(person)),
            ("Tag", self._narrowers(facets.tags, str, wording.with_tag)),
            ("Author", self._narrowers(authors, lambda handle: names[handle], wording.by_author)),
            ("Year", self._narrowers(facets.years, str, wording.in_year)),
        )
        return tuple((title, links) for title, links in groups if links)

    def chips(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(token, wording.address_of(wording.without(self.parsed, token)))
            for token in dict.fromkeys(self.parsed.filters)
        )

    def orders(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                label,
                wording.address_of(wording.in_order(self.parsed, order), self.query.match),
                is_chosen=order is self.query.order,
            )
            for order, label in ORDERS.items()
        )

    def other_match(self) -> Choice | None:
        text = " ".join(self.parsed.tokens)
        if self.match is Match.AUTO:
            return None
        if self.match is Match.ANY:
            return Choice("Only threads with every word", wording.address_of(text, Match.ALL))
        # Few threads with every word would have been joined by others, were there any.
        if self.query.match is Match.ALL or self.found.total >= ENOUGH_THREADS:
            return Choice("Threads with any of the words", wording.address_of(text, Match.ANY))
        return None

    def _categories(self, person: Person) -> tuple[Narrower, ...]:
        # A category's link finds what is below it too, so its count has to hold that as well.
        counts = {facet.value: facet.count for facet in self.found.facets.categories}
        every = directory().by_id
        for id_, count in list(counts.items()):
            parent = every[id_].parent_id if id_ in every else None
            if parent is not None and self._may_widen_to(parent, person):
                counts[parent] = counts.get(parent, 0) + count
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(
            self._place(id_, count) for id_, count in ordered if id_ in every or id_ == NOWHERE
        )

    def _place(self, category_id: int, count: int) -> Narrower:
        if category_id == NOWHERE:
            address = wording.address_of(wording.in_conversations(self.parsed), self.match)
            return Narrower("Conversations", count, address)
        card = directory().by_id[category_id]
        return Narrower(card.name, count, self._address(wording.in_category, card.slug))

    def _may_widen_to(self, category_id: int, person: Person) -> bool:
        if self.query.category_ids is not None:
            return category_id in self.query.category_ids
        return bool(may_see_category(person, category_id))

    def _narrowers(
        self,
        facets: Sequence[Facet[int]] | Sequence[Facet[str]],
        label: Callable[..., str],
        narrow: Callable[..., str],
    ) -> tuple[Narrower, ...]:
        return tuple(
            Narrower(label(facet.value), facet.count, self._address(narrow, facet.value))
            for facet in facets
        )

    def _address(self, narrow: Callable[..., str], value: int | str) -> str:
        return wording.address_of(narrow(self.parsed, value), self.match)
