"""Writing a commit: new posts are inverted in memory and written term by term.

Whoosh's own writer takes every posting through half a dozen Python calls and merges likewise; this
one keeps its lock, its files, its commit and its table of contents, and replaces what is slow.
"""

import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.index import FileIndex
from whoosh.system import pack_ushort
from whoosh.writing import SegmentWriter

from forum.knowledge.search.analysis import CODES, UNKNOWN, surface_of, term_places, words_of
from forum.knowledge.search.index.postings import read_rows, write_postings
from forum.knowledge.search.index.schema import (
    BODY,
    IN_BODY,
    IN_TAGS,
    IN_TITLE,
    RECORD,
    SCHEMA,
    TAGS,
    TITLE,
    WORD,
    pack_record,
)
from forum.knowledge.search.index.segments import Segment, records_of
from forum.knowledge.search.index.storage import DurableStorage, sync
from forum.knowledge.search.index.threads import ThreadTable, microseconds
from forum.knowledge.search.stopwords import is_stop_word
from forum.knowledge.search.values import SearchDocument

NAME = "posts"
LONGEST_BODY = 1_000_000  # words; positions have to fit beside a document number
MERGED_TOGETHER = 10  # segments of one size
LARGEST_MERGED = 1_000  # posts; merging larger ones costs more than it saves until a rebuild

_pack_places = [struct.Struct(f"<{count}I").pack for count in range(33)]


class TermWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh is untyped
    """Writes the terms of a field one after another, each with its whole list of postings."""

    def add_term(
        self, term: bytes, documents: Sequence[int], weights: Sequence[float], values: Any
    ) -> None:
        info = write_postings(self._postfile, documents, weights, values)
        self._tindex.add(pack_ushort(self._fieldid) + term, info)


class PostCodec(W3Codec):  # type: ignore[misc]  # Whoosh is untyped
    """Whoosh's third codec, whose fields are written term by term."""

    length_stats = False  # the lengths of posts stand in their records

    def field_writer(self, storage: Any, segment: Any) -> TermWriter:
        return TermWriter(self, storage, segment)


class PostWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh is untyped
    """One commit under the index's lock: posts added, posts removed, facts of threads."""

    def __init__(self, storage: DurableStorage, *, timeout: float = 10.0) -> None:
        super().__init__(
            FileIndex(storage, SCHEMA, NAME), timeout=timeout, delay=0.02, codec=PostCodec()
        )
        # For each field, each term's postings in a row: document, weight, value, document, ...
        self._inverted: dict[str, dict[bytes, list[Any]]] = defaultdict(dict)
        self._added_posts: dict[int, int] = {}
        self._removed_posts: set[int] = set()
        self.posting_count = 0
        self.threads = ThreadTable.load(threads_file(storage.path, self.generation - 1))

    def put(self, document: SearchDocument) -> None:
        """Add a post in place of any earlier version of it."""
        self.remove(document.post_id)
        self._added_posts[document.post_id] = self.docnum
        language = document.language if document.language in CODES else UNKNOWN
        words = words_of(document.body)[:LONGEST_BODY]
        self._add_terms(BODY, _encoded(term_places(words, language)))
        title, tags, listed = _head(document.title, document.thread.tags, language)
        self._add_terms(TITLE, title)
        self._add_terms(TAGS, tags)
        self._add_words(words, language, listed)
        self._add_record(document, len(words))

    def remove(self, post_id: int) -> None:
        """Take a post out of the index; an unknown one is passed over."""
        earlier = self._added_posts.pop(post_id, None)
        if earlier is not None:
            self.newsegment.delete_document(earlier)
        self._removed_posts.add(post_id)

    def note(self, threads: ThreadTable) -> None:
        """Put the facts of threads in place of those known so far."""
        self.threads = threads

    def absorb(self, segment: Any) -> None:
        """Take over the living posts of another segment."""
        opened = Segment.open(self.storage, segment)
        place = self._absorb_records(opened, set(segment.deleted_docs()))
        for field, term, data in opened.all_postings():
            kept = [
                part
                for document, weight, value in read_rows(data)
                if document in place
                for part in (place[document], weight, value)
            ]
            if kept:
                self._extend(field, term, kept)
        self._added = True

    def _absorb_records(self, opened: Segment, deleted: set[int]) -> dict[int, int]:
        place = {}
        for document, record in enumerate(opened.records):
            if document not in deleted:
                place[document] = self.docnum
                self._write_record(record.tobytes())
        return place

    def _add_terms(self, field: str, terms: Iterable[tuple[bytes, float, bytes]]) -> None:
        inverted, document = self._inverted[field], self.docnum
        for term, weight, value in terms:
            row = inverted.get(term)
            if row is None:
                inverted[term] = [document, weight, value]
            else:
                row += (document, weight, value)
            self.posting_count += 1

    def _add_words(self, words: list[str], language: str, head: dict[bytes, float]) -> None:
        listed = dict.fromkeys(_listed_words(words, language), IN_BODY)
        listed.update(head)
        self._add_terms(WORD, ((word, place, b"") for word, place in listed.items()))

    def _extend(self, field: str, term: bytes, rows: list[Any]) -> None:
        self._inverted[field].setdefault(term, []).extend(rows)
        self.posting_count += len(rows) // 3

    def _add_record(self, document: SearchDocument, length: int) -> None:
        self._write_record(
            pack_record(
                document.post_id,
                document.thread.thread_id,
                document.author_id,
                document.number,
                microseconds(document.created_at),
                length,
                CODES.get(document.language, 0),
                document.is_first,
            )
        )

    def _write_record(self, record: bytes) -> None:
        self.perdocwriter.start_doc(self.docnum)
        self.perdocwriter.add_column_value(RECORD, SCHEMA[RECORD].column_type, record)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True

    def commit(self, *_: Any, **__: Any) -> None:
        """Write everything; readers see all of it or none."""
        self._remove_earlier()
        super().commit(mergetype=merge_small)

    def give_up(self) -> None:
        """Leave the index as it was, and let others write; Whoosh keeps its lock when it fails."""
        with suppress(Exception):
            self._close_segment()
        with suppress(OSError):
            self._tempstorage.destroy()
        self.writelock.release()
        self.is_closed = True

    def _remove_earlier(self) -> None:
        if not self._removed_posts:
            return
        removed = np.fromiter(self._removed_posts, dtype=np.int64)
        for segment in self.segments:
            posts = records_of(self.storage, segment)["post"]
            for document in np.flatnonzero(np.isin(posts, removed)).tolist():
                segment.delete_document(document)

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for field in sorted(self._inverted):
            terms = self._inverted.pop(field)
            if terms:
                self._write_field(field, terms)
        self.fieldwriter.close()

    def _write_field(self, field: str, terms: dict[bytes, list[Any]]) -> None:
        self.fieldwriter.start_field(field, SCHEMA[field])
        for term in sorted(terms):
            row = terms[term]
            values = None if field == WORD else row[2::3]
            self.fieldwriter.add_term(term, row[0::3], row[1::3], values)
        self.fieldwriter.finish_field()

    def _commit_toc(self, segments: list[Any]) -> None:
        folder = self.storage.path
        self.threads.save(threads_file(folder, self.generation))
        sync(threads_file(folder, self.generation))
        super()._commit_toc([one for one in segments if one.doc_count()])
        for old in folder.glob("threads-*.npz"):
            if old != threads_file(folder, self.generation):
                old.unlink(missing_ok=True)


