"""What facilitators put above single posts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base


class PostNotice(Base):
    """A few words of a facilitator above somebody's post, for all who read it."""

    __tablename__ = "post_notices"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    put_at: Mapped[datetime]
