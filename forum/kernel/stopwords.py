"""The small words of languages: articles, pronouns, prepositions and the like."""

from types import MappingProxyType

from whoosh.lang.stopwords import stoplists

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

STOP_WORDS = MappingProxyType(
    {
        language: frozenset(ROMANIAN.split() if language == "ro" else stoplists[language])
        for language in ("en", "fr", "de", "es", "it", "nl", "pt", "ro", "da", "no", "sv", "fi")
    }
)
