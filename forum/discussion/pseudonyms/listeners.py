"""What recurs with pseudonyms: posts are published, mappings end, authors are told."""

from forum.discussion.events import ThreadExpired
from forum.discussion.pseudonyms.events import UnmaskingDecided
from forum.discussion.pseudonyms.operations.ending import (
    destroy_ended_mappings,
    destroy_mappings_in,
    forget_what_lapsed,
    tell_authors,
)
from forum.discussion.pseudonyms.operations.publishing import due_writings, publish_due
from forum.kernel.db import reading, unit_of_work
from forum.kernel.events import within
from forum.kernel.worker import recurring

MINUTE = 60.0
HOUR = 3600.0


@recurring(every=MINUTE)
def publish_what_is_due() -> None:
    """Publish what was written under pseudonyms a while ago."""
    with reading():
        due = due_writings()
    for kind, id_, raw in due:
        with unit_of_work():
            publish_due(kind, id_, raw)


@recurring(every=HOUR)
def end_pseudonyms() -> None:
    """Destroy whose pseudonyms were in threads that are over, and what nobody came for."""
    with unit_of_work():
        destroy_ended_mappings()
        forget_what_lapsed()


@recurring(every=MINUTE)
def tell_authors_whose_time_has_come() -> None:
    """Tell authors whose pseudonym was lifted, where that had to wait."""
    with unit_of_work():
        tell_authors()


@within(ThreadExpired)
def end_pseudonyms_of_thread(event: ThreadExpired) -> None:
    """Destroy whose pseudonyms were in a thread that has expired."""
    destroy_mappings_in(event.thread_id)


@within(UnmaskingDecided)
def tell_author_at_once(_event: UnmaskingDecided) -> None:
    """Tell the author, unless that would put somebody in danger."""
    tell_authors()
