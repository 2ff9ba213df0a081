from datetime import timedelta
from types import SimpleNamespace

import pytest
from forum.accounts.operations.sanctions import silence_member
from sqlalchemy import update

from forum import Forum
from forum.accounts.queries import automatic_group
from forum.accounts.values import SYSTEM, AutomaticGroup, Level, Role
from forum.discussion.models import Category, Draft, Entry, HeldPost, Post, Thread
from forum.discussion.operations.labels import LabelChoice, Named, authors_of, change_label
from forum.discussion.operations.life import expire_thread
from forum.discussion.operations.loosenings import ask_to_loosen
from forum.discussion.operations.splitting import merge_threads
from forum.discussion.operations.threads import close_thread, move_thread, reopen_thread
from forum.discussion.queries.categories import directory
from forum.discussion.queries.lists import page_of_threads
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_reply
from forum.discussion.values import Listing
from forum.discussion.values.entries import Gathering
from forum.discussion.values.held import Approving
from forum.discussion.values.labels import Reuse
from forum.facilitation.rounds.models import JournalEntry, Round
from forum.facilitation.rounds.operations import (
    END,
    allow_rounds,
    commit_to,
    end_when_due,
    look_back,
    pass_turn,
    take_back,
    write_journal,
)
from forum.facilitation.rounds.queries import (
    commitments_of,
    get_commitment,
    get_journal_entry,
    journal_of,
    round_page,
    turns_of,
)
from forum.facilitation.rounds.values import Happened, Way
from forum.facilitation.rounds.web import rounds_for_you
from forum.kernel import outbox
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted, Refusal
from forum.kernel.models import OutboxRow
from forum.outreach.notifications.models import Notification
from tests.builders.accounts import make_group, make_member, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.held import let_wait
from tests.builders.labels import keep_out
from tests.builders.rounds import end, make_round, read_by, write_into


@pytest.fixture
def scene(app: Forum) -> SimpleNamespace:
    people = {name: make_member(name) for name in ("ann", "ben", "cem")}
    host = make_member("holder", role=Role.FACILITATOR)
    category = make_category("Reflection")
    return SimpleNamespace(**people, holder=host, category=category)


def in_thread(thread: Thread, by) -> Thread:
    return get_thread(thread.id, by=by)


def due(thread: Thread) -> bool:
    """Let the last day of a round be over, and the worker come by."""
    with unit_of_work():
        db.session.execute(update(Round).values(closes_at=now() - timedelta(minutes=1)))
    with unit_of_work():
        return end_when_due(thread.id)


def test_who_has_not_written_reads_nothing_and_who_has_reads_all(scene) -> None:
    thread = make_round(scene.category, person(scene.holder))
    write_into(thread, person(scene.ann), "Ann wrote.")
    for reader in (scene.ben, scene.holder):
        assert read_by(thread, person(reader)) == []
    assert read_by(thread, person(scene.ann)) == ["Ann wrote."]
    write_into(thread, person(scene.ben), "Ben wrote.")
    assert read_by(thread, person(scene.ben)) == ["Ann wrote.", "Ben wrote."]
    with unit_of_work():
        take_back(in_thread(thread, person(scene.ben)), by=person(scene.ben))
    assert read_by(thread, person(scene.ben)) == []


def test_an_entry_changes_nothing_that_others_can_count(scene) -> None:
    thread = make_round(scene.category, person(scene.holder))
    outbox.work_off()
    other = make_thread(scene.category, person(scene.cem))
    outbox.work_off()
    before = lines(scene.ben)
    told = db.session.query(Notification).count()
    write_into(thread, person(scene.ann), "With @ben and @holder in it.")
    assert db.session.query(OutboxRow).filter(OutboxRow.kind != END).count() == 0
    assert db.session.query(Notification).count() == told
    assert lines(scene.ben) == before
    assert lines(scene.ben)[0].id == other.id
    row = in_thread(thread, SYSTEM)
    assert (row.post_count, row.reply_count, row.last_number, row.writer_count) == (1, 0, 1, 1)


def lines(member) -> list:
    page = page_of_threads(person(member), Listing.LATEST)
    return list(page.lines)


def test_nobody_replies_until_it_is_over(scene) -> None:
    thread = make_round(scene.category, person(scene.holder))
    for writer in (scene.ann, scene.holder):
        assert not may_reply(person(writer), in_thread(thread, SYSTEM))
        with pytest.raises(NotPermitted):
            make_reply(thread, person(writer))
    write_into(thread, person(scene.ann))
    end(thread, person(scene.holder))
    make_reply(thread, person(scene.ben))
    with pytest.raises(NotFound):
        write_into(thread, person(scene.ben))


