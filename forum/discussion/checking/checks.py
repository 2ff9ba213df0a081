"""The text check itself: everything that may point to a person or a matter, and what to put instead.

It knows no names but those of the member's own list, and keeps nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from forum.discussion.checking.addresses import find_emails, find_links, find_network_addresses
from forum.discussion.checking.banking import find_accounts, find_cards
from forum.discussion.checking.days import find_births
from forum.discussion.checking.file_names import find_in_file_name
from forum.discussion.checking.matters import CITATION, find_matters
from forum.discussion.checking.names import find_names
from forum.discussion.checking.national import find_national
from forum.discussion.checking.phones import find_phones
from forum.discussion.checking.placeholders import Placeholders, key_of
from forum.discussion.checking.spots import find_plates, find_spots, find_streets
from forum.discussion.checking.values import (
    MOST_FINDINGS,
    SHOWN_FROM,
    Finding,
    Hints,
    Hit,
    Kind,
    Passage,
)

FINDERS = (
    find_matters,
    find_names,
    find_emails,
    find_links,
    find_accounts,
    find_cards,
    find_national,
    find_network_addresses,
    find_births,
    find_spots,
    find_phones,
    find_streets,
    find_plates,
)
"""The matcher of cases is the first: what is a citation is no telephone number."""
WITHOUT_DIGITS = (find_names, find_emails, find_links)
_DIGITS = re.compile(r"\d\d|\d[ ,][^\W\d]|[^\W\d][.,]? \d")


def check_text(text: str, hints: Hints) -> list[Finding]:
    """Return what one text holds, from its beginning to its end."""
    return check_passages([Passage("text", "Text", text)], hints)


def check_passages(passages: Sequence[Passage], hints: Hints) -> list[Finding]:
    """Return what the texts of a form hold; the same thing has the same placeholder in all of them."""
    placeholders = Placeholders(passage.text for passage in passages)
    findings = (
        finding for passage in passages for finding in _of_passage(passage, hints, placeholders)
    )
    return list(islice(findings, MOST_FINDINGS))


def find_hits(text: str, hints: Hints) -> list[Hit]:
    """Return what is strong enough to be shown, none overlapping another, in order."""
    finders = FINDERS if _DIGITS.search(text) else WITHOUT_DIGITS
    hits = [hit for find in finders for hit in islice(find(text, hints), 2 * MOST_FINDINGS)]
    return sorted(strongest(hits, len(text)), key=lambda hit: hit.start)


def strongest(hits: Iterable[Hit], length: int) -> Iterator[Hit]:
    """Go through the hits to show, the strongest of those that overlap."""
    taken = bytearray(length)
    enough = [hit for hit in hits if hit.strength >= SHOWN_FROM or hit.strength == CITATION]
    # Names of one's own list come before anything; citations before all that is only likely.
    order = sorted(enough, key=lambda hit: (-_rank(hit), hit.start - hit.end, hit.start))
    for hit in order:
        if any(taken[hit.start : hit.end]):
            continue
        taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        if hit.strength != CITATION:
            yield hit


def _rank(hit: Hit) -> float:
    return 0.93 if hit.strength == CITATION else hit.strength


def _of_passage(passage: Passage, hints: Hints, placeholders: Placeholders) -> Iterator[Finding]:
    text = passage.text
    # In the name of a file, "_" stands where others put a space.
    hits = find_hits(text.replace("_", " ") if passage.is_fixed else text, hints)
    if passage.is_fixed and not any(hit.kind is Kind.NAME for hit in hits):
        hits = [*hits, *filter(None, [find_in_file_name(text)])]
    line, counted = 1, 0
    for hit in hits:
        line += text.count("\n", counted, hit.start)
        counted = hit.start
        found = text[hit.start : hit.end]
        key = key_of(hit, found)
        yield Finding(
            kind=hit.kind,
            passage=passage.name,
            label=passage.label,
            line=line,
            start=hit.start,
            end=hit.end,
            found=found,
            because=hit.because,
            placeholder="" if passage.is_fixed else placeholders.of(hit, key),
            strength=hit.strength,
            has_lines=passage.has_lines,
            key=key,
        )
