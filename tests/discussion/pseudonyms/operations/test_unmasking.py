"""Lifting a pseudonym takes two custodians; one alone gets nothing, whatever they hold."""

import json
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.agreement.models import Rule, RulesVersion
from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.models import Post, Thread
from forum.discussion.operations.life import keep_end
from forum.discussion.operations.threads import close_thread
from forum.discussion.pseudonyms.listeners import (
    end_pseudonyms,
    tell_authors_whose_time_has_come,
)
from forum.discussion.pseudonyms.models import (
    Custodian,
    Pseudonym,
    PseudonymShare,
    Unmasking,
    UnmaskingNotice,
)
from forum.discussion.pseudonyms.operations.ending import (
    destroy_mappings_in,
    erase_pseudonym,
    read_notice,
)
from forum.discussion.pseudonyms.operations.posts import write_as
from forum.discussion.pseudonyms.operations.unmasking import (
    Plea,
    ask_unmasking,
    key_pair_of,
    lift_pseudonym,
    mute_pseudonym,
    own_key,
    read_name,
    refuse_unmasking,
)
from forum.discussion.pseudonyms.queries.unmasking import list_notices
from forum.discussion.pseudonyms.rules import liftable_until
from forum.discussion.pseudonyms.sealing import WrongKey, joined, open_box, open_with
from forum.discussion.pseudonyms.values import Ground, UnmaskingOutcome
from forum.discussion.queries.threads import get_thread
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import Base, db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import make_member, make_person, person
from tests.builders.moderation import make_flag
from tests.builders.pseudonyms import PASSPHRASE, make_custodian, post_as_pseudonym

PLEA = Plea(Ground.DANGER, "Somebody is threatened in this post.")


@pytest.fixture
def written(thread, author):
    """Return a post under a pseudonym, and the pseudonym."""
    return post_as_pseudonym(thread, author)


def key_of(member):
    custodian = db.session.get_one(Custodian, member.id)
    return own_key(key_pair_of(custodian), PASSPHRASE)


def ask(written, member, plea=PLEA):
    post, taken = written
    private = key_of(member)
    with unit_of_work():
        found = db.session.get_one(Post, post.id)
        pseudonym = db.session.get_one(Pseudonym, taken.pseudonym.member_id)
        return ask_unmasking(found, pseudonym, plea, private=private, by=person(member))


def lift(unmasking, member):
    private = key_of(member)
    with unit_of_work():
        found = db.session.get_one(Unmasking, unmasking.id)
        return lift_pseudonym(found, private=private, by=person(member))


def test_two_custodians_learn_the_name_and_the_author_is_told_at_once(written, custodians, author):
    first, second = custodians
    unmasking = ask(written, first)
    member = lift(unmasking, second)
    assert member.id == author.member_id
    private = key_of(first)
    with unit_of_work():
        name = read_name(
            db.session.get_one(Unmasking, unmasking.id), private=private, by=person(first)
        )
    assert "@hidden-writer" in name
    with pytest.raises(NotPermitted), unit_of_work():
        read_name(db.session.get_one(Unmasking, unmasking.id), private=private, by=person(first))
    [notice] = list_notices(by=author)
    assert "What went wrong" in notice.text
    assert "Somebody is threatened" in notice.text
    assert list_notices(by=person(first)) == []
    assert unmasking.outcome is UnmaskingOutcome.LIFTED
    assert unmasking.passed_on == {}


def test_either_custodian_can_be_the_first(written, custodians, author):
    assert lift(ask(written, custodians[1]), custodians[0]).id == author.member_id


def test_any_two_of_three_are_enough(thread, custodians, author):
    third = make_member("cara")
    make_custodian(third)
    for first, second in ((third, custodians[0]), (custodians[1], third)):
        written = post_as_pseudonym(thread, author)
        assert lift(ask(written, first), second).id == author.member_id


