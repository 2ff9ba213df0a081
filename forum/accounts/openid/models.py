"""Identities of members at OpenID Connect providers."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.openid.values import LONGEST_NAME, LONGEST_SUBJECT
from forum.kernel.db import Base


class Identity(Base):
    """By which name a provider knows a member."""

    __tablename__ = "openid_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    """How its owner tells it from others: the address or the name that the provider gave."""
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class IdentityOffer(Base):
    """A letter that offers a member to link an identity; only a hash of its secret is kept."""

    __tablename__ = "openid_offers"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    expires_at: Mapped[datetime]
