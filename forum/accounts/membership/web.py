"""What membership brings to other pages."""

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.membership.forms import ListingForm
from forum.accounts.models import Member
from forum.accounts.queries import get_own_member
from forum.accounts.rules import lasts
from forum.accounts.slots import on_preferences, on_profile
from forum.accounts.values import Person, Standing
from forum.kernel.clock import now


def membership_on_preferences(person: Person) -> Markup:
    """Let the member stand in the directory or not, and lead to pausing and leaving."""
    if person.is_guest:
        return Markup("")
    form = ListingForm(formdata=None, obj=get_own_member(person))
    page = render_template("accounts/membership/_on_preferences.html", form=form)
    return Markup(page)  # noqa: S704 -- our own template


def pause_on_profile(_person: Person, member: Member) -> Markup:
    """Say on a member's page that they are away."""
    is_paused = member.standing is Standing.ACTIVE and lasts(member.paused_until, now())
    if not is_paused:
        return Markup("")
    page = render_template("accounts/membership/_on_profile.html", until=member.paused_until)
    return Markup(page)  # noqa: S704 -- our own template


def init_web(_app: Flask) -> None:
    """Fill the slots of accounts."""
    on_preferences.fill(membership_on_preferences)
    on_profile.fill(pause_on_profile)
