"""The page of keys, for those who would like to know them, and the switch that turns them off."""

from flask import Blueprint, current_app, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person, forget_current_person
from forum.accounts.operations.profiles import use_keys
from forum.accounts.queries import get_own_member
from forum.discussion.keys import KEYS, Key
from forum.kernel.web import see_other

bp = Blueprint("keys", __name__)


@bp.get("/keys")
def show_keys() -> str:
    """Show what keys do."""
    groups = [(group.title, [key for key in group.keys if _leads(key)]) for group in KEYS]
    return render_template("discussion/keys.html", groups=groups)


@bp.post("/keys")
def switch_keys() -> Response:
    """Switch keys on or off, on every device of the member."""
    person = current_person()
    is_on = request.form.get("keys") == "on"
    use_keys(get_own_member(person), is_on, by=person)
    forget_current_person()
    flash("Keys are on." if is_on else "Keys are off, on all your devices.")
    return see_other("/keys")


def _leads(key: Key) -> bool:
    """Tell whether the page that the key leads to is there."""
    if not key.address:
        return True
    return any(rule.rule.startswith(key.address) for rule in current_app.url_map.iter_rules())
