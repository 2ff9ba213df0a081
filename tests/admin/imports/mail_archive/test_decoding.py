"""Bodies: parts, alternatives, transfer encodings, files."""

import base64
from pathlib import Path

import pytest

from forum.admin.imports.mail_archive.decoding import tame_name
from tests.builders.letters import letter, read_letter

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(40))


def part(content: str | bytes, kind: str = "text/plain", *more: str) -> bytes:
    head = "\n".join([f"Content-Type: {kind}", *more]).encode()
    return head + b"\n\n" + (content if isinstance(content, bytes) else content.encode())


def tree(*parts: bytes, kind: str = "mixed", boundary: str = "EDGE") -> bytes:
    edge = b"--" + boundary.encode()
    return b"\n".join([*(edge + b"\n" + each for each in parts), edge + b"--", b""])


def multipart(*parts: bytes, kind: str = "mixed") -> bytes:
    more = f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="EDGE"\n'
    return letter(tree(*parts), more=more)


def encoded(content: bytes) -> bytes:
    return base64.encodebytes(content)


def picture(*more: str, name: str = "plan.png") -> bytes:
    fields = ("Content-Transfer-Encoding: base64", *more)
    return part(encoded(PNG), f'image/png; name="{name}"', *fields)


def test_plain_alternative_is_taken_and_html_left(tmp_path: Path) -> None:
    source = multipart(part("plain"), part("<p>rich</p>", "text/html"), kind="alternative")
    message = read_letter(tmp_path, source)
    assert (message.body, message.body_format, message.attachments) == ("plain", "plain_mail", ())


def test_html_is_taken_where_the_plain_alternative_is_empty(tmp_path: Path) -> None:
    source = multipart(part(" \n"), part("<p>rich</p>", "text/html"), kind="alternative")
    message = read_letter(tmp_path, source)
    assert (message.body, message.body_format) == ("<p>rich</p>", "html_mail")


def test_html_alone_is_html_and_kept_raw(tmp_path: Path) -> None:
    html = "<p onclick=x()>Bonjour</p>"
    message = read_letter(tmp_path, letter(html, more="Content-Type: text/html\n"))
    assert (message.body, message.body_format) == (html, "html_mail")


def test_charset_of_html_is_found_in_its_own_head(tmp_path: Path) -> None:
    html = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Привет</p>'
    source = letter(html.encode("koi8-r"), more="Content-Type: text/html\n")
    assert "Привет" in read_letter(tmp_path, source).body


def test_attachments_and_inline_pictures_are_kept_whole(tmp_path: Path) -> None:
    related = tree(
        part('<p>See <img src="cid:a1@x"></p>', "text/html"),
        picture("Content-ID: <a1@x>", "Content-Disposition: inline"),
        boundary="INNER",
    )
    source = multipart(
        part(related, 'multipart/related; boundary="INNER"'),
        part(encoded(b"%PDF"), "application/pdf", "Content-Transfer-Encoding: base64"),
    )
    message = read_letter(tmp_path, source)
    assert message.body_format == "html_mail"
    image, pdf = message.attachments
    assert (image.name, image.content_type, image.content) == ("plan.png", "image/png", PNG)
    assert image.content_id == "a1@x"
    assert (pdf.name, pdf.content) == ("attachment-2.pdf", b"%PDF")


def test_pictures_of_the_unshown_alternative_are_kept(tmp_path: Path) -> None:
    related = tree(part("<img src=cid:a>", "text/html"), picture(), boundary="INNER")
    source = multipart(
        part("plain"), part(related, 'multipart/related; boundary="INNER"'), kind="alternative"
    )
    message = read_letter(tmp_path, source)
    assert (message.body, [each.name for each in message.attachments]) == ("plain", ["plan.png"])


def test_signatures_are_left_out(tmp_path: Path) -> None:
    source = multipart(
        part("signed words"),
        part("-----BEGIN PGP SIGNATURE-----", 'application/pgp-signature; name="signature.asc"'),
        part(encoded(b"x"), 'application/pkcs7-signature; name="smime.p7s"'),
        kind="signed",
    )
    message = read_letter(tmp_path, source)
    assert (message.body, message.attachments) == ("signed words", ())


def test_several_texts_are_read_one_below_the_other(tmp_path: Path) -> None:
    message = read_letter(tmp_path, multipart(part("above\n"), picture(), part("below")))
    assert message.body == "above\n\nbelow"


