"""Countries as members write them among their jurisdictions."""

from collections.abc import Iterable

from forum.kernel.text import without_accents

_NAMES = {
    "ES": "spain espana spanien espagne spagna catalonia",
    "FR": "france frankreich francia francja",
    "IT": "italy italia italien italie",
    "BE": "belgium belgique belgie belgien belgica",
    "NL": "netherlands nederland niederlande holland pays-bas",
    "PL": "poland polska polen pologne polonia",
    "SE": "sweden sverige schweden suede suecia",
    "DE": "germany deutschland allemagne alemania germania duitsland",
    "GB": "uk gb britain england wales scotland kingdom",
    "IE": "ireland eire irlande",
    "PT": "portugal",
    "AT": "austria osterreich autriche",
    "CH": "switzerland schweiz suisse svizzera",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()} | {
    code.lower(): code for code in _NAMES
}


def countries_named(jurisdictions: Iterable[str]) -> frozenset[str]:
    """Return the codes of the countries that these words name."""
    words = {
        word
        for jurisdiction in jurisdictions
        for word in without_accents(jurisdiction).replace("(", " ").replace(")", " ").split()
    }
    return frozenset(_CODES[word] for word in words & _CODES.keys())
