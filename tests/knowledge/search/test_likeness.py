"""Threads like the one that somebody is about to begin."""

from collections.abc import Callable

import pytest

from forum import Forum
from forum.accounts.values import Level
from forum.discussion.queries.similar import list_similar
from forum.knowledge.search.engine import SearchUnavailableError
from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from forum.knowledge.search.indexing import search_engine
from forum.knowledge.search.likeness import similar_to
from tests.builders.accounts import make_group, make_member, person
from tests.builders.discussion import make_category, make_thread

pytestmark = pytest.mark.usefixtures("app")


def test_threads_like_a_title_are_found_for_those_who_may_see_them(
    app: Forum, engine: WhooshEngine, index_now: Callable[[], None]
) -> None:
    anna, ben = make_member("anna"), make_member("ben")
    inside = make_category("Inside", levels={make_group("Few", ben): Level.START})
    everyone = make_category("Open")
    open_one = make_thread(everyone, person(anna), title="Broken lifts in tall houses")
    closed_one = make_thread(inside, person(ben), title="The lifts of the Ostrava tower")
    make_thread(everyone, person(anna), title="Tea for the gathering", body="Who brings it?")
    index_now()
    title = "Who repairs the lifts?"
    assert [line.id for line in list_similar(person(anna), title)] == [open_one.id]
    found = {line.id for line in list_similar(person(ben), title)}
    assert found == {open_one.id, closed_one.id}
    but_not = frozenset({open_one.id})
    assert list_similar(person(anna), title, but_not=but_not) == ()


def test_nothing_is_similar_while_the_index_is_put_in_order(
    app: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object, **__: object) -> None:
        raise SearchUnavailableError

    make_category()
    anna = person(make_member("anna"))
    monkeypatch.setattr(search_engine(), "similar", unavailable)
    assert similar_to(anna, "Who repairs the lifts?", frozenset()) == ()
