"""Bringing changes into an index, commit by commit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from forum.knowledge.search.index.home import set_watermark
from forum.knowledge.search.index.storage import DurableStorage
from forum.knowledge.search.index.writer import PostWriter
from forum.knowledge.search.values import Changes

POSTINGS_AT_ONCE = 1_500_000  # of one commit, held in memory: about 150 MB


def fill(storage: DurableStorage, parts: Iterable[Changes]) -> None:
    """Bring changes into an index, in as few commits as memory allows."""
    remaining = iter(parts)
    while True:
        with _writing(storage) as writer:
            watermark, is_done = _bring(writer, remaining)
        if watermark is not None:
            set_watermark(storage, watermark)
        if is_done:
            return


def _bring(writer: PostWriter, parts: Iterator[Changes]) -> tuple[int | None, bool]:
    watermark = None
    for part in parts:
        for document in part.documents:
            writer.put(document)
        for post_id in part.gone_post_ids:
            writer.remove(post_id)
        facts = {document.thread.thread_id: document.thread for document in part.documents}
        facts.update((thread.thread_id, thread) for thread in part.threads)
        writer.note(writer.threads.with_facts(facts.values()))
        watermark = part.watermark if part.watermark is not None else watermark
        if writer.posting_count > POSTINGS_AT_ONCE:
            return watermark, False
    return watermark, True


@contextmanager
def _writing(storage: DurableStorage) -> Iterator[PostWriter]:
    writer = PostWriter(storage)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.give_up()
        raise
