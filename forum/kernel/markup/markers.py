"""Fill in, for one reader, what stored HTML leaves open: names, titles, places, moments.

Markers are found by their exact form, which only the renderer writes: what people type is escaped,
also in attributes.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape, unescape
from types import MappingProxyType
from urllib.parse import quote

from forum.kernel.markup.dates import SIGN, fill_dates
from forum.kernel.markup.files import FileCard, fill_files, marked_files
from forum.kernel.markup.values import ThreadTitle, Wanted

KEPT = 3_000
"""Texts of which is kept what they ask for: the same ones are shown again and again."""

CLOSED = "a thread that you cannot open"
_NOWHERE: Mapping[str, str] = MappingProxyType({})
_NOTHING = Wanted(frozenset(), frozenset(), frozenset(), frozenset())

_SIGNS = ('class="mention"', 'class="thread-link', 'class="quote"', 'class="place"', SIGN)
_MENTION = re.compile(r'<span class="mention" data-handle="([^"]*)">([^<]*)</span>')
_LINK = re.compile(r'<a class="thread-link( has-words)?"([^>]*)>(.*?)</a>', re.DOTALL)
_QUOTE = re.compile(r'<aside class="quote"([^>]*)>\s*<div class="quote-by">([^<]*)</div>')
_PLACE = re.compile(r'<span class="place" data-name="([^"]*)">([^<]*)</span>')
_OPENING = re.compile(
    r'<(?:span class="(?:mention|place)"|a class="thread-link(?: has-words)?"|aside class="quote")([^<>]*)>'
)
_HANDLE = re.compile(r'data-handle="([^"]*)"')
_NAME = re.compile(r'data-name="([^"]*)"')
_THREAD = re.compile(r'data-thread="(\d+)"')
_POST = re.compile(r'data-post="(\d+)"')


def wanted_markers(htmls: Iterable[str]) -> Wanted:
    """Gather what the markers of some texts ask for."""
    found = [wanted for html in htmls if (wanted := _wanted(html)) is not _NOTHING]
    if not found:
        return _NOTHING
    return Wanted(
        frozenset().union(*(one.handles for one in found)),
        frozenset().union(*(one.threads for one in found)),
        frozenset().union(*(one.places for one in found)),
        frozenset().union(*(one.files for one in found)),
    )


@lru_cache(maxsize=KEPT)
def _wanted(html: str) -> Wanted:
    """Gather what the markers of one text ask for; of most texts nothing."""
    handles: set[str] = set()
    threads: set[int] = set()
    places: set[str] = set()
    for facts in _OPENING.findall(html) if _has_markers(html) else ():
        handles.update(_HANDLE.findall(facts))
        threads.update(map(int, _THREAD.findall(facts)))
        places.update(map(unescape, _NAME.findall(facts)))
    files = frozenset(marked_files(html))
    found = Wanted(frozenset(handles), frozenset(threads), frozenset(places), files)
    return found if any((handles, threads, places, files)) else _NOTHING


def fill_markers(
    html: str,
    *,
    names: Mapping[str, str],
    titles: Mapping[int, ThreadTitle],
    circles: Mapping[str, str] = _NOWHERE,
    thread: ThreadTitle | None = None,
    places: Mapping[str, str] = _NOWHERE,
    zone: str = "",
    files: Mapping[int, FileCard] = MappingProxyType({}),
) -> str:
    """Fill the markers of a text for one reader.

    `names` holds the names of known handles, folded; `circles` those of circles that exist for this
    reader; `titles` the threads this reader may see; `thread` is the one in which the text stands;
    `places` the addresses of categories and tags that exist for this reader, `files` those that
    they may fetch. What is not among them leads nowhere. Moments are shown in `zone`.
    """
    html = fill_files(html, files)
    if not _has_markers(html):
        return html
    html = _QUOTE.sub(lambda found: _quote(found, names, titles, thread), html)
    html = _MENTION.sub(lambda found: _mention(found, names, circles), html)
    html = _PLACE.sub(lambda found: _place(found, places), html)
    html = fill_dates(html, zone) if zone else html
    return _LINK.sub(lambda found: _link(found, titles), html)


def _has_markers(html: str) -> bool:
    # Each of them carries data, and most texts hold none: one look instead of five.
    return "data-" in html and any(sign in html for sign in _SIGNS)


def _mention(found: re.Match[str], names: Mapping[str, str], circles: Mapping[str, str]) -> str:
    handle, words = found.groups()
    name, place = names.get(handle), "u"
    if name is None:
        name, place = circles.get(handle), "g"
    if name is None:
        return words
    return f'<a class="mention" href="/{place}/{quote(handle)}" title="{escape(name)}">{words}</a>'


def _place(found: re.Match[str], places: Mapping[str, str]) -> str:
    name, words = found.groups()
    address = places.get(unescape(name))
    return f'<a class="place" href="{escape(address)}">{words}</a>' if address else words


def _link(found: re.Match[str], titles: Mapping[int, ThreadTitle]) -> str:
    has_words, facts, words = found.groups()
    thread_id, post = _numbers(facts)
    title = titles.get(thread_id) if thread_id else None
    if title is None or thread_id is None:
        closed = f'<span class="thread-link is-closed">{words if has_words else CLOSED}</span>'
        return f"{closed} ({CLOSED})" if has_words else closed
    shown = words if has_words else escape(title.title)
    return f'<a class="thread-link" href="{_address(title, thread_id, post)}">{shown}</a>'


def _quote(
    found: re.Match[str],
    names: Mapping[str, str],
    titles: Mapping[int, ThreadTitle],
    thread: ThreadTitle | None,
) -> str:
    facts, handle = found.groups()
    thread_id, post = _numbers(facts)
    folded = _HANDLE.search(facts)
    name = names.get(folded[1]) if folded else None
    words = f"{escape(name) if name else handle} wrote"
    source = titles.get(thread_id) if thread_id else thread
    source_id = thread_id or (thread.id if thread else None)
    if source and thread_id and thread_id != (thread.id if thread else None):
        words += f" in “{escape(source.title)}”"
    if source and source_id and (post or thread_id):
        words = f'<a href="{_address(source, source_id, post)}">{words}</a>'
    return f'<aside class="quote"><div class="quote-by">{words}</div>'


def _numbers(facts: str) -> tuple[int | None, int | None]:
    thread, post = _THREAD.search(facts), _POST.search(facts)
    return (int(thread[1]) if thread else None, int(post[1]) if post else None)


def _address(title: ThreadTitle, thread_id: int, post: int | None) -> str:
    address = f"/t/{quote(title.slug)}/{thread_id}"
    return f"{address}/{post}" if post else address
