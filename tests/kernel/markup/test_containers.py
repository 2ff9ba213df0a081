import pytest

from forum.kernel.markup import render


@pytest.mark.parametrize(
    ("raw", "html"),
    [
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("text\n- a\n- b", "<p>text</p><ul><li>a</li><li>b</li></ul>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("1. a\n\n   more\n2. b", "<ol><li><p>a</p><p>more</p></li><li><p>b</p></li></ol>"),
        ("- a\n  ```\n  x\n\n  y\n  ```", "<ul><li>a<pre><code>x\n\ny\n</code></pre></li></ul>"),
        ("In 1984. It was so\n1984. not a list", "<p>In 1984. It was so\n1984. not a list</p>"),
        ("- a\n* b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"),
        ("> a\nlazy", "<blockquote><p>a\nlazy</p></blockquote>"),
        ("> a\n\n> b", "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>"),
        ("> ```\n> x\n\ny", "<blockquote><pre><code>x\n</code></pre></blockquote><p>y</p>"),
        ("> - a\n> - b", "<blockquote><ul><li>a</li><li>b</li></ul></blockquote>"),
        ("Term\n: meaning", "<dl><dt>Term</dt><dd>meaning</dd></dl>"),
    ],
)
def test_lists_and_quotations(raw: str, html: str) -> None:
    assert render(raw).html == html


def test_tasks_are_signs_and_not_controls() -> None:
    html = render("- [ ] write\n- [x] send *it*\n- [y] no task").html
    assert '<li class="task"><span class="task-box">☐</span> write</li>' in html
    assert '<li class="task is-done"><span class="task-box">☑</span> send <em>it</em></li>' in html
    assert "<li>[y] no task</li>" in html


def test_definitions_keep_what_is_indented_below_them() -> None:
    html = render("Term\n\n: meaning\n\n    more of it").html
    assert html == "<dl><dt>Term</dt><dd><p>meaning</p><p>more of it</p></dd></dl>"


def test_nesting_ends_where_it_becomes_senseless() -> None:
    html = render("".join("  " * depth + "- a\n" for depth in range(60))).html
    assert html.count("<ul>") == 20
