"""A page of posts, read depth first, as the branches that a reader can fold."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.discussion.values import PostCard


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
