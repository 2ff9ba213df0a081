"""Words too common in a language to tell one post from another.

They are indexed like any other word, so that phrases hold them and a query may consist of them.
That makes the index about a third larger; dropping them would lose "to be or not to be" and every
phrase that turns on a "not". They are only not insisted upon beside words that say more.
"""

from types import MappingProxyType

from forum.kernel.stopwords import STOP_WORDS
from forum.knowledge.search.analysis import LANGUAGES, fold

FOLDED = MappingProxyType(
    {language: frozenset(map(fold, STOP_WORDS.get(language, ()))) for language in LANGUAGES}
)


def is_stop_word(word: str, language: str) -> bool:
    """Tell whether a lower-case word is too common in this language to tell anything."""
    return fold(word) in FOLDED[language]
