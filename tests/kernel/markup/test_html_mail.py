from forum.kernel.markup import TextFormat, render


def html(mail: str) -> str:
    return render(mail, TextFormat.HTML_MAIL).html


def test_scripts_styles_and_heads_are_dropped_with_their_content() -> None:
    mail = (
        "<html><head><title>t</title><style>p{}</style></head><body style='x'>"
        "<script>alert(1)</script><p style='color:red' class='quote' onclick=x>Hi</p></body></html>"
    )
    assert html(mail) == "<p>Hi</p>"


def test_tables_are_kept() -> None:
    shown = html("<table><tr><td colspan=2 bgcolor=red>a</td></tr></table>")
    assert shown == '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>'


def test_no_image_is_loaded() -> None:
    assert html('<img src="https://t.example/p.gif" width=1><img src="cid:1" alt="plan">') == (
        "<span></span><span>plan</span>"
    )


def test_quotations_of_common_programs_are_folded() -> None:
    for mail in (
        '<p>Yes</p><blockquote type="cite"><p>theirs</p></blockquote>',
        '<p>Yes</p><div class="gmail_quote"><div>On Monday Ada wrote:</div>theirs</div>',
        '<p>Yes</p><div class="moz-cite-prefix">Ada wrote:</div><blockquote>theirs</blockquote>',
        '<p>Yes</p><div id="divRplyFwdMsg">From: Ada</div><p>theirs</p>',
    ):
        rendered = render(mail, TextFormat.HTML_MAIL)
        assert rendered.html.count('<details class="folded-quote">') == 1
        assert "theirs" in rendered.html
        assert rendered.text == "Yes"


def test_an_introduction_is_shown_on_the_fold() -> None:
    shown = html(
        '<div class="gmail_quote">On Monday Ada wrote:<br><blockquote>x</blockquote></div>'
    )
    assert "<summary>On Monday Ada wrote:</summary>" in shown


def test_signatures_are_folded() -> None:
    assert render('Yes<div class="gmail_signature">Ada</div>', TextFormat.HTML_MAIL).text == "Yes"


def test_links_are_judged_like_all_others() -> None:
    assert html('<a href="javascript:x">a</a>') == "<span>a</span>"
    assert 'rel="nofollow noopener noreferrer ugc"' in html('<a href="https://a.example">a</a>')
    assert 'class="thread-link"' in html(
        '<a href="https://moot.example/t/x/3">https://moot.example/t/x/3</a>'
    )


def test_headings_take_their_place_below_those_of_the_page() -> None:
    assert html("<h1>a</h1>") == "<h3>a</h3>"


def test_a_mail_that_is_too_deep_or_too_large_is_shown_by_its_words() -> None:
    deep = "<div>" * 5_000 + "<p>words</p><style>x</style><script>y</script>"
    large = "<b>words</b>" + "<br>" * 20_000
    for mail in (deep, large, "<blockquote>" * 3_000 + "words"):
        assert html(mail) == "<p>words</p>"
