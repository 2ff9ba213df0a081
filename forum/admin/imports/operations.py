"""Bringing a mail archive in: read, put into threads, write in batches that can be stopped."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import update

from forum.admin.imports.files import discard_files, keep_files
from forum.admin.imports.mail_archive.reading import Archive
from forum.admin.imports.mail_archive.threads import assemble_threads, sketch_of
from forum.admin.imports.mail_archive.values import (
    AssembledThread,
    BrokenMessage,
    MessageSketch,
    Summary,
    ThreadEntry,
)
from forum.admin.imports.models import ImportedMessage
from forum.admin.imports.naming import name_of_archive
from forum.admin.imports.queries import KnownArchive, known_archive, known_list_addresses
from forum.admin.imports.writers import Writers
from forum.discussion.models import Post, Thread
from forum.discussion.operations.files import KeptFile, keep_file
from forum.discussion.operations.posts import add_post
from forum.discussion.operations.threads import add_thread, first_post
from forum.discussion.writing import Writing, check_tags, take_over
from forum.kernel.db import db, reading, unit_of_work
from forum.kernel.markup import TextFormat

BATCH = 100
"""Posts per transaction: others wait for no longer than some tenths of a second."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A message made ready before its transaction: rendered, its files kept."""

    thread: AssembledThread
    entry: ThreadEntry
    writing: Writing
    files: tuple[KeptFile, ...]


@dataclass(slots=True)
class _Progress:
    """How far the threads of this run are: ids of those begun, by their first message's key."""

    threads: dict[str, int] = field(default_factory=dict)


class ArchiveImport:
    """One run over one archive: `read` first, then `write`; each yields as it goes on.

    What was written stays when the run is stopped, and the next run goes on from there.
    """

    def __init__(
        self, paths: Sequence[Path], *, category_id: int, tags: Sequence[str], source: str = ""
    ) -> None:
        self.tags = check_tags(list(tags))
        self.category_id = category_id
        self.source = source or name_of_archive(paths)
        self._source_is_given = bool(source)
        with reading():
            lists = known_list_addresses()
        self.archive = Archive(paths, known_lists=lists)
        self.summary = Summary()
        self.broken: list[BrokenMessage] = []
        self.threads: Sequence[AssembledThread] = ()
        self._known = KnownArchive({}, {}, {})
        self._writers = Writers()
        self._progress = _Progress()

    @property
    def count(self) -> int:
        """Return how many messages `read` will go through."""
        return self.archive.count

    @property
    def count_to_write(self) -> int:
        """Return how many posts `write` will write."""
        return sum(len(thread.entries) for thread in self.threads)

    def read(self) -> Iterator[None]:
        """Read all messages and put them into threads; nothing is written."""
        sketches: list[MessageSketch] = []
        for message in self.archive:
            self.summary.messages += 1
            if isinstance(message, BrokenMessage):
                self.summary.skipped += 1
                self.broken.append(message)
            else:
                sketches.append(sketch_of(message, self.archive.facts.subject_tags))
                self._writers.meet(message.author)
            yield
        with reading():
            self._known = known_archive(self.category_id, self.source)
        self._go_by_known_name(sketches)
        found = assemble_threads(sketches, self._known.messages)
        self.threads = found.threads
        self.summary.duplicates = found.duplicates
        self.summary.already_known = found.already_known

    def write(self) -> Iterator[int]:
        """Write the threads; yields how many posts each transaction has written."""
        pending = ((thread, entry) for thread in self.threads for entry in thread.entries)
        while batch := list(islice(pending, BATCH)):
            # Rendering and keeping files is slow: it is done before the transaction begins.
            ready = [self._make_ready(thread, entry) for thread, entry in batch]
            try:
                with unit_of_work():
                    before = self._writers.added
                    started = [self._write_one(one) for one in ready]
            except BaseException:
                for one in ready:
                    discard_files(one.files)
                raise
            self.summary.posts += len(ready)
            self.summary.threads += sum(started)
            self.summary.people += self._writers.added - before
            yield len(ready)

    def close(self) -> None:
        """Remove what was unpacked for reading."""
        self.archive.close()

    def _go_by_known_name(self, sketches: Sequence[MessageSketch]) -> None:
        """Call the archive as an earlier run did that brought in what these messages refer to."""
        if self._source_is_given:
            return
        sources = self._known.sources
        seen = Counter(
            sources[each]
            for sketch in sketches
            for each in (sketch.message_id, *sketch.in_reply_to, *sketch.references)
            if each in sources
        )
        if seen:
            self.source = seen.most_common(1)[0][0]

    def _make_ready(self, thread: AssembledThread, entry: ThreadEntry) -> _Ready:
        message = self.archive.reread(entry.sketch.position, entry.sketch.sent_at)
        writing = take_over(message.body, TextFormat(message.body_format))
        return _Ready(thread, entry, writing, keep_files(message))

    def _write_one(self, one: _Ready) -> bool:
        """Write one message as a post; True when it starts a thread."""
        sketch = one.entry.sketch
        author_id = self._writers.member_id(sketch.author, self.source, sketch.sent_at)
        thread = self._thread_of(one.thread)
        if thread is None:
            post = self._start_thread(one, author_id)
        else:
            parent_id = self._known.posts.get(one.entry.parent or "")
            parent = db.session.get(Post, parent_id) if parent_id else None
            if parent is not None and parent.thread_id != thread.id:
                parent = None
            post = add_post(thread, one.writing, author_id=author_id, at=sketch.sent_at, to=parent)
        for file in one.files:
            keep_file(post, file)
        db.session.add(_imported(sketch, self.source, post))
        self._known.posts[sketch.key] = post.id
        return thread is None

    def _thread_of(self, thread: AssembledThread) -> Thread | None:
        known = thread.attached_to
        thread_id = known if isinstance(known, int) else self._progress.threads.get(_name(thread))
        return db.session.get(Thread, thread_id) if thread_id else None

    def _start_thread(self, one: _Ready, author_id: int) -> Post:
        thread = add_thread(
            self.category_id,
            one.thread.title,
            one.writing,
            tags=self.tags,
            author_id=author_id,
            at=one.entry.sketch.sent_at,
        )
        self._progress.threads[_name(one.thread)] = thread.id
        post = first_post(thread)
        if post is None:
            raise LookupError(f"Thread {thread.id} was started without a post.")
        return post


def _name(thread: AssembledThread) -> str:
    return thread.entries[0].sketch.key


def _imported(sketch: MessageSketch, source: str, post: Post) -> ImportedMessage:
    return ImportedMessage(
        key=sketch.key,
        source=source,
        message_id=sketch.message_id,
        in_reply_to=list(sketch.in_reply_to),
        refers_to=list(sketch.references),
        subject_key=sketch.subject_key,
        is_reply=sketch.is_reply,
        quotes=sketch.quotes,
        sent_at=sketch.sent_at,
        post_id=post.id,
    )


def forget_subjects(post_ids: Sequence[int]) -> None:
    """Take the subjects out of what is kept of messages whose posts are erased."""
    db.session.execute(
        update(ImportedMessage)
        .where(ImportedMessage.post_id.in_(post_ids))
        .values(subject_key="", in_reply_to=[], refers_to=[]),
        execution_options={"synchronize_session": False},
    )
