"""Where a post stands in the tree, and a page of posts as the branches that a reader can fold."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.discussion.models import Post
from forum.discussion.values import DEEPEST, PostCard

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Branch:
    """A post with the replies to it that stand on the same page."""

    post: PostCard
    replies: list["Branch"] = field(default_factory=list)
    size: int = 0
    """How many posts hang below this one on the page."""


def grow(posts: Sequence[PostCard]) -> tuple[Branch, ...]:
    """Return the posts as branches; one whose parent stands on an earlier page begins anew."""
    roots: list[Branch] = []
    open_branches: list[Branch] = []
    for post in posts:
        while open_branches and not answers(post, open_branches[-1].post):
            open_branches.pop()
        branch = Branch(post)
        for above in open_branches:
            above.size += 1
        (open_branches[-1].replies if open_branches else roots).append(branch)
        open_branches.append(branch)
    return tuple(roots)


def answers(post: PostCard, above: PostCard) -> bool:
    """Tell whether the post is a direct reply to the one above."""
    return post.parent_number == above.number


def place_in_tree(to: Post | None, number: int) -> str:
    """Return the tree path of a reply to this post; beyond the deepest level, beside it."""
    if to is None:
        return _four_letters(number)
    above = to.tree_path if to.depth < DEEPEST else to.tree_path[:-4]
    return above + _four_letters(number)


def _four_letters(number: int) -> str:
    letters = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        letters = _DIGITS[digit] + letters
    return letters
