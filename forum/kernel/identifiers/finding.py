"""One matcher for the identifiers of cases, for whoever links citations or warns of open matters."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from forum.kernel.identifiers import patterns
from forum.kernel.identifiers.standing import (
    LONG_AGO,
    Surroundings,
    decided_in,
    is_law,
    year_of,
)
from forum.kernel.identifiers.values import Identifier, Standing, System

_DASHES = str.maketrans("\u2010\u2011\u2012\u2013", "----")
_OPEN_NOTICES = frozenset({"CN", "TN", "FN"})
"""What a CELEX number of a case that was only brought holds for its kind."""
_SIGN = re.compile(r"[:/\d]")


def find_identifiers(text: str, *, this_year: int, dockets: bool = True) -> list[Identifier]:
    """Return the identifiers of cases in a text from left to right; none overlaps another.

    It looks everywhere: who links them leaves out what stands in code or in links. Dockets of
    national courts are found where asked.
    """
    if not _SIGN.search(text):
        return []
    found: list[Identifier] = []
    taken = bytearray(len(text))
    words = Surroundings(text)
    for one in chain(_of_systems(words, this_year), _dockets(words) if dockets else ()):
        if not any(taken[one.start : one.end]):
            found.append(one)
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
    decided = decided_in(found)
    found = [
        replace(one, standing=Standing.PUBLIC)
        if one.standing is Standing.UNKNOWN and one.key.partition(" ")[0] in decided
        else one
        for one in found
    ]
    return sorted(found, key=lambda one: one.start)


def _of_systems(words: Surroundings, this_year: int) -> Iterator[Identifier]:
    for system, pattern in patterns.SYSTEMS:
        for match in pattern.finditer(words.text):
            if system is System.ECTHR:
                yield from _applications(words, match)
            else:
                key, standing = _read(system, match, words, this_year)
                yield Identifier(system, *match.span(), match[0], key, standing)


def _read(
    system: System, match: re.Match[str], words: Surroundings, this_year: int
) -> tuple[str, Standing]:
    """Return the key of an identifier and what is known of its case."""
    match system:
        case System.ECLI:
            return match[0].upper(), Standing.PUBLIC
        case System.EU:
            return f"ECLI:{match[0]}", Standing.PUBLIC
        case System.CELEX:
            is_open = match[3] in _OPEN_NOTICES
            return match[0], Standing.PENDING if is_open else Standing.PUBLIC
        case System.CJEU:
            suffix = f" {match[4]}" if match[4] else ""
            key = f"{match[1]}-{int(match[2])}/{match[3]}{suffix}".translate(_DASHES)
            standing = words.standing_of(*match.span())
            if standing is Standing.UNKNOWN and year_of(match[3]) + LONG_AGO <= this_year:
                standing = Standing.PUBLIC
            return key, standing
        case _:
            return " ".join(match[0].split()), Standing.PUBLIC


def _applications(words: Surroundings, match: re.Match[str]) -> Iterator[Identifier]:
    """Go through the application numbers after one keyword."""
    if is_law(words.text, match.start()):
        return
    standing = words.standing_of(*match.span())
    for number in patterns.APPLICATION.finditer(words.text, match.start(1), match.end(1)):
        key = f"{int(number[0][:-3])}/{number[0][-2:]}"
        yield Identifier(System.ECTHR, *number.span(), number[0], key, standing)


def _dockets(words: Surroundings) -> Iterator[Identifier]:
    for docket in (*patterns.DOCKETS, patterns.SPOKEN):
        for match in docket.pattern.finditer(words.text):
            group = "number" if "number" in docket.pattern.groupindex else 0
            start, end = match.span(group)
            if is_law(words.text, match.start()):
                continue
            yield Identifier(
                System.DOCKET,
                start,
                end,
                match[group],
                " ".join(match[group].upper().split()),
                words.standing_of(match.start(), end),
                docket.country,
            )
