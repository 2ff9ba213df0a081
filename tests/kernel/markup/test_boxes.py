import pytest

from forum.kernel.markup import Quoted, render


def test_a_quotation_names_handle_post_and_thread_and_nothing_else() -> None:
    rendered = render('[quote="Zara, post:3, topic:12"]\nSo *be* it.\n[/quote]\n\nI agree.')
    assert rendered.html == (
        '<aside class="quote" data-handle="zara" data-post="3" data-thread="12">'
        '<div class="quote-by">Zara</div>'
        "<blockquote><p>So <em>be</em> it.</p></blockquote></aside><p>I agree.</p>"
    )
    assert rendered.quotes == (Quoted(12, 3, "zara"),)
    assert rendered.text == "I agree."


def test_quotations_may_stand_in_quotations_and_only_the_outer_one_is_this_persons() -> None:
    rendered = render("[quote=ada_l]\n[quote=bob]\ninner\n[/quote]\nouter\n[/quote]")
    assert rendered.html.count("<aside") == 2
    assert rendered.quotes == (Quoted(None, None, "ada_l"),)


def test_quotation_on_one_line_and_in_a_list() -> None:
    assert "<blockquote><p>short</p></blockquote>" in render("[quote]short[/quote]").html
    assert "<li><aside" in render("- [quote]\n  a\n  [/quote]").html


@pytest.mark.parametrize("value", ["a, post:x, topic:-1", 'a" onclick="x', "ab, topic:99999999999"])
def test_a_senseless_attribution_is_left_out(value: str) -> None:
    html = render(f"[quote={value}]\nwords\n[/quote]").html
    assert "data-post" not in html
    assert "data-thread" not in html


def test_curly_quotation_marks_of_phones_are_understood() -> None:
    assert 'data-handle="zara"' in render("[quote=“zara, post:1”]\nx\n[/quote]").html


def test_an_unclosed_box_is_shown_as_written() -> None:
    assert render("[quote=ada]\nwords").html == "<p>[quote=ada]\nwords</p>"


def test_a_closing_tag_in_code_does_not_close() -> None:
    html = render("[details=More]\n```\n[/details]\n```\nend\n[/details]").html
    assert html == (
        "<details><summary>More</summary><pre><code>[/details]\n</code></pre><p>end</p></details>"
    )


def test_details_and_spoilers_hide_until_asked() -> None:
    assert render('[details="The *long* story"]\n- a\n[/details]').html == (
        "<details><summary>The <em>long</em> story</summary><ul><li>a</li></ul></details>"
    )
    assert render("[spoiler]\nthe end\n[/spoiler]").html == (
        '<details class="spoiler"><summary>Spoiler</summary><p>the end</p></details>'
    )
    assert render("It is [spoiler]**Rosebud**[/spoiler].").html == (
        '<p>It is <span class="spoiler" tabindex="0"><strong>Rosebud</strong></span>.</p>'
    )
    assert "<span" in render("[spoiler]hidden[/spoiler] and shown").html


def test_details_as_people_know_them_from_elsewhere() -> None:
    html = render("<details>\n<summary>Log</summary>\n\n*text*\n\n</details>").html
    assert html == "<details><summary>Log</summary><p><em>text</em></p></details>"


def test_comments_are_left_out_but_not_in_code() -> None:
    assert render("<!-- Say who\n\nyou are -->\n\nHi <!-- x -->there").html == "<p>Hi there</p>"
    assert "&lt;!-- x --&gt;" in render("`<!-- x -->`").html
