"""What the health of the community brings to other pages, and words for its own."""

from collections.abc import Sequence

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.slots import AdminLink, Need, Section, admin_links, for_you, on_preferences
from forum.accounts.values import Person
from forum.facilitation.health import wording
from forum.facilitation.health.forms import RoleGroupForm
from forum.facilitation.health.queries.measures import list_role_groups, own_role_group
from forum.facilitation.health.queries.pulses import is_asked
from forum.facilitation.health.rules import (
    may_answer_pulse,
    may_choose_role_group,
    may_open_measures,
    may_set_up_health,
)

PLACE = 95
"""The questions stand below all that waits for somebody."""


def role_group_on_preferences(person: Person) -> Markup:
    """Let a member say what they are, where hosts have written a list."""
    if not may_choose_role_group(person):
        return Markup("")
    groups = list_role_groups(by=person)
    if not groups:
        return Markup("")
    form = RoleGroupForm(formdata=None, role_group=own_role_group(person))
    form.offer(groups)
    page = render_template("facilitation/health/_on_preferences.html", form=form)
    return Markup(page)  # noqa: S704 -- our own template


def questions_of_the_quarter(person: Person) -> Sequence[Section]:
    """Ask the three questions, once a quarter."""
    if not may_answer_pulse(person) or not is_asked(person):
        return ()
    need = Need("How is it here? Three questions, without your name", "/health/questions")
    return (Section("Once a quarter", (need,), PLACE),)


def link_for_hosts(person: Person) -> Sequence[AdminLink]:
    """Lead hosts to the list of role groups and the working days."""
    if not may_set_up_health(person):
        return ()
    about = "What members can say that they are, and the days on which the community works."
    return (AdminLink("Role groups and working days", "/admin/health", about),)


def init_web(app: Flask) -> None:
    """Fill the slots of accounts, and give the templates words and rules."""
    on_preferences.fill(role_group_on_preferences)
    for_you.fill(questions_of_the_quarter)
    admin_links.fill(link_for_hosts)
    app.jinja_env.globals.update(health_words=wording, may_open_measures=may_open_measures)
