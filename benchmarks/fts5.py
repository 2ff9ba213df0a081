"""The floor of searching: the same posts in SQLite's own full-text index, FTS5."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SHOWN = 20
WORD = re.compile(r"[a-z]{4,14}")
TABLES = """
CREATE TABLE post (
    id INTEGER PRIMARY KEY, thread_id INTEGER, category_id INTEGER, author_id INTEGER,
    written_at TEXT, title TEXT, body TEXT
);
CREATE TABLE tagged (thread_id INTEGER, tag_id INTEGER, PRIMARY KEY (thread_id, tag_id));
CREATE VIRTUAL TABLE words USING fts5(
    title, body, content='post', content_rowid='id',
    tokenize='porter unicode61 remove_diacritics 2'
);
"""
POSTS = """
INSERT INTO post
SELECT p.id, p.thread_id, t.category_id, p.author_id, p.created_at, t.title, p.text
FROM community.posts p JOIN community.threads t ON t.id = p.thread_id
WHERE p.withdrawn_at IS NULL ORDER BY p.id
"""
RANKED = "SELECT rowid FROM words WHERE words MATCH :match ORDER BY rank LIMIT 20"
TOTAL = "SELECT count(*) FROM words WHERE words MATCH :match"
FACETS = (
    "SELECT p.category_id, count(*) {0} GROUP BY 1 ORDER BY 2 DESC LIMIT 12",
    "SELECT p.author_id, count(*) {0} GROUP BY 1 ORDER BY 2 DESC LIMIT 12",
    "SELECT substr(p.written_at, 1, 4), count(*) {0} GROUP BY 1 ORDER BY 2 DESC LIMIT 12",
    "SELECT g.tag_id, count(*) {1} GROUP BY 1 ORDER BY 2 DESC LIMIT 12",
)
_FROM = "FROM words JOIN post p ON p.id = words.rowid"
_MATCHING = f"{_FROM} WHERE words MATCH :match"
_TAGGED = f"{_FROM} JOIN tagged g ON g.thread_id = p.thread_id WHERE words MATCH :match"


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many posts a word stands, for every word of four letters and more."""

    posts: int
    words: dict[str, int]


class Fts5:
    """Asks FTS5 for twenty posts and, by a second statement, for the exact total."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA cache_size=-200000")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def ranked(self, match: str) -> int:
        """Return the total, having fetched the best posts."""
        return self._ask((RANKED, TOTAL), match=match)

    def narrowed(self, match: str, condition: str, **values: Any) -> int:
        """Return the total under a condition on the table of posts."""
        narrowed = f"{_MATCHING} AND {condition}"
        best = f"SELECT p.id {narrowed} ORDER BY rank LIMIT {SHOWN}"
        return self._ask((best, f"SELECT count(*) {narrowed}"), match=match, **values)

    def newest(self, match: str) -> int:
        """Return the total, having fetched the newest posts."""
        newest = f"SELECT p.id {_MATCHING} ORDER BY p.written_at DESC LIMIT {SHOWN}"
        return self._ask((newest, TOTAL), match=match)

    def highlighted(self, match: str) -> int:
        """Return the total, having fetched the best posts with a marked snippet of each."""
        snippets = (
            "SELECT rowid, snippet(words, 1, '<b>', '</b>', '…', 36) FROM words "
            f"WHERE words MATCH :match ORDER BY rank LIMIT {SHOWN}"
        )
        return self._ask((snippets, TOTAL), match=match)

    def faceted(self, match: str) -> int:
        """Return the total, having counted by category, author, year and tag."""
        counts = [count.format(_MATCHING, _TAGGED) for count in FACETS]
        return self._ask((*counts, RANKED, TOTAL), match=match)

    def _ask(self, statements: Sequence[str], **values: Any) -> int:
        for statement in statements:
            rows = self._connection.execute(statement, values).fetchall()
        return int(rows[0][0])


def built(place: Path) -> tuple[Path, Frequencies]:
    """Return FTS5 over a community and the frequencies of its words, making them if need be."""
    path, manifest = place / "fts5.sqlite3", place / "frequencies.json"
    if not manifest.is_file():
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            _fill(connection, place / "folkmoot.sqlite3")
            frequencies = _count_words(connection)
        manifest.write_text(json.dumps(asdict(frequencies)))
    return path, Frequencies(**json.loads(manifest.read_text()))


def _fill(connection: sqlite3.Connection, community: Path) -> None:
    connection.executescript(TABLES)
    connection.execute("ATTACH ? AS community", (str(community),))
    connection.execute(POSTS)
    connection.execute("INSERT INTO tagged SELECT thread_id, tag_id FROM community.thread_tags")
    connection.execute("INSERT INTO words(words) VALUES ('rebuild')")
    connection.execute("INSERT INTO words(words) VALUES ('optimize')")
    connection.commit()
    connection.execute("DETACH community")


def _count_words(connection: sqlite3.Connection) -> Frequencies:
    counted: Counter[str] = Counter()
    posts = 0
    for body in _bodies(connection):
        counted.update(set(WORD.findall(body.lower())))
        posts += 1
    return Frequencies(posts, dict(counted))


def _bodies(connection: sqlite3.Connection) -> Iterator[str]:
    for (body,) in connection.execute("SELECT body FROM post ORDER BY id"):
        yield body
