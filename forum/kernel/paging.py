"""Pages of a list: which one is shown, and which ones are beside it."""

from dataclasses import dataclass


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
    if text and text.isascii() and text.isdigit():
        return max(1, min(int(text[:9]), most))
    return 1


def last_page(count: int, size: int) -> int:
    """Return how many pages `count` things fill; an empty list still has one."""
    return max(1, -(-count // size))