def test_one_custodian_with_a_copy_of_every_table_opens_nothing(written, custodians, author):
    """Try every key that one custodian can make on every box that stands anywhere."""
    first, _ = custodians
    ask(written, first)
    private, pseudonym = (
        key_of(first),
        db.session.get_one(Pseudonym, written[1].pseudonym.member_id),
    )
    texts = {
        text
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(table.select())
        for value in row
        for text in _texts(value)
    }
    shares = db.session.scalars(select(PseudonymShare)).all()
    abouts = [
        f"share of {one.pseudonym_id} for {one.first_id} and {one.second_id}" for one in shares
    ]
    opened = {bytes(32)}
    for text, about in product(texts, abouts):
        try:
            opened.add(open_with(private, text, about))
        except (WrongKey, ValueError):
            continue
    assert len(opened) == 2, "one's own half, and nothing passed on"
    keys = {joined(one, other) for one, other in product(opened, opened)} | opened | {private}
    about = f"member behind {pseudonym.member_id}"
    for key in keys:
        with pytest.raises(WrongKey):
            open_box(key, pseudonym.sealed_member, about)
    # The same on both sides does open, so that what is tried above is the right thing.
    theirs = open_with(key_of(custodians[1]), shares[0].second_box, abouts[0])
    own = open_with(private, shares[0].first_box, abouts[0])
    content = open_box(joined(own, theirs), pseudonym.sealed_member, about)
    assert int.from_bytes(content) == author.member_id


def _texts(value):
    if isinstance(value, dict):
        return [one for part in value.values() for one in _texts(part)]
    return [value] if isinstance(value, str) and len(value) > 60 else []


def test_nobody_is_the_second_custodian_of_their_own_wish(written, custodians):
    unmasking = ask(written, custodians[0])
    with pytest.raises(NotPermitted, match="second custodian"):
        lift(unmasking, custodians[0])
    assert list_notices(by=load_person(custodians[0].id)) == []


def test_who_has_flagged_the_post_does_not_decide(written, custodians, thread):
    with unit_of_work():
        version = RulesVersion(made_at=now())
        version.rules = [Rule(number=1, title="Be kind", text="")]
        db.session.add(version)
    rule = db.session.scalars(select(Rule)).first()
    post = db.session.get_one(Post, written[0].id)
    make_flag(post, person(custodians[1]), rule, "It threatens.")
    unmasking = ask(written, custodians[0])
    with pytest.raises(NotPermitted, match="flagged"):
        lift(unmasking, custodians[1])


def test_wrong_passphrase_opens_no_key(custodians):
    custodian = db.session.get_one(Custodian, custodians[0].id)
    with pytest.raises(Invalid, match="not your passphrase"):
        own_key(key_pair_of(custodian), "something else")


@pytest.mark.parametrize("role", list(Role))
def test_who_is_no_custodian_meets_nothing(written, custodians, role):
    other, private = make_person(role=role), key_of(custodians[0])
    unmasking = ask(written, custodians[0])
    for attempt in (
        lambda: ask_unmasking(written[0], written[1].pseudonym, PLEA, private=private, by=other),
        lambda: lift_pseudonym(unmasking, private=private, by=other),
        lambda: refuse_unmasking(unmasking, because="No.", by=other),
        lambda: read_name(unmasking, private=private, by=other),
    ):
        with pytest.raises(NotFound), unit_of_work():
            attempt()


def test_custodian_who_may_not_see_the_thread_does_not_lift_it(written, custodians, thread):
    unmasking = ask(written, custodians[0])
    with unit_of_work():
        db.session.get_one(Thread, thread.id).is_reserved = True
    db.session.expire_all()
    with pytest.raises(NotFound):
        lift(unmasking, custodians[1])


def test_breach_needs_measures_and_a_rule_first(written, custodians, facilitator):
    plea = Plea(Ground.BREACH, "It goes on and on.", rule="Be kind")
    with pytest.raises(NotPermitted, match="withdraw the post or mute"):
        ask(written, custodians[0], plea)
    with unit_of_work():
        post = db.session.get_one(Post, written[0].id)
        pseudonym = db.session.get_one(Pseudonym, post.author_id)
        mute_pseudonym(post, pseudonym, because="It goes on.", by=facilitator)
    with pytest.raises(Invalid, match="which rule"):
        ask(written, custodians[0], Plea(Ground.BREACH, "It goes on."))
    assert ask(written, custodians[0], plea).rule == "Be kind"


def test_reason_is_needed_and_the_same_is_not_asked_twice(written, custodians):
    with pytest.raises(Invalid):
        ask(written, custodians[0], Plea(Ground.ORDER, " "))
    ask(written, custodians[0])
    with pytest.raises(Conflict):
        ask(written, custodians[1])


