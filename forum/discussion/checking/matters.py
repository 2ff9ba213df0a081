"""Numbers of matters at hand: what is decided and published is a citation and no warning."""

from collections.abc import Iterator

from forum.discussion.checking.values import Hints, Hit, Kind
from forum.kernel.identifiers import Standing, System, find_identifiers

PENDING = "The number of a case that is said to be pending: it leads to the people in it."
UNKNOWN = "The number of a case; nothing here says that it is decided and published."


def find_matters(text: str, hints: Hints) -> Iterator[Hit]:
    """Find numbers of cases: pending or unknown ones to warn of, citations to leave alone.

    Citations come with no strength at all: they only keep others from seeing telephone numbers
    in them.
    """
    for one in find_identifiers(text, this_year=hints.this_year):
        if one.standing is Standing.PUBLIC:
            yield Hit(Kind.CASE, one.start, one.end, "", CITATION, key=one.key)
        else:
            is_pending = one.standing is Standing.PENDING
            strength = 0.9 if is_pending or one.system is not System.DOCKET else 0.7
            because = PENDING if is_pending else UNKNOWN
            yield Hit(Kind.CASE, one.start, one.end, because, strength, key=one.key)


CITATION = -1.0
"""The strength of what is a citation."""
