"""Members, what they belong to, how they come in and how they stay signed in."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    or_,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.values import (
    Admission,
    MessagesFrom,
    NewWindow,
    Purpose,
    Role,
    Standing,
    Theme,
    ThreadView,
)
from forum.kernel.db import Base, Word
from forum.kernel.stamps import STRUCTURE


class Member(Base):
    """Somebody with a name here: a member, or the placeholder of an imported author."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("source", "source_address", "source_name", name="uq_members_source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(30))
    handle_key: Mapped[str] = mapped_column(String(64), unique=True)
    """The handle as it is compared: NFKC-normalised and case-folded."""
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    second_factor_since: Mapped[datetime | None]
    """Since when the member proves who they are with more than the password."""
    role: Mapped[Role] = mapped_column(Word(Role), default=Role.MEMBER)
    standing: Mapped[Standing] = mapped_column(Word(Standing), default=Standing.ACTIVE)
    joined_at: Mapped[datetime]
    new_since: Mapped[datetime]
    """Threads begun before this moment are not "new" to the member."""

    pronouns: Mapped[str] = mapped_column(String(60), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    bio_html: Mapped[str] = mapped_column(Text, default="")
    ask_me_about: Mapped[str] = mapped_column(Text, default="")
    jurisdictions: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    picture: Mapped[str | None] = mapped_column(String(64))
    """Storage key of the picture, already cut to a square."""

    thread_view: Mapped[ThreadView] = mapped_column(Word(ThreadView), default=ThreadView.IN_ORDER)
    theme: Mapped[Theme] = mapped_column(Word(Theme), default=Theme.AUTO)
    timezone: Mapped[str] = mapped_column(String(64), default="Europe/Brussels")
    new_window: Mapped[NewWindow] = mapped_column(Word(NewWindow), default=NewWindow.ALWAYS)
    seen_at: Mapped[datetime | None]
    """When the member was last here, for those to whom threads are new since their last visit."""
    visit_ended_at: Mapped[datetime | None]
    """When the visit before that one ended."""
    keys: Mapped[bool] = mapped_column(default=True)
    """Whether single keys do something on pages: dictation software types letters."""
    messages_from: Mapped[MessagesFrom] = mapped_column(
        Word(MessagesFrom), default=MessagesFrom.EVERYONE
    )
    own_stamp: Mapped[int] = mapped_column(default=0)
    """Rises with what is this member's own (see OwnThings), so that it can be cached exactly."""

    is_listed: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the member stands in the directory."""
    paused_until: Mapped[datetime | None]

    silenced_until: Mapped[datetime | None]
    silenced_because: Mapped[str] = mapped_column(Text, default="")
    suspended_until: Mapped[datetime | None]
    suspended_because: Mapped[str] = mapped_column(Text, default="")

    source: Mapped[str | None] = mapped_column(String(120))
    """Where a placeholder came from, such as the name of an archive."""
    source_address: Mapped[str | None] = mapped_column(String(254))
    source_name: Mapped[str | None] = mapped_column(String(254))
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))

    organisations: Mapped[list["Organisation"]] = relationship(
        secondary="organisation_members", order_by="Organisation.name"
    )


class Organisation(Base):
    """A thing that members belong to, and that walls and agreements can name."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(240), unique=True)
    about: Mapped[str] = mapped_column(Text, default="")
    country: Mapped[str] = mapped_column(String(80), default="")


class OrganisationMember(Base):
    """Somebody's belonging to an organisation."""

    __tablename__ = "organisation_members"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Group(Base):
    """A set of members that permissions name."""

    __tablename__ = "groups"
    __stamp__ = STRUCTURE

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(120), unique=True)
    is_automatic: Mapped[bool] = mapped_column(default=False)

    slug: Mapped[str | None] = mapped_column(String(30), unique=True)
    """The short name of a circle in its address and behind an `@`; other groups have none."""
    admission: Mapped[Admission | None] = mapped_column(Word(Admission))
    is_hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    """True for a circle that exists for its members alone."""
    shows_members: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether those outside see who is in a circle that is not hidden."""
    about: Mapped[str] = mapped_column(Text, default="", server_default="")
    ended_at: Mapped[datetime | None]
    """When a circle was ended: nobody comes in or writes there any more."""

    @property
    def is_circle(self) -> bool:
        """Tell whether it is a circle, which nobody but its conveners changes."""
        return self.slug is not None


class GroupMember(Base):
    """Somebody in a circle, or in a group that hosts made; automatic groups have no rows."""

    __tablename__ = "group_members"
    __stamp__ = STRUCTURE

    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_own_hand: Mapped[bool] = mapped_column(default=False)
    """True for a host who put themselves in: what is confidential to the group stays closed to them."""
    is_convener: Mapped[bool] = mapped_column(default=False, server_default=false())
    joined_at: Mapped[datetime | None]
    until: Mapped[datetime | None]
    """When the membership ends; from that moment on it opens nothing, though the row may stay."""

    @classmethod
    def holds(cls, moment: datetime) -> ColumnElement[bool]:
        """Ask whether the membership has not ended at the moment."""
        return or_(cls.until.is_(None), cls.until > moment)


class Invitation(Base):
    """A way in, for one person and fourteen days; only a hash of its secret is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    note: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[Role] = mapped_column(
        Word(Role), default=Role.MEMBER, server_default=Role.MEMBER.value
    )
    """What the invited one will be; guests are let into what else the invitation names."""
    until: Mapped[datetime | None]
    """When a guest's visit, or the time in a circle that it leads into, would end."""
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    withdrawn_at: Mapped[datetime | None]
    asked_again_at: Mapped[datetime | None]
    """When the invitee found it expired and asked for a new one."""


class SignIn(Base):
    """One signed-in browser; the cookie holds the secret, this row its hash."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    proven_at: Mapped[datetime]
    """When the member last proved here who they are, as sensitive acts ask for anew."""
    user_agent: Mapped[str] = mapped_column(String(255), default="")
    is_vouched: Mapped[bool] = mapped_column(default=False)
    """True when a provider that hosts trust says that several factors were shown there."""

    @property
    def key(self) -> str:
        """Return what tells this sign-in from the member's others, and opens nothing."""
        return self.token_hash[:16]


class Confirmation(Base):
    """A secret sent by mail, to be shown once: for a new password or a new address."""

    __tablename__ = "confirmations"
    __table_args__ = (Index("ix_confirmations_member_id_purpose", "member_id", "purpose"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    email: Mapped[str | None] = mapped_column(String(254))
    expires_at: Mapped[datetime]
