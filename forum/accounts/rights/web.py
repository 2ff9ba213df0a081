"""What exports and leaving bring to the pages of others."""

from collections.abc import Sequence

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.rights.guard import init_guard
from forum.accounts.rights.queries import list_bulk_exports, list_own_exports
from forum.accounts.rights.values import ANNOUNCED_FOR
from forum.accounts.slots import Need, Section, for_you, on_preferences
from forum.accounts.values import Person


@on_preferences.fill
def kept_on_preferences(person: Person) -> Markup:
    """Lead to the account of what is kept, to an export and to leaving."""
    page = render_template("rights/_on_preferences.html", person=person)
    return Markup(page)  # noqa: S704 -- our own template


@for_you.fill
def exports_for_you(person: Person) -> Sequence[Section]:
    """Tell of one's own export that can be fetched, and of exports of many threads."""
    own = [
        Need("Your export can be fetched", "/preferences/kept#export", at=export.made_at)
        for export in list_own_exports(person)
        if export.made_at is not None
    ]
    many = [
        Need(
            f"{one.what}: exported by {one.asked_by} and {one.confirmed_by}",
            "/exports",
            one.because,
            one.made_at,
        )
        for one in list_bulk_exports(since=ANNOUNCED_FOR)
    ]
    sections = (Section("Your export", own, 3), Section("Exports of many threads", many, 90))
    return [section for section in sections if section.needs]


def init_web(app: Flask) -> None:
    """Install the guard."""
    init_guard(app)
