from datetime import timedelta

import pytest

from forum import Forum
from forum.accounts.models import Invitation, Member
from forum.accounts.queue.queries import count_waiting
from forum.accounts.sanctions.operations.sanctions import silence_member
from forum.accounts.values import SYSTEM, Role
from forum.discussion.models import HeldPost, Post, Thread
from forum.discussion.operations.held import (
    change_held,
    forget_held_in,
    publish_held,
    refuse_held,
    take_held_along,
    take_held_back,
)
from forum.discussion.operations.threads import close_thread
from forum.discussion.queries.held import get_held, held_cards, select_decidable_held
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_decide_held
from forum.discussion.values.held import Approving, HeldState
from forum.discussion.writing import write
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.held import let_wait, make_held, place_in_queue, send_reply, send_thread
from tests.builders.labels import keep_out, reserve_to
from tests.builders.moderation import Place, make_place
from tests.builders.notifications import told


@pytest.fixture
def place(app: Forum) -> Place:
    found = make_place()
    found.open = let_wait(found.open)
    return found


def publish(held: HeldPost, by) -> bool:
    with unit_of_work():
        return publish_held(get_held(held.id, by=by), by=by)


def refuse(held: HeldPost, by, because: str = "It names a client.") -> bool:
    with unit_of_work():
        return refuse_held(get_held(held.id, by=by), by=by, because=because)


def test_a_reply_that_waits_is_no_post_and_takes_no_number(place: Place) -> None:
    before = place.open_thread.last_number
    held = make_held(place.open_thread, person(place.outsider))
    thread = get_thread(place.open_thread.id, by=person(place.outsider))
    assert (thread.last_number, thread.post_count, thread.writer_count) == (before, 1, 1)
    assert db.session.query(Post).filter_by(thread_id=thread.id).count() == 1
    assert held.raw == "Some words that wait."


def test_publishing_posts_it_now_as_its_author_with_the_next_number(place: Place) -> None:
    held = make_held(place.open_thread, person(place.outsider))
    with unit_of_work():
        held.held_at = now().replace(year=2020)
    make_reply(place.open_thread, person(place.other))
    assert publish(held, person(place.facilitator))
    post = held.post
    assert post is not None
    assert (post.number, post.author_id, post.raw) == (
        3,
        place.outsider.id,
        "Some words that wait.",
    )
    assert post.created_at.year > 2020
    assert (held.state, held.raw, held.html) == (HeldState.PUBLISHED, "", "")
    assert told(person(place.outsider)) == [(Cause.PUBLISHED, post.id)]
    assert place_in_queue(held).is_settled


def test_a_thread_waits_with_title_tags_and_label_and_begins_when_published(place: Place) -> None:
    by = person(place.outsider)
    held = send_thread(place.open, by, "A new matter", "The first words.", "evictions")
    assert isinstance(held, HeldPost)
    assert db.session.query(Thread).filter_by(title="A new matter").count() == 0
    publish(held, person(place.facilitator))
    thread = db.session.query(Thread).filter_by(title="A new matter").one()
    assert [tag.name for tag in thread.tags] == ["evictions"]
    assert (thread.author_id, thread.last_number) == (place.outsider.id, 1)


def test_refusing_needs_a_reason_and_keeps_the_text_for_the_author(place: Place) -> None:
    held = make_held(place.open_thread, person(place.outsider))
    with pytest.raises(Invalid) as refusal:
        refuse(held, person(place.facilitator), " ")
    assert refusal.value.field == "because"
    assert refuse(held, person(place.facilitator))
    kept = get_held(held.id, by=person(place.outsider))
    assert (kept.raw, kept.answer) == ("Some words that wait.", "It names a client.")


def test_only_one_of_two_facilitators_decides(place: Place) -> None:
    held = make_held(place.open_thread, person(place.outsider))
    publish(held, person(place.facilitator))
    assert not publish(held, person(place.facilitator))
    with pytest.raises(Conflict):
        refuse(held, person(place.second))
    with pytest.raises(Conflict):
        publish(held, person(place.second))
    assert db.session.query(Post).filter_by(author_id=place.outsider.id).count() == 1


