"""The template tools that accounts bring."""

from dataclasses import dataclass

from flask import Flask

from forum.accounts.slots import account_links
from forum.accounts.values import Person


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


def init_web(app: Flask) -> None:
    """Give the templates the header's links and initials."""
    app.jinja_env.globals.update(account_links=links_for, initials=initials)
