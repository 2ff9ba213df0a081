"""Threads that talk of the same, as the thread page asks for them."""

from collections.abc import Callable

import pytest

from forum.accounts.values import Level, Person
from forum.discussion.models import Thread
from forum.discussion.queries.head import get_thread_head
from forum.knowledge.search.engine import SearchUnavailableError
from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from forum.knowledge.search.similar import similar_to
from tests.builders.accounts import make_group, make_member, person
from tests.builders.discussion import make_category, make_thread


def test_similar_threads_are_those_the_reader_may_see(index_now: Callable[[], None]) -> None:
    open_ = make_category()
    insider, outsider = make_member(), make_member()
    hidden = make_category(levels={make_group("Circle", insider): Level.START})
    words = "Kettles and the heating of kettles in winter, with all their copper."
    thread = make_thread(open_, person(insider), title="Kettles", body=words)
    seen = make_thread(open_, person(insider), title="Copper kettles", body=words)
    secret = make_thread(hidden, person(insider), title="Secret kettles", body=words)
    make_thread(open_, person(insider), title="Tenants", body="Something else altogether.")
    index_now()
    assert set(ask(thread, person(insider))) == {seen.id, secret.id}
    assert ask(thread, person(outsider)) == (seen.id,)


def test_index_that_cannot_be_read_suggests_nothing(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    category = make_category()
    reader = person(make_member())

    def fail(*_: object, **__: object) -> None:
        raise SearchUnavailableError

    monkeypatch.setattr(engine, "similar", fail)
    assert ask(make_thread(category, reader), reader) == ()


def ask(thread: Thread, reader: Person) -> tuple[int, ...]:
    """Return what is similar to the thread as it is now."""
    return similar_to(reader, get_thread_head(thread.id, by=reader).thread)
