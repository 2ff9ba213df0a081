import re

from forum.kernel.markup import render
from forum.kernel.markup.code import CLASSES, LANGUAGES


def test_known_languages_are_coloured_with_our_classes_only() -> None:
    html = render('```py\ndef f(x):  # why\n    return "a" + 1\n```').html
    assert html.startswith('<pre><code class="language-python"><span class="k">def</span>')
    assert set(re.findall(r'span class="([^"]*)"', html)) <= set(CLASSES.values())
    assert "style" not in html


def test_the_words_of_code_are_kept_to_the_letter() -> None:
    code = 'a = "<b>&amp;</b>"\n\tif x: pass  \n'
    for language in ("", "python", "nosuch"):
        assert render(f"```{language}\n{code}```").text == code.strip()


def test_unknown_languages_and_long_code_have_no_colours() -> None:
    assert render("```nosuch\nx\n```").html == "<pre><code>x\n</code></pre>"
    assert "<span" not in render("```python\n" + "x = 1\n" * 3_000 + "```").html


def test_every_language_of_the_list_has_a_lexer() -> None:
    for language in LANGUAGES:
        assert f'class="language-{LANGUAGES[language]}"' in render(f"```{language}\nx\n```").html
