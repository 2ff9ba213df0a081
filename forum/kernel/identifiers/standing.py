"""Whether a case is decided: from its number, from other numbers in the text, from words around."""

import re
from bisect import bisect_left
from functools import cached_property

from forum.kernel.identifiers.values import Identifier, Standing, System

BEFORE, AFTER = 90, 60
"""Letters around a number in which a word counts."""
LONG_AGO = 6
"""Years after which a reference for a preliminary ruling has long been answered."""

DECIDED = re.compile(
    r"(?<!\w)(?:judg(?:e?)ments? (?:of|in|from)|ruling of|decided (?:on|in)|held (?:in|that)"
    r"|opinion of|arrêts? (?:du|de la)|décision du|jugement du|Urteil(?:s|en)? (?:vom|v\.|des)"
    r"|Beschluss vom|Beschl\. v\.|Urt\. v\.|sentencias? (?:de|del|núm)|STS|STC|sentenz[ae] "
    r"|Cass\.|arrest van|uitspraak van|vonnis van|wyrok(?:u|iem)? |postanowieni[ea] |uchwał[ay] "
    r"|dom(?:en)? den|NJA|\[GC\]|Grand Chamber|Grande Chambre|Große Kammer|§§? ?\d|ECHR \d{4})",
    re.IGNORECASE,
)
PENDING = re.compile(
    r"(?<!\w)(?:pending|not yet decided|ongoing|awaiting|hearing (?:on|is|will)|our (?:case|client)"
    r"|communicated|en cours|pendante|anhängig|pendiente|en trámite|pendente|aanhangig|lopende"
    r"|w toku|toczy się|pågående)(?!\w)",
    re.IGNORECASE,
)
NO_APPLICATION = re.compile(
    r"(?<!\w)(?:regulations?|directives?|laws?|acts?|decrees?|protocols?|resolutions?|sections?"
    r"|règlements?|lois?|décrets?|Verordnung|Richtlinie|Gesetz|reglamento|ley|directiva"
    r"|regolamento|legge|decreto|verordening|richtlijn|wet|rozporządzeni\w{1,3}|ustaw\w{1,3}"
    r"|förordning|lag)(?:\s\([A-Z]{2,4}(?:,\s?[A-Za-z]{2,7})?\))?[\s,]{0,2}$",
    re.IGNORECASE,
)


def is_law(text: str, start: int) -> bool:
    """Tell whether a word before the number says that it is one of a law, not of a case."""
    return NO_APPLICATION.search(text[max(0, start - 40) : start]) is not None


class Surroundings:
    """The words of a text that say of a case near them whether it is decided: looked up once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def pending(self) -> list[int]:
        """Return where words of pending matters stand."""
        return [match.start() for match in PENDING.finditer(self.text)]

    @cached_property
    def decided(self) -> list[int]:
        """Return where words of decided matters stand."""
        return [match.start() for match in DECIDED.finditer(self.text)]

    def standing_of(self, start: int, end: int) -> Standing:
        """Return what the words around a number, in the same line or clause, say of its case."""
        first = max(0, start - BEFORE)
        first = max(first, *(self.text.rfind(sign, first, start) + 1 for sign in "\n;"))
        last = min(
            (place for sign in "\n;" if (place := self.text.find(sign, end, end + AFTER)) != -1),
            default=end + AFTER,
        )
        if _is_any_between(self.pending, first, last):
            return Standing.PENDING
        if _is_any_between(self.decided, first, last):
            return Standing.PUBLIC
        return Standing.UNKNOWN


def _is_any_between(places: list[int], first: int, last: int) -> bool:
    at = bisect_left(places, first)
    return at < len(places) and places[at] < last


def year_of(digits: str) -> int:
    """Return the year that two digits mean: the courts of the Union began in 1952."""
    return int(digits) + (1900 if int(digits) >= 52 else 2000)


def celex_of(key: str) -> str:
    """Return the CELEX number of the judgment in a case such as C-131/12."""
    court, _, rest = key.partition("-")
    number, _, year = rest.partition("/")
    return f"6{year_of(year[:2])}{court}J{int(number):04}"


def application_in(ecli: str) -> str | None:
    """Return the application number that an ECLI of the Court of Human Rights holds: 19440/05."""
    found = re.fullmatch(r"ECLI:CE:ECHR:\d{4}:\d{4}[A-Z]{3}(\d{7})(\d{2})", ecli)
    return f"{int(found[1])}/{found[2]}" if found else None


def decided_in(found: list[Identifier]) -> frozenset[str]:
    """Return the keys of cases that another number in the same text says to be decided."""
    keys: set[str] = set()
    for one in found:
        if one.system is System.ECLI and (number := application_in(one.key)):
            keys.add(number)
        elif one.system is System.CELEX and one.standing is Standing.PUBLIC:
            keys.add(f"{one.key[5]}-{int(one.key[7:11])}/{one.key[3:5]}")
    return frozenset(keys)
