"""Reads of members, groups, organisations and invitations."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from forum.accounts.checks import is_plausible
from forum.accounts.models import (
    Group,
    GroupMember,
    Invitation,
    Member,
    Organisation,
    OrganisationMember,
    SignIn,
)
from forum.accounts.rules import may_invite, may_manage_groups, may_manage_members, may_see_member
from forum.accounts.slots import is_unmet
from forum.accounts.values import AutomaticGroup, Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, get_row
from forum.kernel.errors import NotFound
from forum.kernel.markup import fill_markers, wanted_markers
from forum.kernel.paging import Paging, last_page
from forum.kernel.secrets import hash_of
from forum.kernel.text import fold, without_accents
from forum.kernel.verdicts import HIDDEN, require

MEMBERS_PER_PAGE = 50
NOTHING = "There is nothing here."
NOT_MEMBERS = (Standing.PLACEHOLDER, Standing.PSEUDONYM)
"""Names beside posts that nobody signs in with."""


@dataclass(frozen=True, slots=True)
class MembersPage:
    """One page of the list of members."""

    members: tuple[Member, ...]
    total: int
    paging: Paging


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """A pending invitation with who sent it."""

    invitation: Invitation
    inviter: Member
    is_expired: bool


def find_member(handle: str) -> Member | None:
    """Return the member with this handle, whoever asks; for look-ups, not for showing as it is."""
    if not is_plausible(handle):
        return None
    return db.session.scalars(select(Member).where(Member.handle_key == fold(handle))).one_or_none()


def is_handle_taken(key: str) -> bool:
    """Tell whether a member or a circle has this handle, as handles are compared."""
    member = select(Member.id).where(Member.handle_key == key)
    circle = select(Group.id).where(Group.slug == key)
    return db.session.scalar(member) is not None or db.session.scalar(circle) is not None


def get_member(handle: str, *, by: Person) -> Member:
    """Return a member that the person may see. Raises NotFound."""
    member = find_member(handle)
    if member is None:
        raise NotFound(f"There is no member @{handle}." if by.is_system else NOTHING)
    require(HIDDEN if is_unmet(by, member.id) else may_see_member(by, member))
    return member


def get_member_by_id(member_id: int, *, by: Person) -> Member:
    """Return a member that the person may see. Raises NotFound."""
    member = get_row(Member, member_id)
    require(HIDDEN if is_unmet(by, member.id) else may_see_member(by, member))
    return member


def get_own_member(person: Person) -> Member:
    """Return the row of the member who asks. Raises LookupError for visitors and the system."""
    return db.session.get_one(Member, person.member_id)


def find_member_by_login(login: str) -> Member | None:
    """Return the member with this handle or this address, placeholders left out."""
    login = login.strip()
    if not is_plausible(login):
        return None
    key = fold(login)
    query = select(Member).where(
        (Member.handle_key == key) | (Member.email_key == key),
        Member.standing.not_in(NOT_MEMBERS),
    )
    return db.session.scalars(query).one_or_none()


def page_of_members(
    by: Person,
    *,
    words: str = "",
    number: int = 1,
    standings: Iterable[Standing] = (Standing.ACTIVE,),
) -> MembersPage:
    """Return a page of members by name, all or those whose name, handle or organisation fits.

    Names are compared here and not in the database, whose idea of letters with accents differs
    from one kind to the next.
    """
    if not by.is_member and not by.is_system:
        return MembersPage((), 0, Paging(1, has_next=False, last=1))
    rows = db.session.execute(
        select(Member.id, Member.name, Member.handle).where(
            Member.standing.in_(list(standings)), Member.standing != Standing.PSEUDONYM
        )
    ).all()
    wanted = without_accents(words[:200]).split()
    belongs = _names_of_organisations() if wanted else {}
    found = [
        (without_accents(row.name), row.id)
        for row in rows
        if _fits(wanted, f"{row.name} {row.handle} {belongs.get(row.id, '')}")
    ]
    last = last_page(len(found), MEMBERS_PER_PAGE)
    number = min(number, last)
    shown = sorted(found)[(number - 1) * MEMBERS_PER_PAGE : number * MEMBERS_PER_PAGE]
    members = _members_with_organisations([id_ for _, id_ in shown])
    return MembersPage(members, len(found), Paging(number, has_next=number < last, last=last))


def suggest_members(
    words: str, *, by: Person, first: Collection[int] = (), most: int
) -> Sequence[tuple[str, str]]:
    """Return handles and names of members whose handle or a word of whose name begins so.

    Those named `first` come before the others; neither the person nor who is away is suggested, and
    guests only when they are named `first`. A guest is suggested nobody else.
    """
    if not by.is_member:
        return []
    columns = select(Member.id, Member.handle, Member.name, Member.role)
    is_here = or_(Member.paused_until.is_(None), Member.paused_until <= now())
    rows = db.session.execute(columns.where(Member.standing == Standing.ACTIVE, is_here)).all()
    wanted, early = without_accents(words), set(first)
    fitting = [
        row
        for row in rows
        if row.id != by.id
        and (row.id in early or not (by.is_guest or row.role is Role.GUEST))
        and any(
            part.startswith(wanted)
            for part in (row.handle.lower(), *without_accents(row.name).split())
        )
    ]
    fitting.sort(key=lambda row: (row.id not in early, without_accents(row.name), row.id))
    return [(row.handle, row.name) for row in fitting[:most]]


def members_with_role(role: Role) -> Sequence[Member]:
    """Return the active members with a role, by name."""
    query = select(Member).where(Member.role == role, Member.standing == Standing.ACTIVE)
    return sorted(db.session.scalars(query), key=lambda member: without_accents(member.name))


def count_members() -> int:
    """Return how many members can sign in; guests are none."""
    who = (Member.standing == Standing.ACTIVE, Member.role != Role.GUEST)
    return db.session.scalar(select(func.count()).select_from(Member).where(*who)) or 0


def list_all_members(*, by: Person) -> Sequence[Member]:
    """Return everybody who can or could sign in, by handle, for those who manage members."""
    require(may_manage_members(by))
    query = select(Member).where(Member.standing.not_in(NOT_MEMBERS))
    return db.session.scalars(query.order_by(Member.handle_key)).all()


def bio_for_reading(member: Member) -> str:
    """Return the member's bio as HTML, with names behind mentions.

    Links to threads stay plain: who may see a thread is not known on this floor.
    """
    wanted = wanted_markers([member.bio_html]).handles
    names: dict[str, str] = {}
    if wanted:
        query = select(Member.handle_key, Member.name).where(Member.handle_key.in_(wanted))
        names = {row.handle_key: row.name for row in db.session.execute(query)}
    return fill_markers(member.bio_html, names=names, titles={}, thread=None)


def list_sign_ins(person: Person) -> Sequence[SignIn]:
    """Return the browsers in which the person is signed in, newest first."""
    query = select(SignIn).where(SignIn.member_id == person.member_id, SignIn.expires_at > now())
    return db.session.scalars(query.order_by(SignIn.created_at.desc())).all()


def automatic_group(name: AutomaticGroup) -> Group:
    """Return one of the groups that follow from roles."""
    return db.session.scalars(
        select(Group).where(Group.is_automatic, Group.name_key == str(name))
    ).one()


def list_groups(*, by: Person) -> Sequence[tuple[Group, int]]:
    """Return all groups but circles, with how many members hosts put into them."""
    require(may_manage_groups(by))
    count = (
        select(func.count()).where(GroupMember.group_id == Group.id).correlate(Group)
    ).scalar_subquery()
    query = (
        select(Group, count)
        .where(Group.slug.is_(None))
        .order_by(Group.is_automatic.desc(), Group.name_key)
    )
    return [(group, number) for group, number in db.session.execute(query)]


def get_group(group_id: int, *, by: Person) -> Group:
    """Return a group for who manages groups. Raises NotFound, also for a circle."""
    require(may_manage_groups(by))
    group = get_row(Group, group_id)
    if group.is_circle:
        raise NotFound
    return group


def list_groups_to_name(*, by: Person) -> Sequence[Group]:
    """Return the groups that a category's permissions can name: hidden circles are not among them."""
    require(may_manage_groups(by))
    query = select(Group).where(~Group.is_hidden)
    return db.session.scalars(
        query.order_by(Group.is_automatic.desc(), Group.slug.is_not(None), Group.name_key)
    ).all()


