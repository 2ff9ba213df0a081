"""Texts that members have not sent yet."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.values.drafts import DraftKind
from forum.kernel.db import Base, Word


class Draft(Base):
    """What a member is writing in one place; nobody else ever sees it.

    It refers to its thread or post by number only, so that it outlives them.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("member_id", "kind", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[DraftKind] = mapped_column(Word(DraftKind))
    thing_id: Mapped[int] = mapped_column(default=0)
    """The thread that is answered, the post that is changed or continued, or the member written to;
    0 where there is none."""
    sequence: Mapped[int] = mapped_column(BigInteger)
    """Rises with every saving and is never given twice, so that an older page is known by its own."""
    body: Mapped[str] = mapped_column(Text)
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    """What was typed beside the text, by the names of the form's fields."""
    saved_at: Mapped[datetime] = mapped_column(index=True)
