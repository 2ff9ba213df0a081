import pytest

from forum.kernel.markup import render, wanted_markers


def inner(raw: str) -> str:
    return render(raw).html.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("raw", "html"),
    [
        (
            "*a* **b** _c_ __d__ ~~e~~",
            "<em>a</em> <strong>b</strong> <em>c</em> <strong>d</strong> <del>e</del>",
        ),
        ("snake_case_word", "snake_case_word"),
        ("`` a`b ``", "<code>a`b</code>"),
        (r"\*a\* \&amp; \[b]", "*a* &amp;amp; [b]"),
        ("<b>a</b> H<sub>2</sub>O <kbd>x</kbd>", "<b>a</b> H<sub>2</sub>O <kbd>x</kbd>"),
        ("<b>open", "&lt;b&gt;open"),
        ("a<br>b<br/>c", "a<br>b<br>c"),
        ('<b onclick="x">a</b>', '&lt;b onclick="x"&gt;a&lt;/b&gt;'),
        ("<div>a</div>", "&lt;div&gt;a&lt;/div&gt;"),
        ("&copy; &#38; &nosuch;", "© &amp; &amp;nosuch;"),
        (":seedling: :+1: 10:30:45 :nosuch:", "🌱 👍 10:30:45 :nosuch:"),
        ("`:seedling:`", "<code>:seedling:</code>"),
        ("[a](/b 'T')", '<a href="/b" title="T">a</a>'),
        ("[a [b] c](/d)", '<a href="/d">a [b] c</a>'),
        ("[a [b](/c) d](/e)", '[a <a href="/c">b</a> d](/e)'),
        ("[a](/b_(c))", '<a href="/b_(c)">a</a>'),
        ("[nowhere] [a][b]", "[nowhere] [a][b]"),
    ],
)
def test_what_stands_in_a_line(raw: str, html: str) -> None:
    assert inner(raw) == html


def test_bare_addresses_become_links_without_the_sentences_punctuation() -> None:
    html = inner("See https://a.example/b?c=1. Or (www.b.example), or me@c.example!")
    assert 'href="https://a.example/b?c=1"' in html
    assert 'href="http://www.b.example"' in html
    assert 'href="mailto:me@c.example"' in html


@pytest.mark.parametrize(
    ("raw", "mentions"),
    [
        ("@zara", ("zara",)),
        ("(@zara), @bob.b. And @Zoë-2!", ("zara", "bob.b", "Zoë-2")),
        ("_@zara_ **@bob_x**", ("zara", "bob_x")),
        ("@zara's", ("zara",)),
        ("me@zara.example", ()),
        ("word@zara", ()),
        ("`@zara` and\n\n    @bob", ()),
        ("```\n@zara\n```", ()),
        ("https://a.example/@zara", ()),
        ("[@zara](https://a.example)", ()),
        ("@zara@elsewhere.example", ()),
        ("@ab", ()),
        ("@" + "a" * 31, ()),
        ("@" + "a" * 30, ("a" * 30,)),
        ("\\@zara", ()),
        ("[quote=bob]\n@zara\n[/quote]", ()),
        ("@zara and @ZARA", ("zara", "ZARA")),
    ],
)
def test_mentions(raw: str, mentions: tuple[str, ...]) -> None:
    assert render(raw).mentions == mentions


def test_a_mention_is_a_neutral_marker() -> None:
    assert inner("@Zara") == '<span class="mention" data-handle="zara">@Zara</span>'


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        ("#strategies", {"strategies"}),
        ("(#wage-theft), #c++. And #Zoë_2!", {"wage-theft", "c++", "zoë_2"}),
        ("#Strategies::tag", {"strategies::tag"}),
        ("#2024-plan", {"2024-plan"}),
        ("#12 and #3.", set()),
        ("C# a#b ##c &#35; /#d", set()),
        ("`#code` and\n\n    #code", set()),
        ("[#words](https://a.example) https://a.example/#frag", set()),
        ("\\#escaped", set()),
        ("# Heading", set()),
        ("#" + "a" * 41, set()),
    ],
)
def test_places(raw: str, places: set[str]) -> None:
    assert wanted_markers([render(raw).html]).places == places


def test_a_place_is_a_neutral_marker() -> None:
    assert inner("#Wages::tag") == '<span class="place" data-name="wages::tag">#Wages</span>'
    assert render("#Wages").text == "#Wages"
