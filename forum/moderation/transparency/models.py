"""Notes of quarters, as they were made; what happens to the log later does not change them."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base


class TransparencyNote(Base):
    """What was counted at the end of a quarter, already in the words that all members read."""

    __tablename__ = "transparency_notes"

    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    made_at: Mapped[datetime]
    lines: Mapped[list[list[str]]] = mapped_column(JSON)
    """What was counted and how often, small numbers hidden before they are written."""
