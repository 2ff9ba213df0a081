import pytest

from forum.kernel.markup import configure, render
from forum.kernel.markup.addresses import address_of, own_file


@pytest.mark.parametrize(
    "raw",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "java\u200bscript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "http:x",
        "https://[bad",
    ],
)
def test_nobody_is_led_to_a_dangerous_address(raw: str) -> None:
    assert address_of(raw) is None


def test_outside_is_told_from_our_own() -> None:
    outside = address_of("//other.example/x")
    assert outside is not None
    assert (outside.href, outside.is_outside) == ("https://other.example/x", True)
    own = address_of("https://MOOT.example/latest?page=2#top")
    assert own is not None
    assert (own.href, own.is_outside) == ("/latest?page=2#top", False)
    assert address_of("https://moot.example//evil.example") is None


@pytest.mark.parametrize(
    ("raw", "thread", "post"),
    [
        ("/t/12", 12, None),
        ("/t/12/3", 12, 3),
        ("/t/some-title/12/3", 12, 3),
        ("/t/some-title/12?page=2#post_4", 12, None),
        ("https://moot.example/t/some-title/12", 12, None),
        ("https://other.example/t/some-title/12", None, None),
        ("/t/some-title", None, None),
        ("/t/x/9999999999", None, None),
    ],
)
def test_links_to_threads_are_known(raw: str, thread: int | None, post: int | None) -> None:
    address = address_of(raw)
    assert address is not None
    assert (address.thread_id, address.post_number) == (thread, post)


def test_more_than_one_address_can_be_ours() -> None:
    configure("https://moot.example", "http://old.example:8080")
    assert render("http://old.example:8080/t/a/5").thread_links == (5,)


def test_address_of_a_file_of_ours_is_known() -> None:
    assert own_file("/uploads/12/plan.png") == 12
    assert own_file("https://moot.example/uploads/7/") == 7


@pytest.mark.parametrize(
    "raw",
    [
        "/uploads/../secret",
        "/uploads/12/../secret",
        "https://a.example/uploads/12/x.png",
        "/upload/12/x",
        "/uploads/x.png",
        "/uploads/12/x?a=b",
        "/uploads/1234567890/x.png",
    ],
)
def test_other_addresses_are_no_files_of_ours(raw: str) -> None:
    assert own_file(raw) is None
