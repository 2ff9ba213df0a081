"""The template tools that accounts bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from config import Settings
from forum.accounts import rules
from forum.accounts.guests.guard import is_open_to_guests
from forum.accounts.rules import may_invite, may_manage_members
from forum.accounts.slots import AdminLink, account_links, admin_links, menu_links
from forum.accounts.values import MemberId, Person
from forum.accounts.views import outbox
from forum.kernel.cookies import form_token

KEPT = 500


@dataclass(frozen=True, slots=True)
class AccountLink:
    """A link in the header, with a count of what waits behind it."""

    label: str
    address: str
    count: int = 0


def links_for(person: Person) -> list[AccountLink]:
    """Return the links in the header for this person."""
    found = [link(person) for link in account_links]
    links = [AccountLink(*parts) for parts in found if parts is not None]
    return [link for link in links if _may_follow(person, link.address)]


@dataclass(frozen=True, slots=True)
class Owner:
    """The member whose menu it is, as far as the menu shows them."""

    id: MemberId | None
    handle: str
    name: str
    picture: str | None


@dataclass(frozen=True, slots=True)
class MenuLook:
    """Everything that the look of a member's own menu depends on."""

    member: Owner
    links: tuple[AccountLink, ...]
    own_links: tuple[tuple[str, str], ...]
    token: str


def account_menu(person: Person, links: Sequence[AccountLink]) -> Markup:
    """Return the member's own menu; `links` are those in the header, which narrow pages hide."""
    member = Owner(person.id, person.handle, person.name, person.picture)
    return _render_menu(MenuLook(member, tuple(links), tuple(own_links_for(person)), form_token()))


@lru_cache(maxsize=KEPT)
def _render_menu(look: MenuLook) -> Markup:
    macros: Any = current_app.jinja_env.globals["macros"]
    menu: Markup = macros.account.menu(look)
    return menu


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [word for word in name.split() if word[:1].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [name.strip()[:1]]
    return "".join(letters).upper() or "?"


_BROWSERS = {"Firefox/": "Firefox", "Edg/": "Edge", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """Return what a browser calls itself, in words that its owner knows."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in user_agent), "A browser")
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser


def own_links_for(person: Person) -> list[tuple[str, str]]:
    """Return the links in the member's own menu."""
    links = [link for fill in menu_links if (link := fill(person))]
    return [link for link in links if _may_follow(person, link[1])]


def _may_follow(person: Person, address: str) -> bool:
    """Tell whether a link leads anywhere: for guests most do not."""
    if not person.is_guest:
        return True
    endpoint, _values = current_app.url_map.bind("").match(address)
    return is_open_to_guests(endpoint)


@account_links.fill
def link_to_invitations(person: Person) -> tuple[str, str, int] | None:
    """Offer invitations to those who may invite."""
    return ("Invite", "/invites", 0) if may_invite(person) else None


@account_links.fill
def link_to_admin(person: Person) -> tuple[str, str, int] | None:
    """Offer the hosts' pages to hosts."""
    return ("Admin", "/admin", 0) if may_manage_members(person) else None


@admin_links.fill
def links_to_accounts(person: Person) -> list[AdminLink]:
    """Offer the hosts' pages about members."""
    if not may_manage_members(person):
        return []
    return [
        AdminLink("Members", "/admin/members", "Roles, deactivating, help for who is locked out."),
        AdminLink("Invitations", "/invites", "Who was invited and has not come yet."),
        AdminLink("Groups", "/admin/groups", "Sets of members that permissions name."),
        AdminLink("Organisations", "/admin/organisations", "What members belong to."),
        AdminLink("Rules", "/admin/rules", "What we ask of one another; flags name one of them."),
    ]


def init_web(app: Flask) -> None:
    """Give the templates the header's links, initials and rules; show letters in development."""
    for name in dir(rules):
        if name.startswith("may_"):
            app.jinja_env.globals[name] = getattr(rules, name)
    app.jinja_env.globals.update(
        account_links=links_for,
        account_menu=account_menu,
        initials=initials,
        browser_name=browser_name,
    )
    settings: Settings = app.extensions["folkmoot_settings"]
    if not settings.is_production:
        app.register_blueprint(outbox.bp)
