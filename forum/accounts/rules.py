"""May I? Pure answers about members and what they belong to; nothing here queries."""

from datetime import datetime, timedelta

from forum.accounts.models import Group, Invitation, Member
from forum.accounts.values import NewWindow, Person, Role, Standing
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

PAUSE_BETWEEN_VISITS = timedelta(hours=1)
MAY_COME_IN = frozenset({Standing.ACTIVE, Standing.LEAVING})


def may_see_member(person: Person, member: Member) -> Verdict:
    """Say whether the person may see the member's page: members see one another.

    A pseudonym has none: beside its posts nothing is known of it.
    """
    if member.standing is Standing.PSEUDONYM:
        return HIDDEN
    return ALLOWED if person.is_system or person.is_member else HIDDEN


def may_make_member(person: Person, guest: Member) -> Verdict:
    """Say whether the person may make a guest a member: who may invite members, may."""
    if guest.role is not Role.GUEST or person.id == guest.id:
        return HIDDEN
    if guest.standing is not Standing.ACTIVE:
        return HIDDEN
    return ALLOWED if person.is_community_facilitator or person.is_host else HIDDEN


def may_edit_profile(person: Person, member: Member) -> Verdict:
    """Say whether the person may change how the member describes themselves: only they may."""
    if person.is_system:
        return ALLOWED
    if not may_see_member(person, member):
        return HIDDEN
    if person.id != member.id:
        return refused("Only the member themselves changes this.")
    return ALLOWED


def may_sanction(person: Person, member: Member) -> Verdict:
    """Say whether the person may silence or suspend the member.

    Those who look after the community or the machine are not sanctioned by a colleague's hand:
    a host changes their role or deactivates them, which nobody does in passing.
    """
    if not person.is_system and not person.is_community_facilitator:
        return HIDDEN
    if person.id == member.id:
        return refused("Nobody sanctions themselves.")
    if member.standing is Standing.PLACEHOLDER:
        return refused("This is the name of an imported author, who cannot sign in anyway.")
    if member.standing in {Standing.DEACTIVATED, Standing.LEFT}:
        return refused("This member is deactivated and cannot sign in anyway.")
    if member.role not in {Role.MEMBER, Role.GUEST} and not person.is_system:
        return refused("Facilitators and hosts are not sanctioned: ask a host about their role.")
    return ALLOWED


def may_end_sanction(person: Person, member: Member) -> Verdict:
    """Say whether the person may let the member write or sign in again before the time."""
    if not person.is_system and not person.is_community_facilitator:
        return HIDDEN
    if person.id == member.id:
        return refused("Nobody ends their own sanction.")
    return ALLOWED


def lasts(until: datetime | None, moment: datetime) -> bool:
    """Tell whether a silence or a suspension until then still holds at the moment."""
    return until is not None and until > moment


def begin_of_new(
    window: NewWindow,
    moment: datetime,
    *,
    dismissed_at: datetime,
    seen_at: datetime | None = None,
    visit_ended_at: datetime | None = None,
) -> datetime:
    """Return since when threads are new to a member: what they dismissed never is again.

    A visit ends with an hour in which the member does nothing.
    """
    last_visit = visit_ended_at
    if seen_at is not None and moment - seen_at > PAUSE_BETWEEN_VISITS:
        last_visit = seen_at
    match window:
        case NewWindow.ALWAYS:
            return dismissed_at
        case NewWindow.TWO_DAYS:
            return max(dismissed_at, moment - timedelta(days=2))
        case NewWindow.WEEK:
            return max(dismissed_at, moment - timedelta(days=7))
        case NewWindow.VISIT:
            return max(dismissed_at, last_visit or dismissed_at)


def may_sign_in(member: Member, moment: datetime) -> Verdict:
    """Say whether the member may sign in, once the password was right."""
    if member.standing not in MAY_COME_IN:
        return refused("This account is not active. Please ask a host if you think it should be.")
    if lasts(member.suspended_until, moment):
        return refused("This account is suspended.")
    return ALLOWED


def may_invite(person: Person) -> Verdict:
    """Say whether the person may invite people, and see who is invited."""
    if person.is_system or person.is_host or person.facilitates_somewhere:
        return ALLOWED
    return HIDDEN


def may_accept_invitation(invitation: Invitation, moment: datetime) -> Verdict:
    """Say whether the invitation lets somebody in; one for a guest not after the visit's end."""
    if not is_pending(invitation):
        return HIDDEN
    if not lasts(invitation.until or invitation.expires_at, moment):
        return refused("This invitation has expired.")
    if invitation.expires_at <= moment:
        return refused("This invitation has expired.")
    return ALLOWED


