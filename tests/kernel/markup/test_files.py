"""Files in texts: written, found, changed, and shown to those who may fetch them."""

import pytest

from forum.kernel.markup import FileCard, fill_markers, render, wanted_markers
from forum.kernel.markup.files import (
    LONGEST_ALT,
    file_text,
    files_in,
    image_text,
    with_alt,
    without_file,
)

IMAGE = FileCard(
    12, "plan of March.jpg", "image/jpeg", 123_456, 2000, 1000, ((690, 345), (1380, 690))
)
REPORT = FileCard(13, "report_v2 [final].pdf", "application/pdf", 2_345_678)


def shown(raw: str, *cards: FileCard) -> str:
    files = {card.id: card for card in cards}
    return fill_markers(render(raw).html, names={}, titles={}, files=files)


def test_image_is_shown_in_its_place_with_sizes_that_keep_it_free() -> None:
    html = shown(image_text(IMAGE, "A plan"), IMAGE)
    assert html == (
        '<p><a class="image" href="/uploads/12/plan%20of%20March.jpg"><img class="upload" '
        'src="/uploads/12/690/plan%20of%20March.webp" srcset="/uploads/12/690/plan%20of%20March.webp'
        ' 690w, /uploads/12/1380/plan%20of%20March.webp 1380w" sizes="(min-width: 46rem) 690px, '
        '100vw" width="690" height="345" alt="A plan" loading="lazy" decoding="async"></a></p>'
    )


def test_document_is_a_line_with_its_kind_and_size() -> None:
    html = shown(file_text(REPORT), REPORT)
    assert html == (
        '<p><a class="file" href="/uploads/13/report_v2%20%5Bfinal%5D.pdf">report_v2 [final].pdf</a>'
        ' <span class="file-facts">PDF, 2.3 MB</span></p>'
    )


def test_who_may_not_fetch_a_file_sees_the_words_and_no_address() -> None:
    raw = f"{image_text(IMAGE, 'A plan')} {image_text(IMAGE, '')} {file_text(REPORT)}"
    html = shown(raw)
    assert "/uploads/" not in html
    assert '<span class="image is-closed">A plan</span>' in html
    assert '<span class="image is-closed">an image that you cannot open</span>' in html
    assert "report_v2 [final].pdf (a file that you cannot open)" in html


def test_image_inside_a_link_leads_where_the_link_leads() -> None:
    html = shown(f"[{image_text(IMAGE, 'A plan')}](https://a.example)", IMAGE)
    assert html.count("<a ") == 1
    assert "<img" in html


def test_image_without_copies_shows_itself() -> None:
    moving = FileCard(14, "wave.webp", "image/webp", 9, 300, 200)
    html = shown(image_text(moving, ""), moving)
    assert 'src="/uploads/14/wave.webp" width="300" height="200"' in html
    assert "srcset" not in html


@pytest.mark.parametrize(
    "alt",
    [
        "",
        "A *bold* plan_of [things] `code` <b>x</b> \\ ! :seedling: @anna https://x.example ~~x~~",
        "quotes \" and ' and & and &amp; and <script>",
        "Überblick ](/uploads/99/x.png)",
    ],
)
def test_description_says_what_was_typed(alt: str) -> None:
    raw = image_text(IMAGE, alt)
    assert files_in(raw) == {12: alt}
    html = render(f"See {raw} here.").html
    assert wanted_markers([html]).files == {12}
    filled = shown(f"See {raw} here.", IMAGE)
    assert "<script" not in filled
    assert filled.count("<img") == 1
    assert filled.count('"') % 2 == 0


def test_description_is_one_line_and_not_endless() -> None:
    [alt] = files_in(image_text(IMAGE, "a\nb\n\nc " + "x" * 5000)).values()
    assert alt.startswith("a b c x")
    assert len(alt) == LONGEST_ALT


def test_description_is_changed_in_the_text() -> None:
    raw = f"One {image_text(IMAGE, 'old')} two {image_text(IMAGE, '')} {file_text(REPORT)}"
    changed = with_alt(raw, {12: "new [1]", 13: "x"})
    assert files_in(changed) == {12: "new [1]", 13: "report_v2 [final].pdf"}
    assert "old" not in changed
    assert with_alt(changed, {12: "new [1]"}) == changed


def test_file_is_taken_out_of_the_text_with_its_line() -> None:
    raw = f"One\n\n{image_text(IMAGE, 'x')}\n\ntwo {file_text(REPORT)} {image_text(IMAGE, '')} end"
    assert without_file(raw, 12) == f"One\n\ntwo {file_text(REPORT)}  end"
    assert without_file(raw, 99) == raw


def test_what_only_looks_like_a_file_is_none() -> None:
    html = render("`![x](/uploads/12/a.png)` /uploads/12/a.png <img src=/uploads/12/a.png>").html
    assert wanted_markers([html]).files == frozenset()
    assert (
        wanted_markers([render('<span class="image" data-file="12">x</span>').html]).files == set()
    )


def test_words_of_images_are_words_of_the_text() -> None:
    assert render(f"See {image_text(IMAGE, 'the plan')}.").text == "See the plan."


def test_sizes_are_said_as_people_say_them() -> None:
    sizes = {0: "0 bytes", 999: "999 bytes", 1_000: "1 KB", 999_999: "1000 KB", 5_250_000: "5.2 MB"}
    for size, words in sizes.items():
        assert FileCard(1, "a.pdf", "x", size).size_in_words == words


def test_text_of_many_brackets_is_read_quickly() -> None:
    assert files_in("![" * 30_000) == {}
    assert without_file("[" * 60_000, 1) == "[" * 60_000
    assert with_alt("![](" * 16_000, {1: "x"}) == "![](" * 16_000
