import re

from forum.kernel.markup import render


def test_footnotes_are_numbered_as_they_are_mentioned() -> None:
    html = render("x[^b] y[^a]\n\n[^a]: First.\n[^b]: Second.").html
    assert re.findall(r'class="footnote-ref"[^>]*>(\d)', html) == ["1", "2"]
    assert html.index("Second.") < html.index("First.")


def test_every_reference_leads_to_its_note_and_back() -> None:
    html = render("x[^a] y[^a] z[^n]\n\n[^a]: Note.\n[^n]:\n").html
    ids = set(re.findall(r' id="([^"]*)"', html))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= ids
    assert len(ids) == 5


def test_posts_on_one_page_do_not_share_ids() -> None:
    raw = "x[^a]\n\n[^a]: Note "
    one, two = (set(re.findall(r' id="([^"]*)"', render(raw + word).html)) for word in "ab")
    assert not one & two
    assert 'id="fn:p7-1"' in render(raw, id_prefix="p7").html


def test_a_label_never_becomes_part_of_an_id() -> None:
    html = render('x[^"><b>]\n\n[^"><b>]: Note').html
    assert re.search(r'id="fn:[0-9a-f]+-1"', html)


def test_the_signs_of_footnotes_are_not_part_of_the_text() -> None:
    assert render("x[^a]\n\n[^a]: Note.").text == "x\nNote."


def test_a_footnote_inside_code_is_code() -> None:
    assert "[^a]: x" in render("text\n```\n[^a]: x\n```").text
