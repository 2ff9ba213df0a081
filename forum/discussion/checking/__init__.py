"""The text check: what may point to a person or to a matter at hand, and what to put instead.

Pure: it is given a text and what its member wants to be warned of, and keeps nothing.
"""

from forum.discussion.checking.checks import check_passages, check_text
from forum.discussion.checking.countries import countries_named
from forum.discussion.checking.listing import read_names, written_names
from forum.discussion.checking.replacing import replaced, replaced_in_tags
from forum.discussion.checking.reporting import CheckReport, Choice, Found, report_of
from forum.discussion.checking.values import (
    MOST_FINDINGS,
    MOST_NAMES,
    WHEN_WORDS,
    CheckWhen,
    DeniedName,
    Finding,
    Hints,
    Kind,
    Passage,
)

__all__ = [
    "MOST_FINDINGS",
    "MOST_NAMES",
    "WHEN_WORDS",
    "CheckReport",
    "CheckWhen",
    "Choice",
    "DeniedName",
    "Finding",
    "Found",
    "Hints",
    "Kind",
    "Passage",
    "check_passages",
    "check_text",
    "countries_named",
    "read_names",
    "replaced",
    "replaced_in_tags",
    "report_of",
    "written_names",
]
