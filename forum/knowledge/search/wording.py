"""Changing a query in its own words, so that its address says everything."""

from urllib.parse import urlencode

from forum.knowledge.search.query import ParsedQuery
from forum.knowledge.search.values import Match, Order

OWN = "@me"


def address_of(text: str, match: Match = Match.AUTO, page: int = 1) -> str:
    """Return the address of a query's page."""
    parts = {"q": text}
    if match is not Match.AUTO:
        parts["match"] = match.value
    if page > 1:
        parts["page"] = str(page)
    return f"/search?{urlencode(parts)}" if text else "/search"


def without(parsed: ParsedQuery, token: str) -> str:
    """Return the query without one of its filters."""
    kept = list(parsed.tokens)
    kept.remove(token)
    return " ".join(kept)


def by_author(parsed: ParsedQuery, handle: str) -> str:
    """Return the query for the posts of one member."""
    return _put(parsed, f"@{handle}", "@")


def in_category(parsed: ParsedQuery, slug: str) -> str:
    """Return the query within one category."""
    return _put(parsed, f"#{slug}", "#")


def in_conversations(parsed: ParsedQuery) -> str:
    """Return the query within the reader's own conversations."""
    return _put(parsed, "in:messages")


def with_tag(parsed: ParsedQuery, name: str) -> str:
    """Return the query for threads that have one more tag."""
    return _put(parsed, f"tags:{name}")


def in_year(parsed: ParsedQuery, year: int) -> str:
    """Return the query for posts of one year."""
    return _put(parsed, f"after:{year} before:{year + 1}")


def in_order(parsed: ParsedQuery, order: Order) -> str:
    """Return the query in another order."""
    if order is Order.RELEVANCE:
        return " ".join(token for token in parsed.tokens if not _is_order(token))
    return " ".join(
        [*(token for token in parsed.tokens if not _is_order(token)), f"order:{order.value}"]
    )


def _put(parsed: ParsedQuery, addition: str, instead_of: str = "\0") -> str:
    replaced = {one for one in parsed.filters if one.startswith(instead_of)} - {OWN}
    kept = (token for token in parsed.tokens if token not in replaced)
    return " ".join(dict.fromkeys([*kept, addition]))


def _is_order(token: str) -> bool:
    return token.lower().startswith("order:")
