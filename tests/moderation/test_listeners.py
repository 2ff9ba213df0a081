from datetime import timedelta

import pytest

from forum import Forum
from forum.accounts.identity import load_person
from forum.accounts.sanctions.operations.sanctions import (
    end_silence,
    end_suspension,
    silence_member,
    suspend_member,
)
from forum.discussion.models import Category
from forum.discussion.operations import posts, threads
from forum.discussion.operations.answers import mark_answer, unmark_answer
from forum.discussion.operations.tags import rename_tag
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import Pin
from forum.kernel.clock import now
from forum.kernel.db import db, undo, unit_of_work
from forum.kernel.links import link_to
from forum.moderation.models import LogEntry
from forum.moderation.queries.log import Sieve, public_log
from forum.moderation.values import Act, Outcome
from tests.builders.accounts import person
from tests.builders.discussion import make_reply, make_thread
from tests.builders.moderation import Place, handle, make_flag, make_place
from tests.builders.moves import merge, move, split, undo_merge


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def entries() -> list[LogEntry]:
    return db.session.query(LogEntry).order_by(LogEntry.id).all()


def the_entry() -> LogEntry:
    (entry,) = entries()
    return entry


def places_of(entry: LogEntry) -> set[int]:
    return {place.category_id for place in entry.places}


THREAD_ACTS = {
    Act.THREAD_CLOSED: lambda t, by: threads.close_thread(t, by=by, because="Résolu"),
    Act.THREAD_ARCHIVED: lambda t, by: threads.archive_thread(t, by=by, because="Résolu"),
    Act.THREAD_PINNED: lambda t, by: threads.pin_thread(t, Pin.EVERYWHERE, by=by, because="Résolu"),
    Act.THREAD_RETITLED: lambda t, by: threads.retitle_thread(
        t, "Another title", by=by, because="Résolu"
    ),
    Act.THREAD_RETAGGED: lambda t, by: threads.retag_thread(t, ["method"], by=by, because="Résolu"),
}


@pytest.mark.parametrize("act", THREAD_ACTS)
def test_acts_on_a_thread_are_logged_with_place_and_reason(place: Place, act: Act) -> None:
    by = person(place.facilitator)
    with unit_of_work():
        THREAD_ACTS[act](get_thread(place.open_thread.id, by=by), by)
    entry = the_entry()
    assert (entry.act, entry.by_id, entry.thread_id) == (act, by.id, place.open_thread.id)
    assert (entry.because, entry.words) == ("Résolu", "resolu")
    assert places_of(entry) == {place.open.id}


def test_undoing_acts_on_a_thread_is_logged_too(place: Place) -> None:
    by = person(place.facilitator)
    with unit_of_work():
        thread = get_thread(place.open_thread.id, by=by)
        threads.pin_thread(thread, Pin.CATEGORY, by=by, because="a")
        threads.unpin_thread(thread, by=by, because="b")
        threads.close_thread(thread, by=by, because="c")
        threads.reopen_thread(thread, by=by, because="d")
        threads.archive_thread(thread, by=by, because="e")
        threads.unarchive_thread(thread, by=by, because="f")
    assert [(entry.act, entry.because) for entry in entries()] == [
        (Act.THREAD_PINNED, "a"),
        (Act.THREAD_UNPINNED, "b"),
        (Act.THREAD_CLOSED, "c"),
        (Act.THREAD_REOPENED, "d"),
        (Act.THREAD_ARCHIVED, "e"),
        (Act.THREAD_UNARCHIVED, "f"),
    ]


def test_the_log_keeps_the_title_and_the_tags_before(place: Place) -> None:
    by = person(place.facilitator)
    thread = make_thread(place.open, person(place.insider), title="Ms X v Y", tags=("rent",))
    with unit_of_work():
        thread = get_thread(thread.id, by=by)
        threads.retitle_thread(thread, "A tenant's case", by=by, because="It named her.")
        threads.retag_thread(thread, ["housing", "rent"], by=by, because="To be found.")
    assert [(entry.before, entry.after) for entry in entries()] == [
        ("Ms X v Y", "A tenant's case"),
        ("rent", "housing, rent"),
    ]


