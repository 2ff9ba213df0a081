"""Custodians and pseudonyms for tests."""

from sqlalchemy import delete, update

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Category, Post, Thread
from forum.discussion.pseudonyms.models import Custodian
from forum.discussion.pseudonyms.operations.posts import write_as
from forum.discussion.pseudonyms.operations.taking import Taken, take_pseudonym
from forum.discussion.pseudonyms.sealing import new_key_pair
from forum.discussion.queries.categories import directory
from forum.discussion.queries.threads import get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.writing import write
from forum.facilitation.welcome.models import Welcome
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member

PASSPHRASE = "correct horse battery staple"


def allow_pseudonyms(category: CategoryCard) -> CategoryCard:
    """Let members write under pseudonyms in the category."""
    with unit_of_work():
        db.session.get_one(Category, category.id).allows_pseudonyms = True
    return directory().by_id[category.id]


def make_custodian(member: Member, passphrase: str = PASSPHRASE) -> None:
    """Make the member a custodian who has a key."""
    pair = new_key_pair(passphrase)
    with unit_of_work():
        db.session.add(
            Custodian(
                member_id=member.id,
                named_at=now(),
                public_key=pair.public,
                locked_key=pair.locked,
            )
        )


def make_crowd(count: int = 8) -> None:
    """Add members among whom nobody guesses."""
    for _ in range(count):
        make_member()


def post_as_pseudonym(
    thread: Thread, by: Person, body: str = "Said by nobody in particular."
) -> tuple[Post, Taken]:
    """Write under a new pseudonym, published at once."""
    writing = write(body)
    with unit_of_work():
        found = get_thread(thread.id, by=by)
        taken = take_pseudonym(found, by=by)
        write_as(taken.pseudonym, found, writing, by=by, delay=0)
    post = db.session.query(Post).filter_by(author_id=taken.pseudonym.member_id).one()
    return post, taken


def give_rare_id(member: Member, rare: int) -> None:
    """Give a member who has just come an id that stands in no other column by chance."""
    with unit_of_work():
        db.session.execute(delete(Welcome).where(Welcome.member_id == member.id))
        db.session.execute(update(Member).where(Member.id == member.id).values(id=rare))
    db.session.expire_all()
