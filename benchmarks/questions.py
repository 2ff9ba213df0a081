"""Questions for the search, by kind, their words chosen by how many posts hold them."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.building import SEED
from benchmarks.fts5 import Frequencies, Fts5
from forum.knowledge.search.stopwords import is_stop_word
from forum.knowledge.search.values import Audience, Match, Order, SearchQuery

ASKED = 18
BANDS = {"rare": (0.00008, 0.0003), "mid": (0.003, 0.012), "common": (0.05, 0.11)}
"""Shares of all posts between which the words of a band stand."""
HALF_OF_TWELVE = 5
LETTERS = "etaoinshrdlu"
TWO_WORDS = re.compile(r"\b([a-z]{4,12}) ([a-z]{4,12})\b")


@dataclass(frozen=True, slots=True)
class Question:
    """The same question for both: ours as a query, theirs as what to do; and as one types it."""

    ours: SearchQuery
    theirs: Callable[[Fts5], int] | None
    typed: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Questions of one kind."""

    name: str
    questions: tuple[Question, ...]
    with_snippets: bool = False
    misspelt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What questions are made of."""

    rare: Sequence[str]
    mid: Sequence[str]
    common: Sequence[str]
    phrases: Sequence[str]
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: somebody who sees everything, and what filters may name."""

    category_ids: Sequence[int]
    authors: Sequence[tuple[int, str]]
    """The busiest authors, id and handle."""
    category_slug: str
    moment: datetime

    @property
    def everything(self) -> SearchQuery:
        """Return a query without words for everything, that counts no facets."""
        audience = Audience(frozenset(self.category_ids))
        return SearchQuery(audience, facet_limit=0, match=Match.ALL)


def band(frequencies: Frequencies, name: str, rng: Random) -> list[str]:
    """Return words of a band, fewer if there are not so many; of a small community, the nearest."""
    low, high = (share * frequencies.posts for share in BANDS[name])
    telling = sorted(word for word in frequencies.words if not is_stop_word(word, "en"))
    found = [word for word in telling if low <= frequencies.words[word] <= high]
    if len(found) < ASKED:
        telling.sort(key=lambda word: abs(frequencies.words[word] - (low + high) / 2))
        found = telling[:ASKED]
    return rng.sample(found, ASKED)


def choose_words(path: Path, frequencies: Frequencies) -> Words:
    """Return words, phrases and pairs that stand in the posts. The same each time."""
    rng = Random(SEED)
    with closing(sqlite3.connect(path)) as connection:
        texts = connection.execute("SELECT body FROM post ORDER BY id % 997, id LIMIT 4000")
        pairs = [pair for (text,) in texts for pair in TWO_WORDS.findall(text)]
    telling = [pair for pair in dict.fromkeys(pairs) if _tells(pair, frequencies)]
    chosen = rng.sample(telling, min(len(telling), 2 * ASKED))
    return Words(
        rare=band(frequencies, "rare", rng),
        mid=band(frequencies, "mid", rng),
        common=band(frequencies, "common", rng),
        phrases=[" ".join(pair) for pair in chosen[:ASKED]],
        pairs=chosen[ASKED:] or chosen,
    )


def _tells(pair: tuple[str, str], frequencies: Frequencies) -> bool:
    least = 0.003 * frequencies.posts
    return all(
        not is_stop_word(word, "en") and frequencies.words.get(word, 0) >= least for word in pair
    )


def misspell(word: str, rng: Random) -> str:
    """Return the word with one letter other than the first replaced by another."""
    place = rng.randrange(1, len(word))
    letter = rng.choice([one for one in LETTERS if one != word[place]])
    return word[:place] + letter + word[place + 1 :]


