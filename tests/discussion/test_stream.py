"""Posts are put between the lines and branches that belong to them, and into the gap of the page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from forum.discussion import stream
from forum.discussion.tree import grow
from forum.discussion.values import MemberCard, PostCard

ADA = MemberCard(1, "ada", "Ada")


def post(number: int, answers: int | None = None) -> PostCard:
    """Return a post whose id is ten times its number."""
    return PostCard(
        id=number * 10,
        thread_id=1,
        number=number,
        author=ADA,
        html="Words.",
        created_at=datetime(2025, 1, 31, tzinfo=UTC),
        edited_at=None,
        version=1,
        depth=0,
        reply_count=0,
        parent_number=answers,
        parent_author=ADA if answers else None,
        withdrawn_at=None,
        withdrawn_by_author=False,
        withdrawn_because="",
        locked_at=None,
        locked_because="",
        files=(),
    )


POSTS = (post(1), post(2, answers=1), post(3, answers=2), post(4, answers=1), post(5))
ARTICLES = {one.id: f"<{one.number}>".encode() for one in POSTS}


def test_lines_stand_before_and_after_the_posts_that_they_belong_to() -> None:
    shown = stream.in_order(POSTS, ARTICLES, before={3: "[new]"}, after={1: "[closed]"})
    assert shown.split() == [b"<1>", b"[closed]<2>", b"[new]<3>", b"<4>", b"<5>"]


def test_branches_hold_the_replies_below_a_post(app: Flask) -> None:
    with app.app_context():
        shown = stream.as_tree(grow(POSTS), ARTICLES, is_open=True).decode()
        folded = stream.as_tree(grow(POSTS), ARTICLES, is_open=False).decode()
    pieces = [line.strip() for line in shown.splitlines() if line.strip()]
    assert pieces == [
        *('<div class="branch">', '<1><details class="replies" data-below="1" open>'),
        *("<summary>3 replies below</summary>", '<div class="branch">'),
        *('<2><details class="replies" data-below="2" open>', "<summary>1 reply below</summary>"),
        *('<div class="branch">', "<3></div>", "</details>", "</div>"),
        *('<div class="branch">', "<4></div>", "</details>", "</div>"),
        *('<div class="branch">', "<5></div>"),
    ]
    assert folded == shown.replace(" open>", ">")


@pytest.mark.parametrize("title", ["A title", "Zero \0 in it", "\0stream\0"])
def test_only_the_gap_is_filled_whatever_the_page_says(title: str) -> None:
    page = f"<h1>{title}</h1>{stream.GAP}<p>…</p>"
    assert stream.filled(page, b"posts").decode() == f"<h1>{title}</h1>posts<p>…</p>"


def test_posts_that_differ_are_told_apart_though_their_places_are_the_same() -> None:
    edited = replace(POSTS[0], html="Other words.")
    assert hash(edited) == hash(POSTS[0])
    assert edited != POSTS[0]
    assert len({edited, POSTS[0]}) == 2
