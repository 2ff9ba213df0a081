"""From text to stored HTML."""

import hashlib
import html
import logging
import re
import threading

from markdown.core import Markdown

from forum.kernel.markup.barrier import make_own_safe, make_safe
from forum.kernel.markup.dialect import build_markdown
from forum.kernel.markup.footnotes import PostFootnotes
from forum.kernel.markup.html_mail import html_mail_to_html, words_only
from forum.kernel.markup.limits import excess
from forum.kernel.markup.plain_mail import plain_mail_to_html
from forum.kernel.markup.reading import read
from forum.kernel.markup.values import Rendered, TextFormat

_log = logging.getLogger(__name__)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class _Converters(threading.local):
    """One converter a thread: it keeps state while it works."""

    pair: tuple[Markdown, PostFootnotes] | None = None


_converters = _Converters()


def render(raw: str, format: TextFormat = TextFormat.MARKDOWN, *, id_prefix: str = "") -> Rendered:  # noqa: A002
    """Turn a text into safe HTML with neutral markers, and read off what it says.

    It never raises: a text whose structure is beyond what can be shown is shown as it was written.
    `id_prefix` keeps the ids of footnotes apart on a page; without it they are made from the text.
    """
    text = _scrubbed(raw)
    try:
        return read(_safe_html(text, format, id_prefix))
    except RecursionError:
        _log.info("A text is nested too deeply and is shown as it was written.")
    except Exception:  # noqa: BLE001 -- what somebody wrote must be readable, whatever a library stumbles over
        _log.exception("A text could not be rendered and is shown as it was written.")
    _converters.pair = None
    bare = words_only(text) if format is TextFormat.HTML_MAIL else as_written(text)
    return read(make_own_safe(bare))


def _safe_html(text: str, format: TextFormat, id_prefix: str) -> str:  # noqa: A002
    match format:
        case TextFormat.MARKDOWN if excess(text):
            return make_own_safe(as_written(text))
        case TextFormat.MARKDOWN:
            return make_safe(_markdown_to_html(text, id_prefix))
        case TextFormat.PLAIN_MAIL:
            return make_own_safe(plain_mail_to_html(text))
        case TextFormat.HTML_MAIL:
            return make_safe(html_mail_to_html(text))


def _markdown_to_html(text: str, id_prefix: str) -> str:
    if _converters.pair is None:
        _converters.pair = build_markdown()
    md, footnotes = _converters.pair
    md.reset()
    known = id_prefix if id_prefix.isalnum() and id_prefix.isascii() else ""
    footnotes.prefix = (
        known.lower()[:40] or hashlib.blake2s(text.encode(), digest_size=5).hexdigest()
    )
    return md.convert(text)


def as_written(text: str) -> str:
    """Return a text as paragraphs with its own line ends, without any other structure."""
    paragraphs = (part.strip("\n") for part in text.split("\n\n"))
    return "\n".join(
        "<p>" + html.escape(part).replace("\n", "<br>\n") + "</p>"
        for part in paragraphs
        if part.strip()
    )


def _scrubbed(raw: str) -> str:
    """Take out what no text needs and what HTML cannot hold."""
    text = raw.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text.replace("\x0c", "\n"))
