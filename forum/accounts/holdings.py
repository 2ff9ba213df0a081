"""What is kept about a member, said once by each package: for the account, export and erasure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from html import escape
from typing import Any

from forum.accounts.values import Person
from forum.kernel.text import fold


class Leaving(StrEnum):
    """What stays of a member who leaves."""

    NAMED = "named"
    FORMER = "former"
    TEXTLESS = "textless"


FORMER_NAME = "Former member"
REMOVED = "[removed]"


@dataclass(frozen=True)
class Parting:
    """A member who leaves, as the erasure knows them until its last step."""

    member_id: int
    leaving: Leaving
    handle: str
    name: str
    email: str
    aliases: tuple[tuple[int, str], ...] = ()
    """Names in archives that they had claimed: ids and handles."""

    @property
    def loses_name(self) -> bool:
        """Tell whether nothing shall lead to the person any more."""
        return self.leaving is not Leaving.NAMED

    @property
    def loses_texts(self) -> bool:
        """Tell whether what they wrote goes, too."""
        return self.leaving is Leaving.TEXTLESS

    @property
    def new_handle(self) -> str:
        """Return the handle that stands in place of theirs."""
        return f"former-{self.member_id}"

    @property
    def member_ids(self) -> tuple[int, ...]:
        """Return the ids of the member and of the names that they had in archives."""
        return (self.member_id, *(id_ for id_, _ in self.aliases))

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """Return words of which one stands in every text that names the member."""
        return tuple({*self._handles, *([self.email] if self.email else [])})

    @property
    def _handles(self) -> tuple[str, ...]:
        return (self.handle, *(handle for _, handle in self.aliases))

    def without_name(self, text: str) -> str:
        """Return a text by somebody else without mentions of the member and their address.

        It may be as typed or as shown. Their name in plain words is the other's text and stays.
        """
        for handle in self._handles:
            text = _named(handle).sub(lambda found: found[1] + self.new_handle, text)
        if self.email:
            text = re.sub(re.escape(self.email), REMOVED, text, flags=re.IGNORECASE)
        return text

    def own_without_name(self, text: str) -> str:
        """Return a text by the member themselves without anything that names them."""
        for name in {self.name, escape(self.name)}:
            text = re.sub(re.escape(name), FORMER_NAME, text, flags=re.IGNORECASE)
        return self.without_name(text)

    def kept_of(self, text: str) -> str:
        """Return what stays of a text by the member: nothing, or the text without their name."""
        if self.loses_texts:
            return REMOVED if text else ""
        return self.own_without_name(text) if self.loses_name else text


def _named(handle: str) -> re.Pattern[str]:
    """Match a handle where a text means a member: mentions, quotations, addresses, markers."""
    words = "|".join({re.escape(handle), re.escape(escape(fold(handle)))})
    before = r'(?<![\w@/.\-+])@|\[quote="?|/u/|data-handle="|class="quote-by">'
    return re.compile(rf"({before})(?:{words})(?![\w]|[.\-]+\w|@)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """How much there is of something, and from when to when."""

    count: int
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A file of an export: its name there, and its key in the storage."""

    name: str
    key: str


def _nothing(_parting: Parting) -> Iterator[None]:
    return iter(())


def _no_files(_person: Person) -> Iterator[StoredPart]:
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One kind of thing that is kept about a member."""

    key: str
    """The name of its document in an export."""
    title: str
    about: str
    """What it is and why it is kept."""
    until: str
    """How long it is kept, and what becomes of it when the member leaves."""
    columns: frozenset[str]
    """What it answers for, as `table.column`."""
    count: Callable[[int], Kept]
    rows: Callable[[Person], Iterator[Mapping[str, Any]]] | None = None
    """What the member gets, in portions; None for what is no use to them, such as hashes."""
    files: Callable[[Person], Iterator[StoredPart]] = _no_files
    erase: Callable[[Parting], Iterator[None]] = _nothing
    """Erases, and halts after each portion so that it is committed; doing it twice does no harm."""
    place: int = field(default=50)
    """Erased in this order; the account itself comes last, since it knows the name."""
