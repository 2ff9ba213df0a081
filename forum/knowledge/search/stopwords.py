"""Words too common in a language to tell one post from another.

They are indexed like any other word, so that phrases hold them and a query may consist of them.
That makes the index about a third larger; dropping them would lose "to be or not to be" and every
phrase that turns on a "not". They are only not insisted upon beside words that say more.
"""

from types import MappingProxyType

from whoosh.lang.stopwords import stoplists

from forum.knowledge.search.analysis import LANGUAGES, fold

ROMANIAN = (
    "a acea aceasta această acel acela acelaşi acelea acest acesta aceste acestea acestei "
    "aceştia acestor acestui acum ai aici al ale alt alta alte altfel alţi am ar are aş aşa "
    "asta astfel asupra atât atunci au avea avem aveţi azi ca că când care căreia căror cărui "
    "cât câte câţi către ce cea ceea cei cel cele celor ceva chiar ci cine cineva cu cum "
    "cumva da dacă dar deci decât deja deoarece departe deşi despre din dintr dintre doar "
    "după ea ei el ele era este eşti eu fără fi fie fiecare fiind fost fusese i îi îl îmi în "
    "încât încă însă într între întru îşi îţi la le li lor lui mai mâine mea mei mele mereu "
    "meu mi mie mult multă mulţi nici nimic niciun noastră noastre noi noştri nostru nu numai "
    "o oricare oricine oricum ori pe pentru peste poate pot prea prin s sa să săi sale sau se "
    "şi sine spre sub sunt suntem sunteţi ta tale te ţi ţie toată toate tot toţi totuşi tu un "
    "una unde undeva unei unele uneori unii unor unui unul va vă voastră voastre vor vostru "
    "voi vreo vreun"
)


def _listed(language: str) -> frozenset[str]:
    if language == "ro":
        return frozenset(ROMANIAN.split())
    return frozenset(stoplists.get(language, ()))


STOP_WORDS = MappingProxyType({language: _listed(language) for language in LANGUAGES})
FOLDED_STOP_WORDS = MappingProxyType(
    {language: frozenset(map(fold, words)) for language, words in STOP_WORDS.items()}
)


def is_stop_word(word: str, language: str) -> bool:
    """Tell whether a lower-case word is too common in this language to tell anything."""
    return fold(word) in FOLDED_STOP_WORDS[language]
