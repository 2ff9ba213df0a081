"""Who is suggested, who can be nudged, and who has claimed what."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.accounts.values import Level, Role
from forum.discussion.models import Post
from forum.discussion.operations.ignoring import ignore_member
from forum.discussion.queries.threads import first_post_id, get_post, get_thread
from forum.facilitation.asks.models import Nudge, ReplyClaim
from forum.facilitation.asks.operations.seeing_to import claim_reply, nudge, release_reply
from forum.facilitation.asks.queries.helping import suggest_members
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.outreach.notifications.models import Notification
from forum.outreach.notifications.operations import choose_causes
from forum.outreach.notifications.values import CAUSE_ABOUT, Cause
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.asks import let_offer
from tests.builders.discussion import make_category, make_thread
from tests.builders.labels import reserve_to
from tests.builders.mail import letters

WORDS = "How do we stop an eviction that nobody told the family about in time?"


@pytest.fixture
def scene(app):
    """A facilitator, an author, a thread about evictions and somebody to ask about them."""
    category = make_category()
    fay, anna = make_member(role=Role.FACILITATOR), make_member()
    helper = make_member("helga")
    let_offer(helper, "evictions", "English")
    thread = make_thread(category, person(anna), title="An eviction", body=WORDS)
    return category, person(fay), anna, helper, thread


def suggested(thread, by) -> list[str]:
    return [one.member.handle for one in suggest_members(thread, by=by)]


def test_at_most_three_are_suggested_who_fit_best_first(scene) -> None:
    _category, fay, _anna, _helper, thread = scene
    make_member("silent")
    for handle, about, languages in (
        ("both", "eviction, family courts", ()),
        ("french", "evictions", ("French",)),
        ("other", "pensions", ()),
        ("third", "evictions", ("English",)),
        ("fourth", "evictions", ("English",)),
    ):
        let_offer(make_member(handle), about, *languages)
    assert suggested(thread, fay) == ["helga", "third", "fourth"]


def test_who_is_away_does_not_want_it_or_cannot_be_there_is_not_suggested(scene) -> None:
    _category, fay, anna, helper, thread = scene
    away, unwilling, deaf = make_member(), make_member(), make_member()
    walled = make_member()
    for one in (away, unwilling, deaf, walled, anna):
        let_offer(one, "evictions")
    with unit_of_work():
        db.session.get_one(Member, away.id).paused_until = now() + timedelta(days=3)
        choose_causes(set(CAUSE_ABOUT) - {Cause.NUDGED}, by=person(unwilling))
        ignore_member(anna, by=person(deaf))
    reserve_to(thread, db.session.get_one(Member, fay.id), helper, away, unwilling, deaf)
    assert suggested(get_thread(thread.id, by=load_person(fay.id)), load_person(fay.id)) == [
        helper.handle
    ]


def test_a_nudge_tells_once_a_week_and_its_letter_says_nothing(scene) -> None:
    category, fay, anna, helper, thread = scene
    second = make_thread(category, person(anna), title="Another eviction", body=WORDS)
    with unit_of_work():
        nudge(get_thread(thread.id, by=fay), "helga", by=fay)
    told = select(Notification.cause).where(Notification.member_id == helper.id)
    assert db.session.scalars(told).all() == [Cause.NUDGED]
    [letter] = letters("helga@example.org")
    assert "eviction" not in f"{letter.subject} {letter.text}".casefold()
    assert suggested(second, fay) == []
    with pytest.raises(Invalid), unit_of_work():
        nudge(get_thread(second.id, by=fay), "helga", by=fay)
    with time_machine.travel(now() + timedelta(days=7, minutes=1)), unit_of_work():
        nudge(get_thread(second.id, by=fay), "helga", by=fay)
    assert db.session.scalar(select(func.count(Nudge.id))) == 2


def test_only_who_looks_after_the_place_asks_members(scene) -> None:
    _category, _fay, _anna, _helper, thread = scene
    with pytest.raises(NotFound), unit_of_work():
        nudge(get_thread(thread.id, by=person(_anna)), "helga", by=person(_anna))


def test_a_claim_holds_for_two_days_and_can_be_left(scene) -> None:
    _category, fay, _anna, _helper, thread = scene
    other = make_person(role=Role.FACILITATOR)

    def post() -> Post:
        return get_post(first_post_id(thread.id) or 0, by=fay)

    with unit_of_work():
        assert claim_reply(post(), by=fay)
        assert not claim_reply(post(), by=fay)
        assert not release_reply(post(), by=other)
    with pytest.raises(Conflict), unit_of_work():
        claim_reply(post(), by=other)
    with time_machine.travel(now() + timedelta(hours=48, minutes=1)), unit_of_work():
        assert claim_reply(post(), by=other)
        assert release_reply(post(), by=other)
    assert db.session.scalar(select(func.count()).select_from(ReplyClaim)) == 0


def test_who_only_reads_the_category_is_not_suggested(scene) -> None:
    _category, fay, anna, _helper, _thread = scene
    reader = make_member("reader")
    let_offer(reader, "evictions")
    group = make_group("Readers", reader)
    writers = make_group("Writers", anna, db.session.get_one(Member, fay.id))
    closed = make_category(levels={group: Level.SEE, writers: Level.START})
    thread = make_thread(closed, person(anna), title="An eviction", body=WORDS)
    assert suggested(thread, load_person(fay.id)) == []
