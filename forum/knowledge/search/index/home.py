"""The directory of the index: generations of whole indexes, of which one is live.

`LIVE` names the live one. It is replaced at once by a rename, so that a rebuild beside it comes
into force between two searches, and those under way keep the files they have mapped.
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import TOC

from forum.knowledge.search.index.schema import SCHEMA
from forum.knowledge.search.index.storage import DurableStorage, sync
from forum.knowledge.search.index.threads import ThreadTable
from forum.knowledge.search.index.writer import NAME, threads_file
from forum.knowledge.search.values import Changes

FORMAT = 1  # raise it when fields, analysis or records change; older indexes are then rebuilt
LIVE = "LIVE"
WATERMARK = "WATERMARK"
JOURNAL = "JOURNAL"
WRITING = "WRITING"  # held for one commit
REBUILDING = "REBUILDING"  # held from the first to the last commit of a rebuild


class IndexIsBusyError(Exception):
    """Another process has been writing for too long."""


class Home:
    """Where the live index is, how one is begun, and how it is put in force."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def live(self) -> DurableStorage | None:
        """Return the live index, None when there is none of the present format."""
        name = _read(self.path / LIVE)
        if name is None or not name.startswith(f"{FORMAT}-"):
            return None
        return DurableStorage(self.path / name)

    def begin(self) -> DurableStorage:
        """Make an empty index that is not live yet."""
        folder = self.path / f"{FORMAT}-{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        ThreadTable.empty().save(threads_file(folder, 0))
        storage = DurableStorage(folder)
        TOC.create(storage, SCHEMA, NAME)
        return storage

    def adopt(self, storage: DurableStorage) -> None:
        """Put an index in force in place of the present one."""
        former = _read(self.path / LIVE)
        _write(self.path / LIVE, storage.path.name)
        if former:
            shutil.rmtree(self.path / former, ignore_errors=True)

    def clear_away(self) -> None:
        """Remove what rebuilds left that did not come to their end."""
        live = _read(self.path / LIVE)
        for other in self.path.iterdir():
            if other.is_dir() and other.name != live:
                shutil.rmtree(other, ignore_errors=True)

    def begin_journal(self) -> None:
        """Note from now on what changes in the live index while another one is built."""
        (self.path / JOURNAL).write_text("")

    def note_in_journal(self, changes: Changes) -> None:
        """Note which posts and threads were changed, if a journal is kept."""
        if (self.path / JOURNAL).exists():
            posts = [*changes.gone_post_ids, *(document.post_id for document in changes.documents)]
            line = json.dumps([posts, [thread.thread_id for thread in changes.threads]])
            with (self.path / JOURNAL).open("a") as file:
                file.write(f"{line}\n")

    def end_journal(self) -> tuple[set[int], set[int]]:
        """Return the posts and threads that were noted, and keep no journal any more."""
        lines = [json.loads(line) for line in (self.path / JOURNAL).read_text().splitlines()]
        (self.path / JOURNAL).unlink()
        return {id_ for line in lines for id_ in line[0]}, {
            id_ for line in lines for id_ in line[1]
        }

    def watermark(self) -> int | None:
        """Return the watermark of the live index."""
        storage = self.live()
        mark = _read(storage.path / WATERMARK) if storage else None
        return None if mark is None else int(mark)

    @contextmanager
    def locked(self, lock: str = WRITING, timeout: float = 10.0) -> Iterator[None]:
        """Keep other writers out. Raises IndexIsBusyError when they do not finish in time."""
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path / lock, os.O_CREAT | os.O_WRONLY)
        try:
            _lock(descriptor, time.monotonic() + timeout)
            yield
        finally:
            os.close(descriptor)


def set_watermark(storage: DurableStorage, watermark: int) -> None:
    """Note that the index holds everything up to here. Only to be called after the commit."""
    _write(storage.path / WATERMARK, str(watermark))


def _lock(descriptor: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise IndexIsBusyError("The search index is being written elsewhere.") from None
            time.sleep(0.02)
        else:
            return


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except FileNotFoundError:
        return None


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text)
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)
