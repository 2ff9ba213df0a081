"""Telling members what concerns them, and taking note that they know."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum import Forum
from forum.accounts.identity import load_person
from forum.accounts.models import GroupMember, Member
from forum.accounts.values import Level, Person, Standing
from forum.discussion.following import Following
from forum.discussion.models import Post
from forum.discussion.operations.audiences import add_group
from forum.discussion.operations.following import follow_category, follow_tag, follow_thread
from forum.discussion.operations.ignoring import ignore_member
from forum.discussion.operations.posts import add_post, revise_post, withdraw_post
from forum.discussion.queries.audiences import list_groups_to_write_to
from forum.discussion.queries.threads import get_tag, get_thread
from forum.discussion.reading import note_reading, note_shown
from forum.discussion.values import CategoryCard
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotFound
from forum.outreach.notifications.models import Notification
from forum.outreach.notifications.operations import (
    KEPT,
    choose_causes,
    forget_old_notifications,
    mark_all_read,
    mark_read,
    say_done,
    tell,
    tell_of_post,
)
from forum.outreach.notifications.queries.lines import page_of_notifications
from forum.outreach.notifications.values import CAUSE_ABOUT, Cause
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.conversations import bring_in, leave, make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.notifications import (
    count_unread_rows,
    tell_everybody,
    told,
    write_what_was_read,
)


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    return make_category()


@pytest.fixture
def anna(category: CategoryCard) -> Person:
    return make_person("anna")


@pytest.fixture
def ben(anna: Person) -> Person:
    return make_person("ben")


def quote(handle: str, thread_id: int) -> str:
    return f'[quote="{handle}, post:1, topic:{thread_id}"]\nWords.\n[/quote]\n\nYes.'


def test_author_is_told_of_replies_mentions_and_quotes_each_once(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    first = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one()
    watched = make_reply(thread, ben)
    replied = make_reply(thread, ben, quote("anna", thread.id), to=first)
    mentioned = make_reply(thread, ben, "What do you say, @Anna?", to=first)
    quoted = make_reply(thread, ben, quote("anna", thread.id))
    tell_everybody()
    assert told(anna) == [
        (Cause.WATCHED, watched.id),
        (Cause.REPLIED, replied.id),
        (Cause.MENTIONED, mentioned.id),
        (Cause.QUOTED, quoted.id),
    ]
    assert told(ben) == []


def test_doing_it_twice_tells_nobody_twice(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    post = make_reply(make_thread(category, anna), ben, "Dear @anna.")
    tell_everybody()
    with unit_of_work():
        mark_all_read(by=anna)
    with unit_of_work():
        tell_of_post(post.id)
    assert told(anna) == [(Cause.MENTIONED, post.id)]
    assert count_unread_rows(anna) == 0


def test_new_thread_is_told_to_who_follows_its_category_or_tag(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    carol, dora = make_person(), make_person()
    make_thread(category, ben, tags=("housing",))
    tell_everybody()
    with unit_of_work():
        follow_category(category.id, Following.FIRST_POST, by=anna)
        follow_tag(get_tag("housing", by=carol), Following.WATCHING, by=carol)
        follow_category(category.id, Following.TRACKING, by=dora)
    thread = make_thread(category, ben, tags=("housing",))
    reply = make_reply(thread, ben)
    tell_everybody()
    assert len(told(anna)) == 1
    assert told(carol)[-1] == (Cause.WATCHED, reply.id)
    assert len(told(carol)) == 2
    assert told(dora) == []


def test_nothing_is_told_of_a_muted_thread(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    with unit_of_work():
        follow_thread(get_thread(thread.id, by=anna), Following.MUTED, by=anna)
    make_reply(thread, ben, "Dear @anna.")
    tell_everybody()
    assert told(anna) == []


def test_who_may_not_see_the_thread_is_told_nothing(app: Forum) -> None:
    insider, outsider = make_member("insider"), make_member("outsider")
    group = make_group("Few", insider)
    inside = make_category(levels={group: Level.START})
    thread = make_thread(inside, person(insider), body="Shall we ask @outsider?")
    tell_everybody()
    assert told(person(outsider)) == []
    with unit_of_work():
        tell(
            Cause.INVITED,
            member_id=outsider.id,
            actor_id=insider.id,
            thread_id=thread.id,
        )
    assert told(person(outsider)) == []


def test_right_to_see_is_asked_when_the_worker_tells_not_when_it_was_written(
    app: Forum,
) -> None:
    writer, reader = make_member("writer"), make_member("reader")
    group = make_group("Few", writer, reader)
    inside = make_category(levels={group: Level.START})
    make_thread(inside, person(writer), body="Dear @reader.")
    with unit_of_work():
        row = db.session.get_one(GroupMember, (group.id, reader.id))
        db.session.delete(row)
    tell_everybody()
    assert told(person(reader)) == []


def test_withdrawn_post_is_told_to_nobody(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    post = make_reply(thread, ben, "Dear @anna.")
    with unit_of_work():
        withdraw_post(thread, post, by=ben)
    tell_everybody()
    assert told(anna) == []


def test_who_cannot_sign_in_is_told_nothing(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    with unit_of_work():
        db.session.get_one(Member, anna.member_id).standing = Standing.DEACTIVATED
    make_thread(category, ben, body="Dear @anna.")
    tell_everybody()
    assert told(anna) == []


def test_what_an_archive_brings_is_no_news(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    with unit_of_work():
        at = now() - timedelta(days=3)
        add_post(thread, write("Dear @anna."), author_id=ben.member_id, at=at)
    tell_everybody()
    assert told(anna) == []


def test_list_of_many_names_calls_nobody(category: CategoryCard, anna: Person, ben: Person) -> None:
    names = " ".join(f"@nobody{number}" for number in range(20))
    make_thread(category, ben, body=f"@anna {names}")
    tell_everybody()
    assert told(anna) == []


def revise(post: Post, raw: str, by: Person) -> None:
    writing = write(raw)
    with unit_of_work():
        thread = get_thread(post.thread_id, by=by)
        revise_post(thread, db.session.get_one(Post, post.id), writing, by=by)
    tell_everybody()


def test_edit_tells_whom_it_newly_names_and_nobody_again(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    carol = make_person("carol")
    post = make_reply(make_thread(category, ben), ben, "Dear @anna.")
    tell_everybody()
    with unit_of_work():
        mark_all_read(by=anna)
    revise(post, "Dear @anna and @carol.", ben)
    revise(post, "Dear @anna and dear @carol.", ben)
    assert told(anna) == told(carol) == [(Cause.MENTIONED, post.id)]
    assert (count_unread_rows(anna), count_unread_rows(carol)) == (0, 1)


def test_edit_makes_what_was_told_speak_of_the_stronger_cause(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    post = make_reply(make_thread(category, anna), ben)
    tell_everybody()
    with unit_of_work():
        mark_all_read(by=anna)
    revise(post, "And you, @anna?", ben)
    assert told(anna) == [(Cause.MENTIONED, post.id)]
    assert count_unread_rows(anna) == 1


def test_causes_can_be_switched_off(category: CategoryCard, anna: Person, ben: Person) -> None:
    with unit_of_work():
        choose_causes([cause for cause in CAUSE_ABOUT if cause is not Cause.WATCHED], by=anna)
    thread = make_thread(category, anna)
    make_reply(thread, ben)
    post = make_reply(thread, ben, "Dear @anna.")
    tell_everybody()
    assert told(anna) == [(Cause.MENTIONED, post.id)]
    with unit_of_work():
        choose_causes(CAUSE_ABOUT, by=anna)
    make_reply(thread, ben)
    tell_everybody()
    assert len(told(anna)) == 2


def test_reading_position_that_passes_a_post_reads_what_was_told_of_it(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    other = make_thread(category, anna)
    for _ in range(3):
        make_reply(thread, ben)
    make_reply(other, ben)
    tell_everybody()
    note_reading(anna.member_id, thread.id, 3)
    write_what_was_read()
    assert count_unread_rows(anna) == 2
    note_reading(anna.member_id, thread.id, 4)
    write_what_was_read()
    assert count_unread_rows(anna) == 1


def test_posts_shown_by_themselves_read_what_was_told_of_them_alone(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    make_reply(thread, ben)
    post = make_reply(thread, ben)
    tell_everybody()
    note_shown(anna.member_id, [post.id])
    write_what_was_read()
    assert count_unread_rows(anna) == 1


def test_who_has_read_the_post_already_has_nothing_unread(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    make_reply(thread, ben, "Dear @anna.")
    note_reading(anna.member_id, thread.id, 2)
    tell_everybody()
    assert (len(told(anna)), count_unread_rows(anna)) == (1, 0)


def test_line_of_several_posts_is_read_at_once(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    make_reply(thread, ben)
    make_reply(thread, ben)
    make_reply(thread, ben, "Dear @anna.")
    tell_everybody()
    newest = db.session.scalars(
        select(Notification).where(Notification.cause == Cause.WATCHED)
    ).first()
    assert newest is not None
    with unit_of_work():
        mark_read(newest.id, by=load_person(anna.member_id))
    assert count_unread_rows(anna) == 1


def test_nobody_reads_for_somebody_else(category: CategoryCard, anna: Person, ben: Person) -> None:
    make_reply(make_thread(category, anna), ben)
    tell_everybody()
    (row,) = db.session.scalars(select(Notification)).all()
    with pytest.raises(NotFound), unit_of_work():
        mark_read(row.id, by=ben)
    with pytest.raises(NotFound), unit_of_work():
        say_done(row.id, by=ben)
    with unit_of_work():
        mark_all_read(by=ben)
    assert count_unread_rows(anna) == 1


def test_everything_of_one_cause_is_read(category: CategoryCard, anna: Person, ben: Person) -> None:
    thread = make_thread(category, anna)
    make_reply(thread, ben)
    make_reply(thread, ben, "Dear @anna.")
    tell_everybody()
    with unit_of_work():
        mark_all_read(by=anna, cause=Cause.WATCHED)
    assert count_unread_rows(anna) == 1


def test_something_told_anew_is_unread_again(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    post = make_reply(make_thread(category, anna), ben, "Dear @anna.")
    tell_everybody()
    with unit_of_work():
        mark_all_read(by=anna)
    with unit_of_work():
        tell(Cause.REMINDED, member_id=anna.member_id, actor_id=None, post_id=post.id)
    assert told(anna) == [(Cause.REMINDED, post.id)]
    assert count_unread_rows(anna) == 1


def test_old_news_are_forgotten_and_calls_are_not(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    thread = make_thread(category, anna)
    make_reply(thread, ben)
    call = make_reply(thread, ben, "Dear @anna.")
    make_reply(thread, ben)
    tell_everybody()
    with unit_of_work():
        mark_all_read(by=anna)
        long_ago = now() - KEPT - timedelta(days=1)
        db.session.execute(
            update(Notification).where(Notification.post_id <= call.id).values(read_at=long_ago)
        )
        forget_old_notifications()
    assert [cause for cause, _ in told(anna)] == [Cause.MENTIONED, Cause.WATCHED]


def test_people_of_a_conversation_are_told_of_every_message(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    carol = make_member("carol")
    of_ben = db.session.get_one(Member, ben.member_id)
    thread = make_conversation(anna, of_ben, carol)
    tell_everybody()
    assert [cause for cause, _ in told(ben)] == [Cause.MESSAGED]
    assert [cause for cause, _ in told(person(carol))] == [Cause.MESSAGED]
    with unit_of_work():
        follow_thread(get_thread(thread.id, by=person(carol)), Following.NORMAL, by=person(carol))
    leave(thread, by=load_person(ben.member_id))
    make_reply(thread, load_person(anna.member_id))
    make_reply(thread, load_person(anna.member_id), "Dear @carol and @ben.")
    tell_everybody()
    assert [cause for cause, _ in told(person(carol))] == [Cause.MESSAGED, Cause.MENTIONED]
    assert [cause for cause, _ in told(ben)] == [Cause.MESSAGED], "ben has left"
    assert page_of_notifications(load_person(ben.member_id)).lines == ()


def test_who_is_brought_into_a_conversation_is_told_once_by_whom(
    category: CategoryCard, anna: Person, ben: Person
) -> None:
    carol = make_member("carol")
    thread = make_conversation(anna, db.session.get_one(Member, ben.member_id), title="Aside")
    bring_in(thread, carol, by=load_person(anna.member_id))
    tell_everybody()
    (line,) = page_of_notifications(person(carol), cause=Cause.INVITED).lines
    assert (line.title, line.actor and line.actor.handle, line.number) == ("Aside", "anna", None)
    note_reading(carol.id, thread.id, 1)
    write_what_was_read()
    assert count_unread_rows(person(carol)) == 0


def test_group_that_is_brought_in_is_told_member_by_member(app: Forum) -> None:
    of_anna, of_ben, carol = make_member("anna"), make_member("ben"), make_member("carol")
    group = make_group("Housing", of_anna, carol)
    anna = person(of_anna)
    thread = make_conversation(anna, of_ben)
    with unit_of_work():
        (card,) = [one for one in list_groups_to_write_to(anna) if one.id == group.id]
        add_group(get_thread(thread.id, by=person(of_anna)), card, by=person(of_anna))
    tell_everybody()
    assert (Cause.INVITED, None) in told(person(carol))
    assert Cause.INVITED not in [cause for cause, _ in told(anna)]


def test_who_is_ignored_is_not_heard_of(category: CategoryCard, anna: Person, ben: Person) -> None:
    with unit_of_work():
        ignore_member(db.session.get_one(Member, ben.member_id), by=anna)
    make_reply(make_thread(category, anna), ben, "Dear @anna.")
    tell_everybody()
    assert told(anna) == []
