"""The rules and their versions."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.kernel.db import Base


class RulesVersion(Base):
    """The whole list of rules as it stood from a moment on; the newest one holds."""

    __tablename__ = "rules_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    because: Mapped[str] = mapped_column(Text, default="")
    rules: Mapped[list["Rule"]] = relationship(order_by="Rule.number", cascade="all, delete-orphan")


class Rule(Base):
    """One rule of one version."""

    __tablename__ = "rules"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("rules_versions.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")


class RulesRead(Base):
    """A member's word that they have read a version of the rules."""

    __tablename__ = "rules_read"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    version_id: Mapped[int] = mapped_column(
        ForeignKey("rules_versions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    read_at: Mapped[datetime]
