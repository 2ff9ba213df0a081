"""What a member has chosen about the text check; what it finds is kept nowhere."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.checking import CheckWhen
from forum.kernel.db import Base, Word


class TextCheckChoice(Base):
    """When a member's texts are checked, and the names that they want to be warned of."""

    __tablename__ = "text_check_choices"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    check_when: Mapped[CheckWhen] = mapped_column(Word(CheckWhen), default=CheckWhen.CATEGORIES)
    sealed_names: Mapped[str] = mapped_column(Text, default="")
    """The member's own list, sealed with a key for this member; empty for none."""