def find_group(name: str) -> Group | None:
    """Return the group with this name."""
    return db.session.scalars(select(Group).where(Group.name_key == fold(name))).one_or_none()


def members_of_group(group: Group) -> Sequence[Member]:
    """Return who belongs to the group, by name; for automatic groups this follows from roles."""
    query = select(Member).where(Member.standing.not_in(NOT_MEMBERS))
    if group.is_automatic:
        query = query.where(Member.standing == Standing.ACTIVE)
        roles = {
            str(AutomaticGroup.FACILITATORS): Role.FACILITATOR,
            str(AutomaticGroup.HOSTS): Role.HOST,
        }
        if group.name_key in roles:
            query = query.where(Member.role == roles[group.name_key])
        else:
            query = query.where(Member.role != Role.GUEST)
    else:
        query = query.join(GroupMember).where(GroupMember.group_id == group.id)
    return sorted(db.session.scalars(query), key=lambda member: without_accents(member.name))


def groups_of_member(member: Member) -> Sequence[Group]:
    """Return the groups that hosts put the member into."""
    query = (
        select(Group)
        .join(GroupMember)
        .where(GroupMember.member_id == member.id, Group.slug.is_(None))
    )
    return db.session.scalars(query.order_by(Group.name_key)).all()


def list_organisations() -> Sequence[Organisation]:
    """Return all organisations, by name."""
    return sorted(
        db.session.scalars(select(Organisation)), key=lambda row: without_accents(row.name)
    )


