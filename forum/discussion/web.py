"""The template tools that discussions bring."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.current import current_person
from forum.accounts.models import Member
from forum.accounts.slots import AdminLink, admin_links, on_profile
from forum.accounts.values import Person
from forum.discussion import rules
from forum.discussion.addresses import address_in, tag_address
from forum.discussion.fragments import render_lines, render_navigation
from forum.discussion.queries.activity import page_of_activity
from forum.discussion.queries.categories import directory, visible_categories
from forum.kernel.clock import now
from forum.kernel.links import link_to
from forum.kernel.times import full_time, short_time

ON_PROFILE = 5  # posts; the rest is a page away


def writing_of(person: Person, member: Member) -> Markup:
    """Show what the member wrote last, and name the categories that they look after."""
    cards = [card for card in visible_categories(person) if member.id in card.facilitator_ids]
    latest = page_of_activity(member, person).lines[:ON_PROFILE]
    page = render_template("discussion/_on_profile.html", member=member, cards=cards, latest=latest)
    return Markup(page)  # noqa: S704 -- our own template


def links_to_categories(person: Person) -> list[AdminLink]:
    """Offer the hosts' page about categories."""
    if not rules.may_manage_categories(person):
        return []
    return [AdminLink("Categories", "/admin/categories", "Who may do what where.")]


def init_web(app: Flask) -> None:
    """Give the templates the rules, links and look-ups of discussions."""
    for name in dir(rules):
        if name.startswith("may_"):
            app.jinja_env.globals[name] = getattr(rules, name)
    on_profile.fill(writing_of)
    admin_links.fill(links_to_categories)
    app.jinja_env.globals.update(
        link_to=link_to,
        address_in=address_in,
        tag_address=tag_address,
        render_lines=lambda lines: render_lines(lines, current_person()),
        main_navigation=render_navigation,
        visible_categories=visible_categories,
        category_of=lambda id_: directory().by_id[id_],
        category_path=lambda id_: directory().path(id_),
        short_time=_in_zone(short_time),
        full_time=_in_zone(full_time),
        page_made=lambda: full_time(now(), current_person().preferences.timezone),
    )


def _in_zone(show: Callable[[datetime, str], str]) -> Callable[[datetime], str]:
    return lambda at: show(at, current_person().preferences.timezone)
