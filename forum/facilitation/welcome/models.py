"""How far the welcome of a member has come, and what they answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from forum.facilitation.welcome.values import Question
from forum.kernel.db import Base, Word


class Welcome(Base):
    """The first months of a member."""

    __tablename__ = "welcomes"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    began_at: Mapped[datetime]
    rules_at: Mapped[datetime | None]
    hello_at: Mapped[datetime | None]
    level_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]


class WelcomeQuestion(Base):
    """A question that a member was asked, and the answer."""

    __tablename__ = "welcome_questions"
    __table_args__ = (UniqueConstraint("member_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    question: Mapped[Question] = mapped_column(Word(Question))
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it was answered or put away."""
    choice: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its writer wants the facilitators of the community to read it, with the name."""
