"""Members' pages, and pictures."""

from flask import Blueprint, Response, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.forms import PictureForm, ProfileForm
from forum.accounts.models import Member
from forum.accounts.operations.profiles import Description, describe, edit_profile, set_picture
from forum.accounts.pictures import square_picture
from forum.accounts.queries import (
    bio_for_reading,
    get_member,
    get_member_by_id,
    list_organisations,
)
from forum.accounts.rules import may_edit_profile
from forum.accounts.slots import on_profile
from forum.kernel.db import undo
from forum.kernel.errors import NotFound
from forum.kernel.storage import storage
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("profiles", __name__)


@bp.get("/u/<handle>")
def show_profile(handle: str) -> str:
    """Show who a member is."""
    person = current_person()
    member = get_member(handle, by=person)
    return render_template(
        "accounts/profile.html",
        member=member,
        bio=bio_for_reading(member),
        parts=[part(person, member) for part in on_profile],
    )


@bp.get("/u/<handle>/edit")
def show_edit(handle: str) -> ResponseReturnValue:
    """Show the form with what the member tells about themselves."""
    member = _own(handle)
    return _page(_filled(member), PictureForm(), member)


@bp.post("/u/<handle>/edit")
def edit(handle: str) -> ResponseReturnValue:
    """Keep what the member tells about themselves."""
    form = ProfileForm()
    # The text is rendered before the database is asked, so that nobody waits for it.
    description = None
    if form.validate():
        with refusals_shown_in(form):
            description = _description(form)
    member = _own(handle)
    chosen = [row for row in list_organisations() if row.id in (form.organisations.data or [])]
    if description is None:
        return _page(form, PictureForm(), member, 422)
    with refusals_shown_in(form):
        edit_profile(
            member,
            description,
            organisations=chosen,
            new_organisation=form.new_organisation.data,
            by=current_person(),
        )
    if form.errors:
        undo()
        return _page(form, PictureForm(), member, 422)
    flash("Your profile is saved.")
    return see_other(f"/u/{member.handle}")


@bp.post("/u/<handle>/picture")
def send_picture(handle: str) -> ResponseReturnValue:
    """Keep a new picture, cut to a square."""
    form = PictureForm()
    key = None
    _own(handle)
    # Cutting a picture takes its time, in which nobody else shall wait for the database.
    undo()
    if form.validate():
        with refusals_shown_in(form):
            key = storage().put(square_picture(form.picture.data.stream))
    member = _own(handle)
    if key is None:
        return _page(_filled(member), form, member, 422)
    set_picture(member, key, by=current_person())
    flash("Your picture is saved.")
    return see_other(f"/u/{member.handle}/edit")


@bp.post("/u/<handle>/picture/remove")
def remove_picture(handle: str) -> ResponseReturnValue:
    """Show initials again."""
    member = _own(handle)
    set_picture(member, None, by=current_person())
    flash("Your picture is removed.")
    return see_other(f"/u/{member.handle}/edit")


@bp.get("/pictures/<int:member_id>/<token>")
def show_picture(member_id: int, token: str) -> Response:
    """Send a member's picture; its address changes with it, so that browsers may keep it."""
    member = get_member_by_id(member_id, by=current_person())
    if not member.picture or member.picture[-8:] != token:
        raise NotFound
    try:
        data = storage().get(member.picture)
    except FileNotFoundError:
        raise NotFound from None
    response = Response(data, mimetype="image/webp")
    response.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return response


def _own(handle: str) -> Member:
    person = current_person()
    member = get_member(handle, by=person)
    require(may_edit_profile(person, member))
    return member


def _filled(member: Member) -> ProfileForm:
    """Return the form with what the member has told so far, whatever else was sent along."""
    return ProfileForm(
        formdata=None,
        name=member.name,
        pronouns=member.pronouns,
        jurisdictions=", ".join(member.jurisdictions),
        languages=", ".join(member.languages),
        ask_me_about=member.ask_me_about,
        bio=member.bio,
        organisations=[organisation.id for organisation in member.organisations],
    )


def _description(form: ProfileForm) -> Description:
    return describe(
        name=form.name.data,
        pronouns=form.pronouns.data,
        jurisdictions=form.jurisdictions.data,
        languages=form.languages.data,
        ask_me_about=form.ask_me_about.data,
        bio=form.bio.data,
    )


def _page(
    form: ProfileForm, picture_form: PictureForm, member: Member, status: int = 200
) -> tuple[str, int]:
    form.organisations.choices = {str(row.id): row.name for row in list_organisations()}
    page = render_template(
        "accounts/profile_edit.html", form=form, picture_form=picture_form, member=member
    )
    return page, status
