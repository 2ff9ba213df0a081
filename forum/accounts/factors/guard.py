"""What needs a second factor, or a fresh proof, before it is shown or done."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.factors.rules import has_fresh_proof, lacks_factor
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.web import is_public, see_other, typed_words, where_from

V = TypeVar("V", bound=Callable[..., Any])


def sensitive(view: V) -> V:
    """Ask for a fresh proof before this view: whoever sits down at an open browser stops here."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if has_fresh_proof(current_person(), now()):
            return view(*args, **kwargs)
        if request.method == "GET":
            return see_other(f"/prove?next={quote(request.full_path.rstrip('?'))}")
        back = where_from("/preferences")
        page = render_template("accounts/prove_first.html", kept=typed_words(), back=back)
        return page, 403

    return guarded  # type: ignore[return-value]


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
