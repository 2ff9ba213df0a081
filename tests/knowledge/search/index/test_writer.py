import os
import threading
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random

import pytest
from whoosh.index import open_dir

from forum.knowledge.search.analysis import terms_of, words_of
from forum.knowledge.search.engine import SearchUnavailableError
from forum.knowledge.search.index import filling, home, writer
from forum.knowledge.search.index.home import Home
from forum.knowledge.search.index.storage import DurableStorage
from forum.knowledge.search.index.threads import ThreadTable
from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from forum.knowledge.search.index.writer import NAME
from forum.knowledge.search.values import Audience, Changes, SearchQuery
from tests.knowledge.search import corpus
from tests.knowledge.search.counting import answer

ALL = Audience(frozenset(corpus.CATEGORIES), opened_thread_ids=frozenset(range(1, 1000)))


@pytest.fixture
def engine(tmp_path):
    return WhooshEngine(tmp_path / "search", refresh_seconds=0)


@pytest.fixture
def documents():
    return corpus.documents(Random(5), threads=25)


def totals(engine, words=("court", "macht", "preuve", "the", "裁")):
    return {word: engine.search(SearchQuery(ALL, words=(word,))).total for word in words}


def expected_totals(documents, words=("court", "macht", "preuve", "the", "裁")):
    return {word: answer(documents, SearchQuery(ALL, words=(word,))).total for word in words}


def test_the_same_changes_twice_leave_what_they_left_once(engine, documents):
    changes = Changes(tuple(documents), gone_post_ids=(documents[0].post_id,), watermark=9)
    engine.apply(changes)
    once = totals(engine), engine.health().posts, engine.watermark()
    engine.apply(changes)
    assert (totals(engine), engine.health().posts, engine.watermark()) == once
    assert once[1:] == (len(documents) - 1, 9)


def test_a_post_given_twice_in_one_commit_counts_once(engine, documents):
    first = documents[0]
    engine.index([replace(first, body="outdated"), first])
    assert engine.health().posts == 1
    assert engine.search(SearchQuery(ALL, words=("outdated",))).total == 0


def test_a_removed_post_is_found_by_no_word_of_it(engine, documents):
    engine.index(documents)
    gone = documents[3]
    engine.delete([gone.post_id, 123_456])
    for word in set(words_of(gone.body)):
        found = engine.search(SearchQuery(ALL, words=(word,), size=500))
        assert gone.post_id not in {hit.post_id for hit in found.hits}


def test_many_commits_are_merged_and_answer_as_one(engine, documents):
    for document in documents * 2:
        engine.index([document])
    health = engine.health()
    assert health.posts == len(documents)
    assert health.segments <= 20
    assert totals(engine) == expected_totals(documents)


def test_merging_leaves_phrases_and_completions_as_they_were(engine, tmp_path, documents):
    whole = WhooshEngine(tmp_path / "whole", refresh_seconds=0)
    whole.index(documents)
    for at in range(0, len(documents), 2):
        engine.index(documents[at : at + 2])
    for query in (
        SearchQuery(ALL, phrases=("la preuve",)),
        SearchQuery(ALL, phrases=("strategic litigation",)),
        SearchQuery(ALL, prefix="stra"),
    ):
        assert whole.search(query).total > 0
        assert engine.search(query) == whole.search(query)


def test_rebuilding_swaps_in_the_new_index_and_removes_the_old(engine, documents):
    engine.index([replace(d, body="outdated words") for d in documents])
    engine.rebuild([Changes(tuple(documents[:30])), Changes(tuple(documents[30:]), watermark=4)])
    assert engine.search(SearchQuery(ALL, words=("outdated",))).total == 0
    assert totals(engine) == expected_totals(documents)
    assert engine.watermark() == 4
    assert engine.health().segments == 1
    assert sum(path.is_dir() for path in engine._home.path.iterdir()) == 1


