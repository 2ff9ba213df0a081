"""Numbers that states give to people and organisations, with their checksums.

The algorithms are those of python-stdnum; only the modules that a text needs are loaded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from forum.discussion.checking.nearby import stands_near, words
from forum.discussion.checking.values import SHOWN_FROM, Hints, Hit, Kind

SAID, AT_HOME = 0.4, 0.2
"""What a word beside the number adds, and that one expects numbers of its country."""


@dataclass(frozen=True, slots=True)
class Number:
    """A kind of number: how strong its form and its checksum are by themselves."""

    name: str
    country: str
    module: str
    """The module of stdnum that knows its checksum; empty for a form without one."""
    strength: float
    words: re.Pattern[str]


def _number(name: str, country: str, module: str, strength: float, *alternatives: str) -> Number:
    return Number(name, country, module, strength, words(*alternatives))


_TAX = ("tax", "vat", r"t\.?v\.?a\.?", "btw", "ust-?id(?:nr)?", "iva", "moms", "fiscale?")
_ID = ("id", "identity", "national", "number", "born", "passport")
DNI = _number("Spanish DNI", "ES", "es.dni", 0.7, "dni", "nif", "documento", *_ID)
NIE = _number("Spanish NIE", "ES", "es.nie", 0.75, "nie", "nif", "extranjer[oa]", *_ID)
CIF = _number("Spanish tax number", "ES", "es.cif", 0.45, "cif", "nif", *_TAX)
NIR = _number(
    "French social security number", "FR", "fr.nir", 0.9, "nir", "sécurité sociale", "insee"
)
NIF_FR = _number("French tax number", "FR", "fr.nif", 0.2, "spi", "fiscal", "impôts?", "tax")
SIREN = _number("French company number", "FR", "fr.siren", 0.15, "siren", "rcs", "tva")
SIRET = _number("French company number", "FR", "fr.siret", 0.3, "siret", "siren")
CF = _number("Italian tax code", "IT", "it.codicefiscale", 0.9, "codice", "fiscale", r"c\.?f\.?")
IVA = _number("Italian VAT number", "IT", "it.iva", 0.15, r"p\.? ?iva", "partita iva", *_TAX)
NN = _number(
    "Belgian national number", "BE", "be.nn", 0.6, "rijksregister(?:nummer)?", "insz", "niss", "nrn",
    "registre national", "numéro national", *_ID,
)  # fmt: skip
BIS = _number("Belgian bis number", "BE", "be.bis", 0.5, "bis(?:nummer)?", "insz", "niss")
VAT_BE = _number(
    "Belgian enterprise number", "BE", "be.vat", 0.2, "kbo", "bce", "rpm", "rpr", *_TAX
)
BSN = _number(
    "Dutch BSN", "NL", "nl.bsn", 0.15, "bsn", "burgerservice(?:nummer)?", "sofi(?:nummer)?"
)
PESEL = _number("Polish PESEL", "PL", "pl.pesel", 0.5, "pesel", "ur", "urodzon[ya]", *_ID)
NIP = _number("Polish tax number", "PL", "pl.nip", 0.15, "nip", *_TAX)
REGON = _number("Polish business number", "PL", "pl.regon", 0.15, "regon")
PNR = _number(
    "Swedish personal number", "SE", "se.personnummer", 0.6, "personnummer", "personnr", "pnr",
    "samordningsnummer", "född", *_ID,
)  # fmt: skip
ORGNR = _number(
    "Swedish organisation number", "SE", "se.orgnr", 0.3, "org(?:anisations)?n(?:umme)?r"
)
IDNR = _number(
    "German tax number", "DE", "de.idnr", 0.15, "steuer-?id(?:nr)?", "identifikationsnummer", "idnr",
    "steuernummer", "iid",
)  # fmt: skip
UST = _number("German VAT number", "DE", "de.vat", 0.15, "ust-?id(?:nr)?", "umsatzsteuer", "vat")
NHS = _number("British NHS number", "GB", "gb.nhs", 0.15, "nhs")
NINO = _number("British National Insurance number", "GB", "", 0.6, "nino?", "national insurance")
PPS = _number("Irish PPS number", "IE", "ie.pps", 0.6, "pps[n]?", *_ID)
NIF_PT = _number("Portuguese tax number", "PT", "pt.nif", 0.15, "nif", "contribuinte", *_TAX)
VNR = _number(
    "Austrian insurance number", "AT", "at.vnr", 0.2, "svnr", "sozialversicherung(?:snummer)?"
)
AHV = _number("Swiss AHV number", "CH", "ch.ssn", 0.8, "ahv", "avs")
CPR = _number("Danish CPR number", "DK", "dk.cpr", 0.25, "cpr", "personnummer")
HETU = _number("Finnish personal code", "FI", "fi.hetu", 0.8, "hetu", "henkilötunnus")
FNR = _number("Norwegian personal number", "NO", "no.fodselsnummer", 0.4, "fødselsnummer", "fnr")
CNP = _number("Romanian CNP", "RO", "ro.cnp", 0.5, "cnp")
EGN = _number("Bulgarian EGN", "BG", "bg.egn", 0.3, "egn", "егн")
RC = _number("Czech or Slovak birth number", "CZ", "cz.rc", 0.5, "rodné číslo", "r\\.? ?č")
AMKA = _number("Greek AMKA", "GR", "gr.amka", 0.3, "amka", "αμκα")
OIB = _number("Croatian OIB", "HR", "hr.oib", 0.2, "oib")
KODAS = _number("Lithuanian personal code", "LT", "lt.asmens", 0.3, "asmens kodas", "isikukood")

SOLID = re.compile(r"(?<![\w.,/+:#-])\d{9,15}(?![\w/:]|[.,-]\w)")
BY_LENGTH = {
    9: (BSN, SIREN, NIF_PT, REGON, UST),
    10: (PNR, ORGNR, NIP, NHS, VNR, EGN, CPR, VAT_BE, RC),
    11: (NN, BIS, PESEL, IVA, IDNR, FNR, AMKA, OIB, KODAS),
    12: (PNR,),
    13: (NIF_FR, CNP, AHV),
    14: (SIRET,),
    15: (NIR,),
}
"""Digits in one go may be numbers of many kinds: the strongest is named."""
SHAPED = (
    (re.compile(r"(?<!\w)\d{8}[ -]?[A-Z](?!\w)", re.IGNORECASE), (DNI,)),
    (re.compile(r"(?<!\w)[XYZ][ -]?\d{7}[ -]?[A-Z](?!\w)", re.IGNORECASE), (NIE,)),
    (re.compile(r"(?<!\w)[A-HJNP-SUVW][ -]?\d{7}[ -]?[0-9A-J](?!\w)"), (CIF,)),
    (re.compile(r"(?<!\w)[12] \d{2} \d{2} \d[\dAB] \d{3} \d{3} \d{2}(?!\w)"), (NIR,)),
    (re.compile(r"(?<!\w)[12]\d{4}2[AB]\d{6} ?\d{2}(?!\w)"), (NIR,)),
    (re.compile(r"(?<!\w)\d{13} \d{2}(?!\w)"), (NIR,)),
    (re.compile(r"(?<!\w)\d{3} \d{3} \d{3} \d{5}(?!\w)"), (SIRET,)),
    (re.compile(r"(?<!\w)\d{3}[ .]\d{3}[ .]\d{3}(?![\w]|[ .]\d)"), (SIREN, NIF_PT, BSN)),
    (
        re.compile(
            r"(?<!\w)[A-Z]{3} ?[A-Z]{3} ?[\dL-V]{2}[A-EHLMPRST][\dL-V]{2} ?[A-Z][\dL-V]{3}[A-Z](?!\w)",
            re.IGNORECASE,
        ),
        (CF,),
    ),
    (re.compile(r"(?<![\w.])\d{2}\.\d{2}\.\d{2}[- ]\d{3}[.-]\d{2}(?!\w)"), (NN, BIS)),
    (re.compile(r"(?<![\w.])\d{6}[ -]\d{3}[ .-]\d{2}(?!\w)"), (NN, BIS)),
    (re.compile(r"(?<![\w.])[01]\d{3}\.\d{3}\.\d{3}(?!\w)"), (VAT_BE,)),
    (re.compile(r"(?<![\w.-])\d{3}-\d{3}-\d{2}-\d{2}(?![\w-])"), (NIP,)),
    (re.compile(r"(?<![\w./-])(?:\d{2})?\d{6}[-+]\d{4}(?![\w-])"), (PNR, ORGNR, CPR)),
    (re.compile(r"(?<!\w)\d{2} \d{3} \d{3} \d{3}(?!\w| \d)"), (IDNR,)),
    (re.compile(r"(?<!\w)\d{3}[ -]\d{3}[ -]\d{4}(?![\w-])"), (NHS,)),
    (
        re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d{2}){3} ?[A-D](?!\w)"),
        (NINO,),
    ),
    (re.compile(r"(?<!\w)\d{7}[A-W][A-IW]?(?!\w)"), (PPS,)),
    (re.compile(r"(?<!\w)\d{4} \d{6}(?!\w)"), (VNR,)),
    (re.compile(r"(?<!\w)756\.\d{4}\.\d{4}\.\d{2}(?!\w)"), (AHV,)),
    (re.compile(r"(?<!\w)\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y](?!\w)"), (HETU,)),
    (re.compile(r"(?<!\w)\d{6}/\d{3,4}(?!\w)"), (RC,)),
)


def find_national(text: str, hints: Hints) -> Iterator[Hit]:
    """Find numbers whose checksum is right, and whose form or surroundings say what they are."""
    for match in SOLID.finditer(text):
        yield from _strongest(BY_LENGTH.get(len(match[0]), ()), match, text, hints)
    for pattern, numbers in SHAPED:
        for match in pattern.finditer(text):
            yield from _strongest(numbers, match, text, hints)


def _strongest(
    numbers: tuple[Number, ...], match: re.Match[str], text: str, hints: Hints
) -> Iterator[Hit]:
    """Give the likeliest of the kinds that a number can be of, if one is likely."""
    best, strength = None, 0.0
    for number in numbers:
        likely = number.strength + AT_HOME * (number.country in hints.countries)
        likely += SAID * stands_near(number.words, text, *match.span())
        if likely > max(strength, SHOWN_FROM - 0.001) and _is_valid(number, match[0]):
            best, strength = number, likely
    if best is not None:
        a = "An" if best.name[0] in "AIO" else "A"
        checked = "; its checksum is right" if best.module else ""
        because = f"{a} {best.name}{checked}."
        yield Hit(Kind.NATIONAL, *match.span(), because, min(strength, 0.99))


def _is_valid(number: Number, typed: str) -> bool:
    return not number.module or bool(_module(number.module).is_valid(typed))


@lru_cache(maxsize=100)
def _module(name: str) -> ModuleType:
    return import_module(f"stdnum.{name}")