def test_a_move_touches_both_categories(place: Place) -> None:
    by = person(place.facilitator)
    with unit_of_work():
        thread = get_thread(place.open_thread.id, by=by)
        threads.move_thread(thread, place.hidden, by=by, because="It is casework.")
    assert the_entry().act is Act.THREAD_MOVED
    assert places_of(the_entry()) == {place.open.id, place.hidden.id}


def test_acts_on_a_post_are_logged(place: Place) -> None:
    by = person(place.facilitator)
    post = make_reply(place.open_thread, person(place.insider))
    with unit_of_work():
        post = get_post(post.id, by=by)
        posts.lock_post(post.thread, post, by=by, because="a")
        posts.unlock_post(post.thread, post, by=by, because="b")
        posts.withdraw_post(post.thread, post, by=by, because="c")
        posts.restore_post(post.thread, post, by=by, because="d")
    assert [(entry.act, entry.because, entry.post_id) for entry in entries()] == [
        (Act.POST_LOCKED, "a", post.id),
        (Act.POST_UNLOCKED, "b", post.id),
        (Act.POST_WITHDRAWN, "c", post.id),
        (Act.POST_RESTORED, "d", post.id),
    ]


def test_what_authors_do_with_their_own_is_not_logged(place: Place) -> None:
    author = person(place.facilitator)
    thread = make_thread(place.open, author)
    post = make_reply(thread, author)
    with unit_of_work():
        thread = get_thread(thread.id, by=author)
        threads.retitle_thread(thread, "A better title", by=author)
        threads.retag_thread(thread, ["method"], by=author)
        posts.withdraw_post(thread, post, by=author)
        posts.restore_post(thread, post, by=author)
    assert entries() == []


def test_agreeing_and_withdrawing_is_one_entry_with_the_rule(place: Place) -> None:
    post = make_reply(place.open_thread, person(place.insider))
    item = make_flag(post, person(place.outsider), place.rules[0])
    handle(item, Outcome.WITHDRAWN, person(place.facilitator), "It names a client.")
    entry = the_entry()
    assert entry.act is Act.POST_WITHDRAWN
    assert (entry.rule_id, entry.item_id) == (place.rules[0].id, item.id)
    assert entry.because == "It names a client."


def test_withdrawing_a_flagged_post_from_its_own_page_is_one_entry_with_the_rule(
    place: Place,
) -> None:
    by = person(place.facilitator)
    post = make_reply(place.open_thread, person(place.insider))
    make_flag(post, person(place.outsider), place.rules[1])
    with unit_of_work():
        post = get_post(post.id, by=by)
        posts.withdraw_post(post.thread, post, by=by, because="It names a client.")
    assert the_entry().act is Act.POST_WITHDRAWN
    assert the_entry().rule_id == place.rules[1].id


def test_withdrawing_again_after_flags_were_settled_is_logged_again(place: Place) -> None:
    by = person(place.facilitator)
    post = make_reply(place.open_thread, person(place.insider))
    item = make_flag(post, person(place.outsider), place.rules[0])
    handle(item, Outcome.WITHDRAWN, by, "It names a client.")
    with unit_of_work():
        post = get_post(post.id, by=by)
        posts.restore_post(post.thread, post, by=by, because="Names are out.")
        posts.withdraw_post(post.thread, post, by=by, because="Not all of them.")
    assert [entry.act for entry in entries()] == [
        Act.POST_WITHDRAWN,
        Act.POST_RESTORED,
        Act.POST_WITHDRAWN,
    ]


@pytest.mark.parametrize(
    ("outcome", "act"),
    [
        (Outcome.KEPT, Act.FLAGS_KEPT),
        (Outcome.DISAGREED, Act.FLAGS_DISAGREED),
        (Outcome.IGNORED, Act.FLAGS_IGNORED),
    ],
)
def test_other_decisions_about_flags_are_logged_by_rule(
    place: Place, outcome: Outcome, act: Act
) -> None:
    post = make_reply(place.hidden_thread, person(place.insider))
    item = make_flag(post, person(place.other), place.rules[0])
    handle(item, outcome, person(place.own), "We talked.")
    entry = the_entry()
    assert (entry.act, entry.rule_id, entry.by_id) == (act, place.rules[0].id, place.own.id)
    assert places_of(entry) == {place.hidden.id}


