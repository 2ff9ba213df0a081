"""The plan of the community."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from benchmarks.corpus import CATEGORIES, CHAIN, PlannedPost, Scale, count, plan, sizes
from forum.kernel.clock import now


@pytest.mark.parametrize("factor", [0.001, 0.02, 0.3, 1])
def test_sizes_add_up_to_the_posts_of_the_scale(factor: float) -> None:
    scale = Scale(factor)
    found = sizes(scale, Random(1))
    assert len(found) == scale.threads
    assert sum(found) == scale.posts
    assert found[:2] == [scale.longest, 60]
    assert min(found) >= 1


def test_full_scale_is_the_one_that_the_goals_name() -> None:
    full = Scale(1)
    assert (full.posts, full.threads, full.members, full.tags) == (100_000, 5_000, 2_000, 200)
    assert full.longest == 2_000


def test_plan_is_the_same_each_time_and_in_the_order_of_time() -> None:
    moment = now()
    threads, again = (plan(Scale(0.02), moment, Random(5)) for _ in range(2))
    assert threads == again
    assert [thread.id for thread in threads] == list(range(1, len(threads) + 1))
    posts = sorted((post for thread in threads for post in thread.posts), key=lambda post: post.id)
    assert [post.id for post in posts] == list(range(1, len(posts) + 1))
    assert all(one.at <= other.at <= moment for one, other in pairwise(posts))
    assert all(post.parent is None or post.parent.id < post.id for post in posts)
    assert {thread.category for thread in threads} <= set(range(CATEGORIES))


def test_longest_thread_has_chains_as_deep_as_promised() -> None:
    longest = next(one for one in plan(Scale(0.02), now(), Random(5)) if one.is_longest)

    def depth(post: PlannedPost) -> int:
        return depth(post.parent) + 1 if post.parent else 0

    assert max(map(depth, longest.posts)) == CHAIN


def test_withdrawn_posts_count_for_nothing_but_keep_their_place() -> None:
    start = now()
    posts = [
        PlannedPost(number, None, author, start + timedelta(days=number), 0, is_withdrawn=gone)
        for number, author, gone in ((1, 7, False), (2, 8, False), (3, 9, True))
    ]
    counters = count(posts)
    assert (counters.last_number, counters.post_count) == (3, 3)
    assert (counters.reply_count, counters.writer_count, counters.score) == (1, 2, 2)
    assert counters.last is posts[1]
