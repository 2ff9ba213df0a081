"""Categories, and what groups may do in them."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.values import Level
from forum.discussion.values import Colour, ReactionSetting
from forum.discussion.values.held import Approving
from forum.discussion.values.labels import Reuse
from forum.kernel.db import Base, Word
from forum.kernel.stamps import STRUCTURE


class Category(Base):
    """A place for threads, with permissions per group; one level of sub-categories."""

    __tablename__ = "categories"
    __stamp__ = STRUCTURE

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(Text, default="")
    colour: Mapped[Colour] = mapped_column(Word(Colour), default=Colour.SLATE)
    position: Mapped[int] = mapped_column(default=0)
    template: Mapped[str] = mapped_column(Text, default="")
    """What the text of a new thread begins with."""
    form: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    """The questions of the form that a new thread is written in; none for a plain text."""
    approving_threads: Mapped[Approving] = mapped_column(
        Word(Approving), default=Approving.NONE, server_default="none"
    )
    approving_replies: Mapped[Approving] = mapped_column(
        Word(Approving), default=Approving.NONE, server_default="none"
    )
    circle_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), index=True)
    """The circle whose category it is: nobody outside of it has any right there."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    reactions: Mapped[ReactionSetting] = mapped_column(
        Word(ReactionSetting), default=ReactionSetting.COUNTED
    )
    takes_answers: Mapped[bool] = mapped_column(default=False)
    """Whether a post can be marked as the answer to what its thread asks."""
    checks_text: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether texts are checked before they are posted here, for members who leave that to us."""
    is_for_cases: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its threads are about cases, and begin at the casework gate."""
    allows_pseudonyms: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether members may write in its threads under a name that holds in one thread alone."""
    reuse: Mapped[Reuse] = mapped_column(Word(Reuse), default=Reuse.ASK, server_default="ask")
    """What may be re-used of a new thread, unless its author says otherwise."""
    days_after_reply: Mapped[int | None]
    """How long a new thread lives after its last reply, unless its author says otherwise."""


class CategoryPermission(Base):
    """What a group may do in a category; the best of a person's groups holds."""

    __tablename__ = "category_permissions"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 3", name="level"),)
    __stamp__ = STRUCTURE

    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    level: Mapped[int] = mapped_column(default=int(Level.START))


class CategoryFacilitator(Base):
    """A member who looks after one category."""

    __tablename__ = "category_facilitators"
    __stamp__ = STRUCTURE

    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
