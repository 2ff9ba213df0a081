"""Rules, flags and places with their people, for tests of moderation."""

from dataclasses import dataclass

from forum.accounts.agreement.models import Rule, RulesVersion
from forum.accounts.models import Member
from forum.accounts.queue.models import QueueItem
from forum.accounts.queue.queries import find_item
from forum.accounts.values import Level, Person, Role
from forum.discussion.models import Post, Thread
from forum.discussion.queries.threads import get_post, get_post_by_number, get_thread
from forum.discussion.values import CategoryCard
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.moderation.models import ReviewItem
from forum.moderation.operations.flags import flag_post
from forum.moderation.operations.review import handle_flags
from forum.moderation.queries.flags import find_waiting_item
from forum.moderation.queries.items import get_item
from forum.moderation.values import FLAGS, Outcome
from tests.builders.accounts import make_group, make_member, person
from tests.builders.discussion import make_category, make_facilitator_of, make_thread


def make_rules(*titles: str) -> list[Rule]:
    """Publish the community's rules."""
    with unit_of_work():
        version = RulesVersion(made_at=now())
        version.rules = [
            Rule(number=number, title=title, text=f"What “{title}” means.")
            for number, title in enumerate(titles or ("Keep confidences", "Be kind"), 1)
        ]
        db.session.add(version)
    return version.rules


@dataclass
class Place:
    """A restricted category with its people, an open one, and a thread in each."""

    hidden: CategoryCard
    open: CategoryCard
    insider: Member
    outsider: Member
    other: Member
    facilitator: Member
    second: Member
    own: Member
    """Looks after the hidden category only."""
    rules: list[Rule]
    hidden_thread: Thread
    open_thread: Thread


def make_place() -> Place:
    """Make a restricted and an open category, with members, facilitators, rules and threads."""
    names = ("insider", "outsider", "other", "own")
    insider, outsider, other, own = (make_member(name) for name in names)
    facilitator = make_member("facil", role=Role.FACILITATOR, name="Fanny Cil")
    second = make_member("second", role=Role.FACILITATOR, name="Sekou Ond")
    circle = make_group("Insiders", insider, other)
    hidden = make_category("Hidden", levels={circle: Level.START})
    open_ = make_category("Open")
    make_facilitator_of(hidden, own.id)
    author = person(insider)
    return Place(
        hidden=hidden,
        open=open_,
        insider=insider,
        outsider=outsider,
        other=other,
        facilitator=facilitator,
        second=second,
        own=own,
        rules=make_rules(),
        hidden_thread=make_thread(hidden, author, title="The secret matter"),
        open_thread=make_thread(open_, author, title="The open matter"),
    )


def first_of(thread: Thread, by: Person) -> Post:
    """Return the first post of a thread."""
    return get_post_by_number(get_thread(thread.id, by=by), 1)


def make_flag(
    post: Post, by: Person, rule: Rule, because: str = "It names a client."
) -> ReviewItem:
    """Flag a post, and return the item that waits because of it."""
    with unit_of_work():
        flag_post(get_post(post.id, by=by), rule.id, by=by, because=because)
        item = find_waiting_item(post.id)
    assert item is not None
    return item


def queued(item: ReviewItem) -> QueueItem:
    """Return the place of flags in the queue."""
    found = find_item(FLAGS, item.id)
    assert found is not None
    return found


def handle(item: ReviewItem, outcome: Outcome, by: Person, because: str = "") -> bool:
    """Decide about the flags on a post."""
    with unit_of_work():
        return handle_flags(get_item(item.id, by=by), outcome, by=by, because=because)
