"""What second factors bring to all pages."""

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.factors.guard import init_guard
from forum.accounts.factors.queries import factors_of
from forum.accounts.slots import on_preferences
from forum.accounts.values import Person


@on_preferences.fill
def factors_on_preferences(person: Person) -> Markup:
    """Say how the person proves who they are, and lead to where it is changed."""
    factors = factors_of(person.member_id)
    page = render_template("accounts/_factors_on_preferences.html", factors=factors)
    return Markup(page)  # noqa: S704 -- our own template


def init_web(app: Flask) -> None:
    """Install the guard."""
    init_guard(app)
