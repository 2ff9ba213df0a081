"""What looks for faults must find them, also where it does not parse."""

import pytest

from tests.kernel.markup.safety import faults


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
def test_faults_are_found(html: str) -> None:
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
def test_harmless_texts_have_none(html: str) -> None:
    assert faults(html) == []
