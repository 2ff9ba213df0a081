"""Publishing what was written under pseudonyms a while ago."""

from sqlalchemy import select

from forum.discussion.pseudonyms.models import WaitingPost, WaitingThread
from forum.discussion.pseudonyms.operations.posts import publish
from forum.discussion.pseudonyms.operations.threads import publish_thread
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Refusal

Kind = type[WaitingPost] | type[WaitingThread]


def due_writings() -> list[tuple[Kind, int, str]]:
    """Return what waits to be published and is due: kinds, ids, and texts as they were typed."""
    due: list[tuple[Kind, int, str]] = []
    for kind, id_ in (
        (WaitingThread, WaitingThread.pseudonym_id),
        (WaitingPost, WaitingPost.id),
    ):
        query = select(id_, kind.raw).where(kind.due_at <= now(), kind.refused_because == "")
        due += [(kind, one, raw) for one, raw in db.session.execute(query.order_by(kind.due_at))]
    return due


def publish_due(kind: Kind, id_: int, raw: str) -> None:
    """Publish what is due, once; whatever cannot be rendered any more is said to its author."""
    try:
        writing = write(raw)
    except Refusal as refusal:
        waiting = _find(kind, id_)
        if waiting is not None:
            waiting.refused_because = refusal.sentence
        return
    waiting = _find(kind, id_)
    if waiting is None or waiting.refused_because:
        return
    if isinstance(waiting, WaitingThread):
        publish_thread(waiting, writing)
    else:
        publish(waiting, writing)


def _find(kind: Kind, id_: int) -> WaitingPost | WaitingThread | None:
    if kind is WaitingThread:
        return db.session.get(WaitingThread, id_, with_for_update=True)
    return db.session.get(WaitingPost, id_, with_for_update=True)