def test_entries_become_posts_in_the_order_of_their_writing(scene) -> None:
    thread = make_round(scene.category, person(scene.holder))
    for name in ("cem", "ann", "ben"):
        write_into(thread, person(getattr(scene, name)), f"By {name}, to @holder.")
    write_into(thread, person(scene.cem), "Changed by cem.", seen=1)
    assert due(thread)
    assert not due(thread)
    posts = db.session.query(Post).filter_by(thread_id=thread.id).order_by(Post.number).all()
    assert [post.author.handle for post in posts] == ["holder", "cem", "ann", "ben"]
    assert posts[1].raw == "Changed by cem."
    assert db.session.query(Entry).count() == 0
    page = round_page(in_thread(thread, person(scene.ben)), person(scene.ben))
    assert (page.is_over, page.ended_by_machine, page.entries) == (True, True, [])
    outbox.work_off()
    causes = db.session.query(Notification).filter_by(member_id=scene.holder.id).count()
    assert causes > 0


def test_who_may_not_post_any_more_finds_the_entry_among_their_drafts(scene) -> None:
    thread = make_round(scene.category, person(scene.holder))
    for name in ("ann", "ben", "cem"):
        write_into(thread, person(getattr(scene, name)), f"By {name}.")
    keep_out(thread, scene.ann, by=person(scene.holder))
    with unit_of_work():
        member = db.session.get_one(type(scene.ben), scene.ben.id)
        silence_member(member, until=now() + timedelta(days=1), because="A rest.", by=SYSTEM)
    end(thread, person(scene.holder))
    posts = db.session.query(Post).filter_by(thread_id=thread.id).order_by(Post.number).all()
    assert [post.raw for post in posts[1:]] == ["By cem."]
    drafts = {draft.member_id: draft.body for draft in db.session.query(Draft)}
    assert drafts == {scene.ann.id: "By ann.", scene.ben.id: "By ben."}


def test_entries_wait_for_a_facilitator_where_replies_do(scene) -> None:
    thread = make_round(scene.category, person(scene.holder))
    write_into(thread, person(scene.ann), "By ann.")
    let_wait(scene.category, threads=Approving.NONE)
    end(thread, person(scene.holder))
    assert [held.raw for held in db.session.query(HeldPost)] == ["By ann."]


def test_a_closed_thread_keeps_its_entries_until_it_is_open(scene) -> None:
    thread, by = make_round(scene.category, person(scene.holder)), person(scene.holder)
    write_into(thread, person(scene.ann))
    with unit_of_work():
        close_thread(in_thread(thread, by), by=by, because="A pause.")
    assert not due(thread)
    with pytest.raises(NotPermitted):
        end(thread, by)
    again = db.session.query(OutboxRow).filter_by(kind=END).order_by(OutboxRow.id.desc()).first()
    assert again.available_at > now() + timedelta(hours=20)
    with unit_of_work():
        reopen_thread(in_thread(thread, by), by=by, because="On we go.")
    assert due(thread)


def test_more_readers_need_those_who_wrote_entries(scene) -> None:
    thread, wide = make_round(scene.category, person(scene.holder)), make_category("Wider")
    narrow = make_group("Few", scene.ann, scene.holder)
    write_into(thread, person(scene.ann))
    assert authors_of(in_thread(thread, SYSTEM)) == {scene.holder.id, scene.ann.id}
    few = LabelChoice(Named(frozenset(), frozenset({narrow.id})))
    with unit_of_work():
        change_label(in_thread(thread, SYSTEM), few, by=person(scene.holder))
    by = person(scene.holder)
    with unit_of_work(), pytest.raises(Invalid, match="Others wrote here"):
        change_label(in_thread(thread, by), LabelChoice(), by=by)
    with unit_of_work(), pytest.raises(Invalid, match="This is a round"):
        ask_to_loosen(in_thread(thread, by), LabelChoice(reuse=Reuse.FREE), by=by)
    with unit_of_work():
        move_thread(in_thread(thread, by), directory().by_id[wide.id], by=by, because="There.")
    assert in_thread(thread, SYSTEM).is_reserved


def test_nothing_is_merged_into_or_out_of_a_round(scene) -> None:
    by = person(scene.holder)
    thread, other = make_round(scene.category, by), make_thread(scene.category, by)
    for source, target in ((thread, other), (other, thread)):
        with unit_of_work(), pytest.raises(Refusal, match="This is a round"):
            merge_threads(in_thread(source, by), in_thread(target, by), by=by, because="One.")


def test_entries_go_with_a_thread_that_expires(scene) -> None:
    thread = make_round(scene.category, person(scene.holder))
    write_into(thread, person(scene.ann))
    with unit_of_work():
        write_journal("Beside it.", by=person(scene.ann), thread=thread)
        write_journal("On its own.", by=person(scene.ann))
        db.session.get_one(Thread, thread.id).ends_at = now() - timedelta(minutes=1)
    with unit_of_work():
        expire_thread(thread.id)
    assert db.session.query(Entry).count() == 0
    assert [page.text for page in journal_of(person(scene.ann))] == ["On its own."]


def test_two_windows_do_not_write_over_each_other(scene) -> None:
    thread = make_round(scene.category, person(scene.holder))
    write_into(thread, person(scene.ann), "Once.")
    assert write_into(thread, person(scene.ann), "Once.").revision == 1
    with pytest.raises(Conflict):
        write_into(thread, person(scene.ann), "Twice.")
    assert write_into(thread, person(scene.ann), "Twice.", seen=1).revision == 2


