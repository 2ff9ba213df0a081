"""Beginning a conversation: a thread in no category, open to named people and groups alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from forum.accounts.values import Person
from forum.discussion.events import ConversationStarted, ThreadStarted
from forum.discussion.models import Thread
from forum.discussion.operations.audiences import TOO_MANY, check_recipients, open_to
from forum.discussion.operations.posts import add_post, find_submission
from forum.discussion.operations.quotes import check_quotes
from forum.discussion.operations.threads import make_thread_row
from forum.discussion.reading import take_own_post_as_read
from forum.discussion.rules import may_start_conversation
from forum.discussion.values import MOST_RECIPIENTS, GroupCard, Recipient
from forum.discussion.writing import Writing, check_title
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require

SLUG = "conversation"
"""The same in the address of each: addresses are copied, kept and logged, and shall tell nothing."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """To whom a conversation is open beside its author, looked up on behalf of the author."""

    people: Sequence[Recipient] = ()
    groups: Sequence[GroupCard] = ()

    @property
    def count(self) -> int:
        """Return how many people and groups that are."""
        return len(self.people) + len(self.groups)


def start_conversation(
    recipients: Recipients,
    title: str,
    writing: Writing,
    *,
    by: Person,
    submission_key: str | None = None,
) -> Thread:
    """Begin a conversation with its first post; the same submission sent twice begins one.

    Raises Invalid for "to" when somebody among the recipients cannot be written to.
    """
    require(may_start_conversation(by))
    title = check_title(title)
    if not recipients.count:
        raise Invalid("to", "Please say whom you write to.")
    if recipients.count >= MOST_RECIPIENTS:
        raise Invalid("to", TOO_MANY)
    already = find_submission(by.member_id, submission_key)
    if already is not None:
        if already.number == 1 and already.raw == writing.raw:
            return already.thread
        submission_key = None
    check_recipients(recipients.people, recipients.groups, by=by)
    try:
        with db.session.begin_nested():
            thread = _add(recipients, title, writing, by=by, submission_key=submission_key)
    except IntegrityError:
        # Both clicks of a double click got past the look-up: the other one has won.
        already = find_submission(by.member_id, submission_key)
        if already is None:
            raise
        return already.thread
    check_quotes(writing.rendered.quotes, thread, by=by)
    return thread


def _add(
    recipients: Recipients, title: str, writing: Writing, *, by: Person, submission_key: str | None
) -> Thread:
    """Write the rows; who reads it is settled before anybody is told of it."""
    moment, author_id = now(), by.member_id
    thread = make_thread_row(title, SLUG, category_id=None, author_id=author_id, at=moment)
    people = [author_id, *(recipient.member.id for recipient in recipients.people)]
    groups = [group.id for group in recipients.groups]
    open_to(thread, people, groups, by=by)
    announce(
        ConversationStarted(
            thread_id=thread.id,
            author_id=author_id,
            member_ids=tuple(sorted(set(people))),
            group_ids=tuple(sorted(set(groups))),
        )
    )
    announce(ThreadStarted(thread_id=thread.id, author_id=author_id))
    add_post(thread, writing, author_id=author_id, at=moment, submission_key=submission_key)
    take_own_post_as_read(author_id, thread.id, number=1)
    return thread
