"""Groups that hosts make, and who belongs to them."""

from forum.accounts.events import (
    GroupDeleted,
    GroupMade,
    GroupMemberAdded,
    GroupMemberRemoved,
    GroupRenamed,
)
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.queries import find_group, find_member
from forum.accounts.rules import may_change_group, may_manage_groups
from forum.accounts.values import Person, Standing
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import check_line
from forum.kernel.text import fold
from forum.kernel.verdicts import require

LONGEST_NAME = 60


def make_group(name: str, *, by: Person) -> Group:
    """Make a group that categories can name in their permissions."""
    require(may_manage_groups(by))
    name = _free_name(name)
    group = Group(name=name, name_key=fold(name))
    db.session.add(group)
    db.session.flush()
    announce(GroupMade(group_id=group.id, by_id=by.id, name=name))
    return group


def rename_group(group: Group, name: str, *, by: Person) -> bool:
    """Give the group another name; False when it is the same."""
    require(may_change_group(by, group))
    before, name = group.name, _free_name(name, but=group)
    if name == before:
        return False
    group.name, group.name_key = name, fold(name)
    announce(GroupRenamed(group_id=group.id, by_id=by.id, before=before, after=name))
    return True


def delete_group(group: Group, *, by: Person) -> None:
    """Delete the group, and with it everything that it opened to its members."""
    require(may_change_group(by, group))
    announce(GroupDeleted(group_id=group.id, by_id=by.id, name=group.name))
    db.session.delete(group)


def add_to_group(group: Group, handle: str, *, by: Person) -> bool:
    """Let the member with this handle belong to the group; False when they do already."""
    require(may_change_group(by, group))
    member = find_member(handle.strip().removeprefix("@"))
    if member is None:
        raise Invalid("handle", "There is no member with this handle.")
    if member.standing in {Standing.PLACEHOLDER, Standing.LEAVING, Standing.LEFT}:
        raise Invalid("handle", "The name of an imported author cannot belong to a group.")
    belonging = db.session.get(GroupMember, (group.id, member.id))
    is_by_own_hand = member.id == by.id
    if belonging is not None and (is_by_own_hand or not belonging.by_own_hand):
        return False
    if belonging is None:
        belonging = GroupMember(group_id=group.id, member_id=member.id)
        db.session.add(belonging)
    belonging.by_own_hand = is_by_own_hand
    announce(GroupMemberAdded(group_id=group.id, member_id=member.id, by_id=by.id))
    return True


def remove_from_group(group: Group, member: Member, *, by: Person) -> bool:
    """Let a member no longer belong to the group; False when they do not."""
    require(may_change_group(by, group))
    belonging = db.session.get(GroupMember, (group.id, member.id))
    if belonging is None:
        return False
    db.session.delete(belonging)
    announce(GroupMemberRemoved(group_id=group.id, member_id=member.id, by_id=by.id))
    return True


def _free_name(name: str, *, but: Group | None = None) -> str:
    name = check_line(name, field="name", longest=LONGEST_NAME)
    other = find_group(name)
    if other is not None and other is not but:
        raise Invalid("name", "There is a group with this name already.")
    return name
