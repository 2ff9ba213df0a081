"""Names of one's own list: with and without accents, in any case of letters, with endings."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from forum.discussion.checking.values import DeniedName, Hints, Hit, Kind
from forum.kernel.text import without_accents

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 60
"""Letters of a word that are compared; names are shorter."""
_LIKE_ENGLISH_AND_ROMANCE = "s es"
_LIKE_GERMAN_AND_NORDIC = "e en n ns ens er ers in innen et"
_LIKE_SLAVIC = (
    "a u y i o ie owi em om ami ach ego emu ym im ymi imi ej iej owie ow owa owej owna ova ove ovi "
    "ovou ou ka ki ke ko ku kiem ek kom kami iem iego iemu ia"
)
_LIKE_RUSSIAN = "а у ю ом ем е и ы ои еи ам ами ах ого ому ым ою ею я ю ів ові ою"
_LIKE_GREEK = "ου ο ος α ας η ης ε ων"
_LIKE_URALIC = "in n ta ssa sta lla lta lle nak nek val vel ban ben hoz rol tol"
_ENDINGS = frozenset(
    f"{_LIKE_ENGLISH_AND_ROMANCE} {_LIKE_GERMAN_AND_NORDIC} {_LIKE_SLAVIC} {_LIKE_URALIC} "
    f"{_LIKE_RUSSIAN} {_LIKE_GREEK}".split()
)
_VOWELS = "aeiouyаеиоуыэюяαεηιουω"
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa"}
)
_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name of the list, as its words are compared."""

    denied: DeniedName
    words: tuple[str, ...]


def find_names(text: str, hints: Hints) -> Iterator[Hit]:
    """Find the names of the list; also two words the other way round, as registers write them."""
    if not hints.names:
        return
    because = "This name stands in your own list."
    yield from _without_spaces(text, hints.names, because)
    starts = _by_stem(_wanted(hints.names))
    found = [(word.start(), word.end()) for word in WORD.finditer(text)]
    folded: dict[str, str] = {}

    def at(place: int) -> str:
        start, end = found[place]
        word = text[start : min(end, start + LONGEST_WORD)]
        if word not in folded:
            folded[word] = _fold(word)
        return folded[word]

    for place in range(len(found)):
        best: tuple[int, Wanted] | None = None
        for wanted in _beginning_with(at(place), starts):
            count = len(wanted.words)
            is_there = place + count <= len(found) and all(
                is_form_of(at(place + i), word) for i, word in enumerate(wanted.words)
            )
            if (
                is_there
                and _is_written_big(text, found[place], wanted)
                and count > (best or (0,))[0]
            ):
                best = count, wanted
        if best is not None:
            start, end = found[place][0], found[place + best[0] - 1][1]
            if _stand_together(text, found[place : place + best[0]]):
                name = best[1].denied
                key = name.placeholder or name.name
                yield Hit(
                    Kind.NAME, start, end, because, 1.0 + best[0] / 100, key, name.placeholder
                )


def is_form_of(word: str, name: str) -> bool:
    """Tell whether a folded word is the name, or the name with an ending of some language."""
    if word == name:
        return True
    if len(name) < 4:
        return word == f"{name}s"
    if word.startswith(name):
        return word[len(name) :] in _ENDINGS
    stem = stem_of(name)
    return word.startswith(stem) and word[len(stem) :] in _ENDINGS


def stem_of(name: str) -> str:
    """Return a folded name without the vowel at its end, which other cases replace."""
    if len(name) < 4:
        return name
    if name.endswith(("ek", "ec")) and len(name) > 4:
        return name[:-2]  # Marek, Marka
    return name[:-1] if name[-1] in _VOWELS else name


def _fold(word: str) -> str:
    return without_accents(unicodedata.normalize("NFKC", word).casefold())


def _wanted(names: Iterable[DeniedName]) -> Iterator[Wanted]:
    for denied in names:
        for spelt in dict.fromkeys((denied.name, denied.name.translate(_SPELT_OUT))):
            folded = tuple(_fold(word)[:LONGEST_WORD] for word in WORD.findall(spelt))
            if folded:
                yield Wanted(denied, folded)
            if len(folded) == 2:
                yield Wanted(denied, folded[::-1])


def _by_stem(names: Iterable[Wanted]) -> dict[str, list[Wanted]]:
    starts: defaultdict[str, list[Wanted]] = defaultdict(list)
    for wanted in names:
        starts[stem_of(wanted.words[0])].append(wanted)
    return dict(starts)


def _beginning_with(word: str, starts: dict[str, list[Wanted]]) -> Iterator[Wanted]:
    # An ending is short, so that a stem is nearly the whole word.
    for end in range(max(1, len(word) - 5), len(word) + 1):
        yield from starts.get(word[:end], ())


def _is_written_big(text: str, span: tuple[int, int], wanted: Wanted) -> bool:
    """Tell whether a very short name stands here as a name: "Li" is one, "li" is an article."""
    is_short = len(wanted.words) == 1 and len(wanted.words[0]) < 4
    return not is_short or not text[span[0]].islower()


def _stand_together(text: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether only a few signs stand between the words of a name."""
    gaps = [text[a[1] : b[0]] for a, b in pairwise(spans)]
    return all(len(gap) < 4 and "\n\n" not in gap for gap in gaps)


def _without_spaces(text: str, names: Iterable[DeniedName], because: str) -> Iterator[Hit]:
    """Find names in scripts that put no spaces between words."""
    for denied in names:
        if not _WITHOUT_SPACES.search(denied.name):
            continue
        start = text.find(denied.name)
        while start != -1:
            end = start + len(denied.name)
            key = denied.placeholder or denied.name
            yield Hit(Kind.NAME, start, end, because, 1.0, key, denied.placeholder)
            start = text.find(denied.name, end)
