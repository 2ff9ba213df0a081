"""Which language a post is written in, told by its small words.

About every second word of a running text is an article, a pronoun, a preposition or the like, and
they differ from one language to the next. Counting them needs no model in memory and knows when it
does not know: a text in a language without stemmer has few of anyone's small words.
"""

import re
from collections import defaultdict
from types import MappingProxyType

from flask import has_app_context

from forum.kernel.application import this_settings
from forum.kernel.stopwords import STOP_WORDS

LANGUAGES = MappingProxyType(
    {
        "en": "English",
        "fr": "French",
        "de": "German",
        "es": "Spanish",
        "it": "Italian",
        "nl": "Dutch",
        "pt": "Portuguese",
        "ro": "Romanian",
        "da": "Danish",
        "no": "Norwegian",
        "sv": "Swedish",
        "fi": "Finnish",
    }
)
UNKNOWN = ""

WORD = re.compile(r"[^\W\d_]+")
ENOUGH_WORDS = 4_000  # the beginning of a post tells its language
FEW_WORDS = 8
FEWEST_SIGNS = 2
LEAST_SHARE = 0.2  # of the words, small words of the winner
LEAST_LEAD = 1.15  # how far the winner must be ahead of the next

# Words and forms that neighbours lack; the stop lists share too much between them.
TELLTALES = MappingProxyType(
    {
        "en": "the and of is with shall that without may your been which they would could",
        "fr": "le la les des du une est qui dans pour sur par plus il elle être tous toute cette",
        "de": "der die das und ist nicht mit ein eine oder auf dem den des zu zur werden jeder",
        "es": "el los las y una es del por con para al lo como o sin toda según tiene",
        "it": "il gli di della del che è per con alla nel sono ogni ed degli delle ha",
        "nl": "het een van en zijn te met voor niet op ieder aan door heeft dat deze wordt",
        "pt": "o os as e um uma do da dos das não em ao por com tem todo sem ou à são",
        "ro": "și în la din cu sau orice să nu pe prin are fără",
        "da": "af og at til på med som hvad blev mig dig sig nogen nogle efter enhver også være "
        "have uden måde bør lige kun mere hvilken imod noget selv vores samt heraf derfor hvorved "
        "anden andet nødvendig bliver gennem hverken hvorpå herved thi hver få god meget tage give "
        "ingen ved eget egen andre begge samme alle under hvem hvilke siden kan skal må lov fra",
        "no": "av og å til på med som hva ble meg deg seg noen etter enhver alle uten måte bør "
        "bare mer mot noe også vere ein ei skal vår kvar hver frå frem bli nå annen annet gjennom "
        "nødvendig blir verken verd ta gi mye hvorav dens andre eget heller slik eiga "
        "ingen ved egen begge samme under hvem hvilke siden må kan skal lov fra god hverandre "
        "selv have nødvendig lige få",
        "sv": "och att av till på med som är inte för har den en ett varje eller utan skall vid "
        "även bör sin mer nu vad också mig från annan annat genom blir varken ge ta "
        "ingen egen samma alla under vem vilka sedan god varandra enskilda",
        "fi": "ja on ei että tai hän se kun myös sekä joka kaikki niin ovat kuin mukaan ole voi "
        "vain jo jokainen kuten joihin jonka ilman sitä tämän näiden kukaan ketään eikä tulee "
        "pitää kaikkien muiden muun muu oman omaa yhteydessä aikana välillä",
    }
)
LETTER_SIGNS = MappingProxyType(
    {
        "de": "ßäöü",
        "es": "ñ¿¡óíáé",
        "fr": "çèêàœùûîôéë",
        "it": "èàùòìé",
        "pt": "ãõçâêáéíóú",
        "ro": "ășțţşâî",
        "da": "æøå",
        "no": "øåæ",
        "sv": "åäö",
        "fi": "äö",
    }
)
WEIGHT_OF_LETTERS = 0.25  # of a small word that only one language has
# Danish and Norwegian share nearly all their small words, but not how they spell these endings;
# Finnish says with endings what others say with small words.
ENDINGS = MappingProxyType(
    {
        "da": "hed heden heder tion tionen tioner lige ede ende else",
        "no": "het heten heter sjon sjonen sjoner skap skapet ligheten",
        "sv": "het heten heter tion tionen tioner skap ade ande",
        "fi": "ssa ssä sta stä lla llä lle een iin nsa nsä inen isen uden ksi taan tään mään maan",
    }
)
ENDING_SIGNS = MappingProxyType({one: tuple(listed.split()) for one, listed in ENDINGS.items()})


def _weigh_words() -> MappingProxyType[str, tuple[tuple[str, float], ...]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for language, listed in TELLTALES.items():
        for word in STOP_WORDS[language] | set(listed.split()):
            owners[word].add(language)
    weights = {word: 1 / len(who) * (0.5 if len(word) == 1 else 1) for word, who in owners.items()}
    return MappingProxyType(
        {word: tuple((one, weights[word]) for one in sorted(who)) for word, who in owners.items()}
    )


WEIGHTS = _weigh_words()


def detect_language(text: str) -> str:
    """Return the code of the language a text is written in, empty when it is none of ours.

    A text too short to tell is taken to be in the language of the place.
    """
    words = WORD.findall(text[: ENOUGH_WORDS * 6].lower())[:ENOUGH_WORDS]
    if not "".join(words).isascii() and not any(word in WEIGHTS for word in words):
        return UNKNOWN
    scores, signs = _count_signs(words, set(text.lower()))
    if not scores:
        return _language_of_the_place() if len(words) < FEW_WORDS else UNKNOWN
    first, *others = sorted(scores, key=lambda language: -scores[language])
    is_clear = not others or scores[first] >= LEAST_LEAD * scores[others[0]]
    if len(words) < FEW_WORDS and (signs[first] < FEWEST_SIGNS or not is_clear):
        return _language_of_the_place()
    if signs[first] < max(FEWEST_SIGNS, LEAST_SHARE * len(words)):
        return UNKNOWN
    return first


def _count_signs(words: list[str], letters: set[str]) -> tuple[dict[str, float], dict[str, int]]:
    scores: dict[str, float] = defaultdict(float)
    signs: dict[str, int] = defaultdict(int)
    for word in words:
        for language, weight in WEIGHTS.get(word, ()):
            scores[language] += weight
            signs[language] += 1
    for language in scores:
        spelling = sum(letter in letters for letter in LETTER_SIGNS.get(language, ""))
        endings = ENDING_SIGNS.get(language, ())
        ended = sum(word.endswith(endings) for word in words if len(word) > 5)
        scores[language] += WEIGHT_OF_LETTERS * (spelling + ended)
        signs[language] += ended
    return scores, signs


def _language_of_the_place() -> str:
    if not has_app_context():
        return "en"
    return this_settings().language
