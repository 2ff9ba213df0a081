"""A fresh proof of who one is, which sensitive acts ask for.

It stands below all that asks for it, circles and second factors alike.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote

from flask import render_template, request

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.web import see_other, typed_words, where_from

V = TypeVar("V", bound=Callable[..., Any])
PROOF_LASTS = timedelta(minutes=15)
"""For so long after proving who they are, a member may do what is sensitive."""


def has_fresh_proof(person: Person, moment: datetime) -> bool:
    """Tell whether the person has proved lately, in this browser, who they are."""
    return person.proven_at is not None and moment - person.proven_at <= PROOF_LASTS


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