def test_refusal_stands_in_the_log_like_a_lifting_and_neither_names_anybody(
    written, custodians, thread, author
):
    unmasking = ask(written, custodians[0])
    with pytest.raises(Invalid), unit_of_work():
        refuse_unmasking(unmasking, because="", by=person(custodians[1]))
    with unit_of_work():
        refuse_unmasking(
            db.session.get_one(Unmasking, unmasking.id),
            because="No order.",
            by=person(custodians[1]),
        )
    assert list_notices(by=author) == []
    with pytest.raises(NotPermitted):
        lift(unmasking, custodians[1])
    lift(ask(written, custodians[1]), custodians[0])
    entries = db.session.scalars(select(LogEntry).order_by(LogEntry.id)).all()
    assert [entry.act for entry in entries] == [Act.PSEUDONYM_KEPT, Act.PSEUDONYM_LIFTED]
    for entry in entries:
        assert (entry.by_id, entry.member_id) == (None, None)
        assert entry.because == "Danger to a person"


def test_author_is_told_after_72_hours_where_telling_is_dangerous(written, custodians, author):
    plea = Plea(Ground.DANGER, "A threat.", late_because="They would warn others.")
    lift(ask(written, custodians[0], plea), custodians[1])
    tell_authors_whose_time_has_come()
    assert list_notices(by=author) == []
    row = db.session.scalars(select(UnmaskingNotice)).one()
    assert row.member_id is None
    with time_machine.travel(now() + timedelta(hours=72, seconds=1), tick=False):
        tell_authors_whose_time_has_come()
        [notice] = list_notices(by=author)
    with unit_of_work():
        read_notice(notice.id, by=person(custodians[0]))
        assert list_notices(by=author) == [notice]
        read_notice(notice.id, by=author)
    assert list_notices(by=author) == []


def test_letter_to_the_author_says_nothing_of_it(written, custodians):
    lift(ask(written, custodians[0]), custodians[1])
    rows = db.session.execute(Base.metadata.tables["outbox"].select()).all()
    letters = [json.dumps(row.payload) for row in rows if row.kind == "mail.send"]
    [letter] = [one for one in letters if "hidden-writer" in one]
    assert "What went wrong" not in letter
    assert "seudonym" not in letter


def test_wish_lapses_after_a_week_with_the_halves_that_were_passed_on(written, custodians):
    unmasking = ask(written, custodians[0])
    assert unmasking.passed_on
    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=False):
        with pytest.raises(NotPermitted, match="does not wait"):
            lift(unmasking, custodians[1])
        end_pseudonyms()
    db.session.expire_all()
    assert db.session.get_one(Unmasking, unmasking.id).passed_on == {}


def test_name_that_nobody_came_for_is_gone_after_a_week(written, custodians):
    unmasking = ask(written, custodians[0])
    lift(unmasking, custodians[1])
    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=False):
        end_pseudonyms()
    db.session.expire_all()
    assert db.session.get_one(Unmasking, unmasking.id).sealed_for_first is None


def test_custodian_who_came_later_opens_nothing_older(written, custodians):
    later = make_member("cara")
    make_custodian(later)
    with pytest.raises(NotPermitted, match="after this pseudonym"):
        ask(written, later)


def test_mapping_is_destroyed_six_months_after_the_thread_was_closed(
    written, custodians, thread, facilitator
):
    with unit_of_work():
        close_thread(get_thread(thread.id, by=facilitator), by=facilitator, because="Done.")
    id_ = written[1].pseudonym.member_id
    with time_machine.travel(now() + timedelta(days=179), tick=False):
        end_pseudonyms()
        assert db.session.get_one(Pseudonym, id_).sealed_member is not None
    with time_machine.travel(now() + timedelta(days=181), tick=False):
        end_pseudonyms()
        assert db.session.get_one(Pseudonym, id_).sealed_member is None
        assert db.session.query(PseudonymShare).count() == 0
        with pytest.raises(NotPermitted):
            ask(written, custodians[0])


ENDS = {
    "closed": ({"closed_at": timedelta()}, timedelta(days=180)),
    "archived": ({"archived_at": timedelta()}, timedelta(days=180)),
    "closed long before it is archived": (
        {"closed_at": timedelta(days=-100), "archived_at": timedelta()},
        timedelta(days=80),
    ),
    "expired": ({"ends_at": timedelta(days=30)}, timedelta(days=30)),
    "expired while it was closed": (
        {"closed_at": timedelta(), "ends_at": timedelta(days=30)},
        timedelta(days=30),
    ),
    "quiet": ({"last_posted_at": timedelta()}, timedelta(days=365)),
}


