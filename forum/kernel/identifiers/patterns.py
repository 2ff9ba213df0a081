"""The forms of case identifiers, each bounded, so that no text makes the search go back and forth.

Their order matters: what an earlier one has taken, a later one does not see.
"""

import re
from dataclasses import dataclass

from forum.kernel.identifiers.values import System

ECLI = re.compile(
    r"(?<![\w:.])ECLI:([A-Z]{2}):([A-Z][A-Z0-9]{0,6}):(\d{4}):"
    r"([A-Z0-9](?:[A-Z0-9.]{0,23}[A-Z0-9])?)(?![A-Z0-9])",
    re.IGNORECASE | re.ASCII,
)
EU = re.compile(r"(?<![\w:])EU:([CTF]):(\d{4}):(\d{1,5})(?![\w:])")
CJEU = re.compile(
    r"(?<![\w/-])([CTF])[-\u2010-\u2013](\d{1,4})/(\d{2})"
    r"(?:\s?(PPU|P(?:\(R\))?|AJ|R|DEP|RENV|REC|OP|SA|RX|INTP|TO)(?!\w))?(?![\w/])"
)
CELEX = re.compile(r"(?<!\w)6(19|20)(\d{2})([CTF][A-Z])(\d{4})(?:\((\d{2})\))?(?!\w)")
HUDOC = re.compile(r"(?<!\w)(00[1-5])-(\d{4,7})(?![\w/])")

_APPLICATION = r"\d{1,6}/\d{2}(?!\d)"
ECTHR = re.compile(
    r"(?<!\w)(?:applications?|apps?|nos?|n[°º]|nr|requêtes?|Beschwerden?|demandas?|ricors[oi]"
    r"|skarg[ai]|klagomål|klacht(?:en)?|verzoekschrift(?:en)?)\.?\s{1,3}"
    r"(?:(?:nos?|n[°º]s?|nr|nrs)\.?\s{0,3})?"
    rf"((?:{_APPLICATION})(?:(?:\s?,\s?|\s(?:and|et|und|y|e|i|och|en)\s){_APPLICATION}){{0,40}})"
    r"(?![\w/])",
    re.IGNORECASE,
)
APPLICATION = re.compile(_APPLICATION)