def get_organisation(organisation_id: int) -> Organisation:
    """Return an organisation. Raises NotFound."""
    return get_row(Organisation, organisation_id)


def find_organisation(name: str) -> Organisation | None:
    """Return the organisation with this name."""
    return db.session.scalars(
        select(Organisation).where(Organisation.name_key == fold(name))
    ).one_or_none()


def find_invitation(secret: str) -> Invitation | None:
    """Return the invitation with this secret, whatever became of it."""
    query = select(Invitation).where(Invitation.token_hash == hash_of(secret))
    return db.session.scalars(query).one_or_none()


def get_invitation(invitation_id: int, *, by: Person) -> Invitation:
    """Return an invitation for those who may invite. Raises NotFound."""
    require(may_invite(by))
    invitation = get_row(Invitation, invitation_id)
    if invitation.role is Role.GUEST:
        # A guest's is for those who look after what it leads to.
        raise NotFound
    return invitation


def inviter_of(invitation: Invitation) -> Member:
    """Return who sent the invitation."""
    return db.session.get_one(Member, invitation.invited_by_id)


def pending_invitations(*, by: Person) -> Sequence[InvitationLine]:
    """Return the invitations that nobody has used or withdrawn, those asked for again first."""
    require(may_invite(by))
    query = (
        select(Invitation, Member)
        .join(Member, Member.id == Invitation.invited_by_id)
        .where(
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.role != Role.GUEST,
        )
        .order_by(Invitation.asked_again_at.is_(None), Invitation.id.desc())
    )
    moment = now()
    return [
        InvitationLine(invitation, inviter, invitation.expires_at <= moment)
        for invitation, inviter in db.session.execute(query)
    ]


def _fits(wanted: Sequence[str], text: str) -> bool:
    plain = without_accents(text)
    return all(word in plain for word in wanted)


def _names_of_organisations() -> dict[int, str]:
    query = select(OrganisationMember.member_id, Organisation.name).join(Organisation)
    names: dict[int, str] = {}
    for member_id, name in db.session.execute(query):
        names[member_id] = f"{names.get(member_id, '')} {name}"
    return names


def _members_with_organisations(ids: Sequence[int]) -> tuple[Member, ...]:
    query = select(Member).where(Member.id.in_(ids)).options(selectinload(Member.organisations))
    by_id = {member.id: member for member in db.session.scalars(query)}
    return tuple(by_id[id_] for id_ in ids)
