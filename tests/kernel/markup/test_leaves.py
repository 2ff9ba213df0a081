import pytest

from forum.kernel.markup import render


@pytest.mark.parametrize(
    ("raw", "html"),
    [
        ("# One\ntext", "<h3>One</h3><p>text</p>"),
        ("Two\n---", "<h4>Two</h4>"),
        ("###### Six ##", "<h6>Six</h6>"),
        ("#1 is no heading", "<p>#1 is no heading</p>"),
        ("text\n***\nmore", "<p>text</p><hr><p>more</p>"),
        ("    code\n\n    more", "<pre><code>code\n\nmore\n</code></pre>"),
        ("text\n```\n*a*\n```\nafter", "<p>text</p><pre><code>*a*\n</code></pre><p>after</p>"),
        ("~~~\nopen to the end", "<pre><code>open to the end\n</code></pre>"),
        ("````\n```\n````", "<pre><code>```\n</code></pre>"),
        ("a  \nb\\\nc", "<p>a<br>b<br>c</p>"),
        ("a\n    b", "<p>a\nb</p>"),
    ],
)
def test_blocks_of_text(raw: str, html: str) -> None:
    assert render(raw).html == html


def test_the_first_definition_of_a_link_reference_counts() -> None:
    html = render("[Law][x]\n\n[x]: /first 'T'\n[X]: /second").html
    assert html == '<p><a href="/first" title="T">Law</a></p>'


def test_a_definition_without_a_name_is_shown() -> None:
    assert "[ ]: /x" in render("[ ]: /x").html
