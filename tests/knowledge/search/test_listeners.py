from dataclasses import replace
from datetime import UTC, datetime

import pytest

from forum.accounts.models import Member
from forum.accounts.operations.placeholders import add_placeholder, give_placeholder
from forum.accounts.values import SYSTEM, Role
from forum.discussion.operations.answers import mark_answer
from forum.discussion.operations.posts import add_post, restore_post, revise_post, withdraw_post
from forum.discussion.operations.tags import rename_tag
from forum.discussion.operations.threads import (
    archive_thread,
    close_thread,
    first_post,
    move_thread,
    reopen_thread,
    retag_thread,
    retitle_thread,
)
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.knowledge.search.asking import audience_of
from forum.knowledge.search.results import search_for
from tests.builders.accounts import make_member, make_person, person
from tests.builders.conversations import bring_in, leave, make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread


@pytest.fixture
def place(engine, index_now):
    """A thread of two posts that is indexed, and a way to ask for what is found."""

    class Place:
        category = make_category("Open")
        other = make_category("Other")
        hidden = make_category("Hidden", levels={})
        asking = make_category("Asking", takes_answers=True)
        ann = person(make_member("ann"))
        thread = make_thread(category, ann, title="On kettles", body="A heron.", tags=("tea",))
        first = first_post(thread)
        answer = make_reply(thread, ann, "An otter.")

        def found(self, text):
            index_now()
            return [card.post.post_id for card in search_for(text, self.ann, engine).cards]

    return Place()


def test_a_new_post_is_found(place):
    post = make_reply(place.thread, place.ann, "A badger in the garden.")
    assert place.found("badgers") == [post.id]


def test_an_edited_post_is_found_by_its_new_words_only(place):
    with unit_of_work():
        post = get_post(place.answer.id, by=place.ann)
        revise_post(post.thread, post, write("A weasel."), by=place.ann)
    assert place.found("weasel") == [place.answer.id]
    assert place.found("otter") == []


def test_a_withdrawn_post_is_not_found_and_a_restored_one_is(place):
    with unit_of_work():
        post = get_post(place.answer.id, by=SYSTEM)
        withdraw_post(post.thread, post, by=SYSTEM, because="mistaken")
    assert place.found("otter") == []
    assert place.found("status:noreplies kettles") == [place.first.id]
    with unit_of_work():
        post = get_post(place.answer.id, by=SYSTEM)
        restore_post(post.thread, post, by=SYSTEM, because="after all")
    assert place.found("otter") == [place.answer.id]
    assert place.found("status:noreplies kettles") == []


def test_threads_are_found_by_whether_they_are_answered(place):
    thread = make_thread(place.asking, place.ann, title="Which kettles", body="A heron?")
    answer = make_reply(thread, place.ann, "That one.")
    first = first_post(thread)
    assert place.found("status:unsolved in:first") == [first.id]
    with unit_of_work():
        post = get_post(answer.id, by=place.ann)
        mark_answer(get_thread(thread.id, by=place.ann), post, by=place.ann)
    assert place.found("status:solved in:first") == [first.id]
    assert place.found("status:unsolved in:first") == []
    with unit_of_work():
        post = get_post(answer.id, by=SYSTEM)
        withdraw_post(post.thread, post, by=SYSTEM, because="mistaken")
    assert place.found("status:unsolved in:first") == [first.id]


def test_days_and_years_are_those_of_the_reader(place, engine):
    there = replace(place.ann, preferences=replace(place.ann.preferences, timezone="Asia/Tokyo"))
    writing = write("A narwhal.")
    with unit_of_work():
        late = datetime(2023, 12, 31, 16, tzinfo=UTC)
        add_post(
            get_thread(place.thread.id, by=place.ann),
            writing,
            author_id=place.ann.member_id,
            at=late,
        )
    assert place.found("narwhal before:2024")
    for typed, count in (("narwhal before:2024", 0), ("narwhal after:2024-01-01", 1)):
        assert search_for(typed, there, engine).total == count
    facets = dict(search_for("narwhal", there, engine).facets)
    assert [(one.label, one.count) for one in facets["Year"]] == [("2024", 1)]


def test_a_new_title_is_found_and_the_old_one_is_not(place):
    with unit_of_work():
        retitle_thread(get_thread(place.thread.id, by=place.ann), "On teapots", by=place.ann)
    assert place.found("teapot")
    assert place.found("kettle") == []


