import logging
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.kernel.errors import Invalid
from forum.kernel.markup import RENDERER_VERSION, TextFormat, check_text, render, rendering
from tests.hostile.lines import hostile_lines
from tests.kernel.markup.safety import faults

SIGNS = r"""
    * _ ** ~~ ` ``` ~~~ [ ]( ) ![ ] [^1] < > </ <b> </b> <script> <!-- --> & &lt; &#0; | - # = ---
    <details> </details> <summary> <blockquote> <table><tr><td> [quote] [/quote] [spoiler] [/spoiler]
    [details] [/details] @ada :heart: https://a.example/ javascript: /t/x/1/2 me@a.example : \ " ' é
"""
PIECES = [
    *SIGNS.split(),
    *("[^1]: ", "[a]: /b", "> ", "- ", "1. ", "  ", "    ", "\t", "\n", "\n\n", "# ", "[x] ", ": "),
    *("\x02", "\x03", "\x020\x03", "\ud800", "\x00", "\u202e", "🌱", "| a | b |", "|--|--|"),
    *("[quote=ada, post:1, topic:2]", "On a wrote:", "-- ", "<div class=gmail_quote>"),
]

texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)


@pytest.mark.parametrize("text_format", TextFormat)
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=texts)
def test_any_text_becomes_harmless_html_without_a_fault(raw: str, text_format: TextFormat) -> None:
    noticed: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = noticed.append  # type: ignore[method-assign]
    log = logging.getLogger(rendering.__name__)
    log.addHandler(handler)
    try:
        rendered = render(raw, text_format)
    finally:
        log.removeHandler(handler)
    assert [record.getMessage() for record in noticed] == []
    assert faults(rendered.html) == []
    assert "\x02" not in rendered.html


def test_three_hundred_hostile_lines_become_harmless(test_data: Path) -> None:
    for line in random.Random(1989).sample(hostile_lines(test_data), 300):
        for text_format in TextFormat:
            assert faults(render(line, text_format).html) == [], line


def test_the_same_text_gives_the_same_html_whatever_was_rendered_before() -> None:
    raw = "x[^1] [a][b]\n\n[^1]: Note\n[b]: /c"
    first = render(raw)
    render("[^1]: other\n[b]: /other")
    assert render(raw) == first
    assert render("[a][b]").html == "<p>[a][b]</p>"
    assert first.version == RENDERER_VERSION


def test_threads_do_not_disturb_each_other() -> None:
    raws = [f"# {number}\n\n- *a{number}*[^1]\n\n[^1]: Note {number}" for number in range(60)]
    alone = [render(raw) for raw in raws]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render, raws)) == alone


def test_a_text_with_too_much_structure_is_shown_as_written() -> None:
    raw = "[" * 5_000 + "\n\n*a*"
    with pytest.raises(Invalid):
        check_text(raw)
    assert render(raw).html == f"<p>{'[' * 5_000}</p>\n<p>*a*</p>"


@pytest.mark.parametrize("trouble", [RecursionError, ValueError])
def test_a_text_is_readable_whatever_a_library_stumbles_over(
    monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    def stumble(_text: str, _prefix: str) -> str:
        raise trouble

    monkeypatch.setattr(rendering, "_markdown_to_html", stumble)
    assert render("*a* <b>\nb").html == "<p>*a* &lt;b&gt;<br>\nb</p>"


def test_broken_characters_do_no_harm() -> None:
    for text_format in TextFormat:
        assert render("a\ud800b\x00c\x0c", text_format).text in {"a?bc", "a?b\ufffdc"}


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p>Words</p><img src=x onerror=alert(1)>",
        "<p onclick=alert(1)>Words</p>",
        '<p><a href="javascript:alert(1)">Words</a></p>',
        "<p>Words <em>that go on</p>",
        "<em>Words that go on",
        "<p><em><code>Words</em></code><svg></p>",
        "<pre><code>Words</code><style>x</style></pre>",
        "Words</article>out of their place",
        "<p>Words <!-- that swallow</p>",
    ],
)
def test_what_looks_for_faults_finds_them_also_where_it_does_not_parse(html: str) -> None:
    assert faults(html) != []


@pytest.mark.parametrize(
    "html",
    [
        "",
        "Words &lt;script&gt;alert(1)&lt;/script&gt;",
        "<p>Words<br>\nand <em>more</em>, <code>x = 1</code></p>\n<h3>Then</h3>\n<p>others</p>",
        "<pre><code>&lt;img src=x&gt;</code></pre>",
        '<p><a href="/t/1" class="thread-link">Words</a></p>',
    ],
)
def test_what_looks_for_faults_finds_none_in_harmless_texts(html: str) -> None:
    assert faults(html) == []