def test_the_author_changes_it_and_takes_it_back_while_it_waits(place: Place) -> None:
    by = person(place.outsider)
    held = make_held(place.open_thread, by)
    version = place_in_queue(held).version
    with unit_of_work():
        kept = get_held(held.id, by=by)
        assert change_held(kept, write("Other words."), by=by, seen_revision=1)
    assert place_in_queue(held).version == version + 1
    with pytest.raises(Conflict), unit_of_work():
        change_held(get_held(held.id, by=by), write("Stale."), by=by, seen_revision=1)
    held_id = held.id
    with unit_of_work():
        take_held_back(get_held(held_id, by=by), by=by)
    assert db.session.get(HeldPost, held_id) is None
    assert count_waiting(person(place.facilitator)) == 0


def test_nothing_decided_is_changed(place: Place) -> None:
    by = person(place.outsider)
    held = make_held(place.open_thread, by)
    refuse(held, person(place.facilitator))
    with pytest.raises(Exception, match="decided about this already"), unit_of_work():
        change_held(get_held(held.id, by=by), write("Other words."), by=by, seen_revision=1)


def test_nobody_else_finds_it(place: Place) -> None:
    held = make_held(place.open_thread, person(place.outsider))
    for reader in (place.insider, place.other, place.own, make_member(role=Role.HOST)):
        with pytest.raises(NotFound):
            get_held(held.id, by=person(reader))
        assert count_waiting(person(reader)) == 0
    assert count_waiting(person(place.facilitator)) == 1


def test_who_looks_after_the_category_waits_for_nobody(place: Place) -> None:
    assert isinstance(send_reply(place.open_thread, person(place.facilitator), "Words."), Post)
    assert isinstance(send_reply(place.open_thread, person(place.own), "Words."), HeldPost)


@pytest.mark.parametrize(
    ("approving", "in_group_waits", "other_waits"),
    [
        (Approving.NONE, False, False),
        (Approving.ALL, True, True),
        (Approving.ALL_EXCEPT, False, True),
        (Approving.ONLY, True, False),
    ],
)
def test_groups_are_spared_or_alone_concerned(
    app: Forum, approving: Approving, in_group_waits: bool, other_waits: bool
) -> None:
    member, other = make_member(), make_member()
    group = make_group("Named", member)
    category = let_wait(make_category(), group, threads=approving, replies=approving)
    thread = make_thread(category, person(other))
    for who, waits in ((member, in_group_waits), (other, other_waits)):
        assert isinstance(send_reply(thread, person(who), "Words."), HeldPost) is waits
        sent = send_thread(category, person(who), "A title", "Words.")
        assert isinstance(sent, HeldPost) is waits


def test_what_is_open_by_name_alone_never_waits(place: Place) -> None:
    by = person(place.insider)
    reserve_to(place.open_thread, place.outsider, by=by)
    assert isinstance(send_reply(place.open_thread, person(place.outsider), "Words."), Post)


def test_a_facilitator_behind_a_wall_learns_nothing_of_it(place: Place) -> None:
    held = make_held(place.open_thread, person(place.outsider))
    keep_out(place.open_thread, place.facilitator, by=person(place.insider))
    walled = person(place.facilitator)
    assert count_waiting(walled) == 0
    assert held_cards([held.id], walled) == {}
    with pytest.raises(NotFound):
        get_held(held.id, by=walled)
    with pytest.raises(NotFound):
        publish(held, walled)


def test_rule_and_query_agree_about_every_post_that_waits(place: Place) -> None:
    let_wait(place.hidden)
    make_held(place.open_thread, person(place.outsider))
    make_held(place.hidden_thread, person(place.other))
    send_thread(place.open, person(place.own), "By a facilitator of another", "Words.")
    reserved = make_thread(place.open, person(place.insider))
    make_held(reserved, person(place.outsider))
    reserve_to(reserved, place.second, by=person(place.insider))
    waiting = db.session.query(HeldPost).all()
    assert len(waiting) == 4
    for member in (place.facilitator, place.second, place.own, place.insider, place.outsider):
        reader = person(member)
        selected = set(db.session.scalars(select_decidable_held(reader)))
        allowed = {one.id for one in waiting if may_decide_held(reader, one, one.thread)}
        assert selected == allowed


