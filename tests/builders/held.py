"""Posts that wait for a facilitator, for tests, made through the operations."""

from forum.accounts.models import Group
from forum.accounts.queue.models import QueueItem
from forum.accounts.queue.queries import find_item
from forum.accounts.values import Person
from forum.discussion.models import ApprovalGroup, Category, HeldPost, Post, Thread
from forum.discussion.operations.handing_in import hand_in_reply, hand_in_thread
from forum.discussion.queries.categories import directory
from forum.discussion.queries.threads import get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.values.held import HELD_POSTS, Approving, Written
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work


def let_wait(
    category: CategoryCard,
    *groups: Group,
    threads: Approving = Approving.ALL,
    replies: Approving = Approving.ALL,
) -> CategoryCard:
    """Let what is written in the category wait for a facilitator."""
    with unit_of_work():
        row = db.session.get_one(Category, category.id)
        row.approving_threads, row.approving_replies = threads, replies
        for group in groups:
            for written in Written:
                db.session.add(
                    ApprovalGroup(category_id=row.id, written=written, group_id=group.id)
                )
    return directory().by_id[category.id]


def send_reply(thread: Thread, by: Person, body: str, *, to: Post | None = None) -> Post | HeldPost:
    """Hand a reply in."""
    writing = write(body)
    with unit_of_work():
        return hand_in_reply(get_thread(thread.id, by=by), writing, by=by, to=to)


def send_thread(
    category: CategoryCard, by: Person, title: str, body: str, *tags: str
) -> Thread | HeldPost:
    """Hand a thread in."""
    writing = write(body)
    with unit_of_work():
        card = directory().by_id[category.id]
        return hand_in_thread(card, title, writing, tags=list(tags), by=by)


def make_held(thread: Thread, by: Person, body: str = "Some words that wait.") -> HeldPost:
    """Hand a reply in that waits."""
    held = send_reply(thread, by, body)
    assert isinstance(held, HeldPost)
    return held


def place_in_queue(held: HeldPost) -> QueueItem:
    """Return the place of a post that waits in the queue."""
    found = find_item(HELD_POSTS, held.id)
    assert found is not None
    return found
