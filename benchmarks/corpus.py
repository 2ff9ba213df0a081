"""What the community of the benchmark looks like: who writes what, where, when and to whom.

Everything follows from the scale and a fixed seed; nothing here knows a database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

FULL_POSTS, FULL_THREADS, FULL_MEMBERS, FULL_TAGS, FULL_BODIES = 100_000, 5_000, 2_000, 200, 4_000
CATEGORIES, RESTRICTED = 12, 4
CHAIN = 100
"""How deep the longest thread's replies to replies go."""
DAYS = 1_000
"""How long ago the first thread was begun."""
WITHDRAWN, EDITED, CLOSED = 0.004, 0.03, 0.02


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the community is; 1 is the full size."""

    factor: float

    @property
    def posts(self) -> int:
        """Return the number of posts."""
        return max(1_000, round(FULL_POSTS * self.factor))

    @property
    def threads(self) -> int:
        """Return the number of threads."""
        return max(50, round(FULL_THREADS * self.factor))

    @property
    def members(self) -> int:
        """Return the number of members."""
        return max(40, round(FULL_MEMBERS * self.factor))

    @property
    def tags(self) -> int:
        """Return the number of tags."""
        return max(30, round(FULL_TAGS * self.factor))

    @property
    def bodies(self) -> int:
        """Return the number of different bodies."""
        return max(150, round(FULL_BODIES * self.factor))

    @property
    def longest(self) -> int:
        """Return the number of posts in the longest thread."""
        return min(2_000, self.posts // 10)


@dataclass(slots=True)
class PlannedPost:
    """A post before it is written; its id is given when all posts stand in the order of time."""

    number: int
    parent: "PlannedPost | None"
    author: int
    at: datetime
    body: int
    is_withdrawn: bool = False
    is_edited: bool = False
    depth: int = 0
    tree_path: str = ""
    reply_count: int = 0
    id: int = 0


@dataclass(slots=True)
class PlannedThread:
    """A thread before it is written."""

    category: int
    tags: tuple[int, ...]
    is_longest: bool = False
    is_of_sixty: bool = False
    posts: list[PlannedPost] = field(default_factory=list)
    is_closed: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Counters:
    """What a thread knows of its posts, as the operations on posts keep it."""

    last_number: int
    post_count: int
    reply_count: int
    writer_count: int
    last: PlannedPost

    @property
    def score(self) -> int:
        """Return replies times different writers."""
        return self.reply_count * self.writer_count


def count(posts: Sequence[PlannedPost]) -> Counters:
    """Return the counters of a thread: withdrawn posts keep their number and count for nothing."""
    readable = [post for post in posts if not post.is_withdrawn]
    return Counters(
        last_number=posts[-1].number,
        post_count=len(posts),
        reply_count=sum(post.number > 1 for post in readable),
        writer_count=len({post.author for post in readable}),
        last=max(readable or posts[:1], key=lambda post: (post.at, post.number)),
    )


def sizes(scale: Scale, rng: Random) -> list[int]:
    """Return how many posts each thread has: the longest first, one of sixty second."""
    named = [scale.longest, 60]
    left, threads = scale.posts - sum(named), scale.threads - len(named)
    weights = [rng.lognormvariate(0, 1.0) for _ in range(threads)]
    found = [max(1, int(left * weight / sum(weights))) for weight in weights]
    # Rounding loses or wins some: the first threads even it out.
    missing, place = left - sum(found), 0
    while missing:
        step = 1 if missing > 0 else -1
        if found[place % threads] + step >= 1:
            found[place % threads] += step
            missing -= step
        place += 1
    return named + found


def plan(scale: Scale, moment: datetime, rng: Random) -> list[PlannedThread]:
    """Return all threads in the order in which they were begun, ids given in the order of time."""
    threads = []
    for place, size in enumerate(sizes(scale, rng)):
        thread = PlannedThread(_category(place, rng), _tags(scale, rng), place == 0, place == 1)
        thread.is_closed = place > 1 and rng.random() < CLOSED
        moments = _moments(size, moment, rng, is_long_ago=thread.is_longest)
        _write_posts(thread, moments, scale, rng)
        threads.append(thread)
    threads.sort(key=lambda thread: thread.posts[0].at)
    for id_, thread in enumerate(threads, 1):
        thread.id = id_
    posts = [post for thread in threads for post in thread.posts]
    for id_, post in enumerate(sorted(posts, key=lambda post: (post.at, post.number)), 1):
        post.id = id_
    return threads


def _category(place: int, rng: Random) -> int:
    """Return a category; the two threads that are looked at stand in the first, open one."""
    return 0 if place < 2 else min(CATEGORIES - 1, int(rng.expovariate(0.3)))


def _tags(scale: Scale, rng: Random) -> tuple[int, ...]:
    wanted = rng.choice((0, 1, 1, 2, 2, 3, 4))
    return tuple(
        sorted({min(scale.tags - 1, int(rng.paretovariate(0.6)) - 1) for _ in range(wanted)})
    )


def _moments(size: int, moment: datetime, rng: Random, *, is_long_ago: bool) -> list[datetime]:
    """Return when the posts were written, in order, the last ones mostly soon after the first."""
    began = DAYS * 0.7 if is_long_ago else rng.uniform(0, DAYS)
    length = began if is_long_ago else min(began, rng.expovariate(1 / 6) * (1 + size / 20))
    days = sorted(rng.uniform(0, length) for _ in range(size - 1))
    start = moment - timedelta(days=began)
    return [start, *(start + timedelta(days=day) for day in days)]


def _write_posts(
    thread: PlannedThread, moments: Sequence[datetime], scale: Scale, rng: Random
) -> None:
    size = len(moments)
    writers = [rng.randrange(scale.members) for _ in range(max(2, min(size // 2, 40)))]
    for number, at in enumerate(moments, 1):
        thread.posts.append(
            PlannedPost(
                number,
                _parent(thread.posts, rng, is_deep=thread.is_longest),
                rng.choice(writers),
                at,
                rng.randrange(scale.bodies),
                is_withdrawn=number > 1 and rng.random() < WITHDRAWN,
                is_edited=rng.random() < EDITED,
            )
        )


def _parent(earlier: Sequence[PlannedPost], rng: Random, *, is_deep: bool) -> PlannedPost | None:
    """Return whom a post answers: often nobody, else one of the last ones; in chains if deep."""
    if not earlier:
        return None
    if is_deep:
        return earlier[-1] if len(earlier) % (CHAIN + 1) else None
    return rng.choice(earlier[-8:]) if rng.random() < 0.45 else None
