"""What accounts keep about a member."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from forum.accounts.holdings import FORMER_NAME, Holding, Kept, Parting, StoredPart
from forum.accounts.keeping import (
    QUIETLY,
    columns,
    count_rows,
    deeply,
    every_column,
    forget_name,
    give_rows,
    naming,
    one_after_the_other,
    own_rows,
    rewrite,
)
from forum.accounts.models import (
    Confirmation,
    Group,
    GroupMember,
    Invitation,
    Member,
    Organisation,
    OrganisationMember,
    SignIn,
)
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.slots import kept_about_member
from forum.accounts.values import MessagesFrom, NewWindow, Person, Role, Standing, Theme, ThreadView
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.mail import forget_letters, letters_folder
from forum.kernel.models import OutboxRow
from forum.kernel.outbox import enqueue, rewrite_payloads
from forum.kernel.stamps import STRUCTURE, raise_stamp
from forum.kernel.text import fold

WHILE_HERE = "Kept while you are a member; deleted when you leave."
_HIDDEN = {"password_hash", "own_stamp", "handle_key", "email_key", "bio_html", "picture"}


@kept_about_member.fill
def kept_by_accounts() -> Sequence[Holding]:
    """Say what accounts keep."""
    return [ACCOUNT, SIGN_INS, SECRETS, BELONGINGS, GROUPS, INVITATIONS, LETTERS]


def _account_rows(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = [column for column in Member.__table__.c if column.name not in _HIDDEN]
    mine = or_(Member.id == person.member_id, Member.claimed_by_id == person.member_id)
    return give_rows(select(*shown).where(mine).order_by(Member.id))


def _picture(person: Person) -> Iterator[StoredPart]:
    key = db.session.scalar(select(Member.picture).where(Member.id == person.member_id))
    if key:
        yield StoredPart("picture.webp", key)


def _erase_bios(parting: Parting) -> Iterator[None]:
    """Take the name out of what others tell about themselves and were told about sanctions."""
    if parting.loses_name:
        texts = (
            Member.bio,
            Member.bio_html,
            Member.ask_me_about,
            Member.silenced_because,
            Member.suspended_because,
        )
        yield from rewrite(texts, parting.without_name, naming(texts, parting.needles))


def _erase_account(parting: Parting) -> Iterator[None]:
    yield from _erase_bios(parting)
    for member_id in parting.member_ids:
        _empty(db.session.get_one(Member, member_id), parting)
    raise_own_stamps(parting.member_ids)
    raise_stamp(STRUCTURE)
    yield


def _empty(member: Member, parting: Parting) -> None:
    """Leave a row without a person; of a name in an archive, too."""
    if member.picture:
        enqueue("accounts.remove_picture", {"key": member.picture})
    member.email = member.email_key = member.password_hash = member.picture = None
    member.source_address = member.source_name = member.second_factor_since = None
    member.pronouns = member.bio = member.bio_html = member.ask_me_about = ""
    member.jurisdictions, member.languages = [], []
    member.silenced_because = member.suspended_because = ""
    member.silenced_until = member.suspended_until = None
    member.seen_at = member.visit_ended_at = None
    member.timezone = "UTC"
    member.theme, member.thread_view = Theme.AUTO, ThreadView.IN_ORDER
    member.new_window, member.messages_from = NewWindow.ALWAYS, MessagesFrom.EVERYONE
    member.role, member.standing = Role.MEMBER, Standing.LEFT
    if parting.loses_name:
        member.name, member.handle = FORMER_NAME, f"former-{member.id}"
        member.handle_key = fold(member.handle)
        member.joined_at = member.new_since = datetime(1970, 1, 1, tzinfo=UTC)
    db.session.flush()


ACCOUNT = Holding(
    key="account",
    title="Your account and profile",
    about="Name, handle, address, how you describe yourself, how you like to read, your role and "
    "sanctions, and the names in archives that are you.",
    until="Kept while you are a member; when you leave, at most your name and handle stay.",
    columns=every_column(Member),
    count=lambda member_id: count_rows(Member.id == member_id, Member.joined_at),
    rows=_account_rows,
    files=_picture,
    erase=_erase_account,
    place=100,
)

SIGN_INS = own_rows(
    "sign_ins",
    "Where you are signed in",
    "Each browser with the day and what it calls itself, so that you can end it.",
    "Kept until you sign out, at most 90 days.",
    SignIn.member_id,
    at=SignIn.created_at,
    shows=(SignIn.created_at, SignIn.expires_at, SignIn.user_agent),
)

SECRETS = own_rows(
    "confirmations",
    "Links that were sent to you",
    "For a new password or a new address; only a hash of each is kept.",
    "Kept until they are used, at most a day.",
    Confirmation.member_id,
    shows=(Confirmation.purpose, Confirmation.email, Confirmation.expires_at),
)


def _of_organisations(person: Person) -> Iterator[Mapping[str, Any]]:
    query = select(Organisation.name, Organisation.country).join(OrganisationMember)
    return give_rows(query.where(OrganisationMember.member_id == person.member_id))


def _of_groups(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (Group.name, GroupMember.is_convener, GroupMember.joined_at, GroupMember.until)
    query = select(*shown).join(GroupMember, GroupMember.group_id == Group.id)
    mine = GroupMember.member_id == person.member_id
    return give_rows(query.where(mine, GroupMember.holds(now())))


def _leave_organisations(parting: Parting) -> Iterator[None]:
    mine = OrganisationMember.member_id == parting.member_id
    db.session.execute(delete(OrganisationMember).where(mine), execution_options=QUIETLY)
    yield


def _leave_groups(parting: Parting) -> Iterator[None]:
    mine = GroupMember.member_id == parting.member_id
    db.session.execute(delete(GroupMember).where(mine), execution_options=QUIETLY)
    yield


BELONGINGS = Holding(
    key="organisations",
    title="Organisations you belong to",
    about="As you named them in your profile.",
    until=WHILE_HERE,
    columns=every_column(OrganisationMember),
    count=lambda member_id: count_rows(OrganisationMember.member_id == member_id, None),
    rows=_of_organisations,
    erase=_leave_organisations,
)

GROUPS = Holding(
    key="groups",
    title="Circles and groups you are in",
    about="They open categories and conversations to you. What conveners write about their circle "
    "is the circle's.",
    until="Kept until you go out or your time in it ends; deleted when you leave.",
    columns=every_column(GroupMember) | columns(Group.about),
    count=lambda member_id: count_rows(
        (GroupMember.member_id == member_id) & GroupMember.holds(now()), None
    ),
    rows=_of_groups,
    erase=one_after_the_other(_leave_groups, forget_name(Group.about)),
    # After conversations, which are left by name before the groups that open them go.
    place=60,
)


def _count_invitations(member_id: int) -> Kept:
    mine = (Invitation.invited_by_id == member_id) | (Invitation.accepted_by_id == member_id)
    return count_rows(mine, Invitation.created_at)


def _sent_invitations(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (Invitation.email, Invitation.note, Invitation.created_at, Invitation.accepted_at)
    return give_rows(select(*shown).where(Invitation.invited_by_id == person.member_id))


def _erase_invitations(parting: Parting) -> Iterator[None]:
    by_member = Invitation.invited_by_id == parting.member_id
    waiting = by_member & Invitation.accepted_at.is_(None)
    db.session.execute(delete(Invitation).where(waiting), execution_options=QUIETLY)
    mine = by_member | (Invitation.accepted_by_id == parting.member_id)
    emptied = update(Invitation).where(mine).values(email=None, note="")
    db.session.execute(emptied, execution_options=QUIETLY)
    yield
    if parting.loses_name:
        texts = (Invitation.note, Invitation.email)
        yield from rewrite(texts, parting.without_name, naming(texts, parting.needles))


INVITATIONS = Holding(
    key="invitations",
    title="Invitations",
    about="Those you have sent, and the one by which you came: who invited whom stays known.",
    until="Kept for good; when you leave, addresses and notes are deleted and what waits is void.",
    columns=every_column(Invitation),
    count=_count_invitations,
    rows=_sent_invitations,
    erase=_erase_invitations,
)


def _count_letters(member_id: int) -> Kept:
    email = db.session.scalar(select(Member.email).where(Member.id == member_id))
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail.send"))
    return Kept(sum(email is not None and row.payload.get("to") == email for row in rows))


def _erase_letters(parting: Parting) -> Iterator[None]:
    def change(kind: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        if kind == "mail.send" and _is_of(parting, str(payload["to"])):
            return None
        if kind == "accounts.offer_identity" and _is_of(parting, str(payload["email"])):
            return None
        if kind == "accounts.password_reset" and fold(str(payload["login"])) in _logins(parting):
            return None
        if not parting.loses_name:
            return payload
        changed: dict[str, Any] = deeply(parting.own_without_name, payload)
        return changed

    rewrite_payloads(change)
    words = [parting.email, *([parting.handle, parting.name] if parting.loses_name else [])]
    forget_letters(letters_folder(this_settings()), words)
    yield


def _is_of(parting: Parting, email: str) -> bool:
    return fold(email) == fold(parting.email or "-")


def _logins(parting: Parting) -> set[str]:
    return {fold(parting.handle), fold(parting.email or parting.handle)}


LETTERS = Holding(
    key="letters",
    title="Letters on their way to you",
    about="Mail that was not handed over to your provider yet. No copy is kept of what was sent.",
    until="Kept until it is sent, at most a few days when your provider does not answer.",
    columns=columns(OutboxRow.payload, OutboxRow.last_error),
    count=_count_letters,
    erase=_erase_letters,
    # Shortly before the account, since other steps may write letters.
    place=90,
)