def kinds_of(words: Words, asker: Asker) -> list[Kind]:
    """Return all kinds of questions."""
    everything = asker.everything
    rng = Random(SEED)
    fours = [tuple(rng.sample([*words.mid, *words.common], 4)) for _ in range(ASKED)]
    return [
        *(Kind(f"{name} word", _of_words(everything, _band(words, name))) for name in BANDS),
        Kind("two words, both", tuple(_all_of(everything, pair) for pair in words.pairs)),
        Kind("four words, any", tuple(_any_of(everything, four) for four in fours)),
        Kind("phrase", tuple(_phrase(everything, phrase) for phrase in words.phrases)),
        Kind("prefix", tuple(_prefix(everything, word[:4]) for word in words.mid)),
        Kind("category, author, date", tuple(_filtered(asker, word) for word in words.common)),
        Kind("newest first", tuple(_newest(everything, word) for word in words.common)),
        Kind("rights to 5 of 12", tuple(_with_rights(asker, word) for word in words.common)),
        Kind("highlights", _with_highlights(everything, words.common), with_snippets=True),
        Kind("facets", tuple(_with_facets(everything, word) for word in words.common)),
        Kind(
            "fuzzy",
            tuple(_fuzzy(everything, word) for word in words.mid),
            misspelt=tuple(misspell(word, rng) for word in words.mid),
        ),
    ]


def _band(words: Words, name: str) -> Sequence[str]:
    found: Sequence[str] = getattr(words, name)
    return found


def _of_words(query: SearchQuery, words: Sequence[str]) -> tuple[Question, ...]:
    return tuple(_all_of(query, (word,)) for word in words)


def _all_of(query: SearchQuery, words: Sequence[str]) -> Question:
    match = " AND ".join(words)
    ours = replace(query, words=tuple(words))
    return Question(ours, lambda fts5: fts5.ranked(match), " ".join(words))


def _any_of(query: SearchQuery, words: Sequence[str]) -> Question:
    match = " OR ".join(words)
    ours = replace(query, words=tuple(words), match=Match.ANY)
    return Question(ours, lambda fts5: fts5.ranked(match), " ".join(words))


def _phrase(query: SearchQuery, phrase: str) -> Question:
    ours = replace(query, phrases=(phrase,))
    return Question(ours, lambda fts5: fts5.ranked(f'"{phrase}"'), f'"{phrase}"')


def _prefix(query: SearchQuery, beginning: str) -> Question:
    ours = replace(query, prefix=beginning)
    return Question(ours, lambda fts5: fts5.ranked(f"{beginning}*"), beginning)


def _filtered(asker: Asker, word: str) -> Question:
    author, handle = asker.authors[len(word) % len(asker.authors)]
    since = asker.moment - timedelta(days=500)
    category = asker.category_ids[0]
    ours = replace(
        asker.everything,
        words=(word,),
        category_ids=frozenset([category]),
        author_ids=frozenset([author]),
        after=since,
    )
    condition = "p.category_id = :category AND p.author_id = :author AND p.written_at >= :since"
    text = since.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return Question(
        ours,
        lambda fts5: fts5.narrowed(word, condition, category=category, author=author, since=text),
        f"{word} #{asker.category_slug} @{handle} after:{since:%Y-%m-%d}",
    )


def _newest(query: SearchQuery, word: str) -> Question:
    ours = replace(query, words=(word,), order=Order.LATEST)
    return Question(ours, lambda fts5: fts5.newest(word), f"{word} order:latest")


def _with_rights(asker: Asker, word: str) -> Question:
    some = tuple(asker.category_ids[:HALF_OF_TWELVE])
    ours = replace(asker.everything, words=(word,), audience=Audience(frozenset(some)))
    condition = f"p.category_id IN ({', '.join(map(str, some))})"
    return Question(ours, lambda fts5: fts5.narrowed(word, condition), word)


def _with_highlights(query: SearchQuery, words: Sequence[str]) -> tuple[Question, ...]:
    return tuple(
        Question(replace(query, words=(word,)), _highlighted(word), word) for word in words
    )


def _highlighted(word: str) -> Callable[[Fts5], int]:
    return lambda fts5: fts5.highlighted(word)


def _with_facets(query: SearchQuery, word: str) -> Question:
    ours = replace(query, words=(word,), facet_limit=12)
    return Question(ours, lambda fts5: fts5.faceted(word), word)


def _fuzzy(query: SearchQuery, word: str) -> Question:
    return Question(replace(query, words=(word,)), None, word)
