"""What guests may come to: everything else is missing for them, and all of it after their visit."""

from flask import Flask, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.slots import open_to_guests
from forum.kernel.errors import NotFound
from forum.kernel.web import is_public, see_other

AFTERWARDS = frozenset(
    {"guests.show_visit", "sign_in.sign_out_of_this_browser", "factors.show_prove", "factors.prove"}
    | {"kept.show", "kept.ask", "kept.fetch", "leaving.show_form", "leaving.leave"}
    | {"leaving.show", "leaving.stop", "leaving.do_now"}
)
"""What is left when a visit has ended: one's own data, and the way out."""

MEANWHILE = AFTERWARDS | {
    "profiles.show_profile",
    "profiles.show_picture",
    "preferences.show_preferences",
    "preferences.save_reading",
    "preferences.change_email",
    "preferences.save_password",
    "preferences.sign_one_out",
    "preferences.sign_out_others",
    "factors.show_factors",
    "factors.set_up_app",
    "factors.take_app",
    "factors.give_up_app",
    "factors.renew_codes",
    "factors.take_passkey",
    "factors.give_up_passkey",
    "rules.show_rules",
    "rules.mark_read",
}


@open_to_guests.fill
def pages_of_ones_own() -> frozenset[str]:
    """Let guests see who writes in their threads, and look after their own account."""
    return MEANWHILE


def is_open_to_guests(endpoint: str | None) -> bool:
    """Tell whether guests may come to the endpoint, as long as something is open to them."""
    return any(endpoint in fill() for fill in open_to_guests)


def stop_guests() -> Response | None:
    """Answer guests elsewhere as if nothing were there; after their visit, as visitors are answered."""
    person, endpoint = current_person(), request.endpoint
    if not person.is_guest or is_public(endpoint):
        return None
    if person.is_past_guest:
        return None if endpoint in AFTERWARDS else see_other("/login")
    if endpoint == "lists.latest" and request.path == "/":
        return see_other("/visit")
    if endpoint is not None and not is_open_to_guests(endpoint):
        raise NotFound
    return None


def init_guard(app: Flask) -> None:
    """Install what stands before every request."""
    app.before_request(stop_guests)