def test_a_thread_that_closed_meanwhile_keeps_it_waiting_and_says_why(place: Place) -> None:
    by = person(place.facilitator)
    held = make_held(place.open_thread, person(place.outsider))
    with unit_of_work():
        close_thread(get_thread(place.open_thread.id, by=by), by=by, because="Done.")
    with pytest.raises(Invalid, match="This thread is closed"):
        publish(held, by)
    assert held.is_waiting


def test_why_the_author_cannot_post_now_is_nobodys_matter(place: Place) -> None:
    held = make_held(place.open_thread, person(place.outsider))
    with unit_of_work():
        member = db.session.get_one(Member, place.outsider.id)
        until = now() + timedelta(days=1)
        silence_member(member, until=until, because="A secret reason.", by=SYSTEM)
    with pytest.raises(Invalid) as refusal:
        publish(held, person(place.facilitator))
    assert "secret" not in refusal.value.sentence
    assert held.is_waiting


def test_what_is_published_is_not_taken_back(place: Place) -> None:
    by = person(place.outsider)
    held = make_held(place.open_thread, by)
    publish(held, person(place.facilitator))
    with pytest.raises(NotPermitted), unit_of_work():
        take_held_back(get_held(held.id, by=by), by=by)
    with pytest.raises(NotFound), unit_of_work():
        take_held_back(get_held(held.id, by=by), by=person(place.facilitator))


def test_it_goes_with_a_thread_that_expires_and_a_machine_says_so(place: Place) -> None:
    held = make_held(place.open_thread, person(place.outsider))
    item = place_in_queue(held)
    with unit_of_work():
        forget_held_in(place.open_thread.id)
    assert db.session.query(HeldPost).count() == 0
    assert item.is_settled
    assert item.steps[-1].by_id is None


def test_what_waits_goes_along_when_its_thread_is_merged(place: Place) -> None:
    other = make_thread(place.open, person(place.insider))
    held = make_held(place.open_thread, person(place.outsider))
    with unit_of_work():
        take_held_along(place.open_thread.id, other.id)
    publish(held, person(place.facilitator))
    assert held.post is not None
    assert held.post.thread_id == other.id


def test_so_many_wait_at_once_and_no_more(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.discussion.operations.handing_in.MOST_WAITING", 2)
    by = person(place.outsider)
    make_held(place.open_thread, by)
    make_held(place.open_thread, by)
    with pytest.raises(Invalid, match="wait already"):
        make_held(place.open_thread, by)


class TestNewcomers:
    @pytest.fixture(autouse=True)
    def two_posts_wait(self, app: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = this_settings().model_copy(update={"newcomer_posts": 2})
        monkeypatch.setitem(app.extensions, "folkmoot_settings", settings)

    def test_first_posts_wait_until_so_many_are_published(self) -> None:
        category = make_category()
        author, newcomer = make_person(), make_person()
        facilitator = make_person(role=Role.FACILITATOR)
        thread = make_thread(category, author)
        for _ in range(2):
            held = make_held(thread, newcomer)
            publish(held, facilitator)
        assert isinstance(send_reply(thread, newcomer, "The third."), Post)

    def test_who_was_invited_never_waits_for_being_new(self) -> None:
        category = make_category()
        author, invited = make_person(), make_person()
        thread = make_thread(category, author)
        with unit_of_work():
            db.session.add(
                Invitation(
                    token_hash="x",
                    invited_by_id=author.member_id,
                    created_at=now(),
                    expires_at=now(),
                    accepted_by_id=invited.member_id,
                )
            )
        assert isinstance(send_reply(thread, invited, "Hello."), Post)

    def test_facilitators_and_hosts_are_no_newcomers(self) -> None:
        thread = make_thread(make_category(), make_person())
        for role in (Role.FACILITATOR, Role.HOST):
            assert isinstance(send_reply(thread, make_person(role=role), "Hello."), Post)
