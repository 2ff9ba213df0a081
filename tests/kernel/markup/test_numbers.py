"""Numbers of posts in a rendered text become links, where a reader would expect one."""

import pytest

from forum.kernel.markup import fill_markers, link_post_numbers, render
from forum.kernel.markup.values import ThreadTitle


def linked(text: str, last: int = 20) -> str:
    return link_post_numbers(render(text).html, thread_id=7, last=last)


def filled(text: str, *, may_see: bool = True) -> str:
    titles = {7: ThreadTitle("Matter", "matter")} if may_see else {}
    return fill_markers(linked(text), names={}, titles=titles)


@pytest.mark.parametrize("text", ["#12", "see #12.", "(#12)", "- #12 first", "**#12**", "#12, #3"])
def test_number_of_a_post_leads_to_it(text: str) -> None:
    assert 'href="/t/matter/7/12">#12</a>' in filled(text)


@pytest.mark.parametrize(
    "text",
    [
        "`#12`",
        "```\n#12\n```",
        "[see #12](https://example.org)",
        "https://example.org/#12",
        "a#12",
        "##12",
        "#12th",
        "#0",
        "#21",
        "#012",
        "#999999999999",
        "&#12;",
    ],
)
def test_what_is_no_number_of_a_post_stays_as_it_is(text: str) -> None:
    assert linked(text) == render(text).html


def test_link_shows_nothing_to_who_may_not_see_the_thread() -> None:
    assert "matter" not in filled("See #12.", may_see=False)
    assert "#12" in filled("See #12.", may_see=False)


def test_text_after_code_and_links_is_linked_again() -> None:
    text = "`#1` and [x #2](https://example.org) and #3"
    assert linked(text).count("data-post") == 1
    assert 'data-post="3"' in linked(text)
