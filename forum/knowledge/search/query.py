"""The words in which members ask, after Discourse: `"a phrase" -not @ann #casework tags:a,b`.

A star says that a word goes on: `discrim*`. Links from results to a word still being typed bear it.

Reading a query never fails. Whatever looks like a filter but is none is kept in `unknown`, so that
the page can name it; what it names (handles, slugs, tags) is looked up later.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from forum.knowledge.search.dates import read_date
from forum.knowledge.search.values import Order, Status

TOKEN = re.compile(r"""(?P<minus>-?)["“„](?P<phrase>[^"“”„]*)["”“]|(?P<chunk>\S+)""")
HANDLE = re.compile(r"@([\w.-]+)")
CATEGORY = re.compile(r"#([\w:/-]+)")
FILTER = re.compile(r"([A-Za-z_]+):(?!/)(\S+)")
BETWEEN_TAGS = re.compile(r"\+(?=[^+,])")
BEGINNING = re.compile(r"(\S*\w)\*")
PLACES = {"personal": "messages", "conversations": "messages"}  # other words, Discourse's and ours
SMALL_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(slots=True)
class ParsedQuery:
    """A query taken apart; names are still names."""

    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    prefix: str = ""
    excluded_words: list[str] = field(default_factory=list)
    excluded_phrases: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    tags: list[frozenset[str]] = field(default_factory=list)
    in_title: bool = False
    in_first: bool = False
    in_mine: bool = False
    in_unread: bool = False
    in_messages: bool = False
    statuses: set[Status] = field(default_factory=set)
    after: datetime | None = None
    before: datetime | None = None
    min_posts: int | None = None
    max_posts: int | None = None
    order: Order = Order.RELEVANCE
    unknown: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list, compare=False)  # everything, as typed
    filters: list[str] = field(default_factory=list, compare=False)  # those of them that filter

    @property
    def asks_nothing(self) -> bool:
        """Tell whether there is neither a word nor a filter in it."""
        return self == ParsedQuery(order=self.order, unknown=self.unknown)


def parse_query(
    text: str, *, now: datetime | None = None, is_unfinished: bool = False
) -> ParsedQuery:
    """Take a query apart; with `is_unfinished`, a last word is one still being typed."""
    parsed = ParsedQuery()
    moment = now or datetime.now(UTC)
    last = None
    for token in TOKEN.finditer(text):
        parsed.tokens.append(token[0])
        last = _read(parsed, token, moment)
    if is_unfinished and last is not None and text.endswith(last) and not parsed.prefix:
        parsed.words.pop()
        parsed.prefix = last
        parsed.tokens[-1] = f"{last}*"
    return parsed


def _read(parsed: ParsedQuery, token: re.Match[str], now: datetime) -> str | None:
    # Returns the token when it is a word to look for.
    phrase = token["phrase"]
    if phrase is not None:
        if phrase.strip():
            (parsed.excluded_phrases if token["minus"] else parsed.phrases).append(phrase.strip())
        return None
    chunk = token["chunk"]
    if chunk.startswith("-") and len(chunk) > 1:
        _exclude(parsed, chunk)
        return None
    known = len(parsed.unknown)
    if _is_filter(parsed, chunk, now):
        if len(parsed.unknown) == known:
            parsed.filters.append(chunk)
        return None
    if (beginning := BEGINNING.fullmatch(chunk)) and not parsed.prefix:
        parsed.prefix = beginning[1]
        return None
    parsed.words.append(chunk)
    return chunk


def _exclude(parsed: ParsedQuery, chunk: str) -> None:
    rest = chunk[1:]
    if HANDLE.fullmatch(rest) or CATEGORY.fullmatch(rest) or FILTER.fullmatch(rest):
        parsed.unknown.append(chunk)
    else:
        parsed.excluded_words.append(rest)


def _is_filter(parsed: ParsedQuery, chunk: str, now: datetime) -> bool:
    if handle := HANDLE.fullmatch(chunk):
        _by_handle(parsed, handle[1])
        return True
    if category := CATEGORY.fullmatch(chunk):
        parsed.categories.append(category[1])
        return True
    named = FILTER.fullmatch(chunk)
    if named is None:
        return False
    read = FILTERS.get(named[1].lower())
    if read is None or not read(parsed, named[2], now):
        parsed.unknown.append(chunk)
    return True


def _by_handle(parsed: ParsedQuery, handle: str) -> None:
    if handle.lower() == "me":
        parsed.in_mine = True
    else:
        parsed.handles.append(handle)


def _tags(parsed: ParsedQuery, value: str, _: datetime) -> bool:
    # A plus within or at the end of a name, as in c++, does not part two names.
    every = BETWEEN_TAGS.split(value.casefold())
    some = value.casefold().split(",")
    names = some if len(some) > 1 else every
    if not all(any(letter.isalnum() for letter in name) for name in names):
        return False
    parsed.tags += [frozenset(some)] if len(some) > 1 else [frozenset([name]) for name in every]
    return True


def _place(parsed: ParsedQuery, value: str, _: datetime) -> bool:
    value = value.lower()
    name = f"in_{PLACES.get(value, value)}"
    if name not in {"in_title", "in_first", "in_mine", "in_unread", "in_messages"}:
        return False
    setattr(parsed, name, True)
    return True


def _status(parsed: ParsedQuery, value: str, _: datetime) -> bool:
    if value.lower() not in {status.value for status in Status}:
        return False
    parsed.statuses.add(Status(value.lower()))
    return True


def _order(parsed: ParsedQuery, value: str, _: datetime) -> bool:
    if value.lower() not in {order.value for order in Order}:
        return False
    parsed.order = Order(value.lower())
    return True


def _after(parsed: ParsedQuery, value: str, now: datetime) -> bool:
    date = read_date(value, now)
    if date is not None:
        parsed.after = max(date, parsed.after or date)
    return date is not None


def _before(parsed: ParsedQuery, value: str, now: datetime) -> bool:
    date = read_date(value, now)
    if date is not None:
        parsed.before = min(date, parsed.before or date)
    return date is not None


def _min_posts(parsed: ParsedQuery, value: str, _: datetime) -> bool:
    if SMALL_NUMBER.fullmatch(value) is None:
        return False
    parsed.min_posts = max(int(value), parsed.min_posts or 0)
    return True


def _max_posts(parsed: ParsedQuery, value: str, _: datetime) -> bool:
    if SMALL_NUMBER.fullmatch(value) is None:
        return False
    most = int(value)
    parsed.max_posts = most if parsed.max_posts is None else min(most, parsed.max_posts)
    return True


FILTERS: Mapping[str, Callable[[ParsedQuery, str, datetime], bool]] = MappingProxyType(
    {
        "tags": _tags,
        "tag": _tags,
        "in": _place,
        "status": _status,
        "order": _order,
        "after": _after,
        "before": _before,
        "min_posts": _min_posts,
        "max_posts": _max_posts,
    }
)
