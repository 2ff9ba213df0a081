"""Where categories, threads, posts and tags live; registered with link_to."""

from urllib.parse import quote

from forum.accounts.models import Member
from forum.discussion.models import Category, Post, Thread
from forum.discussion.values import CategoryCard, MemberCard, ThreadLine, ThreadLink
from forum.kernel.links import link_to


@link_to.register(Category)
@link_to.register(CategoryCard)
def category_address(category: Category | CategoryCard) -> str:
    """Return the address of a category's list."""
    return f"/c/{category.slug}/{category.id}"


@link_to.register(Thread)
@link_to.register(ThreadLine)
@link_to.register(ThreadLink)
def thread_address(thread: Thread | ThreadLine | ThreadLink) -> str:
    """Return the address of a thread as such."""
    return f"/t/{thread.slug}/{thread.id}"


@link_to.register(Member)
@link_to.register(MemberCard)
def member_address(member: Member | MemberCard) -> str:
    """Return the address of a member's page."""
    return f"/u/{member.handle}"


@link_to.register(Post)
def post_address(post: Post) -> str:
    """Return the address of a post for ever."""
    return address_in(post.thread, post.number)


def address_in(thread: Thread | ThreadLine, number: int) -> str:
    """Return the address of the post with this number in the thread."""
    return f"/t/{thread.slug}/{thread.id}/{number}"


def short_address(thread: Thread | ThreadLine, number: int) -> str:
    """Return the address of a post without the thread's title, which not everybody may read."""
    return f"/t/{thread.id}/{number}"


def place_of(post: Post) -> str:
    """Return the address of a post with its place on the page."""
    return place_in(post.thread, post.number)


def place_in(thread: Thread | ThreadLine, number: int) -> str:
    """Return the address of the post with this number, with its place on the page."""
    return f"{address_in(thread, number)}#post-{number}"


def tag_address(name: str) -> str:
    """Return the address of a tag's list."""
    return f"/tag/{quote(name, safe='')}"
