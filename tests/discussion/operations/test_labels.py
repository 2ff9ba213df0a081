"""Labels: stricter at once, looser only with everybody who wrote."""

from datetime import date

import pytest

from forum import Forum
from forum.accounts.models import Group, Member
from forum.accounts.values import Role
from forum.discussion.models import Thread
from forum.discussion.operations.labels import AUTHORS_DECIDE, STAYS_RESERVED, Named
from forum.discussion.queries.acts import list_acts
from forum.discussion.queries.head import get_thread_head
from forum.discussion.queries.readers import count_readers, label_of, list_readers, readers_of
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_see_thread
from forum.discussion.values.labels import Life, Matter, Readers, Reuse
from forum.kernel.db import db
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_group, make_member, person
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.labels import keep_out, relabel, reserve_to


def named(*people: Member, groups: tuple[Group, ...] = ()) -> Named:
    return Named(frozenset(one.id for one in people), frozenset(one.id for one in groups))


def again(thread: Thread) -> Thread:
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def test_a_thread_is_closed_at_once_to_whom_its_author_does_not_name(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    finn = make_member("finn", role=Role.FACILITATOR)
    thread = make_thread(make_category(), person(ada))
    make_reply(thread, person(cleo))
    assert relabel(thread, by=person(ada), named=named(ben))
    assert readers_of(again(thread)) == {ada.id, ben.id}
    for reader in (cleo, finn):
        with pytest.raises(NotFound):
            get_thread(thread.id, by=person(reader))
    assert label_of(again(thread)).readers_words == "Named people"


def test_a_circle_reads_whoever_is_in_it(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    circle = make_group("Housing", ada, ben)
    thread = make_thread(make_category(), person(ada))
    reserve_to(thread, groups=(circle,), by=person(ada))
    assert may_see_thread(person(ben), again(thread))
    assert not may_see_thread(person(cleo), again(thread))
    assert label_of(again(thread)).readers_words == "Only Housing"


def test_more_readers_need_everybody_who_wrote(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    thread = make_thread(make_category(), person(ada))
    reserve_to(thread, ben, by=person(ada))
    make_reply(again(thread), person(ben))
    with pytest.raises(Invalid) as refused:
        relabel(thread, by=person(ada), named=named(ben, cleo))
    assert refused.value.sentence == AUTHORS_DECIDE
    with pytest.raises(Invalid):
        relabel(thread, by=person(ada))
    assert readers_of(again(thread)) == {ada.id, ben.id}


def test_who_is_alone_in_a_thread_opens_it_again(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_thread(make_category(), person(ada))
    reserve_to(thread, ada, by=person(ada))
    assert relabel(thread, by=person(ada), named=named(ben))
    assert relabel(thread, by=person(ada))
    assert not again(thread).is_reserved
    assert may_see_thread(person(ben), again(thread))


def test_what_may_be_re_used_gets_stricter_at_once_and_looser_with_everybody(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_thread(make_category(), person(ada))
    make_reply(thread, person(ben))
    assert relabel(thread, by=person(ada), reuse=Reuse.NOTHING, life=Life(days_after_reply=30))
    with pytest.raises(Invalid):
        relabel(thread, by=person(ada), reuse=Reuse.IDEAS, life=Life(days_after_reply=30))
    with pytest.raises(Invalid):
        relabel(thread, by=person(ada), reuse=Reuse.NOTHING, life=Life(days_after_reply=31))
    assert relabel(thread, by=person(ada), reuse=Reuse.NOTHING, life=Life(days_after_reply=29))
    assert again(thread).life == Life(days_after_reply=29)


def test_a_facilitator_tightens_with_a_reason_and_members_do_not(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    finn = make_member("finn", role=Role.FACILITATOR)
    thread = make_thread(make_category(), person(ada))
    with pytest.raises(NotPermitted):
        relabel(thread, by=person(ben), reuse=Reuse.NOTHING)
    with pytest.raises(Invalid):
        relabel(thread, by=person(finn), reuse=Reuse.NOTHING)
    assert relabel(thread, by=person(finn), reuse=Reuse.NOTHING, because="It names a school.")
    head = get_thread_head(thread.id, by=person(ben))
    assert [(act.kind, act.because) for act in list_acts(head, person(ben))] == [
        ("relabelled", "It names a school.")
    ]


def test_nobody_is_put_out_of_a_thread_that_they_began(app: Forum) -> None:
    ada, finn = make_member("ada"), make_member("finn", role=Role.FACILITATOR)
    thread = make_thread(make_category(), person(ada))
    relabel(thread, by=person(finn), named=named(finn), because="A moment.")
    assert readers_of(again(thread)) == {ada.id, finn.id}


def test_a_conversation_has_no_label_to_change(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_conversation(person(ada), ben)
    with pytest.raises(NotPermitted):
        relabel(thread, by=person(ada))


def test_a_thread_with_walls_stays_open_by_name(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    thread = make_thread(make_category(), person(ada))
    keep_out(thread, ben, by=person(ada))
    assert count_readers(again(thread)) == 2
    with pytest.raises(Invalid) as refused:
        relabel(thread, by=person(ada))
    assert refused.value.sentence == STAYS_RESERVED
    assert may_see_thread(person(cleo), again(thread))


def test_readers_are_named_but_not_where_threads_are_about_cases(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_thread(make_category(), person(ada))
    assert {card.id for card in list_readers(thread, by=person(ben))} == {ada.id, ben.id}
    cases = make_thread(make_category(is_for_cases=True), person(ada))
    with pytest.raises(NotPermitted):
        list_readers(cases, by=person(ada))


def test_a_new_thread_has_the_usual_label_of_its_category(app: Forum) -> None:
    ada = make_member("ada")
    category = make_category(reuse=Reuse.NOTHING, days_after_reply=365)
    thread = make_thread(category, person(ada))
    assert (thread.reuse, thread.life) == (Reuse.NOTHING, Life(days_after_reply=365))


@pytest.mark.parametrize(
    ("life", "words"),
    [
        (Life(), "No end"),
        (Life(ends_on=date(2027, 3, 5)), "Until 5 March 2027"),
        (Life(days_after_reply=1), "Until 1 day after the last reply"),
    ],
)
def test_a_life_is_said_in_words(life: Life, words: str) -> None:
    assert life.words == words


def test_a_label_says_in_words_what_it_answers(app: Forum) -> None:
    ada = make_member("ada")
    thread = make_thread(make_category(), person(ada))
    relabel(thread, by=person(ada), reuse=Reuse.IDEAS, matter=Matter.RECORD)
    label = label_of(again(thread))
    assert label.readers is Readers.MEMBERS
    assert label.words == ("Members", "Ideas without source", "Public record")