def threads_file(folder: Path, generation: int) -> Path:
    """Return where the table of threads of one generation stands."""
    return folder / f"threads-{generation}.npz"


def merge_small(writer: PostWriter, segments: list[Any]) -> list[Any]:
    """Merge ten segments of one size, as long as they are small; the rest waits for a rebuild."""
    bands: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        if segment.doc_count() < LARGEST_MERGED:
            bands[len(str(segment.doc_count()))].append(segment)
    merged = [s for band in bands.values() if len(band) >= MERGED_TOGETHER for s in band]
    for segment in merged:
        writer.absorb(segment)
    return [segment for segment in segments if segment not in merged]


def _encoded(places: dict[str, list[int]]) -> list[tuple[bytes, float, bytes]]:
    encoded = []
    for term, where in places.items():
        count = len(where)
        pack = _pack_places[count] if count < 33 else struct.Struct(f"<{count}I").pack
        encoded.append((term.encode(), float(count), pack(*where)))
    return encoded


def _listed_words(words: Iterable[str], language: str) -> list[bytes]:
    return [listed for word in set(words) if (listed := _listed(word, language)) is not None]


@lru_cache(maxsize=32_768)
def _listed(word: str, language: str) -> bytes | None:
    return None if is_stop_word(word, language) else surface_of(word).encode()


@lru_cache(maxsize=512)
def _head(
    title: str, tags: tuple[str, ...], language: str
) -> tuple[list[tuple[bytes, float, bytes]], list[tuple[bytes, float, bytes]], dict[bytes, float]]:
    # All posts of a thread share its title and tags, and come one after another in a rebuild.
    title_words = words_of(title)
    tag_places: dict[str, list[int]] = defaultdict(list)
    tag_words: list[str] = []
    at = 0
    for tag in tags:
        words = words_of(tag)
        for term, where in term_places(words, language, at).items():
            tag_places[term] += where
        tag_words += words
        at += len(words) + 1  # no phrase reaches from one tag into the next
    listed = dict.fromkeys(_listed_words(tag_words, language), IN_TAGS)
    listed.update(dict.fromkeys(_listed_words(title_words, language), IN_TITLE))
    return _encoded(term_places(title_words, language)), _encoded(tag_places), listed
