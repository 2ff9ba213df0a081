"""Who has asked to be erased meets one page only: where it can be stopped."""

from flask import Flask, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.kernel.web import is_public, see_other

OPEN = frozenset(
    {"factors.show_prove", "factors.prove", "sign_in.sign_out_of_this_browser"}
    | {"leaving.show", "leaving.stop", "leaving.do_now", "kept.show", "kept.ask", "kept.fetch"}
)


def lead_to_leaving() -> Response | None:
    """Lead members who are leaving to where they can stay."""
    if is_public(request.endpoint) or request.endpoint in OPEN or not current_person().is_leaving:
        return None
    return see_other("/leaving")


def init_guard(app: Flask) -> None:
    """Install what stands before every request."""
    app.before_request(lead_to_leaving)
