import pytest

from forum import Forum
from forum.kernel.paging import Paging, last_page, page_address, page_number


@pytest.mark.parametrize(
    ("asked", "number"),
    [(None, 1), ("", 1), ("3", 3), ("0", 1), ("-2", 1), ("two", 1), ("٣", 1), ("9" * 30, 100_000)],
)
def test_nonsense_in_an_address_means_the_first_page(asked: str | None, number: int) -> None:
    assert page_number(asked) == number


def test_other_pages_of_a_list_are_narrowed_as_this_one_is(app: Forum) -> None:
    with app.test_request_context("/moderation-log?act=thread_closed&q=a%26b+c&by=&page=4"):
        address = page_address()
        assert address(5) == "/moderation-log?act=thread_closed&q=a%26b+c&page=5"
        assert address(1) == "/moderation-log?act=thread_closed&q=a%26b+c"
    with app.test_request_context("/latest?page=2"):
        assert page_address()(1) == "/latest"


def test_an_empty_list_has_one_page_and_a_full_one_no_page_too_many() -> None:
    assert [last_page(count, 20) for count in (0, 1, 20, 21)] == [1, 1, 1, 2]


def test_far_pages_are_left_out_of_the_links() -> None:
    assert Paging(7, has_next=True, last=20).shown == [1, 2, None, 6, 7, 8, None, 19, 20]
    assert Paging(1, has_next=False).shown == []
