"""Pages of a list: which one is shown, and which ones are beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from forum.kernel.routing import whole_number


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page stands among the others; numbers begin at 1."""

    number: int
    has_next: bool
    last: int | None = None

    @property
    def previous(self) -> int | None:
        """Return the number of the page before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Return the number of the page after this one."""
        return self.number + 1 if self.has_next else None

    @property
    def shown(self) -> list[int | None]:
        """Return the page numbers worth a link; None stands for a gap."""
        if self.last is None:
            return []
        near = {1, 2, self.last - 1, self.last, *range(self.number - 1, self.number + 2)}
        numbers = sorted(number for number in near if 1 <= number <= self.last)
        shown: list[int | None] = []
        for number in numbers:
            if shown and shown[-1] is not None and number > shown[-1] + 1:
                shown.append(None)
            shown.append(number)
        return shown


def page_number(text: str | None, *, most: int = 100_000) -> int:
    """Return the page that an address asks for; nonsense means the first."""
    return max(1, min(whole_number(text) or 1, most))


def page_address() -> Callable[[int], str]:
    """Return what makes the address of another page of the list at hand, narrowed as it is."""
    kept = [
        (name, value) for name, value in request.args.items(multi=True) if name != "page" and value
    ]

    def address(number: int) -> str:
        parts = [*kept, ("page", str(number))] if number > 1 else kept
        return f"{request.path}?{urlencode(parts)}" if parts else request.path

    return address


def last_page(count: int, size: int) -> int:
    """Return how many pages `count` things fill; an empty list still has one."""
    return max(1, -(-count // size))
