"""Who wrote a message."""

import pytest

from forum.admin.imports.mail_archive.headers import read_head
from forum.admin.imports.mail_archive.people import count_strangers, parse_person, read_author
from forum.admin.imports.mail_archive.values import Author

LIST = "housing@lists.example.org"


def author(*fields: str, envelope: str = "", shared: tuple[str, ...] = (LIST,)) -> Author:
    head, _body = read_head("\n".join([*fields, "", ""]).encode())
    return read_author(head, envelope, shared)


@pytest.mark.parametrize(
    ("field", "address", "name"),
    [
        ("ada at example.org (Ada Quill)", "ada@example.org", "Ada Quill"),
        ("ada@example.org (Ada (the lawyer) Quill)", "ada@example.org", "Ada (the lawyer) Quill"),
        ('ada at example.org (Ada "Q" Quill)', "ada@example.org", 'Ada "Q" Quill'),
        ("Ada Quill <ada@example.org>", "ada@example.org", "Ada Quill"),
        ('"Quill, Ada" <ada@example.org>', "ada@example.org", "Quill, Ada"),
        ("'Ada Quill' <ada(at)example.org>", "ada@example.org", "Ada Quill"),
        ("=?utf-8?Q?Ad=C3=A1_Quill?= <ada@EXAMPLE.org>", "ada@example.org", "Adá Quill"),
        ("ada at example.org (=?utf-8?Q?Ad=C3=A1?= Quill)", "ada@example.org", "Adá Quill"),
        ("ada@example.org", "ada@example.org", ""),
        ("<ada@example.org>", "ada@example.org", ""),
        ("ada at example.org (ada at example.org)", "ada@example.org", ""),
        ("Ada <ada@example.org>, Bo <bo@example.org>", "ada@example.org", "Ada"),
        ("Ada Quill", "", "Ada Quill"),
        ("", "", ""),
        ("\u202eadA <ada@example.org>", "ada@example.org", "adA"),
    ],
)
def test_people_are_read_in_every_spelling(field: str, address: str, name: str) -> None:
    assert parse_person(field) == (address, name)


def test_address_of_ones_own_is_the_person_whatever_the_name() -> None:
    one = author("From: Ada Quill <Ada@example.org>")
    other = author("From: A. Quill <ada@example.org>")
    assert one.key == other.key == ("ada@example.org", "")


def test_name_belongs_to_the_person_at_a_shared_address() -> None:
    ada = author(f"From: {LIST} (Ada Quill)")
    bo = author(f"From: {LIST} (Bo Lem)")
    assert ada.is_shared
    assert ada.key == (LIST, "ada quill")
    assert bo.key != ada.key


@pytest.mark.parametrize(
    "field",
    [
        "Reply-To: Ada Quill <ada@example.org>",
        f"Reply-To: Housing <{LIST}>, Ada Quill <ada@example.org>",
        "X-Original-From: ada at example.org",
        "Author: Ada Quill <ada@example.org>",
        f"Reply-To: {LIST}\nX-Original-From: Ada Quill <ada@example.org>",
    ],
)
@pytest.mark.parametrize("shared", [(), (LIST,)])
def test_rewritten_sender_is_found_again(field: str, shared: tuple[str, ...]) -> None:
    fields = (f"From: Ada Quill via Housing <{LIST}>", f"To: {LIST}", *field.split("\n"))
    assert author(*fields, shared=shared) == Author("ada@example.org", "Ada Quill")


def test_rewritten_sender_without_trace_is_known_by_the_name() -> None:
    found = author(
        f"From: 'Ada Quill' via Housing <{LIST}>", f"List-Post: <mailto:{LIST}>", shared=()
    )
    assert found == Author(LIST, "Ada Quill", is_shared=True)


def test_via_in_a_name_means_nothing_elsewhere() -> None:
    found = author("From: Post via Aerea <via@example.org>", "To: bo@example.org")
    assert found == Author("via@example.org", "Post via Aerea")


def test_sender_of_the_from_line_stands_in() -> None:
    assert author("Subject: x", envelope="ada at example.org").address == "ada@example.org"
    assert author("From: Ada Quill", envelope="ada@example.org").key == ("ada@example.org", "")


def test_names_that_share_a_word_are_one_person() -> None:
    assert count_strangers(["Ada Quill", "Quill, A.", "ada", "Bo Lem"]) == 2
    assert count_strangers(["Ada", "Quill", "Ada Quill"]) == 1
    assert count_strangers(["", "?"]) == 0
