"""The template tools that discussions bring."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, render_template
from markupsafe import Markup

from forum.accounts.current import current_person
from forum.accounts.models import Member
from forum.accounts.queries import get_own_member
from forum.accounts.slots import AdminLink, admin_links, menu_links, on_preferences, on_profile
from forum.accounts.values import MessagesFrom, Person
from forum.discussion import rules
from forum.discussion.addresses import address_in, tag_address
from forum.discussion.following import FOLLOWING_WORDS
from forum.discussion.forms import NewnessForm
from forum.discussion.fragments import render_following_menu, render_lines, render_navigation
from forum.discussion.queries.activity import page_of_activity
from forum.discussion.queries.categories import directory, visible_categories
from forum.discussion.queries.followed import (
    list_followed_categories,
    list_followed_tags,
    page_of_followed_threads,
)
from forum.discussion.queries.following import followings_of, get_following_preference
from forum.discussion.queries.ignoring import list_ignored
from forum.discussion.queries.recipients import recipients_of
from forum.discussion.values import CategoryCard
from forum.kernel.links import link_to
from forum.kernel.times import full_time, short_time

MESSAGES_FROM = {
    MessagesFrom.EVERYONE: "Every member",
    MessagesFrom.KNOWN: "People I share a group with, or have written to in a conversation",
    MessagesFrom.FACILITATORS: "Nobody but facilitators",
}
ON_PROFILE = 5  # posts; the rest is a page away
ON_PREFERENCES = 10  # threads that one follows; the rest is a page away


def writing_of(person: Person, member: Member) -> Markup:
    """Show what the member wrote last, and name the categories that they look after."""
    cards = [card for card in visible_categories(person) if member.id in card.facilitator_ids]
    latest = page_of_activity(member, person).lines[:ON_PROFILE]
    page = render_template("discussion/_on_profile.html", member=member, cards=cards, latest=latest)
    return Markup(page)  # noqa: S704 -- our own template


def newness_of(person: Person) -> Markup:
    """Let the member say, among their preferences, how long threads are new."""
    form = NewnessForm(formdata=None, new_window=str(person.preferences.new_window))
    form.offer()
    page = render_template("discussion/_newness.html", form=form)
    return Markup(page)  # noqa: S704 -- our own template


def link_to_bookmarks(person: Person) -> tuple[str, str] | None:
    """Offer members what they have kept."""
    return ("Bookmarks", "/bookmarks") if person.is_member else None


def talking_to(person: Person, member: Member) -> Markup:
    """Offer to write to the member, and to ignore them or to hear from them again."""
    if not person.is_member or person.id == member.id:
        return Markup("")
    [recipient] = recipients_of([member], by=person)
    page = render_template(
        "discussion/_talking_to.html",
        member=member,
        verdict=rules.may_write_to(person, recipient),
        is_ignored=member.id in person.ignored,
    )
    return Markup(page)  # noqa: S704 -- our own template


def conversations_in_preferences(person: Person) -> Markup:
    """Let the member choose who may write to them, and undo what they ignore."""
    page = render_template(
        "discussion/_in_preferences.html",
        chosen=get_own_member(person).messages_from,
        choices=MESSAGES_FROM,
        ignored=list_ignored(person),
    )
    return Markup(page)  # noqa: S704 -- our own template


def link_to_conversations(person: Person) -> tuple[str, str] | None:
    """Link to the member's conversations from their own menu."""
    return ("Conversations", "/messages") if person.is_member else None


def link_to_drafts(_person: Person) -> tuple[str, str]:
    """Offer what the member has not sent yet."""
    return ("Drafts", "/drafts")


def following_on_preferences(person: Person) -> Markup:
    """Show what the member follows, with a way to change each."""
    page = render_template(
        "discussion/_on_preferences.html",
        preference=get_following_preference(person.member_id),
        categories=list_followed_categories(person),
        tags=list_followed_tags(person),
        threads=page_of_followed_threads(person).threads[:ON_PREFERENCES],
        choices=rules.THREAD_FOLLOWINGS,
        place_choices=rules.PLACE_FOLLOWINGS,
    )
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
    on_profile.fill(talking_to)
    on_profile.fill(writing_of)
    on_preferences.fill(newness_of)
    menu_links.fill(link_to_bookmarks)
    on_preferences.fill(following_on_preferences)
    on_preferences.fill(conversations_in_preferences)
    menu_links.fill(link_to_conversations)
    admin_links.fill(links_to_categories)
    menu_links.fill(link_to_drafts)
    app.jinja_env.globals.update(
        link_to=link_to,
        address_in=address_in,
        tag_address=tag_address,
        render_lines=lambda lines: render_lines(lines, current_person()),
        main_navigation=render_navigation,
        visible_categories=visible_categories,
        following_words=FOLLOWING_WORDS,
        following_menu_of=following_menu_of,
        category_of=lambda id_: directory().by_id[id_],
        category_path=lambda id_: directory().path(id_),
        short_time=_in_zone(short_time),
        full_time=_in_zone(full_time),
    )


def following_menu_of(*, category: CategoryCard | None = None, tag: str = "") -> Markup:
    """Return the menu that says how the reader follows a category or a tag."""
    chosen = followings_of(current_person())
    own = chosen.categories.get(category.id) if category else chosen.tags.get(tag)
    address = f"/c/{category.id}" if category else tag_address(tag)
    return render_following_menu(
        f"{address}/following", own, is_chosen=own is not None, of_thread=False
    )


def _in_zone(show: Callable[[datetime, str], str]) -> Callable[[datetime], str]:
    return lambda at: show(at, current_person().preferences.timezone)
