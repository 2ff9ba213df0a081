"""Days of birth."""

import re
from collections.abc import Iterator

from forum.discussion.checking.nearby import stands_before, words
from forum.discussion.checking.values import Hints, Hit, Kind

_MONTH = (
    r"jan|feb|f[ée]v|m[aä]r|mar|a[pv]r|abr|ma[yijg]|mei|jui?n|jui?l|lip|giu|lug|ao[uû]|ag[o]|aug|sep|set"
    r"|o[ck]t|out|ott|nov|d[eé][cz]|dic|sty|lut|kwi|cze|sie|wrz|paź|lis|gru|ene|gen|maj"
)
_DATE = re.compile(
    r"(?<![\w./-])(?:(?:19|20)\d{2}[-./](?:0?[1-9]|1[0-2])[-./](?:[12]\d|3[01]|0?[1-9])"
    r"|(?:[12]\d|3[01]|0?[1-9])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:(?:19|20)\d{2}|\d{2})"
    rf"|(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|er|\.|º)?(?: de| of)? (?:{_MONTH})[^\W\d_]{{0,8}}\.?"
    r"(?: de)? (?:19|20)\d{2}"
    rf"|(?:{_MONTH})[^\W\d_]{{0,8}} (?:[12]\d|3[01]|0?[1-9]),? (?:19|20)\d{{2}})(?![\w-]|[./]\d)",
    re.IGNORECASE,
)
_BORN = words(
    "born", "birth(?:day|date)?", r"d\.?o\.?b\.?", r"né(?:e|s|es)?\b.{0,3}", "naissance", "geb(?:oren|\\.)?",
    "geburts\\w{0,8}", "nacid[oa]s?", "nacimiento", "f\\. ?nac\\.?", "nat[oa]", "nascit[oa]", "nascid[oa]",
    "nascimento", "geboorte\\w{0,6}", "ur(?:odz(?:on[yae])?)?\\.?", "urodzenia", "född", "födelse\\w{0,8}",
    "født", "syntynyt",
)  # fmt: skip


def find_births(text: str, _hints: Hints) -> Iterator[Hit]:
    """Find days with a word of birth before them."""
    if not _BORN.search(text):
        return
    before = 0
    for match in _DATE.finditer(text):
        letters = min(32, match.start() - before)
        before = match.end()
        if stands_before(_BORN, text, match.start(), letters):
            because = "A day of birth, with a few other facts, is enough to know somebody by."
            yield Hit(Kind.BIRTH, *match.span(), because, 0.9)
