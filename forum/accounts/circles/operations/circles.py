"""Beginning a circle, and changing how it is named, described and entered."""

import secrets
from collections.abc import Sequence

from config import CirclesBy
from forum.accounts.circles.events import CircleBegun, CircleChanged
from forum.accounts.circles.rules import may_begin_circle, may_bring_in
from forum.accounts.circles.values import LONGEST_ABOUT, LONGEST_NAME, Circle, CircleSettings
from forum.accounts.events import GroupMemberAdded
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.queries import find_group, find_member, is_handle_taken
from forum.accounts.values import Person, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import check_line
from forum.kernel.text import fold, slug_of
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

LONGEST_SLUG = 30
RESERVED = frozenset({"new"})
TAKEN = "There is a group with this name already."


def begin_circle(
    settings: CircleSettings, conveners: Sequence[str], *, wanted: CirclesBy, by: Person
) -> Group:
    """Begin a circle that these members convene, by their handles.

    Who begins it is in it only if they are among them.
    """
    require(may_begin_circle(by, wanted))
    first = [_find_convener(handle) for handle in dict.fromkeys(conveners)]
    if not first:
        raise Invalid("conveners", "Please name at least one member who convenes the circle.")
    group = Group(name="", name_key="", is_automatic=False)
    _put(group, settings)
    db.session.add(group)
    db.session.flush()
    for member in {member.id: member for member in first}.values():
        db.session.add(
            GroupMember(group_id=group.id, member_id=member.id, is_convener=True, joined_at=now())
        )
        announce(GroupMemberAdded(group_id=group.id, member_id=member.id, by_id=by.id))
    announce(CircleBegun(circle_id=group.id, by_id=by.id))
    return group


def change_circle(circle: Circle, settings: CircleSettings, *, by: Person) -> Group:
    """Name, describe or open the circle differently."""
    require(may_bring_in(by, circle))
    group = db.session.get_one(Group, circle.id)
    _put(group, settings)
    db.session.flush()
    announce(CircleChanged(circle_id=group.id, by_id=by.id))
    return group


def _put(group: Group, settings: CircleSettings) -> None:
    """Write the settings; a hidden circle takes neither a name nor an address from others.

    Whoever tries a name must not learn from the refusal that there is such a circle.
    """
    name = check_line(settings.name, field="name", longest=LONGEST_NAME)
    about = check_words(settings.about, field="about", longest=LONGEST_ABOUT)
    with db.session.no_autoflush:
        if settings.is_hidden:
            if group.slug is None or not group.is_hidden:
                group.slug = f"circle-{secrets.token_hex(6)}"
            key = group.slug
        else:
            key = fold(name)
            other = find_group(name)
            if other is not None and other is not group:
                raise Invalid("name", TAKEN)
            if group.slug is None or group.is_hidden:
                group.slug = _free_slug(name)
    group.name, group.name_key, group.about = name, key, about
    group.admission, group.is_hidden = settings.admission, settings.is_hidden
    group.shows_members = settings.shows_members


def _free_slug(name: str) -> str:
    """Return a short name that neither a circle nor a member has: both stand behind an `@`."""
    begin = slug_of(name, otherwise="circle")[: LONGEST_SLUG - 4].strip("-")
    if len(begin) < 3 or begin in RESERVED:
        begin = f"{begin}-circle".strip("-")
    free, number = begin, 2
    while is_handle_taken(fold(free)):
        free, number = f"{begin}-{number}", number + 1
    return free


def _find_convener(handle: str) -> Member:
    member = find_member(handle.removeprefix("@"))
    if member is None or member.standing is not Standing.ACTIVE:
        raise Invalid("conveners", f"There is no active member @{handle[:60]}.")
    return member
