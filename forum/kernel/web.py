"""What all pages share: who may come without signing in, refusals as pages, headers."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, render_template, request, session
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from forum.kernel.assets import init_assets
from forum.kernel.compression import init_compression
from forum.kernel.db import reading
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted, Refusal
from forum.kernel.macros import Macros
from forum.kernel.routing import init_routing

log = logging.getLogger(__name__)
V = TypeVar("V", bound=Callable[..., Any])

TYPED = frozenset(
    {"title", "body", "because", "note", "bio", "ask_me_about", "about", "text"}
    | {"words", "decisions", "questions"}
)
"""Fields with words that somebody would not like to write twice."""

MOST_MESSAGES = 3
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ASSET_HEADERS = tuple((name, name.lower(), value) for name, value in HEADERS.items())
PAGE_HEADERS = (*ASSET_HEADERS, ("Cache-Control", "cache-control", "private, no-cache"))


def public(view: V) -> V:
    """Let visitors come to this view; every other one sends them to the sign-in page."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(endpoint: str | None) -> bool:
    """Tell whether visitors may come to the endpoint."""
    if endpoint is None:
        return False
    return endpoint == "static" or getattr(current_app.view_functions[endpoint], "is_public", False)


def reads_only(view: V) -> V:
    """Let a view that is posted to, for its long words, keep out of the way of those who write."""
    view.reads_only = True  # type: ignore[attr-defined]
    return view


def writes(view: V) -> V:
    """Let a view write that others can lead to by a GET alone, as OpenID Connect's way back."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def only_reads() -> bool:
    """Tell whether the request at hand changes nothing."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS:
        return not (request.method == "GET" and getattr(view, "writes", False))
    return getattr(view, "reads_only", False)


def see_other(address: str) -> AnyResponse:
    """Lead to a page after an act, so that reloading it does not act again."""
    return redirect(address, 303)


def shown_once(page: str) -> Response:
    """Answer with a page that holds a secret, which no browser and no one on the way may keep."""
    response = Response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def local_address(address: str | None, otherwise: str = "/") -> str:
    """Return the address when it stays on this site, so that no link of ours leads astray."""
    if not address or not address.startswith("/") or "\\" in address:
        return otherwise
    if address.startswith("//") or " " in address or not address.isprintable():
        return otherwise
    return address


def where_from(otherwise: str = "/") -> str:
    """Return the page of ours that the form stood on which was sent."""
    parts = urlsplit(request.referrer or "")
    is_ours = parts.netloc == request.host
    return local_address(parts.path if is_ours else None, otherwise)


def typed_words() -> str:
    """Return the words in the form that was sent, for whoever must not write them twice."""
    return "\n\n".join(
        text
        for name, text in request.form.items(multi=True)
        if text and (name in TYPED or name.startswith("answer-"))
    )


def add_refusal(form: FlaskForm, refusal: Invalid) -> None:
    """Show the refusal at the field that it belongs to, or above the form."""
    if refusal.field not in form:
        form.form_errors.append(refusal.sentence)
        return
    field = form[refusal.field]
    field.errors = [*field.errors, refusal.sentence]


@contextmanager
def refusals_shown_in(form: FlaskForm) -> Iterator[None]:
    """Show what is refused inside at the form instead of ending the request.

    With one such block per check, a member learns about everything at once.
    """
    try:
        yield
    except Invalid as refusal:
        add_refusal(form, refusal)
    except NotPermitted as refusal:
        form.form_errors.append(refusal.sentence)


def init_web(app: Flask) -> None:
    """Install error pages, headers and the template tools of the kernel."""
    init_compression(app)  # the first to be told is the last to act
    init_routing(app)
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(CSRFError, show_stale_form)
    app.register_error_handler(Exception, show_fault)
    app.after_request(add_headers)
    app.after_request(keep_few_messages)
    init_assets(app)
    app.jinja_env.globals["macros"] = Macros(app.jinja_env)


def keep_few_messages(response: Response) -> Response:
    """Keep the newest messages that wait to be shown: all of them stand in one small cookie."""
    if session.modified and len(waiting := session.get("_flashes", ())) > MOST_MESSAGES:
        session["_flashes"] = waiting[-MOST_MESSAGES:]
    return response


def add_headers(response: Response) -> Response:
    """Forbid what pages of ours never need; pages of members are kept by nobody on the way."""
    # One look for all of them: asking for each by itself walks through all headers every time.
    given = {name.lower() for name, _ in response.headers}
    wanted = ASSET_HEADERS if request.endpoint == "static" else PAGE_HEADERS
    for name, lower, value in wanted:
        if lower not in given:
            response.headers.add(name, value)
    return response


def show_refusal(refusal: Refusal) -> tuple[str, int]:
    """Answer an expected refusal with a page; missing and hidden things look the same."""
    match refusal:
        case NotFound():
            return not_found_page()
        case NotPermitted():
            return error_page(403, "That is not possible", refusal.sentence)
        case Conflict():
            return error_page(409, "Somebody was quicker", refusal.sentence)
        case _:
            return error_page(422, "That cannot be accepted", refusal.sentence)


def not_found_page() -> tuple[str, int]:
    """Say that there is nothing here, whatever the reason."""
    sentence = "The address may be wrong, or what was here may have been moved or withdrawn."
    return error_page(404, "There is nothing here", sentence)


def show_http_error(error: HTTPException) -> tuple[str, int] | AnyResponse:
    """Answer errors of the protocol with a page of ours."""
    code = error.code or 500
    if code in {404, 405}:
        return not_found_page()
    if code < 400:
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        return error_page(413, "That is too large", "Please send less at once.")
    return error_page(code, error.name, "The request could not be understood.")


def show_stale_form(_error: CSRFError) -> tuple[str, int]:
    """Explain a form whose protection against forgery has run out, and give the text back."""
    sentence = (
        "This form was opened before you signed in or out. Nothing was changed. "
        "Your text is below: copy it, open the form again and paste it."
    )
    return error_page(400, "Please open the form again", sentence)


def show_fault(error: Exception) -> tuple[str, int]:
    """Log a fault of the program and say that it is not the member's."""
    # A secret in an address must not stand in a log.
    is_secret = "token" in (request.view_args or {})
    place = request.url_rule if is_secret else request.path
    log.error("A page failed: %s %s", request.method, place, exc_info=error)
    return error_page(500, "Something broke here", "The fault is ours. Nothing was changed.")


def error_page(code: int, title: str, sentence: str) -> tuple[str, int]:
    """Render the page of a refusal, with the words that were sent: a thread may go while one writes."""
    kept = "" if request.method in SAFE_METHODS else _readable_words()
    with reading():
        page = render_template("web/error.html", title=title, sentence=sentence, kept=kept)
    return page, code


def _readable_words() -> str:
    try:
        return typed_words()
    except HTTPException:  # what was sent cannot be read, which is what the page says
        return ""
