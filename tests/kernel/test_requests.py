"""Forms with files are read to their end, whatever is in them; their words are kept."""

import io

import pytest
from werkzeug.test import EnvironBuilder

from forum.kernel.markup import BROKEN
from forum.kernel.requests import MOST_FILES, MOST_PARTS, FormParser


def parsed(data: dict[str, object] | bytes, *, boundary: str = "") -> tuple[FormParser, dict, dict]:
    if isinstance(data, bytes):
        kind = f"multipart/form-data; boundary={boundary}"
        builder = EnvironBuilder(method="POST", input_stream=io.BytesIO(data), content_type=kind)
        builder.content_length = len(data)
    else:
        builder = EnvironBuilder(method="POST", data=data, content_type="multipart/form-data")
    parser = FormParser(max_form_memory_size=100_000)
    parser.largest_file = 1_000
    _, form, files = parser.parse_from_environ(builder.get_environ())
    builder.close()
    kept = {}
    for name, several in files.lists():
        for file in several:
            with file.stream:
                kept.setdefault(name, []).append((file.filename, len(file.read())))
    return parser, form.to_dict(flat=False), kept


def part(name: str, value: bytes, filename: str = "") -> bytes:
    more = f'; filename="{filename}"' if filename else ""
    return (
        f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()
        + value
        + b"\r\n"
    )


def test_words_and_files_come_through() -> None:
    data = part("body", "Wörter".encode()) + part("files", b"x" * 900, "a.txt") + b"--b--\r\n"
    parser, form, files = parsed(data, boundary="b")
    assert form == {"body": ["Wörter"]}
    assert files["files"] == [("a.txt", 900)]
    assert not parser.left_out


def test_what_is_no_utf8_is_marked() -> None:
    _, form, _ = parsed(part("body", b"half \xff") + b"--b--\r\n", boundary="b")
    assert form == {"body": [f"half {BROKEN}"]}


def test_file_that_is_too_large_is_cut_one_byte_beyond_and_words_after_it_are_kept() -> None:
    data = part("files", b"x" * 500_000, "a.txt") + part("body", b"words") + b"--b--\r\n"
    parser, form, files = parsed(data, boundary="b")
    assert files["files"] == [("a.txt", 1_001)]
    assert form == {"body": ["words"]}
    assert not parser.left_out


def test_too_many_files_and_fields_are_left_out() -> None:
    many = b"".join(part("files", b"x", f"{n}.txt") for n in range(MOST_FILES + 5))
    parser, form, files = parsed(many + part("body", b"words") + b"--b--\r\n", boundary="b")
    assert len(files["files"]) == MOST_FILES
    assert form == {"body": ["words"]}
    assert parser.left_out
    many = part("body", b"words") + b"".join(part(f"f{n}", b"x") for n in range(3 * MOST_PARTS))
    parser, form, _ = parsed(many + b"--b--\r\n", boundary="b")
    assert form["body"] == ["words"]
    assert len(form) == MOST_PARTS
    assert parser.left_out


def test_words_beyond_all_measure_are_left_out() -> None:
    data = part("body", b"words") + part("more", b"x" * 200_000) + b"--b--\r\n"
    parser, form, _ = parsed(data, boundary="b")
    assert form["body"] == ["words"]
    assert len(form["more"][0]) <= 100_000
    assert parser.left_out


@pytest.mark.parametrize(
    "rest", [b"", b"--b\r\nContent-Disposition: form-data\r\n\r\nx", b"--b\r\nnonsense\r\n\r\nx"]
)
def test_form_that_breaks_off_keeps_what_came_before(rest: bytes) -> None:
    parser, form, files = parsed(part("body", b"words") + rest, boundary="b")
    assert form in ({"body": ["words"]}, {})
    assert files == {}
    assert parser.left_out


@pytest.mark.parametrize(
    ("data", "boundary"), [(b"", "b"), (b"junk", "b"), (b"junk", ""), (b"x", "ä")]
)
def test_what_is_no_form_is_empty(data: bytes, boundary: str) -> None:
    _, form, files = parsed(data, boundary=boundary)
    assert (form, files) == ({}, {})
