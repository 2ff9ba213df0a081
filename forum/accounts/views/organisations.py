"""Organisations, listed and described by hosts."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.forms import OrganisationForm
from forum.accounts.models import Organisation
from forum.accounts.operations.organisations import edit_organisation, make_organisation
from forum.accounts.queries import get_organisation, list_organisations
from forum.accounts.rules import may_manage_organisations
from forum.kernel.db import undo
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("organisations", __name__, url_prefix="/admin/organisations")


@bp.get("")
def show_organisations() -> str:
    """Show all organisations."""
    require(may_manage_organisations(current_person()))
    return _list(OrganisationForm())


@bp.post("")
def make() -> ResponseReturnValue:
    """List an organisation."""
    person = current_person()
    require(may_manage_organisations(person))
    form = OrganisationForm()
    if form.validate():
        with refusals_shown_in(form):
            make_organisation(
                form.name.data,
                country=form.country.data,
                about=form.about.data,
                by=person,
            )
    if form.errors:
        undo()
        return _list(form), 422
    flash("The organisation is listed.")
    return see_other("/admin/organisations")


@bp.get("/<int:organisation_id>")
def show_edit(organisation_id: int) -> str:
    """Show the form with what is known of an organisation."""
    require(may_manage_organisations(current_person()))
    organisation = get_organisation(organisation_id)
    return _page(OrganisationForm(obj=organisation), organisation)


@bp.post("/<int:organisation_id>")
def edit(organisation_id: int) -> ResponseReturnValue:
    """Describe an organisation differently."""
    person = current_person()
    require(may_manage_organisations(person))
    organisation = get_organisation(organisation_id)
    form = OrganisationForm()
    if form.validate():
        with refusals_shown_in(form):
            edit_organisation(
                organisation,
                name=form.name.data,
                country=form.country.data,
                about=form.about.data,
                by=person,
            )
    if form.errors:
        undo()
        return _page(form, organisation), 422
    flash("The organisation is saved.")
    return see_other("/admin/organisations")


def _list(form: OrganisationForm) -> str:
    return render_template(
        "accounts/admin_organisations.html", form=form, organisations=list_organisations()
    )


def _page(form: OrganisationForm, organisation: Organisation) -> str:
    return render_template("accounts/admin_organisation.html", form=form, organisation=organisation)
