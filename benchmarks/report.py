"""What was measured, as tables: each figure with its goal and whether that is reached."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.building import AS_TREE, IN_ORDER, Made
from benchmarks.corpus import Scale
from benchmarks.figures import Spread
from benchmarks.indexing import Indexed
from benchmarks.live import MOST_OF_A_CORE, MOST_SECONDS, Lively, as_lines
from benchmarks.memory import Memory
from benchmarks.pages import LISTS, LONGEST, THREAD, Measured, name_in_longest
from benchmarks.search import Searched

MOST_STATEMENTS = 8
LEAST_SHARE = 1 / 8
MOST_TREE_TIMES = 2.0
MOST_FUZZY = 10.0
LEAST_INDEXED = 1_000
MOST_MEGABYTES = 300
MOST_BUILDING = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that one run has measured."""

    scale: Scale
    made: Made
    indexed: Indexed
    pages: Sequence[Measured]
    replying: Spread
    lively: Lively
    searched: Sequence[Searched]
    memory: Memory
    client: str

    def page(self, name: str) -> Measured:
        """Return what was measured of the page with this name."""
        return next(page for page in self.pages if page.name == name)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A goal, what was reached, and whether that is enough."""

    name: str
    goal: str
    found: str
    is_reached: bool


def one_in(share: float) -> str:
    """Return a share as people say it: 1/8."""
    return f"1/{1 / share:.1f}" if share else "nothing"


def verdicts(outcome: Outcome) -> list[Verdict]:
    """Return every goal with what was reached."""
    return [
        *_of_pages(outcome),
        *_of_tree(outcome),
        *_of_live(outcome.lively),
        *_of_searching(outcome.searched),
        Verdict(
            "building the community",
            f"under {MOST_BUILDING} s",
            f"{outcome.made.seconds + outcome.indexed.cpu_seconds:.0f} s",
            outcome.made.seconds + outcome.indexed.cpu_seconds < MOST_BUILDING,
        ),
        Verdict(
            "indexing",
            f"at least {LEAST_INDEXED} posts per CPU second",
            f"{outcome.indexed.rate:.0f}",
            outcome.indexed.rate >= LEAST_INDEXED,
        ),
        Verdict(
            "memory at rest",
            f"under {MOST_MEGABYTES} MB of PSS",
            f"{outcome.memory.pss:.0f} MB",
            outcome.memory.pss < MOST_MEGABYTES,
        ),
    ]


def _of_pages(outcome: Outcome) -> Iterator[Verdict]:
    thread = outcome.page(THREAD)
    yield Verdict(
        f"{THREAD}: statements",
        f"at most {MOST_STATEMENTS}",
        str(thread.statements),
        thread.statements <= MOST_STATEMENTS,
    )
    for page in (thread, *(outcome.page(name) for name in LISTS)):
        yield Verdict(
            f"{page.name}: share of the floor",
            f"at least {one_in(LEAST_SHARE)}",
            one_in(page.share),
            page.share >= LEAST_SHARE,
        )


def _of_tree(outcome: Outcome) -> Iterator[Verdict]:
    for name in LONGEST:
        in_order = outcome.page(name_in_longest(name, IN_ORDER))
        tree = outcome.page(name_in_longest(name, AS_TREE))
        times = in_order.ours.rate / tree.ours.rate
        yield Verdict(
            f"longest thread as a tree, {name}",
            f"at most {MOST_TREE_TIMES:.0f} times in order",
            f"{times:.2f} times, {tree.statements} statements to {in_order.statements}",
            times <= MOST_TREE_TIMES,
        )


def _of_live(lively: Lively) -> Iterator[Verdict]:
    who = f"{lively.readers} readers on {lively.threads} threads"
    yield Verdict(f"{who}: replies missed", "none", str(lively.missed), lively.missed == 0)
    yield Verdict(
        f"{who}: a reply is there",
        f"p95 under {MOST_SECONDS:.0f} s",
        f"{lively.p95:.2f} s",
        lively.p95 < MOST_SECONDS,
    )
    yield Verdict(
        f"{who}: cost",
        f"at most {MOST_OF_A_CORE:.0%} of a core",
        f"{lively.server:.0%}",
        lively.server <= MOST_OF_A_CORE,
    )


def _of_searching(searched: Sequence[Searched]) -> Iterator[Verdict]:
    for kind in searched:
        if kind.ratio is not None:
            yield Verdict(
                f"search, {kind.name}",
                "ahead of FTS5",
                f"{kind.ratio:.1f} times as fast",
                kind.ratio > 1,
            )
        else:
            yield Verdict(
                f"search, {kind.name}",
                f"p50 under {MOST_FUZZY:.0f} ms",
                f"{kind.ours.p50:.2f} ms",
                kind.ours.p50 < MOST_FUZZY,
            )


def as_text(outcome: Outcome) -> str:
    """Return all tables."""
    made = outcome.made
    head = f"{made.posts} posts in {made.threads} threads; load by {outcome.client}"
    return "\n\n".join(
        [
            head,
            _table(_page_rows(outcome.pages)),
            _replying(outcome.replying),
            as_lines(outcome.lively),
            _table(_search_rows(outcome.searched)),
            _resting(outcome.memory),
            _table(_verdict_rows(verdicts(outcome))),
        ]
    )


def _replying(took: Spread) -> str:
    return f"replying, one form after the other: p50 {took.p50:.1f} ms, p95 {took.p95:.1f} ms"


def _resting(memory: Memory) -> str:
    return (
        f"memory at rest: {memory.processes} processes, PSS {memory.pss:.0f} MB "
        f"(RSS {memory.rss:.0f} MB)"
    )


def _page_rows(pages: Sequence[Measured]) -> list[Sequence[str]]:
    head = ("page", "KB", "SQL", "req/s", "p50 ms", "p95 ms", "floor/s", "share", "errors")
    return [
        head,
        *(
            (
                page.name,
                f"{page.size / 1000:.0f}",
                str(page.statements),
                f"{page.ours.rate:.0f}",
                f"{page.ours.p50:.1f}",
                f"{page.ours.p95:.1f}",
                f"{page.floor.rate:.0f}",
                one_in(page.share),
                str(page.ours.errors + page.floor.errors),
            )
            for page in pages
        ),
    ]


def _search_rows(searched: Sequence[Searched]) -> list[Sequence[str]]:
    head = ("search, in process", "p50 ms", "p95 ms", "FTS5 p50", "FTS5 p95", "times as fast")
    return [
        head,
        *(
            (
                kind.name,
                f"{kind.ours.p50:.2f}",
                f"{kind.ours.p95:.2f}",
                f"{kind.theirs.p50:.2f}" if kind.theirs else "–",
                f"{kind.theirs.p95:.2f}" if kind.theirs else "–",
                f"{kind.ratio:.1f}" if kind.ratio else "–",
            )
            for kind in searched
        ),
    ]


def _verdict_rows(found: Sequence[Verdict]) -> list[Sequence[str]]:
    return [
        ("goal", "wanted", "found", ""),
        *((one.name, one.goal, one.found, "ok" if one.is_reached else "MISSED") for one in found),
    ]


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows under each other, the first column to the left."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]
    return "  ".join(cells)


def as_json(outcome: Outcome) -> Mapping[str, Any]:
    """Return everything in a form for machines."""
    return {
        **asdict(outcome),
        "goals": [asdict(one) for one in verdicts(outcome)],
        "shares": {page.name: page.share for page in outcome.pages},
    }
