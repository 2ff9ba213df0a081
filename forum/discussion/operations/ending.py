"""The end of a conversation: what nobody can read any more is not kept."""

from sqlalchemy import delete, select, update

from forum.discussion.events import ConversationEnded
from forum.discussion.models import (
    AudienceChange,
    Post,
    PostVersion,
    PutAway,
    ReadingPosition,
    Thread,
    ThreadPerson,
)
from forum.discussion.operations.files import let_go_of_files
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.events import announce

ENDED = "Ended"


def end_conversation(thread: Thread) -> None:
    """Erase the words of a conversation that everybody has left: texts, versions, files, title.

    Empty rows stay, since others may refer to them by number; flags keep the copy of their post.
    """
    in_thread = select(Post.id).where(Post.thread_id == thread.id)
    post_ids = tuple(db.session.scalars(in_thread.order_by(Post.id)))
    let_go_of_files(post_ids)
    db.session.execute(delete(PostVersion).where(PostVersion.post_id.in_(in_thread)))
    kept_by_thread = (
        AudienceChange.thread_id,
        ThreadPerson.thread_id,
        PutAway.thread_id,
        ReadingPosition.thread_id,
    )
    for of_thread in kept_by_thread:
        db.session.execute(delete(of_thread.class_).where(of_thread == thread.id))
    gone = {"raw": "", "html": "", "text": "", "withdrawn_at": now(), "withdrawn_because": ""}
    db.session.execute(
        update(Post).where(Post.thread_id == thread.id).values(**gone, submission_key=None),
        execution_options={"synchronize_session": False},
    )
    db.session.expire_all()
    thread.title = ENDED
    db.session.flush()
    announce(ConversationEnded(thread_id=thread.id, post_ids=post_ids))
