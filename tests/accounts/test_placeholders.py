"""Placeholders of imported authors."""

from datetime import UTC, datetime

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.operations.placeholders import add_placeholder, find_placeholder
from forum.kernel.db import unit_of_work
from tests.builders.accounts import make_member

SPRING = datetime(2004, 3, 1, tzinfo=UTC)


def placeholder(address: str = "", name: str = "", shown: str = "") -> Member:
    with unit_of_work():
        return add_placeholder(
            source="housing", address=address, name=name, shown_name=shown, joined_at=SPRING
        )


def test_handles_leave_good_ones_to_members(app: Forum) -> None:
    first = placeholder("ada@example.net", shown="Ada Quill")
    second = placeholder("ada@example.com", shown="Ada Quill")
    assert (first.handle, second.handle) == ("ada-archive", "ada-archive2")
    assert make_member("ada").handle == "ada"


def test_handles_are_made_of_anything(app: Forum) -> None:
    assert placeholder(shown="小学园").handle == "writer-archive"
    assert placeholder("list@example.org", "ada", "Ada Quill").handle == "ada-quill-archive"
    long = placeholder(f"{'x' * 60}@example.org")
    assert len(long.handle) <= 30


def test_names_are_tidied_and_never_empty(app: Forum) -> None:
    assert placeholder("a@x.org", shown="Ada\u202e  Quill\x00").name == "Ada Quill"
    assert placeholder("exa@x.org").name == "exa"
    assert placeholder().name == "Unknown writer"
    assert len(placeholder("b@x.org", shown="x" * 500).name) == 120


def test_placeholder_is_found_by_all_three(app: Forum) -> None:
    made = placeholder("list@example.org", "Ada Quill", "Ada Quill")
    assert find_placeholder("housing", "List@example.org", "ada quill") == made
    assert find_placeholder("housing", "list@example.org", "") is None
    assert find_placeholder("heating", "list@example.org", "ada quill") is None
