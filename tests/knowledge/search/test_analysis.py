import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.knowledge.search.analysis import LANGUAGES, fold, terms_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The court's co-operation", ["the", "court", "s", "co", "operation"]),
        ("Übung\tŁódź", ["übung", "łódź"]),
        ("cafe\N{COMBINING ACUTE ACCENT}s", ["cafés"]),
        ("ＦＵＬＬ ﬁne", ["full", "fine"]),
        ("裁判所 and", ["裁", "判", "所", "and"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("ดี้", ["ดี้"]),
        ("한국어 снова", ["한국어", "снова"]),
        ("\x00\ud800 … !!!", []),
    ],
)
def test_text_is_split_into_lower_case_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("word", "plain"),
    [("straße", "strasse"), ("smørrebrød", "smorrebrod"), ("łódź", "lodz"), ("æther", "aether")],
)
def test_accents_are_folded(word, plain):
    assert fold(word) == plain


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "running", "run"),
        ("en", "planned", "plan"),
        ("fr", "décisions", "decision"),
        ("de", "häuser", "haus"),
        ("es", "informaciones", "informacion"),
        ("it", "decisioni", "decisione"),
        ("nl", "rechters", "rechter"),
        ("pt", "famílias", "familia"),
        ("ro", "drepturile", "drepturi"),
        ("da", "dommerne", "dommer"),
        ("no", "rettigheter", "rettighet"),
        ("sv", "domarna", "domar"),
        ("fi", "oikeudessa", "oikeuden"),
    ],
)
def test_inflected_and_unaccented_forms_share_a_term(language, one, other):
    assert set(terms_of(one, language)) & set(terms_of(other, language))


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_every_word_of_any_text_has_terms(text, language):
    for word in words_of(text):
        assert word
        terms = terms_of(word, language)
        assert 1 <= len(terms) <= 2
        assert all(term and " " not in term and len(term) <= 64 for term in terms)


@given(st.text(max_size=60))
def test_splitting_what_was_split_changes_nothing(text):
    words = words_of(text)
    assert words_of(" ".join(words)) == words
