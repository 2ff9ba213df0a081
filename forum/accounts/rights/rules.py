"""May I? Pure answers about exports and leaving."""

from datetime import datetime

from forum.accounts.models import Member
from forum.accounts.pairs.models import PairAct
from forum.accounts.rights.models import Erasure, Export
from forum.accounts.rights.values import MOST_A_DAY
from forum.accounts.values import Person, Role
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_export_own(person: Person, *, is_one_waiting: bool, today: int) -> Verdict:
    """Say whether the person may ask for another export of their own."""
    if not person.is_member:
        return HIDDEN
    if is_one_waiting:
        return refused("Your export is being made already.")
    if today >= MOST_A_DAY:
        return refused(f"There can be {MOST_A_DAY} exports a day. Please come back tomorrow.")
    return ALLOWED


def may_fetch_export(
    person: Person, export: Export, act: PairAct | None, moment: datetime
) -> Verdict:
    """Say whether the person may fetch the archive: theirs alone, or of two and theirs, too."""
    if not person.is_member or export.key is None:
        return HIDDEN
    if export.expires_at is None or export.expires_at <= moment:
        return HIDDEN
    if act is None:
        return ALLOWED if export.member_id == person.id else HIDDEN
    return ALLOWED if person.id in {act.asked_by_id, act.decided_by_id} else HIDDEN


def may_leave_for_good(person: Person, member: Member, *, other_hosts: int) -> Verdict:
    """Say whether the person may be erased: themselves alone, and never the last host."""
    if person.id != member.id or not person.is_member:
        return HIDDEN
    if member.role is Role.HOST and other_hosts == 0:
        return refused("You are the last active host: make somebody else a host first.")
    return ALLOWED


def may_stop_leaving(person: Person, erasure: Erasure) -> Verdict:
    """Say whether the person may still stop their erasure."""
    if not person.is_member or erasure.member_id != person.id:
        return HIDDEN
    return ALLOWED if erasure.begun_at is None else refused("It has begun and cannot be stopped.")
