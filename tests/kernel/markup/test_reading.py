import pytest

from forum.kernel.markup import excerpt, render


def test_text_keeps_own_words_and_code_apart_by_lines() -> None:
    table = "| x | y |\n|--|--|\n| 1 | 2 |"
    raw = f"# Head\n\nOne *two*\nthree.\n\n- a\n- b\n\n{table}\n\n```\na  b\n```"
    assert render(raw).text == "Head\nOne two three.\na\nb\nx\ny\n1\n2\na  b"


def test_text_leaves_out_what_others_said() -> None:
    assert render("[quote=ada]\ntheirs\n[/quote]\nmine").text == "mine"


def test_excerpt_ends_at_a_word() -> None:
    assert excerpt("short\ntext") == "short text"
    assert excerpt("one two three four", 12) == "one two…"
    assert excerpt("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize("length", [10, 50, 200])
def test_excerpt_is_never_longer_than_asked(length: int) -> None:
    assert len(excerpt("words and, more; words " * 30, length)) <= length