def test_a_renamed_tag_touches_every_place_where_it_stands(place: Place) -> None:
    make_thread(place.open, person(place.insider), tags=("rent",))
    make_thread(place.hidden, person(place.insider), tags=("rent",))
    with unit_of_work():
        rename_tag("rent", "housing", by=person(place.facilitator), because="One word.")
    entry = the_entry()
    assert (entry.act, entry.before, entry.after) == (Act.TAG_RENAMED, "rent", "housing")
    assert places_of(entry) == {place.open.id, place.hidden.id}


def test_sanctions_are_logged_with_member_and_date_and_without_a_place(place: Place) -> None:
    by, until = person(place.facilitator), now() + timedelta(days=3)
    with unit_of_work():
        silence_member(place.outsider, until=until, because="a", by=by)
        end_silence(place.outsider, by=by, because="b")
        suspend_member(place.outsider, until=until, because="c", by=by)
        end_suspension(place.outsider, by=by, because="d")
    assert [(entry.act, entry.because, entry.until) for entry in entries()] == [
        (Act.MEMBER_SILENCED, "a", until),
        (Act.SILENCE_ENDED, "b", None),
        (Act.MEMBER_SUSPENDED, "c", until),
        (Act.SUSPENSION_ENDED, "d", None),
    ]
    assert {entry.member_id for entry in entries()} == {place.outsider.id}
    assert all(places_of(entry) == set() for entry in entries())


def test_an_act_that_is_undone_leaves_no_entry(place: Place) -> None:
    by = person(place.facilitator)
    with unit_of_work():
        threads.close_thread(get_thread(place.open_thread.id, by=by), by=by, because="a")
        assert the_entry()
        undo()
    assert entries() == []


def test_answer_marked_for_somebody_else_is_logged(place: Place) -> None:
    by, asker = person(place.facilitator), place.open_thread.author_id
    with unit_of_work():
        db.session.get_one(Category, place.open.id).takes_answers = True
    reply = make_reply(place.open_thread, by)
    with unit_of_work():
        thread = get_thread(place.open_thread.id, by=by)
        post = get_post(reply.id, by=by)
        mark_answer(thread, post, by=by)
        unmark_answer(thread, post, by=by)
    marked, unmarked = entries()
    assert (marked.act, unmarked.act) == (Act.THREAD_SOLVED, Act.THREAD_UNSOLVED)
    assert (marked.by_id, marked.thread_id, marked.post_id) == (by.id, reply.thread_id, reply.id)
    with unit_of_work():
        own = load_person(asker)
        mark_answer(get_thread(reply.thread_id, by=own), get_post(reply.id, by=own), by=own)
    assert len(entries()) == 2


def test_the_log_leads_nobody_to_where_a_post_went_since(place: Place) -> None:
    by = person(place.facilitator)
    post = make_reply(place.open_thread, by)
    with unit_of_work():
        posts.lock_post(
            get_thread(place.open_thread.id, by=by), post, by=by, because="It is settled."
        )
    move(place.open_thread, place.hidden_thread, post.number)
    entry = public_log(person(place.outsider), Sieve(act=Act.POST_LOCKED)).entries[0]
    assert entry.thread_address == link_to(place.open_thread)


def test_splits_and_merges_are_logged_and_a_merge_loses_no_entry(place: Place) -> None:
    by = person(place.facilitator)
    post = make_reply(place.open_thread, by)
    apart = split(place.open_thread, post.number, by=by)
    merge(apart, place.open_thread, by=by)
    undo_merge(place.open_thread, apart, by=by)
    logged = db.session.query(LogEntry).order_by(LogEntry.id).all()
    assert [entry.act for entry in logged] == [
        Act.THREAD_SPLIT,
        Act.THREADS_MERGED,
        Act.MERGE_UNDONE,
    ]
    assert {entry.thread_id for entry in logged} == {place.open_thread.id}
