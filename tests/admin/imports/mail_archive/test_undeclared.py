"""Bodies that archives left encoded."""

from pathlib import Path

from tests.builders.letters import letter, read_letter

LINE = "This sentence was made long enough to need a soft break somewhere near its=\n end"


def test_quoted_printable_is_recognised_without_its_head(tmp_path: Path) -> None:
    message = read_letter(tmp_path, letter(f"{LINE}, caf=C3=A9 =3D coffee.\n"))
    assert message.body.endswith("near its end, café = coffee.")


def test_text_with_equals_signs_stays(tmp_path: Path) -> None:
    body = f"{LINE} and x = 3D"
    assert read_letter(tmp_path, letter(body)).body == body


def test_parts_are_read_without_their_head(tmp_path: Path) -> None:
    body = (
        "This is a multi-part message in MIME format.\n--EDGE\n"
        "Content-Type: text/plain; charset=utf-8\n\nHello\n--EDGE\n"
        'Content-Type: text/x-patch; name="fix.patch"\n\n+ line\n--EDGE--\n'
    )
    message = read_letter(tmp_path, letter(body))
    assert message.body == "Hello"
    assert [(each.name, each.content) for each in message.attachments] == [("fix.patch", b"+ line")]


def test_text_and_its_html_twin_are_read_once(tmp_path: Path) -> None:
    body = (
        "--EDGE\nContent-Type: text/plain\n\nHello\n"
        "--EDGE\nContent-Type: text/html\n\n<p>Hello\n--EDGE--\n"
    )
    message = read_letter(tmp_path, letter(body))
    assert (message.body, message.body_format, message.attachments) == ("Hello", "plain_mail", ())


def test_quoted_source_of_a_mail_stays(tmp_path: Path) -> None:
    body = "My program gets this:\n\n1\n2\n3\n--EDGE\nContent-Type: text/plain\n\nHello\n--EDGE--"
    assert read_letter(tmp_path, letter(body)).body == body