def test_text_below_html_is_added_to_it_escaped(tmp_path: Path) -> None:
    source = multipart(part("<p>rich</p>", "text/html"), part("1 < 2"))
    message = read_letter(tmp_path, source)
    assert message.body == "<p>rich</p>\n<pre>1 &lt; 2</pre>"


def test_named_text_is_a_file(tmp_path: Path) -> None:
    source = multipart(part("see the patch"), part("+ line", 'text/plain; name="fix.patch"'))
    message = read_letter(tmp_path, source)
    [patch] = message.attachments
    assert (message.body, patch.name, patch.content) == ("see the patch", "fix.patch", b"+ line")


def test_mail_inside_a_mail_is_kept_as_a_file(tmp_path: Path) -> None:
    inner = b"From: b@example.org\nSubject: Inner matter\n\ninner words\n"
    message = read_letter(tmp_path, multipart(part("fwd"), part(inner, "message/rfc822")))
    [enclosed] = message.attachments
    assert (enclosed.name, enclosed.content_type) == ("Inner matter.eml", "message/rfc822")
    assert b"inner words" in enclosed.content


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("quoted-printable", b"Caf=C3=A9 au=\n lait"),
        ("Quoted-Printable ;", b"Caf=C3=A9 au lait"),
        ("base64", base64.b64encode("Café au lait".encode())),
        ("BASE64", b"Q2Fmw6kg!\nYXUgbGFpdA"),
        ("8bit", "Café au lait".encode()),
        ("7-bit", "Café au lait".encode()),
        ("spam", "Café au lait".encode()),
    ],
)
def test_transfer_encodings_are_undone(tmp_path: Path, encoding: str, content: bytes) -> None:
    more = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n"
    assert read_letter(tmp_path, letter(content, more=more)).body == "Café au lait"


def test_flowed_text_is_joined(tmp_path: Path) -> None:
    body = "One long \nparagraph.\n> quoted \n> words\n-- \nAda\n"
    more = "Content-Type: text/plain; format=flowed\n"
    message = read_letter(tmp_path, letter(body, more=more))
    assert message.body == "One long paragraph.\n> quoted words\n-- \nAda"


def test_uuencoded_files_are_taken_out_of_the_text(tmp_path: Path) -> None:
    body = "Look:\nbegin 644 hi.txt\n%:&5L;&\\\n`\nend\nBye.\n"
    message = read_letter(tmp_path, letter(body))
    [file] = message.attachments
    assert (file.name, file.content) == ("hi.txt", b"hello")
    assert message.body == "Look:\n\nBye."


def test_prose_that_begins_with_begin_stays(tmp_path: Path) -> None:
    body = "begin 644 words later\nand here it does not decode: é\nend"
    assert read_letter(tmp_path, letter(body)).body == body


def test_multipart_without_its_boundary_is_read_as_text(tmp_path: Path) -> None:
    source = letter("just words\n", more="Content-Type: multipart/mixed\n")
    assert read_letter(tmp_path, source).body == "just words"


def test_multipart_that_never_ends_is_read(tmp_path: Path) -> None:
    more = 'Content-Type: multipart/mixed; boundary="EDGE"\n'
    source = letter(b"--EDGE\n" + part("first words"), more=more)
    assert read_letter(tmp_path, source).body == "first words"


def test_tree_of_endless_depth_is_still_a_message(tmp_path: Path) -> None:
    nest = "".join(
        f'--B{n}\nContent-Type: multipart/mixed; boundary="B{n + 1}"\n\n' for n in range(3000)
    )
    source = letter(nest, more='Content-Type: multipart/mixed; boundary="B0"\n')
    assert read_letter(tmp_path, source).author.name == "Ada Quill"


@pytest.mark.parametrize(
    ("given", "tame"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\plan.doc", "plan.doc"),
        ("a\x00b\ne.txt", "a b e.txt"),
        ("..", ""),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("gpj.\u202eexe", "gpj. exe"),
    ],
)
def test_names_of_files_are_tamed(given: str, tame: str) -> None:
    assert tame_name(given) == tame


@pytest.mark.parametrize(
    "field",
    [
        "filename*=UTF-8''Plan%20%C3%A9t%C3%A9.pdf",
        'filename="=?utf-8?Q?Plan_=C3=A9t=C3=A9.pdf?="',
        'filename="Plan été.pdf"',
    ],
)
def test_names_of_files_are_read_in_every_spelling(tmp_path: Path, field: str) -> None:
    file = part(
        encoded(b"%PDF"),
        "application/pdf",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: attachment; {field}",
    )
    assert read_letter(tmp_path, multipart(file)).attachments[0].name == "Plan été.pdf"
