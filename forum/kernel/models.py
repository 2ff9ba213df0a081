"""Tables that belong to no feature: the outbox and the stamps."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base


class OutboxRow(Base):
    """Something that must still happen: written with the change, done by the worker."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "failed_at", "available_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    available_at: Mapped[datetime]
    """Not before this moment; a claim moves it into the future, so that a claim that died
    becomes available again by itself."""
    attempts: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    """Set aside after too many attempts; shown to hosts."""
    last_error: Mapped[str | None] = mapped_column(Text)


class Stamp(Base):
    """A number that rises whenever a family of rows changes, so that processes may cache them."""

    __tablename__ = "stamps"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
