"""What goes into the renderer and what comes out of it."""

import enum
from dataclasses import dataclass

# Raise it whenever the same text would be shown differently: older texts are rendered again.
RENDERER_VERSION = 2


class TextFormat(enum.StrEnum):
    """How a stored text is written."""

    MARKDOWN = "markdown"
    PLAIN_MAIL = "plain_mail"
    HTML_MAIL = "html_mail"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Whom and what a text quotes; the numbers are None where the writer did not give them."""

    thread_id: int | None
    post_number: int | None
    handle: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text ready to be stored: safe HTML with neutral markers, and what can be read off it."""

    html: str
    text: str
    mentions: tuple[str, ...] = ()
    thread_links: tuple[int, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    version: int = RENDERER_VERSION


@dataclass(frozen=True, slots=True)
class ThreadTitle:
    """What a link to a thread shows; `id` is needed only for the thread a text stands in."""

    title: str
    slug: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The folded handles, threads, names of places and files that markers of texts ask for."""

    handles: frozenset[str]
    threads: frozenset[int]
    places: frozenset[str]
    """Names of categories or tags; `name::tag` means the tag."""
    files: frozenset[int] = frozenset()
