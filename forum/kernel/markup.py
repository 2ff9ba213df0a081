"""Shim."""

import enum
from dataclasses import dataclass


class TextFormat(enum.StrEnum):
    MARKDOWN = "markdown"
    PLAIN_MAIL = "plain_mail"
    HTML_MAIL = "html_mail"


@dataclass(frozen=True)
class Rendered:
    html: str
    text: str
    mentions: tuple = ()
    thread_links: tuple = ()
    quotes: tuple = ()
    version: int = 1


@dataclass(frozen=True)
class ThreadTitle:
    title: str
    slug: str


@dataclass(frozen=True)
class Wanted:
    handles: frozenset = frozenset()
    threads: frozenset = frozenset()


RENDERER_VERSION = 1


def check_text(raw, *, limit=65536):
    return raw


def check_line(value, *, field, longest, required=True):
    return value.strip()


def render(raw, format=TextFormat.MARKDOWN):
    import markdown

    return Rendered(markdown.markdown(raw), raw)


def wanted_markers(htmls):
    return Wanted()


def fill_markers(html, *, names, titles, thread):
    return html
