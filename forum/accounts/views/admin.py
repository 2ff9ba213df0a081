"""The hosts' start page, and what hosts do for and about members."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.factors.forms import FreeForm
from forum.accounts.factors.operations import free_from_factors
from forum.accounts.forms import DeactivateForm, RoleForm
from forum.accounts.models import Member
from forum.accounts.operations.members import (
    change_role,
    deactivate_member,
    reactivate_member,
)
from forum.accounts.operations.passwords import send_reset_link
from forum.accounts.proof import sensitive
from forum.accounts.queries import get_member, groups_of_member, page_of_members
from forum.accounts.rules import may_manage_members
from forum.accounts.slots import admin_links
from forum.accounts.values import Person, Role, Standing
from forum.kernel.paging import page_address, page_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("")
def show_start() -> str:
    """Show the pages for those who run the place."""
    person = _host()
    links = [link for offer in admin_links for link in offer(person)]
    return render_template("accounts/admin.html", links=links)


@bp.get("/members")
def show_members() -> str:
    """Show everybody, deactivated members and imported authors too."""
    words = request.args.get("q", "").strip()
    number = page_number(request.args.get("page"))
    found = page_of_members(_host(), words=words, number=number, standings=tuple(Standing))
    return render_template(
        "accounts/admin_members.html", found=found, words=words, address=page_address()
    )


@bp.get("/members/<handle>")
def show_member(handle: str) -> ResponseReturnValue:
    """Show what a host can do for and about a member."""
    return _page(get_member(handle, by=_host()))


@bp.post("/members/<handle>/role")
@sensitive
def give_role(handle: str) -> ResponseReturnValue:
    """Give the member another role."""
    person = _host()
    member = get_member(handle, by=person)
    form = RoleForm()
    if not form.validate():
        return _page(member, 422, role=form)
    with refusals_shown_in(form):
        change_role(member, Role(form.role.data), by=person)
    if form.errors:
        return _page(member, 422, role=form)
    flash(f"{member.name} is a {form.role.data} now.")
    # Who has just given up being a host would find nothing there.
    return see_other("/" if member.id == person.id else f"/admin/members/{member.handle}")


@bp.post("/members/<handle>/deactivate")
@sensitive
def deactivate(handle: str) -> ResponseReturnValue:
    """Keep the member from signing in."""
    person = _host()
    member = get_member(handle, by=person)
    form = DeactivateForm()
    with refusals_shown_in(form):
        deactivate_member(member, by=person, because=form.because.data)
    if form.errors:
        return _page(member, 422, leaving=form)
    flash(f"{member.name} can no longer sign in.")
    return see_other("/" if member.id == person.id else f"/admin/members/{member.handle}")


@bp.post("/members/<handle>/reactivate")
@sensitive
def reactivate(handle: str) -> ResponseReturnValue:
    """Let the member sign in again."""
    person = _host()
    member = get_member(handle, by=person)
    reactivate_member(member, by=person)
    flash(f"{member.name} can sign in again.")
    return see_other(f"/admin/members/{member.handle}")


@bp.post("/members/<handle>/reset")
@sensitive
def reset(handle: str) -> ResponseReturnValue:
    """Send the member, and nobody else, a link for a new password."""
    person = _host()
    member = get_member(handle, by=person)
    if send_reset_link(member, by=person):
        flash(f"A letter with a link is on its way to {member.name}.")
        return see_other(f"/admin/members/{member.handle}")
    return see_other(f"/admin/members/{member.handle}/recovery")


@bp.post("/members/<handle>/second-factors")
@sensitive
def free(handle: str) -> ResponseReturnValue:
    """Take all second factors from a member who has lost them."""
    person, form = _host(), FreeForm()
    member = get_member(handle, by=person)
    with refusals_shown_in(form):
        free_from_factors(member, by=person, because=form.because.data)
    if form.errors:
        return _page(member, 422, freeing=form)
    flash(f"{member.name} signs in with the password alone now, and was told so.")
    return see_other(f"/admin/members/{member.handle}")


def _host() -> Person:
    person = current_person()
    require(may_manage_members(person))
    return person


def _page(
    member: Member,
    status: int = 200,
    *,
    role: RoleForm | None = None,
    leaving: DeactivateForm | None = None,
    freeing: FreeForm | None = None,
) -> tuple[str, int]:
    page = render_template(
        "accounts/admin_member.html",
        member=member,
        groups=groups_of_member(member),
        role=role or RoleForm(formdata=None, obj=member),
        leaving=leaving or DeactivateForm(formdata=None),
        freeing=freeing or FreeForm(formdata=None),
    )
    return page, status
