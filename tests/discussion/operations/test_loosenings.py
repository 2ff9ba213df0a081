"""A looser label asks everybody who wrote, and leaves behind what those wrote who do not agree."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.slots import for_you
from forum.accounts.values import Role, Standing
from forum.discussion.listeners.life import close_what_was_asked
from forum.discussion.models import Loosening, LooseningAnswer, Post, Thread
from forum.discussion.operations.labels import LabelChoice, Named
from forum.discussion.operations.loosenings import (
    ASKED_ALREADY,
    NOT_LOOSER,
    READERS_STAY,
    answer_loosening,
    ask_to_loosen,
    close_loosening,
    take_back_loosening,
)
from forum.discussion.queries.loosenings import find_loosening
from forum.discussion.queries.threads import get_thread
from forum.discussion.values.labels import Life, Reuse
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import make_member, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.labels import relabel
from tests.builders.notifications import told

MONTH = Life(days_after_reply=30)


def scene() -> tuple[Thread, Member, Member, Member]:
    """Return a thread in which three have written, of which ideas may leave, for a month."""
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    category = make_category(reuse=Reuse.IDEAS, days_after_reply=30)
    thread = make_thread(category, person(ada))
    make_reply(thread, person(ben))
    make_reply(thread, person(cleo))
    return thread, ada, ben, cleo


def ask(
    thread: Thread, by: Member, *, reuse: Reuse = Reuse.FREE, life: Life = MONTH, because: str = ""
) -> None:
    with unit_of_work():
        choice = LabelChoice(None, reuse, thread.matter, life)
        ask_to_loosen(get_thread(thread.id, by=person(by)), choice, by=person(by), because=because)


def say(thread: Thread, by: Member, agrees: bool) -> bool:
    with unit_of_work():
        kept = get_thread(thread.id, by=person(by))
        return answer_loosening(kept, agrees=agrees, by=person(by))


def label_now(thread: Thread) -> tuple[Reuse, Life]:
    db.session.expire_all()
    kept = db.session.get_one(Thread, thread.id)
    return kept.reuse, kept.life


def reuse_of_posts(thread: Thread) -> list[Reuse | None]:
    query = select(Post.reuse).where(Post.thread_id == thread.id).order_by(Post.number)
    return list(db.session.scalars(query))


def close(thread: Thread) -> None:
    with unit_of_work():
        db.session.get_one(Loosening, thread.id).closes_at = now() - timedelta(seconds=1)
    close_what_was_asked()


def test_it_is_looser_once_everybody_agrees(app: Forum) -> None:
    thread, ada, ben, cleo = scene()
    ask(thread, ada, life=Life())
    assert not say(thread, ben, agrees=True)
    assert label_now(thread) == (Reuse.IDEAS, MONTH)
    assert say(thread, cleo, agrees=True)
    assert label_now(thread) == (Reuse.FREE, Life())
    assert db.session.get_one(Thread, thread.id).ends_at is None
    assert reuse_of_posts(thread) == [None, None, None]
    assert db.session.scalars(select(LooseningAnswer)).all() == []


def test_what_those_wrote_who_do_not_agree_stays_behind(app: Forum) -> None:
    thread, ada, ben, cleo = scene()
    ask(thread, ada, life=Life())
    say(thread, ben, agrees=False)
    say(thread, cleo, agrees=True)
    assert label_now(thread) == (Reuse.FREE, MONTH), "a longer life needs everybody"
    assert reuse_of_posts(thread) == [None, Reuse.IDEAS, None]


def test_who_does_not_answer_in_time_does_not_agree(app: Forum) -> None:
    thread, ada, ben, _cleo = scene()
    ask(thread, ada)
    say(thread, ben, agrees=True)
    close_what_was_asked()
    assert label_now(thread)[0] is Reuse.IDEAS, "there is time left"
    close(thread)
    assert label_now(thread)[0] is Reuse.FREE
    assert reuse_of_posts(thread) == [None, None, Reuse.IDEAS]
    with unit_of_work():
        assert not close_loosening(thread.id)


def test_who_wrote_meanwhile_was_not_asked_and_keeps_the_old_label(app: Forum) -> None:
    thread, ada, ben, cleo = scene()
    ask(thread, ada)
    make_reply(thread, person(make_member("dora")))
    say(thread, ben, agrees=True)
    say(thread, cleo, agrees=True)
    assert reuse_of_posts(thread) == [None, None, None, Reuse.IDEAS]


def test_an_own_stricter_answer_outlives_it(app: Forum) -> None:
    thread, ada, ben, cleo = scene()
    with unit_of_work():
        post = db.session.scalars(select(Post).where(Post.author_id == ben.id)).one()
        post.reuse = Reuse.NOTHING
    ask(thread, ada)
    say(thread, ben, agrees=False)
    say(thread, cleo, agrees=True)
    assert reuse_of_posts(thread) == [None, Reuse.NOTHING, None]


def test_nothing_changes_without_who_began_the_thread(app: Forum) -> None:
    thread, ada, ben, cleo = scene()
    finn = make_member("finn", role=Role.FACILITATOR)
    with pytest.raises(Invalid):
        ask(thread, finn)
    ask(thread, finn, because="For the handbook.")
    for one, agrees in ((ada, False), (ben, True), (cleo, True)):
        say(thread, one, agrees=agrees)
    assert label_now(thread) == (Reuse.IDEAS, MONTH)
    assert reuse_of_posts(thread) == [None, None, None]


def test_who_cannot_sign_in_is_not_waited_for_and_does_not_agree(app: Forum) -> None:
    thread, ada, ben, cleo = scene()
    with unit_of_work():
        db.session.get_one(Member, cleo.id).standing = Standing.PLACEHOLDER
    ask(thread, ada)
    assert say(thread, ben, agrees=True)
    assert reuse_of_posts(thread) == [None, None, Reuse.IDEAS]


def test_one_at_a_time_and_only_what_is_looser(app: Forum) -> None:
    thread, ada, ben, _cleo = scene()
    for reuse, sentence in ((Reuse.NOTHING, NOT_LOOSER), (Reuse.IDEAS, NOT_LOOSER)):
        with pytest.raises(Invalid) as refused:
            ask(thread, ada, reuse=reuse)
        assert refused.value.sentence == sentence
    with pytest.raises(NotPermitted):
        ask(thread, ben)
    choice = LabelChoice(Named(frozenset({ben.id})), Reuse.FREE, thread.matter, MONTH)
    kept = get_thread(thread.id, by=person(ada))
    with pytest.raises(Invalid) as refused:
        ask_to_loosen(kept, choice, by=person(ada))
    assert refused.value.sentence == READERS_STAY
    ask(thread, ada)
    with pytest.raises(Invalid) as refused:
        ask(thread, ada)
    assert refused.value.sentence == ASKED_ALREADY


def test_a_stricter_label_and_who_asked_end_it(app: Forum) -> None:
    thread, ada, ben, _cleo = scene()
    ask(thread, ada)
    kept = get_thread(thread.id, by=person(ben))
    with pytest.raises(NotPermitted):
        take_back_loosening(kept, by=person(ben))
    with unit_of_work():
        take_back_loosening(get_thread(thread.id, by=person(ada)), by=person(ada))
    with pytest.raises(NotFound):
        say(thread, ben, agrees=True)
    ask(thread, ada)
    relabel(thread, by=person(ada), reuse=Reuse.NOTHING, life=MONTH)
    assert db.session.scalars(select(Loosening)).all() == []


def test_each_is_told_and_finds_it_among_what_waits(app: Forum) -> None:
    thread, ada, ben, _cleo = scene()
    dora = make_member("dora")
    ask(thread, ada)
    assert [cause for cause, _ in told(person(ben))].count(Cause.ASKED) == 1
    assert Cause.ASKED not in [cause for cause, _ in told(person(ada))]

    def waiting(member: Member) -> list[str]:
        found = [section for fill in for_you for section in fill(person(member))]
        return [
            need.title for one in found if "asked about a label" in one.title for need in one.needs
        ]

    assert waiting(ben) == [thread.title]
    assert waiting(dora) == []
    with pytest.raises(NotPermitted):
        say(thread, dora, agrees=True)
    say(thread, ben, agrees=False)
    assert waiting(ben) == []
    card = find_loosening(get_thread(thread.id, by=person(ben)), by=person(ben))
    assert card is not None
    assert (card.answered, card.asked, card.agrees) == (2, 3, False)
