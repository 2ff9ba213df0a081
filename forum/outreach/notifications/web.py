"""What notifications bring to the pages: the bell in the header, and parts of others' pages."""

from collections.abc import Collection, Sequence

from flask import Flask, current_app, render_template, request
from markupsafe import Markup

from forum.accounts.current import current_person
from forum.accounts.slots import (
    Section,
    along_with_person,
    for_you,
    on_preferences,
    open_to_guests,
)
from forum.accounts.values import Person
from forum.discussion.slots import unwanted_by
from forum.outreach.notifications.queries.facts import unwanted_causes
from forum.outreach.notifications.queries.lines import bell_of, has_unread
from forum.outreach.notifications.queries.needs import endings, section_of
from forum.outreach.notifications.values import CAUSE_ABOUT, Bell, Cause

FOR_GUESTS = frozenset(
    f"notifications.{name}"
    for name in ("show_notifications", "bell", "mark_one_read", "needs_no_answer")
) | {"notifications.mark_everything_read", "notifications.save_causes"}
"""What guests are told is what happens in their threads."""


def render_bell(person: Person, back: str) -> Markup:
    """Return the menu in the header with what is unread; `back` is the page that it stands on."""
    bell = bell_of(person)
    return _render(bell, back) if bell.count else _quiet_bell()


def _quiet_bell() -> Markup:
    """Return the menu of all who have nothing unread: most pages show it, so it is kept."""
    kept: dict[str, Markup] = current_app.extensions.setdefault("folkmoot_bell", {})
    if "quiet" not in kept or current_app.debug:
        kept["quiet"] = _render(Bell(), "")
    return kept["quiet"]


def _render(bell: Bell, back: str) -> Markup:
    template = current_app.jinja_env.get_template("notifications/_bell.html")
    return Markup(template.render(bell=bell, back=back))  # noqa: S704 -- our own template


def causes_on_preferences(person: Person) -> Markup:
    """Show what the member is told of."""
    unwanted = unwanted_causes([person.member_id]).get(person.member_id, set())
    page = render_template(
        "notifications/_on_preferences.html", causes=CAUSE_ABOUT, unwanted=unwanted
    )
    return Markup(page)  # noqa: S704 -- our own template


def calls_without_answer(person: Person) -> Sequence[Section]:
    """Return who has called the member, replied to them, or what they wanted to be reminded of."""
    return [
        section_of(Cause.MENTIONED, "You were mentioned", 10, person),
        section_of(Cause.REPLIED, "Replies to you", 20, person),
        section_of(Cause.REMINDED, "You asked to be reminded", 5, person),
        endings(person),
    ]


def who_does_not_want(cause: str, member_ids: Collection[int]) -> Collection[int]:
    """Return the members among these who have switched a cause off."""
    unwanted = unwanted_causes(member_ids)
    return {id_ for id_ in member_ids if Cause(cause) in unwanted.get(id_, ())}


def init_web(app: Flask) -> None:
    """Fill the slots of the lower floors, and give the templates the bell."""
    unwanted_by.fill(who_does_not_want)
    open_to_guests.fill(lambda: FOR_GUESTS)
    along_with_person.fill(has_unread)
    on_preferences.fill(causes_on_preferences)
    for_you.fill(calls_without_answer)
    app.jinja_env.globals["notification_bell"] = lambda: render_bell(
        current_person(), request.full_path.rstrip("?")
    )
