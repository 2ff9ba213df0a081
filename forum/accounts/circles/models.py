"""Who asks to come into a circle, who is invited, barred or written to, and how circles end."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.circles.values import Fate
from forum.accounts.values import Role
from forum.kernel.db import Base, Word


class CircleRequest(Base):
    """A member who asks to come into a circle."""

    __tablename__ = "circle_requests"

    circle_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class CircleInvitation(Base):
    """A member whom a convener has asked to come into a circle."""

    __tablename__ = "circle_invitations"

    circle_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    """When the membership would end."""


class CircleBar(Base):
    """A member who may not come into a circle; why is for its conveners alone."""

    __tablename__ = "circle_bars"

    circle_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    because: Mapped[str] = mapped_column(Text)


class CircleLetter(Base):
    """Somebody whom a convener wants in a circle, by an e-mail address: a member to be, or a guest.

    It waits for somebody who may invite into the community, or names the invitation that was sent.
    """

    __tablename__ = "circle_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    """Who convenes the circle and wants them in."""
    role: Mapped[Role] = mapped_column(Word(Role))
    email: Mapped[str] = mapped_column(String(254))
    """The address while it waits; once it is sent, the invitation has it."""
    note: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[datetime | None]
    """When they would go out of the circle again."""
    at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    """When somebody who may invite said no; the convener reads it until they put it away."""
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), unique=True
    )


class ConvenerOffer(Base):
    """Somebody in a circle that nobody convenes any more, who would."""

    __tablename__ = "convener_offers"

    circle_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]


class CircleEnding(Base):
    """What becomes of an ended circle, until it is done: so long its conveners can take it back."""

    __tablename__ = "circle_endings"

    circle_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    fate: Mapped[Fate] = mapped_column(Word(Fate))
    last_day: Mapped[date | None]
    into_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="SET NULL"))
    settles_at: Mapped[datetime] = mapped_column(index=True)
