import pytest

from forum.accounts.models import Member
from forum.accounts.operations.placeholders import add_placeholder, give_placeholder
from forum.accounts.values import SYSTEM, Role
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
from forum.knowledge.search.results import search_for
from tests.builders.accounts import make_member, make_person, person
from tests.builders.discussion import make_category, make_reply, make_thread


@pytest.fixture
def place(engine, index_now):
    """A thread of two posts that is indexed, and a way to ask for what is found."""

    class Place:
        category = make_category("Open")
        other = make_category("Other")
        hidden = make_category("Hidden", levels={})
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