def test_rebuilding_in_small_portions_gives_the_same_index(engine, documents, monkeypatch):
    monkeypatch.setattr(filling, "POSTINGS_AT_ONCE", 500)
    monkeypatch.setattr(writer, "LARGEST_MERGED", 1)
    engine.rebuild(Changes((document,)) for document in documents)
    assert engine.health().segments > 3
    assert totals(engine) == expected_totals(documents)


def test_what_changes_during_a_rebuild_is_read_again_before_the_swap(engine, documents):
    engine.index(documents)
    changed, gone = replace(documents[0], body="meanwhile"), documents[1]
    moved = replace(documents[2].thread, category_id=77)
    asked = []

    def parts():
        yield Changes(tuple(documents))
        engine.apply(Changes((changed,), (gone.post_id,), (moved,)))  # the live index goes on

    def again(posts, threads):
        asked.append((posts, threads))
        return [Changes((changed,), (gone.post_id,), (moved,))]

    engine.rebuild(parts(), again)
    assert asked == [({changed.post_id, gone.post_id}, {moved.thread_id})]
    assert engine.search(SearchQuery(ALL, words=("meanwhile",))).total == 1
    assert engine.search(SearchQuery(Audience(frozenset({77})))).total == 1
    assert engine.health().posts == len(documents) - 1


def test_readers_go_on_while_the_index_is_rebuilt_and_swapped(engine, documents):
    engine.index(documents)
    expected = totals(engine)
    faults, answers, done = [], [], threading.Event()

    def read():
        while not done.is_set():
            try:
                answers.append(totals(engine) == expected)
            except Exception as fault:  # noqa: BLE001 -- any fault fails the test below
                faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(6):
        engine.rebuild([Changes(tuple(documents))])
    done.set()
    for reader in readers:
        reader.join()
    assert not faults
    assert answers
    assert all(answers)


def test_readers_and_a_writer_at_once_see_whole_commits_only(engine, documents):
    # Every commit holds one post more with the word, so that totals may only grow.
    threads = {d.thread.thread_id: d for d in documents}
    engine.index(documents)
    faults, seen, done = [], [], threading.Event()

    def read():
        last = 0
        while not done.is_set():
            total = engine.search(SearchQuery(ALL, words=("growing",))).total
            if total < last:
                faults.append((last, total))
            last = total
            seen.append(total)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for document in threads.values():
        engine.index([replace(document, body="growing " + document.body)])
    done.set()
    for reader in readers:
        reader.join()
    assert not faults
    assert seen
    assert engine.search(SearchQuery(ALL, words=("growing",))).total == len(threads)


class Crash(BaseException):
    """What a power cut leaves behind, without the power cut."""


def in_a_process_that_dies(act, owner, name, call):
    """Do something in a process that is gone at the n-th call of a method."""
    child = os.fork()
    if child:
        assert os.waitpid(child, 0)[1] != 0
        return
    whole, calls = getattr(owner, name), count(1)

    def die(*args, **options):
        if next(calls) == call:
            os._exit(1)
        return whole(*args, **options)

    setattr(owner, name, die)
    act()
    os._exit(0)


@pytest.mark.parametrize(
    ("owner", "name", "call"),
    [
        (DurableStorage, "create_file", 1),
        (DurableStorage, "create_file", 4),
        (DurableStorage, "delete_file", 2),
        (DurableStorage, "rename_file", 1),
        (ThreadTable, "save", 1),
        (filling, "set_watermark", 1),
    ],
)
def test_a_process_that_dies_leaves_the_last_commit(engine, documents, owner, name, call):
    engine.apply(Changes(tuple(documents[:20]), watermark=1))
    before = totals(engine)
    rest = Changes(tuple(documents[20:]), watermark=2)
    in_a_process_that_dies(lambda: engine.apply(rest), owner, name, call)
    assert totals(engine) in (before, expected_totals(documents))
    assert engine.watermark() == 1
    engine.apply(rest)
    assert totals(engine) == expected_totals(documents)
    assert (engine.watermark(), engine.health().posts) == (2, len(documents))