def is_pending(invitation: Invitation) -> bool:
    """Tell whether the invitation was neither used nor withdrawn; it may have expired."""
    return invitation.accepted_at is None and invitation.withdrawn_at is None


def may_manage_members(person: Person) -> Verdict:
    """Say whether the person may give roles, deactivate, and help who is locked out."""
    return ALLOWED if person.is_system or person.is_host else HIDDEN


def may_change_role(person: Person, member: Member, role: Role, *, other_hosts: int) -> Verdict:
    """Say whether the person may give the member this role; `other_hosts` are active ones."""
    if not may_manage_members(person):
        return HIDDEN
    if member.standing is Standing.PLACEHOLDER:
        return refused("The name of an imported author has no role.")
    if member.standing in {Standing.LEAVING, Standing.LEFT}:
        return refused("This member is leaving, or has left.")
    if role is Role.GUEST and member.role is not Role.GUEST:
        return refused("Nobody becomes a guest: guests come by an invitation into a thread.")
    if role is not Role.HOST and is_last_host(member, other_hosts):
        return refused("This is the last active host: make somebody else a host first.")
    return ALLOWED


def may_deactivate(person: Person, member: Member, *, other_hosts: int) -> Verdict:
    """Say whether the person may keep the member from signing in; `other_hosts` are active ones."""
    if not may_manage_members(person):
        return HIDDEN
    if member.standing is Standing.PLACEHOLDER:
        return refused("This is the name of an imported author, who cannot sign in anyway.")
    if member.standing in {Standing.LEAVING, Standing.LEFT}:
        return refused("This member is leaving, or has left.")
    if is_last_host(member, other_hosts):
        return refused("This is the last active host: make somebody else a host first.")
    return ALLOWED


def may_reactivate(person: Person, member: Member) -> Verdict:
    """Say whether the person may let a deactivated member sign in again."""
    if not may_manage_members(person):
        return HIDDEN
    if member.standing is Standing.PLACEHOLDER:
        return refused("The name of an imported author cannot sign in: invite the author instead.")
    if member.standing in {Standing.LEAVING, Standing.LEFT}:
        return refused("Only the member themselves can stop their leaving; who has left is gone.")
    return ALLOWED


def may_reset(person: Person, member: Member) -> Verdict:
    """Say whether the person may have the member sent a link to set a new password."""
    if not may_manage_members(person):
        return HIDDEN
    if member.standing is not Standing.ACTIVE:
        return refused("This account is not active.")
    return ALLOWED


def may_see_reset_link(person: Person) -> Verdict:
    """Say whether the person may see a link for somebody else's password: only who has the server.

    A host would come in as the member with it, and read what is confidential to them.
    """
    return ALLOWED if person.is_system else HIDDEN


def may_be_given_placeholder(member: Member, placeholder: Member) -> Verdict:
    """Say whether the member can become the author of what an archive has under this name."""
    if placeholder.standing is not Standing.PLACEHOLDER:
        return refused("This is no name from an archive.")
    if placeholder.claimed_by_id is not None:
        return refused("These posts have found their author already.")
    if member.standing is not Standing.ACTIVE:
        return refused("Only a member who can sign in can be the author.")
    return ALLOWED


def may_manage_groups(person: Person) -> Verdict:
    """Say whether the person may make groups and say who belongs to them."""
    return may_manage_members(person)


def may_change_group(person: Person, group: Group) -> Verdict:
    """Say whether the person may rename or delete the group, or change who belongs to it."""
    if group.is_circle or not may_manage_groups(person):
        # A circle is its conveners', whoever runs the place.
        return HIDDEN
    if group.is_automatic:
        return refused("This group follows from roles by itself.")
    return ALLOWED


def may_manage_organisations(person: Person) -> Verdict:
    """Say whether the person may edit organisations; naming a new one is open to every member."""
    return may_manage_members(person)


def may_name_organisation(person: Person) -> Verdict:
    """Say whether the person may add an organisation that is not listed yet."""
    return ALLOWED if person.is_system or (person.is_member and not person.is_guest) else HIDDEN


def may_publish_rules(person: Person) -> Verdict:
    """Say whether the person may publish a new version of the community's rules."""
    return may_manage_members(person)


def is_last_host(member: Member, other_hosts: int) -> bool:
    """Tell whether nobody would host the place without the member."""
    is_host = member.role is Role.HOST and member.standing is Standing.ACTIVE
    return is_host and other_hosts == 0
