"""Members whose role needs a second factor set one up before anything else."""

from flask import Flask, flash, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.factors.rules import lacks_factor
from forum.kernel.application import this_settings
from forum.kernel.web import is_public, see_other


def ask_for_second_factor() -> Response | None:
    """Lead members whose role needs a second factor to where they set one up, and nowhere else."""
    endpoint = request.endpoint or ""
    if is_public(request.endpoint) or endpoint.startswith("factors."):
        return None
    if not lacks_factor(current_person(), this_settings().second_factor):
        return None
    flash("Your role here needs a second factor. Please set one up first.")
    return see_other("/second-factor")


def init_guard(app: Flask) -> None:
    """Install what stands before every request."""
    app.before_request(ask_for_second_factor)