@pytest.mark.parametrize("way", ENDS)
def test_mapping_is_destroyed_in_every_way_a_thread_can_end(written, thread, way):
    columns, after = ENDS[way]
    began, id_ = now(), written[1].pseudonym.member_id
    with unit_of_work():
        row = db.session.get_one(Thread, thread.id)
        for name, since in columns.items():
            setattr(row, name, began + since)
        assert liftable_until(row) == began + after
    with time_machine.travel(began + after - timedelta(minutes=5), tick=False):
        end_pseudonyms()
        assert db.session.get_one(Pseudonym, id_).sealed_member is not None
    with time_machine.travel(began + after + timedelta(minutes=5), tick=False):
        end_pseudonyms()
        row = db.session.get_one(Pseudonym, id_)
        assert (row.sealed_member, row.sealed_key) == (None, None)
        assert db.session.query(PseudonymShare).count() == 0


def test_thread_that_lives_some_days_after_its_last_reply_takes_the_mapping_along(written, thread):
    id_ = written[1].pseudonym.member_id
    with unit_of_work():
        row = db.session.get_one(Thread, thread.id)
        row.days_after_reply = 20
        keep_end(row)
    with time_machine.travel(now() + timedelta(days=19), tick=False):
        end_pseudonyms()
        assert db.session.get_one(Pseudonym, id_).sealed_member is not None
    with time_machine.travel(now() + timedelta(days=21), tick=False):
        end_pseudonyms()
        assert db.session.get_one(Pseudonym, id_).sealed_member is None


def test_nothing_is_written_on_under_a_destroyed_mapping(written, thread, author):
    with unit_of_work():
        destroy_mappings_in(thread.id)
    found, row = get_thread(thread.id, by=author), written[1].pseudonym
    with pytest.raises(NotPermitted, match="has been destroyed"), unit_of_work():
        write_as(row, found, write("More."), by=author, delay=0)


def test_author_erases_all_of_it(written, custodians, author, thread):
    ask(written, custodians[0])
    post, taken = written
    with unit_of_work():
        found = get_thread(thread.id, by=author)
        pseudonym = db.session.get_one(Pseudonym, taken.pseudonym.member_id)
        write_as(pseudonym, found, write("One more."), by=author, delay=60)
        erase_pseudonym(pseudonym, found, by=author)
    db.session.expire_all()
    dump = repr(
        [
            tuple(row)
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(table.select())
        ]
    )
    assert "nobody in particular" not in dump
    assert "One more." not in dump
    assert db.session.query(Pseudonym).count() == 0
    assert db.session.get_one(Post, post.id).is_withdrawn


def test_muted_pseudonym_writes_no_more_and_stays_unknown(written, author, facilitator, thread):
    post, taken = written
    with unit_of_work():
        found = db.session.get_one(Post, post.id)
        pseudonym = db.session.get_one(Pseudonym, post.author_id)
        with pytest.raises(NotPermitted):
            mute_pseudonym(found, pseudonym, because="No.", by=load_person(thread.author_id))
        mute_pseudonym(found, pseudonym, because="It hurt somebody.", by=facilitator)
    with pytest.raises(NotPermitted, match="It hurt somebody"), unit_of_work():
        write_as(
            taken.pseudonym, get_thread(thread.id, by=author), write("Again."), by=author, delay=0
        )
    [entry] = db.session.scalars(select(LogEntry)).all()
    assert (entry.act, entry.by_id) == (Act.PSEUDONYM_MUTED, facilitator.member_id)
    assert db.session.query(UnmaskingNotice).count() == 0


def test_erased_member_is_said_to_have_left(written, custodians, author):
    unmasking = ask(written, custodians[0])
    pseudonym = db.session.get_one(Pseudonym, written[1].pseudonym.member_id)
    assert pseudonym.sealed_member
    with unit_of_work():
        db.session.delete(db.session.get_one(Member, author.member_id))
    assert lift(unmasking, custodians[1]) is None
    assert db.session.query(UnmaskingNotice).count() == 0
