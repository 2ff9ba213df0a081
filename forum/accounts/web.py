"""The template tools that accounts bring."""

from dataclasses import dataclass

from flask import Flask

from config import Settings
from forum.accounts import rules
from forum.accounts.rules import may_invite, may_manage_members
from forum.accounts.slots import AdminLink, account_links, admin_links, menu_links
from forum.accounts.values import Person
from forum.accounts.views import outbox


@dataclass(frozen=True, slots=True)
class AccountLink:
    """A link in the header, with a count of what waits behind it."""

    label: str
    address: str
    count: int = 0


def links_for(person: Person) -> list[AccountLink]:
    """Return the links in the header for this person."""
    found = [link(person) for link in account_links]
    return [AccountLink(*parts) for parts in found if parts is not None]


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
    return [link for fill in menu_links if (link := fill(person))]


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
        menu_links=own_links_for,
        initials=initials,
        browser_name=browser_name,
    )
    settings: Settings = app.extensions["folkmoot_settings"]
    if not settings.is_production:
        app.register_blueprint(outbox.bp)
