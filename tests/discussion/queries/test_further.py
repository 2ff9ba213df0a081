"""Where to go on reading: unread first, then similar, never what is hidden."""

import pytest

from forum.accounts.values import Level, Person
from forum.discussion.models import Thread
from forum.discussion.queries import further
from forum.discussion.queries.further import MOST_SUGGESTED, suggested_threads
from forum.discussion.queries.head import get_thread_head
from forum.discussion.reading import note_reading, write_noted
from tests.builders.accounts import make_group, make_member, person
from tests.builders.discussion import make_category, make_reply, make_thread


def suggested(thread: Thread, reader: Person) -> list[str]:
    """Return the titles that are suggested after the thread."""
    head = get_thread_head(thread.id, by=reader)
    return [line.title for line in suggested_threads(head.thread, reader)]


def test_unread_ones_come_first_and_hidden_ones_never(
    app: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    insider, reader = make_member(), make_member()
    hidden = make_category(levels={make_group("Circle", insider): Level.START})
    here, there = make_category(), make_category()
    author = person(insider)
    thread = make_thread(here, author, title="This one")
    alike = [make_thread(there, author, title=f"Alike {number}") for number in range(6)]
    secret = make_thread(hidden, author, title="Secret")
    ids = [thread.id, secret.id, *(each.id for each in alike)]
    monkeypatch.setattr(further, "similar_threads", [lambda *_: ids])
    far, near = make_thread(there, author, title="Far"), make_thread(here, author, title="Near")
    for each in (far, near, secret):
        note_reading(reader.id, each.id, 1)
        write_noted()
        make_reply(each, author)
    found = suggested(thread, person(reader))
    assert found == ["Near", "Far", "Alike 0", "Alike 1", "Alike 2"]
    assert len(found) == MOST_SUGGESTED


def test_suggestions_cost_one_statement_while_they_are_kept(
    app: object, statements: list[str]
) -> None:
    category = make_category()
    reader = person(make_member())
    thread, other = make_thread(category, reader), make_thread(category, reader)
    note_reading(reader.member_id, other.id, 1)
    write_noted()
    make_reply(other, person(make_member()))
    head = get_thread_head(thread.id, by=reader)
    assert len(suggested_threads(head.thread, reader)) == 1
    del statements[:]
    suggested_threads(head.thread, reader)
    assert len(statements) == 1


def test_thread_on_its_own_suggests_nothing(app: object) -> None:
    reader = person(make_member())
    category = make_category()
    reader = person(make_member())
    assert suggested(make_thread(category, reader), reader) == []