def test_new_tags_are_found_as_filters_and_as_words(place):
    with unit_of_work():
        retag_thread(get_thread(place.thread.id, by=place.ann), ["pottery"], by=place.ann)
    assert place.found("tags:pottery")
    assert place.found("pottery")
    assert place.found("tags:tea") == []
    assert place.found("tea") == []


def test_a_renamed_tag_is_found_by_both_names_as_a_filter(place):
    facilitator = make_person("fay", role=Role.FACILITATOR)
    with unit_of_work():
        rename_tag("tea", "infusions", by=facilitator, because="clearer")
    assert place.found("tags:infusions")
    assert place.found("tags:tea")
    assert place.found("infusion")


def test_a_moved_thread_is_found_where_it_stands(place):
    with unit_of_work():
        thread = get_thread(place.thread.id, by=SYSTEM)
        move_thread(thread, place.other, by=SYSTEM, because="fits better")
    assert place.found("#other kettle")
    assert place.found("#open kettle") == []


def test_a_thread_moved_out_of_sight_is_not_found(place):
    assert place.found("kettle")
    with unit_of_work():
        thread = get_thread(place.thread.id, by=SYSTEM)
        move_thread(thread, place.hidden, by=SYSTEM, because="sensitive")
    assert place.found("kettle") == []


def test_closing_reopening_and_archiving_is_seen_by_the_status_filter(place):
    def change(act):
        with unit_of_work():
            act(get_thread(place.thread.id, by=SYSTEM), by=SYSTEM, because="settled")

    assert place.found("status:open heron")
    change(close_thread)
    assert place.found("status:closed heron")
    assert place.found("status:open heron") == []
    change(reopen_thread)
    assert place.found("status:open heron")
    change(archive_thread)
    assert place.found("status:archived heron")
    assert place.found("status:open heron") == []


def test_posts_of_a_claimed_placeholder_are_found_as_the_members(place):
    with unit_of_work():
        placeholder = add_placeholder(
            source="list",
            address="a@list.example",
            name="A. B.",
            shown_name="A. B.",
            joined_at=now(),
        )
        thread = get_thread(place.thread.id, by=SYSTEM)
        post = add_post(thread, write("A badger."), author_id=placeholder.id, at=now())
    assert place.found(f"badger @{placeholder.handle}") == [post.id]
    assert place.found("badger @ann") == []
    with unit_of_work():
        ann = db.session.get_one(Member, place.ann.id)
        give_placeholder(db.session.merge(placeholder), ann, by=SYSTEM)
    assert place.found("badger @ann") == [post.id]


def test_conversations_are_found_by_those_who_are_in_them_at_that_moment(engine, index_now):
    ada, ben, cleo, fay, hugo = (
        make_member("ada"),
        make_member("ben"),
        make_member("cleo"),
        make_member("fay", role=Role.FACILITATOR),
        make_member("hugo", role=Role.HOST),
    )
    make_thread(make_category(), person(fay), body="Harbours are open.")
    thread = make_conversation(person(ada), ben, title="Lighthouse", body="The harbour at night.")
    index_now()

    def found(member, query="harbour"):
        return [card.post.thread_id for card in search_for(query, person(member), engine).cards]

    assert thread.id in found(ada)
    assert found(ada, "in:messages lighthouse") == [thread.id]
    for other in (cleo, fay, hugo):
        results = search_for("harbour", person(other), engine)
        assert results.total == 1
        assert "Conversations" not in {one.label for _, some in results.facets for one in some}
        assert found(other, "lighthouse") == found(other, "in:messages") == []
        assert search_for("lighthous", person(other), engine).other_spellings == ()
        assert engine.similar("lighthouse harbour", "en", audience_of(person(other)))
        assert thread.id not in similar_to("lighthouse harbour", other, engine)
    assert thread.id in similar_to("lighthouse harbour", ada, engine)
    bring_in(thread, cleo, by=person(ada))
    assert thread.id in found(cleo)
    leave(thread, by=person(ben))
    assert thread.id not in found(ben)
    for one in (ada, cleo):
        leave(thread, by=person(one))
    index_now()
    assert engine.health().posts == 1
    assert search_for("harbour", SYSTEM, engine).total == 1


def similar_to(text, member, engine):
    return {hit.thread_id for hit in engine.similar(text, "en", audience_of(person(member)))}
