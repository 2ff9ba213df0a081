"""Random communities, and the plain recomputation that the statistics are compared with."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from forum.facilitation.health.facts import Facts, Said
from forum.facilitation.health.values import WEEKS, Measure, Window, window_of

WINDOW = window_of(date(2026, 5, 1))
GROUPS = ("", "Counsellors", "Judges", "Lawyers", "Organisers", "Researchers")
SPOKEN = ("en", "fr", "de", "xx")


def random_community(seed: int, *, most: int = 60) -> Facts:
    """Return the facts of a community of up to so many, some of whom write a lot and most little."""
    rng = Random(seed)
    ids = range(1, rng.randint(1, most) + 1)
    # A few large groups and some tiny ones: those are what a careless table gives away.
    weights = [rng.random() ** 4 + 0.01 for _ in GROUPS]
    people = {id_: rng.choices(GROUPS, weights)[0] for id_ in ids}
    writers = [id_ for id_ in ids if rng.random() < rng.choice((0.4, 0.7, 0.95))] + [900, 901]
    said: list[Said] = []
    for thread_id in range(1, rng.randint(2, 90)):
        said += _thread(rng, thread_id, len(said), writers)
    said.sort(key=lambda one: (one.at, one.id))
    firsts: dict[int, int] = {}
    for one in said:
        firsts.setdefault(one.author_id, one.id)
    newcomers = frozenset(id_ for author, id_ in firsts.items() if author % 3)
    return Facts(
        window=WINDOW,
        people=people,
        said=said,
        newcomers=newcomers,
        facilitators=frozenset(id_ for id_ in ids if rng.random() < 0.2),
        closed={thread_id: WINDOW.starts_at + timedelta(days=thread_id) for thread_id in range(5)},
        steering={Measure.AGENDAS: frozenset(id_ for id_ in ids if rng.random() < 0.5)},
    )


def _thread(rng: Random, thread_id: int, last_id: int, writers: list[int]) -> list[Said]:
    at = WINDOW.starts_at + timedelta(hours=rng.uniform(0, 24 * 7 * WEEKS + 100))
    found = [
        Said(
            last_id + 1, thread_id, rng.choice(writers), at, begins=True,
            language=rng.choices(SPOKEN, (8, 5, 1, 1))[0],
        )
    ]  # fmt: skip
    for number in range(rng.choice((0, 0, 1, 2, 6))):
        at += timedelta(hours=rng.expovariate(1 / 40))
        parent = rng.choice(found).id if rng.random() < 0.6 else None
        post = Said(
            last_id + 2 + number, thread_id, rng.choice(writers), at, parent,
            language=rng.choices(SPOKEN, (8, 5, 1, 1))[0],
        )  # fmt: skip
        found.append(post)
    return found


def in_window(window: Window, at: datetime) -> bool:
    """Tell whether a moment lies in the twelve weeks."""
    first = datetime(
        window.starts_on.year, window.starts_on.month, window.starts_on.day, tzinfo=UTC
    )
    return 0 <= (at - first).total_seconds() < WEEKS * 7 * 86_400