def test_a_commit_that_fails_lets_the_next_one_through(engine, documents, monkeypatch):
    engine.index(documents[:20])

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(DurableStorage, "rename_file", full)
        with pytest.raises(OSError, match="No space"):
            engine.index(documents[20:])
    assert totals(engine) == expected_totals(documents[:20])
    engine.index(documents[20:])
    assert totals(engine) == expected_totals(documents)


def test_a_crashed_rebuild_leaves_the_live_index_and_is_cleared_away(engine, documents):
    engine.index(documents)

    def parts():
        yield Changes(tuple(documents[:5]))
        raise Crash

    with pytest.raises(Crash):
        engine.rebuild(parts())
    assert totals(engine) == expected_totals(documents)
    engine.rebuild([Changes(tuple(documents))])
    assert sum(path.is_dir() for path in engine._home.path.iterdir()) == 1


def test_files_are_on_disk_before_the_table_of_contents_names_them(engine, documents, monkeypatch):
    engine.index(documents[:3])
    happened = []
    monkeypatch.setattr(
        os, "fsync", lambda fd: happened.append(Path(f"/proc/self/fd/{fd}").readlink())
    )
    engine.index(documents[3:6])
    names = [path.name for path in happened]
    toc = next(at for at, name in enumerate(names) if ".toc" in name)
    segment = next(at for at, name in enumerate(names) if name.endswith(".seg"))
    threads = next(at for at, name in enumerate(names) if name.startswith("threads-"))
    assert max(segment, threads) <= toc + 1
    assert names[-1] == home.WATERMARK or "." not in names[-1]


def test_an_index_without_its_table_of_contents_is_not_taken_for_an_empty_one(engine, documents):
    engine.index(documents)
    folder = Home(engine._home.path).live().path
    for toc in folder.glob("*.toc"):
        toc.unlink()
    with pytest.raises(SearchUnavailableError):
        engine.search(SearchQuery(ALL, words=("court",)))
    assert engine.health().problem
    engine.rebuild([Changes(tuple(documents))])
    assert totals(engine) == expected_totals(documents)
    assert not engine.health().problem


def test_a_torn_segment_is_reported(engine, documents):
    engine.index(documents)
    segment = next(Home(engine._home.path).live().path.glob("*.seg"))
    segment.write_bytes(segment.read_bytes()[:100])
    assert "cannot be read" in WhooshEngine(engine._home.path).health().problem


def test_an_index_of_an_older_format_is_due_for_a_rebuild(engine, documents, monkeypatch):
    engine.index(documents)
    monkeypatch.setattr(home, "FORMAT", 999)
    assert engine.search(SearchQuery(ALL, words=("court",))).total == 0
    assert engine.health().rebuild_is_due


def test_without_an_index_nothing_is_found_and_a_rebuild_is_due(engine):
    assert engine.search(SearchQuery(ALL, words=("court",))).total == 0
    assert engine.health().rebuild_is_due
    assert engine.watermark() is None


def test_whoosh_itself_reads_what_was_written(engine, documents):
    engine.index(documents)
    reader = open_dir(str(Home(engine._home.path).live().path), NAME).reader()
    assert reader.doc_count() == len(documents)
    for word in ("court", "power", "listening"):
        term = terms_of(word, "en")[0]
        posts = {at for at, d in enumerate(documents) if term in _terms(d)}
        assert posts
        assert set(reader.postings("body", term).all_ids()) == posts
    matcher = reader.postings("body", "court")
    places = [at for at, word in enumerate(_words(documents[matcher.id()])) if "court" in word]
    assert matcher.value_as("positions") == places
    reader.close()


def _words(document):
    return [terms_of(word, document.language) for word in words_of(document.body)]


def _terms(document):
    return {term for terms in _words(document) for term in terms}
