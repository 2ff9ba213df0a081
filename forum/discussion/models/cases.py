"""Cases: what was declared of them, who answered about conflicts, whom they are about."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.values.cases import Area, Basis, Conflict, Respondent, Stage
from forum.kernel.db import Base, Word


class Declaration(Base):
    """What the author of a thread declared of its case, in one version; the last one holds."""

    __tablename__ = "case_declarations"
    __table_args__ = (
        UniqueConstraint("thread_id", "version"),
        Index(
            "uq_case_declarations_current",
            "thread_id",
            unique=True,
            sqlite_where=sql("is_current"),
            postgresql_where=sql("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    version: Mapped[int]
    is_current: Mapped[bool]
    basis: Mapped[Basis] = mapped_column(Word(Basis))
    consented_on: Mapped[date | None]
    scope: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(Text, default="")
    jurisdiction: Mapped[str] = mapped_column(String(12))
    area: Mapped[Area] = mapped_column(Word(Area))
    stage: Mapped[Stage] = mapped_column(Word(Stage))
    respondent: Mapped[Respondent] = mapped_column(Word(Respondent))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class CaseAnswer(Base):
    """What a reader answered about conflicts before a case was opened to them.

    The day is the log of openings: it goes after three months, the answer stays with the thread.
    """

    __tablename__ = "case_answers"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    answer: Mapped[Conflict] = mapped_column(Word(Conflict))
    opened_on: Mapped[date | None] = mapped_column(index=True)


class CaseOpponent(Base):
    """An opponent in a case, or their counsel: not the name, but what it can be compared by."""

    __tablename__ = "case_opponents"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class MemberConflict(Base):
    """A name that a member is in conflict with: sealed, shown to them alone."""

    __tablename__ = "member_conflicts"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    sealed: Mapped[str] = mapped_column(Text)
