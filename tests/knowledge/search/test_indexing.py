import pytest

from forum.accounts.values import SYSTEM
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.threads import get_post
from forum.kernel import outbox
from forum.kernel.db import unit_of_work
from forum.knowledge.search import indexing
from forum.knowledge.search.indexing import (
    KIND,
    bring_up_to_date,
    check_index,
    index_what_changed,
    mend_index,
    rebuild_index,
)
from forum.knowledge.search.values import Audience, SearchQuery
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread


@pytest.fixture
def thread(engine):
    category = make_category("Open")
    ann = make_person("ann")
    thread = make_thread(category, ann, title="Kettles", body="A heron.")
    for number in range(3):
        make_reply(thread, ann, f"An otter, the {number}th.")
    return thread


def total(engine, thread, word):
    audience = Audience(frozenset({thread.category_id}))
    return engine.search(SearchQuery(audience, words=(word,))).total


def remove_index(engine):
    (engine._home.path / "LIVE").unlink()


def test_a_missing_index_is_rebuilt_whole_and_not_begun_with_the_latest_post(engine, thread):
    remove_index(engine)
    last = make_reply(thread, make_person(), "A badger.")
    index_what_changed([{"posts": [last.id]}])
    assert engine.health().posts == 5
    assert total(engine, thread, "heron") == 1


def test_mending_rebuilds_only_what_is_out_of_order(engine, thread):
    outbox.work_off([KIND])
    before = engine._home.live().path
    mend_index()
    assert engine._home.live().path == before
    remove_index(engine)
    mend_index()
    assert engine._home.live().path != before
    assert engine.health().posts == 4


def test_a_rebuild_leaves_withdrawn_posts_out(engine, thread):
    post = make_reply(thread, make_person(), "A badger.")
    with unit_of_work():
        post = get_post(post.id, by=SYSTEM)
        withdraw_post(post.thread, post, by=SYSTEM, because="mistaken")
    rebuild_index()
    assert engine.health().posts == 4
    assert total(engine, thread, "badger") == 0


def test_a_rebuild_reads_posts_in_portions(engine, thread, monkeypatch):
    monkeypatch.setattr("forum.knowledge.search.queries.AT_ONCE", 3)
    rebuild_index()
    assert engine.health().posts == 4
    assert total(engine, thread, "otter") == 1


def test_what_is_written_during_a_rebuild_is_in_the_new_index(engine, thread, monkeypatch):
    outbox.work_off([KIND])
    whole = indexing.read_everything

    def read_and_write_meanwhile():
        yield from whole()
        late = make_reply(thread, make_person(), "A badger.")
        index_what_changed([{"posts": [late.id]}])

    monkeypatch.setattr(indexing, "read_everything", read_and_write_meanwhile)
    rebuild_index()
    assert engine.health().posts == 5
    assert total(engine, thread, "badger") == 1


def test_doing_a_row_twice_changes_nothing(engine, thread):
    payload = {"whole_threads": [thread.id]}
    index_what_changed([payload], watermark=7)
    index_what_changed([payload, payload], watermark=7)
    assert engine.health().posts == 4
    assert engine.watermark() == 7


def test_commands_bring_the_index_up_to_date_where_no_worker_runs(engine, thread):
    assert bring_up_to_date()
    assert outbox.count_waiting([KIND]) == 0
    assert total(engine, thread, "otter") == 1


def test_the_check_compares_the_index_with_the_database(engine, thread):
    assert "4 changes waiting" in check_index()
    outbox.work_off([KIND])
    assert check_index().startswith("4 posts")
    engine.rebuild([])
    with pytest.raises(RuntimeError, match="holds 0 posts where there are 4"):
        check_index()
    remove_index(engine)
    with pytest.raises(RuntimeError, match="no index"):
        check_index()
