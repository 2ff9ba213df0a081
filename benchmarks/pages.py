"""Which pages are measured, and how: ours and the floor in turn, so that both see the same machine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from sqlalchemy import event, select

from benchmarks.browser import Answer, Browser, token_in
from benchmarks.building import AS_TREE, IN_ORDER, SEED, Made
from benchmarks.figures import Load, Spread, middle_load, spread
from benchmarks.loading import Target, load
from forum import Forum
from forum.discussion.addresses import category_address, tag_address, thread_address
from forum.discussion.models import Category, Tag, Thread, ThreadTag
from forum.discussion.values import POSTS_PER_PAGE
from forum.kernel.db import db

ROUNDS = 3
RANDOM_THREADS = 2_000
REPLIES = 100
THREAD, THREAD_AS_TREE = "thread of 20 posts, in order", "thread of 20 posts, as a tree"
LISTS = ("latest", "category", "unread", "new", "top of the month", "tag")
LONGEST = ("first page", "last page", "permalink in the middle")


@dataclass(frozen=True, slots=True)
class Page:
    """Something that a reader opens."""

    name: str
    paths: Sequence[str]
    reader: str = IN_ORDER


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a page."""

    name: str
    size: int
    statements: int
    ours: Load
    floor: Load

    @property
    def share(self) -> float:
        """Return our requests per second as a share of the floor's."""
        return self.ours.rate / self.floor.rate


@dataclass(frozen=True, slots=True)
class Bench:
    """The two servers, and the cookies of the readers by handle."""

    app: Forum
    ours: int
    floor: int
    cookies: Mapping[str, str]
    seconds: float


class Writing(Protocol):
    """A browser, as far as replies need one."""

    def get(self, path: str) -> Answer:
        """Open a page."""

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""


def pages_of(app: Forum, made: Made) -> list[Page]:
    """Return all pages of discussions to measure."""
    with app.app_context():
        return [*_thread_pages(made), *_list_pages()]


def _thread_pages(made: Made) -> Iterator[Page]:
    sixty = first_page(db.session.get_one(Thread, made.thread_of_sixty))
    yield Page(THREAD, (sixty,))
    yield Page(THREAD_AS_TREE, (sixty,), AS_TREE)
    longest = db.session.get_one(Thread, made.longest_thread)
    address = thread_address(longest)
    last = -(-longest.post_count // POSTS_PER_PAGE)
    paths = (first_page(longest), f"{address}?page={last}", f"{address}/{longest.post_count // 2}")
    for name, path in zip(LONGEST, paths, strict=True):
        yield Page(name_in_longest(name, IN_ORDER), (path,))
        yield Page(name_in_longest(name, AS_TREE), (path,), AS_TREE)
    yield Page("different threads at random", _random_threads())


def first_page(thread: Thread) -> str:
    """Return the address of a thread's first page; its own leads to where the reader left off."""
    return f"{thread_address(thread)}?page=1"


def name_in_longest(name: str, reader: str) -> str:
    """Return the name of a page of the longest thread, in a way of reading."""
    return f"longest thread, {name}, {'as a tree' if reader == AS_TREE else 'in order'}"


def _random_threads() -> list[str]:
    """Return the addresses of threads in open categories, in no order."""
    first = select(Category.id).order_by(Category.position).limit(8)
    query = select(Thread).where(Thread.category_id.in_(first)).order_by(Thread.id)
    paths = [first_page(thread) for thread in db.session.scalars(query)]
    return Random(SEED).sample(paths, min(RANDOM_THREADS, len(paths)))


def _list_pages() -> Iterator[Page]:
    category = db.session.scalars(select(Category).order_by(Category.position).limit(1)).one()
    count = db.func.count(ThreadTag.thread_id).desc()
    query = select(Tag.name).join(ThreadTag).group_by(Tag.name).order_by(count, Tag.name)
    tag = db.session.scalars(query.limit(1)).one()
    paths = (
        *("/latest", category_address(category), "/unread", "/new", "/top?period=month"),
        tag_address(tag),
    )
    for name, path in zip(LISTS, paths, strict=True):
        yield Page(name, (path,))


def measure(bench: Bench, page: Page) -> Measured:
    """Measure a page and a floor of as many bytes in turn, three times. Raises ValueError."""
    sizes = [_size(bench, page, path) for path in page.paths[:50]]
    size = sum(sizes) // len(sizes)
    ours = Target(bench.ours, page.paths, bench.cookies[page.reader])
    floor = Target(bench.floor, (f"/{size}",))
    load(ours, 1)
    rounds = [(load(ours, bench.seconds), load(floor, bench.seconds)) for _ in range(ROUNDS)]
    return Measured(
        page.name,
        size,
        max(count_statements(bench, page, path) for path in page.paths[:10]),
        middle_load([one for one, _ in rounds]),
        middle_load([one for _, one in rounds]),
    )


def _size(bench: Bench, page: Page, path: str) -> int:
    browser = Browser(bench.ours, bench.cookies[page.reader])
    answer = browser.get(path)
    browser.close()
    if answer.status != 200:
        raise ValueError(f"{path} answered {answer.status}: it cannot be measured.")
    return answer.size


def count_statements(bench: Bench, page: Page, path: str) -> int:
    """Return how many SQL statements the page takes once its caches are warm."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "ROLLBACK")):
            seen.append(statement)

    name, _, value = bench.cookies[page.reader].partition("=")
    with bench.app.app_context():
        engine = db.engine
    client = bench.app.test_client()
    client.set_cookie(name, value)
    client.get(path)
    event.listen(engine, "before_cursor_execute", note)
    client.get(path)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def measure_replying(bench: Bench, made: Made) -> Spread:
    """Send forms of the thread page, one after the other, and return how long they took."""
    with bench.app.app_context():
        address = first_page(db.session.get_one(Thread, made.thread_of_sixty))
    browser = Browser(bench.ours, bench.cookies[IN_ORDER])
    times = [answer.seconds for answer in replies(browser, address, made.thread_of_sixty, REPLIES)]
    browser.close()
    return spread(times)


def replies(browser: Writing, page: str, thread_id: int, count: int) -> Iterator[Answer]:
    """Send the form of a thread's page so often. Raises LookupError, or ValueError when refused."""
    token = token_in(browser.get(page).text)
    for number in range(count):
        fields = {
            "csrf_token": token,
            "once": f"{number:016d}",
            "to": str(number % 20 + 1) if number % 2 else "",
            "body": f"The reply {number}, with **some** words and [a link](https://example.org).\n"
            "\n> A line that it quotes\n\nand what its writer thinks of that line.",
            "submit": "1",
        }
        answer = browser.post(f"/t/{thread_id}/reply", fields)
        if answer.status != 303:
            raise ValueError(f"A reply was answered by {answer.status}: it cannot be measured.")
        yield answer