NEUTRAL = re.compile(
    r"(?<!\w)\[(19|20)(\d{2})\]\s{1,2}(UKSC|UKHL|UKPC|UKUT|EWCA|EWHC|EWFC|CSIH|CSOH|NICA|NIQB|NIKB"
    r"|UKEAT|EAT|UKFTT|IESC|IECA|IEHC)\s{1,2}(?:(?:Civ|Crim)\s{1,2})?(\d{1,5})(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Docket:
    """How the courts of a country number their matters."""

    country: str
    pattern: re.Pattern[str]


def _docket(country: str, pattern: str, flags: int = 0) -> Docket:
    return Docket(country, re.compile(rf"(?<![\w/.-]){pattern}(?![\w/])", flags))


DOCKETS = (
    # Federal Constitutional Court, federal and other courts: 1 BvR 123/20, VI ZR 12/21, 5 K 12/22.A
    _docket(
        "DE",
        r"(?:\d{1,4}|[IVX]{1,5}) (?:Bv[A-Z]|[A-Z][A-Za-z]{0,3}(?: \([A-Za-z]{1,8}\))?)"
        r" \d{1,6}/\d{2}(?:\.[A-Z]{1,2})?",
    ),
    # Poland: I C 123/21, II K 45/22, III APa 12/20, with the year in two digits or four
    _docket("PL", r"[IVX]{1,5} (?:SA/[A-Z][a-z]|[A-Z][A-Za-z]{0,3}) \d{1,5}/(?:\d{2}|20\d{2})"),
    # France: RG 21/01234, n° de parquet 12345678901
    _docket("FR", r"R\.?G\.?(?: n[°º])? ?:? ?\d{2}/\d{4,6}(?:/[AB])?", re.IGNORECASE),
    _docket("FR", r"(?:pourvoi|requête|parquet)s? n[°º] ?[A-Z]? ?[\d.-]{5,14}\d", re.IGNORECASE),
    # Spain: the general number of a matter has nineteen digits; otherwise by the kind of procedure
    _docket("ES", r"\d{5}[ .-]?\d{2}[ .-]?\d[ .-]?20\d{2}[ .-]?\d{7}"),
    _docket(
        "ES",
        r"(?:autos|procedimiento(?: [a-zé]{4,12})?|diligencias(?: previas)?|recurso|rollo|juicio"
        r"(?: [a-z]{4,9})?|ejecutoria)(?: n[°ºú]m?\.?| n\.º)? \d{1,5}/(?:20)?\d{2}",
        re.IGNORECASE,
    ),
    # Italy: R.G. 1234/2022, R.G.N.R. 12/2023, n. 1234/2022 R.G.
    _docket("IT", r"(?:R\.? ?G\.?(?: ?N\.? ?R\.?)?)(?: n\.?)? ?\d{1,6}/(?:20)?\d{2}"),
    _docket("IT", r"n\. ?\d{1,6}/(?:20)?\d{2} R\.? ?G\.?(?: ?N\.? ?R)?", re.IGNORECASE),
    # Belgium: 2021/AR/123, C.21.0123.F, 21/1234/A
    _docket("BE", r"20\d{2}/[A-Z]{2,3}/\d{1,5}"),
    _docket("BE", r"[CDFGHPS]\.\d{2}\.\d{4}\.[FN]"),
    _docket("BE", r"\d{2}/\d{1,5}/[A-Z]"),
    # Netherlands: C/13/712345, HA ZA 21-123, 13/123456-21, AWB 21/1234
    _docket("NL", r"C/\d{2}/\d{6}"),
    _docket("NL", r"(?:HA ZA|HA RK|KG ZA|FA RK|JE RK|EJ VERZ|CV EXPL) \d{2}[-/ ]\d{1,5}"),
    _docket("NL", r"\d{2}[/-]\d{6}-\d{2}"),
    _docket("NL", r"(?:AWB|SGR|AMS|UTR|ROT|NL) ?\d{2}[./]\d{3,5}"),
    # Sweden: T 1234-21, B 123-22, mål nr 1234-21
    _docket("SE", r"(?:mål(?:et)?(?: nr)?\.? )?(?:FT|PMT|UM|Ä|T|B|K|M|P|F) \d{2,5}-\d{2}"),
    _docket("SE", r"mål(?:et)?(?: nr)?\.? \d{2,5}-\d{2}", re.IGNORECASE),
    # England and Wales: CO/1234/2022, CA-2022-001234, KB-2023-000123
    _docket("GB", r"(?:CO|IA|HU|PA|EA|DA)/\d{4,5}/20\d{2}"),
    _docket("GB", r"(?:AC|CA|KB|QB|CH|CL|FA)-20\d{2}-(?:[A-Z]{3}-)?\d{6}"),
)
"""Forms that hardly mean anything else."""

SPOKEN = _docket(
    "",
    r"(?:case|docket|file|reference|dossier|affaire|Aktenzeichen|Az|Geschäftszeichen|expediente"
    r"|asunto|causa|fascicolo|zaaknummer|rolnummer|parketnummer|sygn(?:atura)?|akt|ärende)\.?:?"
    r"(?:\s{1,2}(?:no|nr|number|ref|n[°º]|núm|akt)\.?:?)?\s{0,2}"
    r"(?P<number>[A-Z]{0,4}[ ./-]?\d[\dA-Z]{0,7}(?:[ ./-]{1,2}[\dA-Z]{1,8}){1,5})",
    re.IGNORECASE,
)
"""Any number with a word before it that says what it is."""

SYSTEMS = (
    (System.ECLI, ECLI),
    (System.EU, EU),
    (System.CJEU, CJEU),
    (System.CELEX, CELEX),
    (System.HUDOC, HUDOC),
    (System.ECTHR, ECTHR),
    (System.NEUTRAL, NEUTRAL),
)
