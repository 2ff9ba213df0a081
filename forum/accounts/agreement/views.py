"""The rules that hold, the ones that held, and the page where hosts publish new ones."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.agreement.operations import publish_rules, say_rules_read
from forum.accounts.agreement.queries import (
    current_rules,
    current_version,
    find_unread_version,
    get_version,
    list_versions,
)
from forum.accounts.current import current_person
from forum.accounts.forms import RulesForm
from forum.accounts.rules import may_publish_rules
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("rules", __name__)
blueprints = (bp,)

BLANK = 3
"""Empty places below the rules, for new ones."""


@bp.get("/rules")
def show_rules() -> str:
    """Show the rules that hold, and since when."""
    return render_template(
        "accounts/rules.html",
        version=current_version(),
        versions=list_versions(),
        is_current=True,
        unread=find_unread_version(current_person()),
    )


@bp.post("/rules/<int:version_id>/read")
def mark_read(version_id: int) -> ResponseReturnValue:
    """Take note that the member has read a version."""
    say_rules_read(get_version(version_id), by=current_person())
    flash("Thank you for reading our rules.")
    return see_other("/rules")


@bp.get("/rules/<int:version_id>")
def show_version(version_id: int) -> str:
    """Show the rules as they stood in one version."""
    versions = list_versions()
    version = get_version(version_id)
    is_current = version.id == versions[0].id
    return render_template(
        "accounts/rules.html",
        version=version,
        versions=versions,
        is_current=is_current,
        unread=None,
    )


@bp.get("/admin/rules")
def show_edit() -> str:
    """Show the form with the rules that hold."""
    require(may_publish_rules(current_person()))
    return _page(RulesForm(data={"rules": _rows()}))


@bp.post("/admin/rules")
def publish() -> ResponseReturnValue:
    """Publish a new version."""
    person = current_person()
    require(may_publish_rules(person))
    form = RulesForm()
    if form.validate():
        rules = [(row["title"] or "", row["text"] or "") for row in form.rules.data]
        with refusals_shown_in(form):
            publish_rules(rules, by=person, because=form.because.data)
    if form.errors:
        return _page(form), 422
    flash("The new version of the rules holds from now on.")
    return see_other("/rules")


def _rows() -> list[dict[str, str]]:
    rows = [{"title": rule.title, "text": rule.text} for rule in current_rules()]
    return rows + [{"title": "", "text": ""}] * BLANK


def _page(form: RulesForm) -> str:
    return render_template("accounts/admin_rules.html", form=form)
