"""Groups, made and filled by hosts."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.forms import GroupForm, GroupMemberForm
from forum.accounts.models import Group
from forum.accounts.operations.groups import (
    add_to_group,
    delete_group,
    make_group,
    remove_from_group,
    rename_group,
)
from forum.accounts.queries import (
    get_group,
    get_member,
    list_groups,
    members_of_group,
)
from forum.accounts.rules import may_manage_groups
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("groups", __name__, url_prefix="/admin/groups")


@bp.get("")
def show_groups() -> str:
    """Show all groups, those that follow from roles first."""
    require(may_manage_groups(current_person()))
    return _list(GroupForm())


@bp.post("")
def make() -> ResponseReturnValue:
    """Make a group."""
    person = current_person()
    require(may_manage_groups(person))
    form = GroupForm()
    group = None
    if form.validate():
        with refusals_shown_in(form):
            group = make_group(form.name.data, by=person)
    return see_other(f"/admin/groups/{group.id}") if group else (_list(form), 422)


@bp.get("/<int:group_id>")
def show_group(group_id: int) -> ResponseReturnValue:
    """Show who belongs to a group."""
    return _page(get_group(group_id, by=current_person()))


@bp.post("/<int:group_id>/rename")
def rename(group_id: int) -> ResponseReturnValue:
    """Give a group another name."""
    person = current_person()
    group = get_group(group_id, by=person)
    form = GroupForm()
    if form.validate():
        with refusals_shown_in(form):
            rename_group(group, form.name.data, by=person)
    if form.errors:
        return _page(group, 422, naming=form)
    flash("The group is renamed.")
    return see_other(f"/admin/groups/{group.id}")


@bp.post("/<int:group_id>/delete")
def delete(group_id: int) -> ResponseReturnValue:
    """Delete a group and what it opened."""
    person = current_person()
    delete_group(get_group(group_id, by=person), by=person)
    flash("The group is deleted.")
    return see_other("/admin/groups")


@bp.post("/<int:group_id>/members")
def add(group_id: int) -> ResponseReturnValue:
    """Add a member to a group."""
    person = current_person()
    group = get_group(group_id, by=person)
    form = GroupMemberForm()
    if form.validate():
        with refusals_shown_in(form):
            add_to_group(group, form.handle.data, by=person)
    if form.errors:
        return _page(group, 422, adding=form)
    return see_other(f"/admin/groups/{group.id}")


@bp.post("/<int:group_id>/members/remove")
def remove(group_id: int) -> ResponseReturnValue:
    """Remove a member from a group."""
    person = current_person()
    group = get_group(group_id, by=person)
    remove_from_group(group, get_member(request.form.get("handle", ""), by=person), by=person)
    return see_other(f"/admin/groups/{group.id}")


def _list(form: GroupForm) -> str:
    groups = list_groups(by=current_person())
    return render_template("accounts/admin_groups.html", form=form, groups=groups)


def _page(
    group: Group,
    status: int = 200,
    *,
    naming: GroupForm | None = None,
    adding: GroupMemberForm | None = None,
) -> tuple[str, int]:
    page = render_template(
        "accounts/admin_group.html",
        group=group,
        belonging=members_of_group(group),
        naming=naming or GroupForm(formdata=None, obj=group),
        adding=adding or GroupMemberForm(formdata=None),
    )
    return page, status
