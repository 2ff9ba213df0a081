"""Beginning a thread under a pseudonym: who may, when it appears, and that nothing tells whose it is."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.accounts.queries import automatic_group
from forum.accounts.values import AutomaticGroup, Level, Role
from forum.discussion.models import Category, Draft, Post, Tag, Thread, ThreadAct
from forum.discussion.operations.labels import LabelChoice, Named, change_label
from forum.discussion.operations.posts import reply
from forum.discussion.operations.threads import retitle_thread
from forum.discussion.pseudonyms.listeners import end_pseudonyms, publish_what_is_due
from forum.discussion.pseudonyms.models import Pseudonym, PseudonymShare, WaitingThread
from forum.discussion.pseudonyms.operations.ending import erase_pseudonym
from forum.discussion.pseudonyms.operations.taking import NEW_A_DAY
from forum.discussion.pseudonyms.operations.threads import (
    begin_as_pseudonym,
    change_head_as,
    take_back_thread,
    tighten_label_as,
)
from forum.discussion.queries.threads import get_thread, select_listed_threads
from forum.discussion.values.labels import Life, Matter, Reuse
from forum.discussion.writing import write
from forum.kernel import outbox
from forum.kernel.clock import now
from forum.kernel.db import Base, db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.kernel.times import is_day
from forum.outreach.notifications.models import Notification
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_reply
from tests.builders.labels import reserve_to
from tests.builders.pseudonyms import allow_pseudonyms, give_rare_id, make_crowd, make_custodian

RARE = 1_987_653
"""An id that stands in no other column by chance."""


@pytest.fixture
def crowd(custodians):
    """Have enough people, and two custodians."""
    make_crowd()


def begin(category, by, *, delay=0, title="What nobody says", body="Candid words.", **more):
    label, tags = more.pop("label", LabelChoice()), more.pop("tags", ["candour"])
    writing = write(body)
    with unit_of_work():
        return begin_as_pseudonym(
            category, title, writing, tags=tags, label=label, by=by, delay=delay, **more
        )


def begun(taken) -> Thread:
    db.session.expire_all()
    return db.session.scalars(
        select(Thread).where(Thread.author_id == taken.pseudonym.member_id)
    ).one()


def rows_with(*marks: str) -> dict[str, set[str]]:
    """Return every row of every table that holds one of these."""
    found = {}
    for table in Base.metadata.sorted_tables:
        rows = [repr(tuple(row)) for row in db.session.execute(table.select())]
        found[table.name] = {row for row in rows if any(mark in row for mark in marks)}
    return found


def test_thread_is_everybodys_and_its_author_a_name_of_two_words(crowd, category, author):
    label = LabelChoice(reuse=Reuse.NOTHING, life=Life(days_after_reply=30))
    taken = begin(category, author, label=label)
    thread = begun(taken)
    reader = make_person()
    assert get_thread(thread.id, by=reader).title == "What nobody says"
    assert thread.author.name == db.session.get_one(Member, taken.pseudonym.member_id).name
    assert (thread.reuse, thread.days_after_reply) == (Reuse.NOTHING, 30)
    assert [tag.name for tag in thread.tags] == ["candour"]
    assert taken.pseudonym.thread_id == thread.id
    listed = db.session.scalars(select_listed_threads(reader).where(Thread.id == thread.id)).all()
    assert [one.id for one in listed] == [thread.id]


def test_no_row_of_any_table_links_it_to_its_author(crowd, category, app):
    member = make_member("secretive")
    give_rare_id(member, RARE)
    by, marks = load_person(RARE), (str(RARE), "secretive")
    before = rows_with(*marks)
    assert before["members"]
    taken = begin(category, by, delay=60, once="o" * 16)
    assert rows_with(*marks) == before
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        publish_what_is_due()
        outbox.work_off(["notifications.published"])
    thread = begun(taken)
    with unit_of_work():
        change_head_as(taken.pseudonym, thread, "Another title", ["other"], by=by)
        tighten_label_as(taken.pseudonym, thread, LabelChoice(reuse=Reuse.NOTHING), by=by)
    assert rows_with(*marks) == before
    assert rows_with(taken.key, "o" * 16) == {name: set() for name in before}


def test_of_every_moment_no_more_than_the_day_is_kept(crowd, category, author):
    taken = begin(category, author)
    thread = begun(taken)
    with time_machine.travel(now() + timedelta(days=2, hours=3), tick=False), unit_of_work():
        change_head_as(
            taken.pseudonym, get_thread(thread.id, by=author), "Put otherwise", [], by=author
        )
        tighten_label_as(taken.pseudonym, thread, LabelChoice(reuse=Reuse.NOTHING), by=author)
    post = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one()
    acts = db.session.scalars(select(ThreadAct.at).where(ThreadAct.thread_id == thread.id)).all()
    assert len(acts) == 3
    for moment in (thread.created_at, thread.last_posted_at, post.created_at, *acts):
        assert is_day(moment)


def test_its_label_becomes_stricter_with_its_key(crowd, category, author):
    taken = begin(category, author)
    thread, other = begun(taken), make_member("other")

    def tighten(choice: LabelChoice) -> bool:
        with unit_of_work():
            by = load_person(author.member_id)
            found = get_thread(thread.id, by=by)
            return tighten_label_as(taken.pseudonym, found, choice, by=by)

    # Nobody else has written: what is looser takes nothing from anybody.
    assert tighten(LabelChoice(reuse=Reuse.FREE))
    make_reply(thread, person(other))
    until = LabelChoice(reuse=Reuse.NOTHING, life=Life(days_after_reply=30))
    assert tighten(until)
    assert not tighten(until)
    found = get_thread(thread.id, by=author)
    assert (found.reuse, found.days_after_reply) == (Reuse.NOTHING, 30)
    for looser in (LabelChoice(reuse=Reuse.ASK, life=until.life), LabelChoice(reuse=until.reuse)):
        with pytest.raises(Invalid) as refusal:
            tighten(looser)
        assert refusal.value.field == "reuse"
    # Whom a facilitator has named stays named, and nobody else comes in.
    reserve_to(found, other, db.session.get_one(Member, author.member_id))
    assert tighten(replace(until, matter=Matter.RECORD))
    assert get_thread(thread.id, by=person(other)).is_reserved
    with pytest.raises(NotPermitted), unit_of_work():
        change_label(get_thread(thread.id, by=person(other)), LabelChoice(), by=person(other))


def test_it_waits_for_a_while_and_can_be_taken_back(crowd, category, author):
    one, two = (begin(category, author, delay=60, title=title) for title in ("One", "Two"))
    ids = [taken.pseudonym.member_id for taken in (one, two)]
    for row in db.session.scalars(select(WaitingThread)):
        assert timedelta(minutes=4) < row.due_at - now() <= timedelta(minutes=60)
    publish_what_is_due()
    assert db.session.query(Thread).count() == 0
    with unit_of_work():
        take_back_thread(db.session.get_one(Pseudonym, ids[0]))
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        publish_what_is_due()
        publish_what_is_due()
    assert [thread.title for thread in db.session.scalars(select(Thread))] == ["Two"]
    assert db.session.query(WaitingThread).count() == 0
    assert db.session.get(Member, ids[0]) is None
    assert {row.pseudonym_id for row in db.session.scalars(select(PseudonymShare))} == {ids[1]}


def test_form_that_is_sent_twice_begins_one_and_gives_the_same_key(crowd, category, author):
    one, two = (begin(category, author, once="s" * 16) for _ in range(2))
    assert one.key == two.key
    assert (one.is_new, two.is_new) == (True, False)
    assert db.session.query(Thread).count() == 1
    other = begin(category, make_person(), once="s" * 16)
    assert other.is_new
    assert other.key != one.key


def test_category_that_changed_meanwhile_refuses_and_says_so(crowd, category, author):
    taken = begin(category, author, delay=60)
    with unit_of_work():
        db.session.get_one(Category, category.id).allows_pseudonyms = False
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        publish_what_is_due()
    row = db.session.get_one(WaitingThread, taken.pseudonym.member_id)
    assert "takes no threads under pseudonyms" in row.refused_because
    assert db.session.query(Thread).count() == 0
    with time_machine.travel(now() + timedelta(days=8, hours=2), tick=False):
        end_pseudonyms()
    assert db.session.query(WaitingThread).count() == db.session.query(Pseudonym).count() == 0


def test_life_that_was_over_before_it_appeared_refuses_and_says_so(crowd, category, author):
    label = LabelChoice(life=Life(ends_on=now().date()))
    taken = begin(category, author, delay=60, label=label)
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        publish_what_is_due()
    assert db.session.get_one(WaitingThread, taken.pseudonym.member_id).refused_because
    assert db.session.query(Thread).count() == 0


def test_few_who_may_start_are_refused_though_many_may_reply(custodians, author):
    make_crowd(20)
    group = make_group("Starters", db.session.get_one(Member, author.id))
    members = automatic_group(AutomaticGroup.MEMBERS)
    category = allow_pseudonyms(
        make_category("Few start", levels={members: Level.REPLY, group: Level.START})
    )
    with pytest.raises(NotPermitted, match="Only one person"):
        begin(category, load_person(author.member_id))


@pytest.mark.parametrize("readers", ["category", "custodian", "cases", "level", "hidden"])
def test_who_may_not_begin_is_refused(author, readers):
    make_crowd(10)
    make_custodian(make_member("carla"))
    members = automatic_group(AutomaticGroup.MEMBERS)
    levels = {"level": {members: Level.REPLY}, "hidden": {make_group("Inside"): Level.START}}
    category = make_category("Candour", levels=levels.get(readers) or {members: Level.START})
    if readers != "category":
        category = allow_pseudonyms(category)
    if readers != "custodian":
        make_custodian(make_member("carlo"))
    if readers == "cases":
        with unit_of_work():
            db.session.get_one(Category, category.id).is_for_cases = True
        category = allow_pseudonyms(category)
    with pytest.raises((NotPermitted, NotFound)):
        begin(category, load_person(author.member_id))
    assert db.session.query(Pseudonym).count() == 0


def test_files_and_named_readers_are_refused(crowd, category, author):
    with pytest.raises(Invalid, match="file"):
        begin(category, author, body="![A picture](/uploads/1/name.png)")
    with pytest.raises(Invalid, match="open to everyone"):
        begin(category, author, label=LabelChoice(named=Named(frozenset({author.member_id}))))
    assert db.session.query(Pseudonym).count() == 0


def test_nobody_plays_a_crowd(crowd, category, author):
    for _ in range(NEW_A_DAY):
        begin(category, author)
    with pytest.raises(NotPermitted, match="many pseudonyms"):
        begin(category, author)


def test_own_name_has_no_right_to_it_and_the_key_has(crowd, category, author):
    taken = begin(category, author)
    thread = begun(taken)
    with pytest.raises(NotPermitted), unit_of_work():
        retitle_thread(get_thread(thread.id, by=author), "Mine", by=author)
    with unit_of_work():
        change_head_as(
            taken.pseudonym, get_thread(thread.id, by=author), "Mine", ["new"], by=author
        )
    thread = begun(taken)
    assert (thread.title, [tag.name for tag in thread.tags]) == ("Mine", ["new"])
    other = begin(category, make_person(), title="Another")
    with pytest.raises(NotPermitted), unit_of_work():
        change_head_as(other.pseudonym, get_thread(thread.id, by=author), "Not mine", [], by=author)


def test_author_is_told_of_nothing_and_keeps_no_draft(crowd, category, author):
    taken = begin(category, author)
    thread = begun(taken)
    writing = write("An answer.")
    with unit_of_work():
        answerer = make_person()
        reply(get_thread(thread.id, by=answerer), writing, by=answerer)
    outbox.work_off(["notifications.published"])
    told = set(db.session.scalars(select(Notification.member_id)))
    assert author.member_id not in told
    assert db.session.query(Draft).count() == 0


def test_erasing_takes_title_tags_and_what_was_told_of_them(crowd, category, author):
    taken = begin(category, author, title="Unmistakable words", tags=["unmistakable"])
    thread = begun(taken)
    with time_machine.travel(now() + timedelta(days=2), tick=False), unit_of_work():
        found = get_thread(thread.id, by=author)
        change_head_as(taken.pseudonym, found, "Unmistakable again", ["unmistakable"], by=author)
    with unit_of_work():
        pseudonym = db.session.get_one(Pseudonym, taken.pseudonym.member_id)
        erase_pseudonym(pseudonym, get_thread(thread.id, by=author), by=author)
    db.session.expire_all()
    left = rows_with("nmistakable")
    left.pop("search_entries", None)
    assert {name for name, rows in left.items() if rows} == set()
    assert db.session.query(Tag).count() == 0
    assert db.session.get_one(Thread, thread.id).title == "Title removed"


def test_silence_holds_for_pseudonyms_too(crowd, category):
    member = make_member("silent")
    with unit_of_work():
        row = db.session.get_one(Member, member.id)
        row.silenced_until = now() + timedelta(days=1)
    with pytest.raises(NotPermitted, match="silenced"):
        begin(category, load_person(member.id))


def test_host_begins_like_everybody(crowd, category):
    taken = begin(category, person(make_member("hosting", role=Role.HOST)))
    assert begun(taken).author.role is Role.MEMBER
