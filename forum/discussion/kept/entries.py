"""What is kept about a member of rounds that are not over."""

from dataclasses import replace

from forum.accounts.keeping import forget_name, one_after_the_other, own_rows
from forum.discussion.models import Entry

_ENTRIES = own_rows(
    "entries",
    "Entries of yours in rounds that are not over",
    "What you have written into a round and when; it becomes a post when the round is over.",
    "Kept until then, or until you take it back; deleted when you leave.",
    Entry.author_id,
    at=Entry.written_at,
    shows=(Entry.thread_id, Entry.raw, Entry.written_at),
)
ENTRIES = replace(
    _ENTRIES,
    erase=one_after_the_other(_ENTRIES.erase, forget_name(Entry.raw, Entry.html)),
    # Before files, which an entry may still need.
    place=30,
)
