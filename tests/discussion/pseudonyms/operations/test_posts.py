"""Writing under a pseudonym: who may, and that no row tells whose it is."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.accounts.queries import automatic_group
from forum.accounts.values import AutomaticGroup, Level, Standing
from forum.discussion.models import Post, Thread, ThreadFollowing
from forum.discussion.operations.threads import close_thread
from forum.discussion.pseudonyms.listeners import publish_what_is_due
from forum.discussion.pseudonyms.models import Pseudonym, PseudonymShare, WaitingPost
from forum.discussion.pseudonyms.operations.posts import (
    restore_as,
    revise_as,
    take_back,
    withdraw_as,
    write_as,
)
from forum.discussion.pseudonyms.operations.taking import NEW_A_DAY, take_pseudonym
from forum.discussion.queries.threads import get_thread
from forum.discussion.writing import write
from forum.kernel import outbox
from forum.kernel.clock import now
from forum.kernel.db import Base, db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.kernel.times import only_day
from forum.outreach.notifications.models import Notification
from tests.builders.accounts import make_group, make_member, make_person
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.labels import reserve_to
from tests.builders.pseudonyms import (
    allow_pseudonyms,
    give_rare_id,
    make_crowd,
    make_custodian,
    post_as_pseudonym,
)

RARE = 1_987_654
"""An id that stands in no other column by chance."""


def take(thread, by):
    with unit_of_work():
        return take_pseudonym(get_thread(thread.id, by=by), by=by)


def dump() -> dict[str, set[str]]:
    """Return every row of every table as text."""
    found = {}
    for table in Base.metadata.sorted_tables:
        rows = db.session.execute(table.select()).all()
        found[table.name] = {repr(tuple(row)) for row in rows}
    return found


def test_post_stands_in_the_thread_under_a_name_of_two_words(thread, author):
    post, taken = post_as_pseudonym(thread, author, "Candid words.")
    member = db.session.get_one(Member, post.author_id)
    assert (post.raw, post.number) == ("Candid words.", 2)
    assert member.standing is Standing.PSEUDONYM
    assert len(member.name.split()) == 2
    assert load_person(member.id).is_member is False
    assert taken.key not in "".join(sorted(row for rows in dump().values() for row in rows))


def test_no_row_of_any_table_links_it_to_its_author(thread, app):
    member = make_member("secretive")
    give_rare_id(member, RARE)
    by = load_person(RARE)
    marks = (str(RARE), "secretive")
    before = {
        name: {row for row in rows if any(m in row for m in marks)} for name, rows in dump().items()
    }
    assert before["members"]
    post, taken = post_as_pseudonym(thread, by, "Candid words.")
    writing = write("More of them.")
    with unit_of_work():
        found = get_thread(thread.id, by=by)
        write_as(taken.pseudonym, found, writing, by=by, delay=60)
        revise_as(
            taken.pseudonym, db.session.get_one(Post, post.id), write("Others."), by=by, seen=None
        )
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        publish_what_is_due()
        outbox.work_off(["notifications.published"])
    assert db.session.query(Post).filter_by(author_id=post.author_id).count() == 2
    after = dump()
    naming = {
        name: {row for row in rows if any(m in row for m in marks)} for name, rows in after.items()
    }
    assert naming == before
    sealed = db.session.get_one(Pseudonym, post.author_id).sealed_member
    assert sealed is not None


def test_two_pseudonyms_of_one_member_share_nothing(thread, category, author):
    other = make_thread(category, make_person(), title="Another matter")
    one, _ = post_as_pseudonym(thread, author)
    two, _ = post_as_pseudonym(other, author)
    rows = [db.session.get_one(Pseudonym, post.author_id) for post in (one, two)]
    assert len({row.member_id for row in rows}) == len({row.key_hash for row in rows}) == 2
    assert len({row.sealed_member for row in rows}) == 2
    assert {len(row.sealed_member or "") for row in rows} == {len(rows[0].sealed_member or "")}


def test_of_every_moment_no_more_than_the_day_is_kept(thread, author):
    post, taken = post_as_pseudonym(thread, author)
    with time_machine.travel(now() + timedelta(days=2, hours=3), tick=False), unit_of_work():
        found = db.session.get_one(Post, post.id)
        revise_as(taken.pseudonym, found, write("Put otherwise."), by=author, seen=None)
        withdraw_as(taken.pseudonym, found, by=author)
    member = db.session.get_one(Member, post.author_id)
    for moment in (post.created_at, post.edited_at, post.withdrawn_at, member.joined_at):
        assert moment is not None
        assert moment == only_day(moment)


def test_thread_does_not_move_up_by_the_hour(thread, author):
    before = thread.last_posted_at
    post_as_pseudonym(thread, author)
    assert db.session.get_one(Thread, thread.id).last_posted_at == before


def test_author_follows_nothing_and_those_who_watch_are_told(thread, author):
    starter = db.session.get_one(Member, thread.author_id)
    post, _ = post_as_pseudonym(thread, author)
    outbox.work_off(["notifications.published"])
    following = select(ThreadFollowing.member_id).where(ThreadFollowing.thread_id == thread.id)
    assert author.member_id not in set(db.session.scalars(following))
    told = db.session.scalars(select(Notification.member_id).where(Notification.post_id == post.id))
    assert author.member_id not in set(told)
    again = db.session.scalars(
        select(Notification.member_id).where(Notification.post_id == post.id)
    )
    assert starter.id in set(again)


def test_it_waits_for_a_while_and_can_be_taken_back(thread, author):
    taken = take(thread, author)
    writings = [write("The first."), write("The second.")]
    with unit_of_work():
        found = get_thread(thread.id, by=author)
        for writing in writings:
            write_as(taken.pseudonym, found, writing, by=author, delay=60)
    rows = db.session.scalars(select(WaitingPost).order_by(WaitingPost.id)).all()
    for row in rows:
        assert timedelta(minutes=4) < row.due_at - now() <= timedelta(minutes=60)
    with unit_of_work():
        assert take_back(db.session.get_one(WaitingPost, rows[0].id), taken.pseudonym)
    publish_what_is_due()
    assert db.session.query(Post).filter_by(author_id=taken.pseudonym.member_id).count() == 0
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        publish_what_is_due()
        publish_what_is_due()
    posts = db.session.query(Post).filter_by(author_id=taken.pseudonym.member_id).all()
    assert [post.raw for post in posts] == ["The second."]
    assert db.session.query(WaitingPost).count() == 0


def test_nobody_else_takes_it_back(thread, author):
    taken, other = take(thread, author), take(thread, make_person())
    with unit_of_work():
        write_as(
            taken.pseudonym, get_thread(thread.id, by=author), write("Words."), by=author, delay=60
        )
        row = db.session.scalars(select(WaitingPost)).one()
        assert not take_back(row, other.pseudonym)


def test_same_submission_is_written_once(thread, author):
    taken, key = take(thread, author), "k" * 16
    for delay in (60, 60, 0):
        with unit_of_work():
            found = get_thread(thread.id, by=author)
            writing = write("Once.")
            write_as(taken.pseudonym, found, writing, by=author, delay=delay, submission_key=key)
    assert db.session.query(WaitingPost).count() == 1
    assert db.session.query(Post).filter_by(author_id=taken.pseudonym.member_id).count() == 0


def test_what_was_closed_meanwhile_is_not_published(thread, author, facilitator):
    taken = take(thread, author)
    with unit_of_work():
        write_as(
            taken.pseudonym, get_thread(thread.id, by=author), write("Words."), by=author, delay=60
        )
        close_thread(get_thread(thread.id, by=facilitator), by=facilitator, because="It is done.")
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        publish_what_is_due()
    assert "closed" in db.session.scalars(select(WaitingPost)).one().refused_because
    assert db.session.query(Post).filter_by(author_id=taken.pseudonym.member_id).count() == 0


def test_author_changes_withdraws_and_brings_back(thread, author):
    post, taken = post_as_pseudonym(thread, author)
    with unit_of_work():
        found = db.session.get_one(Post, post.id)
        revise_as(taken.pseudonym, found, write("Put otherwise."), by=author, seen=1)
        withdraw_as(taken.pseudonym, found, by=author)
        assert (found.raw, found.withdrawn_by_id) == ("Put otherwise.", post.author_id)
        restore_as(taken.pseudonym, found, by=author)
        assert not found.is_withdrawn


def test_nobody_changes_anothers(thread, author):
    post, _ = post_as_pseudonym(thread, author)
    other = make_person()
    _, theirs = post_as_pseudonym(thread, other)
    with pytest.raises(NotPermitted), unit_of_work():
        revise_as(
            theirs.pseudonym, db.session.get_one(Post, post.id), write("No."), by=other, seen=None
        )


def test_files_are_refused(thread, author):
    taken = take(thread, author)
    writing = write("![A picture](/uploads/1/name.png)")
    if "/uploads/1" not in writing.rendered.html and "file" not in writing.rendered.html:
        pytest.fail("the text names no file")
    with pytest.raises(Invalid, match="file"), unit_of_work():
        write_as(taken.pseudonym, get_thread(thread.id, by=author), writing, by=author, delay=0)


def test_categories_without_the_setting_refuse(custodians, author):
    make_crowd()
    thread = make_thread(make_category(), make_person())
    with pytest.raises(NotPermitted, match="own name"):
        take(thread, load_person(author.member_id))


def test_few_people_are_refused(category, custodians, author):
    thread = make_thread(category, make_person())
    with pytest.raises(NotPermitted, match="Only 4 people"):
        take(thread, author)


def test_readers_who_may_not_reply_do_not_count(custodians, author):
    make_crowd(20)
    group = make_group("Writers", *(db.session.get_one(Member, one) for one in (author.id,)))
    members = automatic_group(AutomaticGroup.MEMBERS)
    category = allow_pseudonyms(
        make_category("Few write", levels={members: Level.SEE, group: Level.START})
    )
    by = load_person(author.member_id)
    thread = make_thread(category, by)
    with pytest.raises(NotPermitted, match="Only one person"):
        take(thread, by)


def test_small_reserved_threads_refuse(category, custodians, author):
    make_crowd(20)
    thread = make_thread(category, author)
    reserve_to(thread, make_member("one"), by=author)
    with pytest.raises(NotPermitted, match="among fewer"):
        take(thread, load_person(author.member_id))


def test_conversations_refuse(custodians, author):
    make_crowd()
    conversation = make_conversation(author, make_member("one"))
    with pytest.raises(NotPermitted):
        take(conversation, load_person(author.member_id))


def test_one_custodian_is_not_enough(category, author):
    make_crowd(10)
    make_custodian(make_member("carla"))
    thread = make_thread(category, make_person())
    with pytest.raises(NotPermitted, match="two custodians"):
        take(thread, author)


def test_who_may_not_see_the_thread_finds_nothing(thread, custodians, author):
    group = make_group("Insiders")
    hidden = allow_pseudonyms(make_category("Hidden", levels={group: Level.START}))
    with unit_of_work():
        db.session.get_one(Thread, thread.id).category_id = hidden.id
    with pytest.raises(NotFound):
        take(thread, author)


def test_nobody_plays_a_crowd(thread, author):
    for _ in range(NEW_A_DAY):
        take(thread, author)
    with pytest.raises(NotPermitted, match="many pseudonyms"):
        take(thread, author)


def test_every_pair_of_custodians_has_its_halves(thread, author):
    third = make_member("cara")
    make_custodian(third)
    taken = take(thread, author)
    shares = db.session.scalars(
        select(PseudonymShare).where(PseudonymShare.pseudonym_id == taken.pseudonym.member_id)
    ).all()
    assert len(shares) == 3
    assert len({box for share in shares for box in (share.first_box, share.second_box)}) == 6


def test_pseudonyms_are_counted_as_writers(thread, author):
    post_as_pseudonym(thread, author)
    make_reply(thread, make_person())
    row = db.session.get_one(Thread, thread.id)
    assert (row.reply_count, row.writer_count) == (2, 3)
