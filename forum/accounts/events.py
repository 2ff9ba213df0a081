"""What happened to members and to what they belong to: ids and plain facts only.

`by_id` is None when the system itself acted, as from the command line.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined:
    """Somebody can sign in who could not before: by an invitation, or added by a host."""

    member_id: int
    by_id: int | None
    invitation_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged:
    """A member does something else for the community from now on."""

    member_id: int
    by_id: int | None
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDeactivated:
    """A member can no longer sign in."""

    member_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberReactivated:
    """A deactivated member can sign in again."""

    member_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSilenced:
    """A member may read but not write until a moment."""

    member_id: int
    by_id: int | None
    until: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceEnded:
    """A silenced member may write again, before the moment that was set."""

    member_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSuspended:
    """A member cannot sign in until a moment."""

    member_id: int
    by_id: int | None
    until: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionEnded:
    """A suspended member can sign in again, before the moment that was set."""

    member_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEdited:
    """A member describes themselves differently, or has another picture."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsChanged:
    """A member belongs to other organisations; `left_ids` are those they do not belong to any more."""

    member_id: int
    left_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChanged:
    """A member is written to at another address, which was confirmed."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceholderClaimed:
    """A member is the author of what an archive had under another name.

    `by_id` is who decided so; None when the member's confirmed address told it.
    """

    placeholder_id: int
    member_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged:
    """A member signs in with another password; their other sign-ins have ended."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A member came in with a browser."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetLinkShown:
    """A link for a member's new password was shown to somebody else, on the server itself."""

    member_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInsEnded:
    """Sign-ins of a member ended before their time: one of them, some or all."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSent:
    """Somebody was invited, for the first time or anew."""

    invitation_id: int
    by_id: int | None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestCame:
    """A guest has accepted an invitation: somebody new, or one who was here before."""

    member_id: int
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationFollowed:
    """A member has followed an invitation to something that was not open to them before."""

    member_id: int
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn:
    """An invitation no longer lets anyone in."""

    invitation_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAskedAgain:
    """Somebody found their invitation expired and would like a new one."""

    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMade:
    """There is a new group."""

    group_id: int
    by_id: int | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRenamed:
    """A group has another name."""

    group_id: int
    by_id: int | None
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDeleted:
    """A group is gone, and with it what it opened."""

    group_id: int
    by_id: int | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMemberAdded:
    """A member belongs to one more group."""

    group_id: int
    member_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMemberRemoved:
    """A member no longer belongs to a group."""

    group_id: int
    member_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationMade:
    """There is a new organisation that members can belong to."""

    organisation_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEdited:
    """An organisation is named or described differently."""

    organisation_id: int
    by_id: int | None