def test_listening_lets_some_write_first_and_others_read_along(scene) -> None:
    group = make_group("Organisers", scene.ann)
    thread = make_round(scene.category, person(scene.holder), way=Way.LISTENING, first=(group,))
    write_into(thread, person(scene.ann), "First.")
    for early in (scene.ben, scene.holder):
        with pytest.raises(NotPermitted):
            write_into(thread, person(early))
        assert read_by(thread, person(early)) == ["First."]
    with unit_of_work():
        db.session.execute(update(Round).values(first_until=now() - timedelta(minutes=1)))
    write_into(thread, person(scene.ben), "Then.")
    assert read_by(thread, person(scene.cem)) == ["First.", "Then."]


def test_turns_go_round_with_passing_and_end_after_the_last(scene) -> None:
    thread = make_round(
        scene.category,
        person(scene.holder),
        way=Way.TURNS,
        turns=(scene.ben, scene.ann, scene.cem),
    )
    with pytest.raises(NotPermitted):
        write_into(thread, person(scene.ann))
    assert [one.id for one in turns_of(person(scene.ben))] == [thread.id]
    write_into(thread, person(scene.ben), "By ben.")
    assert (list(turns_of(person(scene.ben))), len(turns_of(person(scene.ann)))) == ([], 1)
    assert [one.title for one in rounds_for_you(person(scene.ann))] == ["Your turn"]
    for passer, refused in ((scene.cem, True), (scene.holder, False)):
        by = person(passer)
        with unit_of_work():
            if refused:
                with pytest.raises(NotPermitted):
                    pass_turn(in_thread(thread, by), by=by)
            else:
                pass_turn(in_thread(thread, by), by=by)
    with unit_of_work():
        pass_turn(in_thread(thread, person(scene.cem)), by=person(scene.cem))
    row = in_thread(thread, SYSTEM)
    assert (row.gathering, row.last_number) == (Gathering.OVER, 2)


def test_members_begin_rounds_where_that_is_allowed(scene) -> None:
    with pytest.raises(NotPermitted):
        make_round(scene.category, person(scene.ann))
    with unit_of_work(), pytest.raises(NotPermitted):
        allow_rounds(directory().by_id[scene.category.id], allowed=True, by=person(scene.ann))
    with unit_of_work():
        allow_rounds(directory().by_id[scene.category.id], allowed=True, by=person(scene.holder))
    thread = make_round(scene.category, person(scene.ann))
    assert thread.author_id == scene.ann.id
    readers = make_category("To read", levels={automatic_group(AutomaticGroup.MEMBERS): Level.SEE})
    with pytest.raises(NotPermitted):
        make_round(readers, person(scene.ann))
    with unit_of_work():
        row = db.session.get_one(Category, scene.category.id)
        row.approving_threads = Approving.ALL
    with pytest.raises(Invalid):
        make_round(scene.category, person(scene.ann))
    assert db.session.query(HeldPost).count() == 0


@pytest.mark.parametrize(
    ("way", "days"), [(Way.TURNS, 7), (Way.LISTENING, 7), (Way.TOGETHER, 0), (Way.TOGETHER, 400)]
)
def test_plans_that_cannot_be_are_refused(scene, way: Way, days: int) -> None:
    with pytest.raises(Invalid):
        make_round(scene.category, person(scene.holder), way=way, days=days)


def test_a_journal_is_sealed_and_for_its_owner_alone(scene) -> None:
    with unit_of_work():
        entry = write_journal("I was afraid.", by=person(scene.ann))
    assert "afraid" not in entry.sealed
    assert [page.text for page in journal_of(person(scene.ann))] == ["I was afraid."]
    for reader in (person(scene.holder), SYSTEM):
        with pytest.raises(NotFound):
            get_journal_entry(entry.id, by=reader)
    assert journal_of(person(scene.ben)) == []
    with unit_of_work():
        # Whoever could put their number on it would still read nothing: it is sealed for its owner.
        db.session.execute(update(JournalEntry).values(member_id=scene.ben.id))
    assert [page.text for page in journal_of(person(scene.ben))] == [""]


def test_a_commitment_asks_one_question_on_its_day(scene) -> None:
    by = person(scene.ann)
    day = (now() + timedelta(days=3)).date()
    with unit_of_work(), pytest.raises(Invalid):
        commit_to("Ask first.", None, by=by, thread=None)
    with unit_of_work():
        commitment = commit_to("Ask first.", day, by=by, thread=None)
    assert rounds_for_you(by) == []
    with unit_of_work():
        db.session.get_one(type(commitment), commitment.id).look_on = now().date()
    [section] = rounds_for_you(by)
    assert (section.title, section.needs[0].title) == ("Looking back", "Did it happen? Ask first.")
    assert rounds_for_you(person(scene.holder)) == []
    with pytest.raises(NotFound):
        get_commitment(commitment.id, by=person(scene.holder))
    with unit_of_work():
        look_back(get_commitment(commitment.id, by=by), Happened.PARTLY, "No time.", by=by)
    assert rounds_for_you(by) == []
    assert [card.in_the_way for card in commitments_of(by)] == ["No time."]
