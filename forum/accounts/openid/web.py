"""What sign-in with a provider brings to all pages."""

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.openid.queries import identities_of
from forum.accounts.slots import on_preferences
from forum.accounts.values import Person
from forum.kernel.application import this_settings


@on_preferences.fill
def identities_on_preferences(person: Person) -> Markup:
    """Say with which accounts elsewhere the person signs in, and lead to where it is changed."""
    identities = identities_of(person.member_id)
    if not identities and not this_settings().has_openid:
        return Markup()
    page = render_template("accounts/openid/_on_preferences.html", identities=identities)
    return Markup(page)  # noqa: S704 -- our own template


def init_web(app: Flask) -> None:
    """Nothing more: the part of the preferences has been filled."""
