from forum.kernel.markup import render


def test_links_outside_pass_on_no_credit_and_no_handle_to_our_window() -> None:
    html = render("[a](https://other.example) [b](/latest)").html
    assert 'href="https://other.example" rel="nofollow noopener ugc">a' in html
    assert '<a href="/latest">b</a>' in html


def test_a_dangerous_link_keeps_only_its_words() -> None:
    assert render("[a](javascript:x)").html == "<p><span>a</span></p>"


def test_an_image_of_another_host_is_a_link_and_asks_nobody() -> None:
    html = render("![a cat](https://other.example/cat.png)").html
    assert html == (
        '<p><a href="https://other.example/cat.png" rel="nofollow noopener ugc">a cat</a></p>'
    )
    assert "<img" not in render("[![a](https://o.example/i.png)](/x)").html


def test_a_file_of_ours_is_a_mark_without_an_address() -> None:
    html = render("![plan](/uploads/12/plan.png)").html
    assert html == '<p><span class="image" data-file="12">plan</span></p>'
    assert 'data-file="7"' in render("![](https://moot.example/uploads/7/x.png)").html
    html = render("[the **report**](/uploads/13/report.pdf)").html
    assert html == '<p><a class="file" data-file="13">the <strong>report</strong></a></p>'


def test_an_address_like_that_of_a_file_leads_there_as_any_other() -> None:
    html = render("![plan](/uploads/ab/plan.png)").html
    assert html == '<p><a href="/uploads/ab/plan.png">plan</a></p>'


def test_a_bare_link_to_a_thread_does_not_keep_the_title_in_its_address() -> None:
    rendered = render(
        "https://moot.example/t/the-secret-merger/12/3 and [see](/t/the-secret-merger/13)"
    )
    assert "secret" not in rendered.html + rendered.text
    assert '<a class="thread-link" data-post="3" data-thread="12" href="/t/12/3">' in rendered.html
    assert '<a class="thread-link has-words" data-thread="13" href="/t/13">see</a>' in rendered.html
    assert rendered.thread_links == (12, 13)


def test_tables_are_aligned_without_styles_and_framed() -> None:
    html = render("| a | b |\n|:-:|--:|\n| 1 | `x|y` |").html
    assert html.startswith('<div class="table-frame"><table><thead><tr><th align="center">a</th>')
    assert '<td align="right"><code>x|y</code></td>' in html
    assert "style" not in html


def test_a_table_that_would_grow_enormous_stays_text() -> None:
    wide = "|".join("a" * 200)
    html = render(f"{wide}\n{'|'.join('-' * 200)}\n" + "x|y\n" * 200).html
    assert "<table" not in html
