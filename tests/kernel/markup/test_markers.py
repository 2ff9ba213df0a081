from forum.kernel.markup import ThreadTitle, fill_markers, render, wanted_markers

HERE = ThreadTitle("Listening first", "listening-first", 12)


def filled(raw: str, **facts: object) -> str:
    known = {"names": {}, "titles": {}, "thread": None} | facts
    return fill_markers(render(raw).html, **known)  # type: ignore[arg-type]


def test_what_texts_want_is_gathered_in_one_go() -> None:
    texts = ["@Zara see /t/a/3 https://moot.example/t/a/4", "[quote=bob, topic:5]\n@eve\n[/quote]"]
    wanted = wanted_markers([*(render(text).html for text in texts), "<p>nothing</p>"])
    assert wanted.handles == {"zara", "bob", "eve"}
    assert wanted.threads == {4, 5}
    assert wanted_markers([render("#wages, #wages::tag").html]).places == {"wages", "wages::tag"}


def test_a_text_without_markers_is_handed_back_as_it_is() -> None:
    html = "<p>plain</p>"
    assert fill_markers(html, names={}, titles={}) is html


def test_a_known_handle_leads_to_its_profile() -> None:
    assert filled("@Zara", names={"zara": 'Z "<b>'}) == (
        '<p><a class="mention" href="/u/zara" title="Z &quot;&lt;b&gt;">@Zara</a></p>'
    )


def test_an_unknown_handle_is_text() -> None:
    assert filled("@nobody there") == "<p>@nobody there</p>"


def test_a_link_to_a_readable_thread_shows_its_title() -> None:
    title = ThreadTitle("R & D <x>", "r-d")
    assert filled("https://moot.example/t/12/3", titles={12: title}) == (
        '<p><a class="thread-link" href="/t/r-d/12/3">R &amp; D &lt;x&gt;</a></p>'
    )
    assert filled("[*my* words](/t/12)", titles={12: title}) == (
        '<p><a class="thread-link" href="/t/r-d/12"><em>my</em> words</a></p>'
    )


def test_a_link_to_another_thread_leads_nowhere() -> None:
    assert filled("https://moot.example/t/slug/12/3") == (
        '<p><span class="thread-link is-closed">a thread that you cannot open</span></p>'
    )
    html = filled("[my words](/t/slug/12)")
    assert "my words" in html
    assert "12" not in html


def test_a_quotation_says_who_wrote_and_where() -> None:
    quote = '[quote="Zara, post:3, topic:12"]\nx\n[/quote]'
    names = {"zara": "Zara <N>"}
    assert '<a href="/t/listening-first/12/3">Zara &lt;N&gt; wrote</a>' in filled(
        quote, names=names, titles={12: HERE}, thread=HERE
    )
    elsewhere = filled(quote, names=names, titles={12: HERE}, thread=ThreadTitle("O", "o", 9))
    assert "Zara &lt;N&gt; wrote in “Listening first”" in elsewhere
    assert "data-" not in elsewhere


def test_a_quotation_of_a_closed_thread_has_no_address() -> None:
    html = filled('[quote="Zara, post:3, topic:12"]\nx\n[/quote]')
    assert '<div class="quote-by">Zara wrote</div>' in html
    assert "12" not in html


def test_a_quotation_without_a_thread_leads_into_the_one_it_stands_in() -> None:
    html = filled("[quote=zara, post:3]\nx\n[/quote]", thread=HERE)
    assert 'href="/t/listening-first/12/3"' in html


def test_markers_cannot_be_typed() -> None:
    mention = '<span class="mention" data-handle="zara">@zz</span>'
    forged = f'{mention} <a class="thread-link" data-thread="1">x</a>'
    for raw in (forged, f"`{forged}`", f"[a](/b '{forged}')", f"    {forged}", f"<b>{forged}</b>"):
        html = render(raw).html
        assert wanted_markers([html]).threads == frozenset()
        assert "/u/zara" not in fill_markers(html, names={"zara": "Z"}, titles={})


def test_a_place_that_the_reader_may_see_is_a_link() -> None:
    places = {"wages": "/tag/wages", "r&d": "/tag/r%26d"}
    assert filled("#wages #none", places=places) == (
        '<p><a class="place" href="/tag/wages">#wages</a> #none</p>'
    )
