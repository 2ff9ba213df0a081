"""Who reads what in the log; nothing in it may tell what the front door hides."""

import random
from datetime import timedelta

import pytest
import time_machine

from forum import Forum
from forum.accounts.sanctions.operations.sanctions import silence_member
from forum.accounts.values import Level
from forum.discussion.operations.tags import rename_tag
from forum.discussion.operations.threads import close_thread, move_thread, retitle_thread
from forum.discussion.queries.threads import get_thread
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.moderation.models import LogEntry
from forum.moderation.operations.log import log_act
from forum.moderation.queries.log import (
    Sieve,
    full_log,
    public_log,
    select_entries_with_reason,
    select_full_entries,
    select_visible_entries,
)
from forum.moderation.rules import may_read_reason, may_see_entry, may_see_full_entry
from forum.moderation.values import ENTRIES_PER_PAGE, Act, Outcome, Traces
from tests.builders.accounts import make_group, make_member, person
from tests.builders.conversations import make_conversation
from tests.builders.discussion import (
    hand_over,
    make_category,
    make_facilitator_of,
    make_reply,
    make_thread,
)
from tests.builders.moderation import Place, handle, make_flag, make_place


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def close(place: Place, thread, because: str) -> None:
    by = person(place.facilitator)
    with unit_of_work():
        close_thread(get_thread(thread.id, by=by), by=by, because=because)


def public(member, **sieve):
    return public_log(person(member), Sieve(**sieve))


def test_members_inside_read_what_members_outside_do_not_even_count(place: Place) -> None:
    close(place, place.hidden_thread, "The hearing in the secret matter is over.")
    close(place, place.open_thread, "Answered.")
    inside, outside = public(place.insider), public(place.outsider)
    assert [entry.because for entry in outside.entries] == ["Answered."]
    assert outside.counts == ((Act.THREAD_CLOSED, 1),)
    assert [entry.because for entry in inside.entries] == [
        "Answered.",
        "The hearing in the secret matter is over.",
    ]
    assert inside.counts == ((Act.THREAD_CLOSED, 2),)
    assert inside.entries[1].thread_title == "The secret matter"


def test_words_of_hidden_reasons_find_nothing_outside(place: Place) -> None:
    close(place, place.hidden_thread, "The hearing is over.")
    assert public(place.outsider, words="hearing").entries == ()
    assert len(public(place.insider, words="hearing").entries) == 1


def test_words_of_sanctions_find_nothing_for_anyone(place: Place) -> None:
    with unit_of_work():
        until = now() + timedelta(days=1)
        silence_member(
            place.outsider, until=until, because="Threats.", by=person(place.facilitator)
        )
    for member in (place.insider, place.outsider, place.facilitator):
        assert public(member, words="threats").entries == ()
        (entry,) = public(member).entries
        assert (entry.act, entry.because, entry.thread_title) == (Act.MEMBER_SILENCED, None, None)


def test_words_are_found_without_accents_and_by_every_word(place: Place) -> None:
    close(place, place.open_thread, "La question est RÉGLÉE, merci.")
    assert len(public(place.outsider, words="reglee Question").entries) == 1
    assert public(place.outsider, words="réglée personne").entries == ()
    assert public(place.outsider, words="%").entries == ()


def test_a_thread_that_moves_out_of_sight_takes_its_acts_along(place: Place) -> None:
    close(place, place.open_thread, "Answered.")
    by = person(place.facilitator)
    with unit_of_work():
        thread = get_thread(place.open_thread.id, by=by)
        move_thread(thread, place.hidden, by=by, because="It names the client.")
    assert public(place.outsider).entries == ()
    assert public(place.outsider).counts == ()
    assert len(public(place.insider).entries) == 2


def test_a_thread_that_comes_out_leaves_the_reasons_behind(place: Place) -> None:
    close(place, place.hidden_thread, "The hearing is over.")
    by = person(place.facilitator)
    hand_over(place.hidden_thread, place.facilitator.id)
    with unit_of_work():
        thread = get_thread(place.hidden_thread.id, by=by)
        move_thread(thread, place.open, by=by, because="The client agrees.")
    assert public(place.outsider).entries == ()


def test_a_tag_on_hidden_threads_is_not_spoken_of(place: Place) -> None:
    make_thread(place.open, person(place.insider), tags=("rent", "heat"))
    make_thread(place.hidden, person(place.insider), tags=("rent",))
    by = person(place.facilitator)
    with unit_of_work():
        rename_tag("rent", "housing", by=by, because="The landlord case needs it.")
        rename_tag("heat", "heating", by=by, because="One word for it.")
    assert [entry.because for entry in public(place.outsider).entries] == ["One word for it."]


def test_what_became_of_flags_points_at_no_thread(place: Place) -> None:
    post = make_reply(place.open_thread, person(place.insider))
    item = make_flag(post, person(place.outsider), place.rules[1])
    handle(item, Outcome.DISAGREED, person(place.facilitator), "Plain words are not unkind.")
    (entry,) = public(place.other).entries
    assert entry.rule is not None
    assert entry.rule.title == "Be kind"
    assert entry.because == "Plain words are not unkind."
    assert (entry.thread_title, entry.thread_address) == (None, None)


def test_a_withdrawal_points_at_its_tombstone(place: Place) -> None:
    post = make_reply(place.open_thread, person(place.insider))
    item = make_flag(post, person(place.outsider), place.rules[0])
    handle(item, Outcome.WITHDRAWN, person(place.facilitator), "It names a client.")
    (entry,) = public(place.other).entries
    assert entry.thread_address == f"/t/the-open-matter/{place.open_thread.id}/{post.number}"


def test_acts_older_than_a_year_are_listed_but_not_counted(place: Place) -> None:
    with time_machine.travel(now() - timedelta(days=366)):
        close(place, place.open_thread, "Answered.")
    log = public(place.outsider)
    assert len(log.entries) == 1
    assert log.counts == ()


def test_the_log_is_narrowed_to_an_act(place: Place) -> None:
    close(place, place.open_thread, "Answered.")
    assert len(public(place.outsider, act=Act.THREAD_CLOSED).entries) == 1
    assert public(place.outsider, act=Act.THREAD_MOVED).entries == ()


def test_the_full_log_names_who_and_where(place: Place) -> None:
    close(place, place.hidden_thread, "The hearing is over.")
    for reader in (place.facilitator, place.own):
        (entry,) = full_log(person(reader), Sieve()).entries
        assert entry.by is not None
        assert entry.by.handle == "facil"
        assert entry.thread_title == "The secret matter"
        assert entry.because == "The hearing is over."


def test_the_full_log_of_a_category_facilitator_has_nothing_from_elsewhere(place: Place) -> None:
    close(place, place.open_thread, "Answered.")
    with unit_of_work():
        until = now() + timedelta(days=1)
        silence_member(
            place.outsider, until=until, because="Threats.", by=person(place.facilitator)
        )
    assert full_log(person(place.own), Sieve()).count == 0
    assert full_log(person(place.facilitator), Sieve()).count == 2


def test_a_thread_that_left_a_facilitators_sight_is_not_named_to_them(place: Place) -> None:
    circle = make_group("Circle")
    inner = make_category("Inner", levels={circle: Level.START})
    by = person(place.facilitator)
    with unit_of_work():
        thread = get_thread(place.hidden_thread.id, by=by)
        retitle_thread(thread, "The inner matter", by=by, because="It named a client.")
        move_thread(thread, inner, by=by, because="It is for few.")
    entries = full_log(person(place.own), Sieve()).entries
    assert [entry.act for entry in entries] == [Act.THREAD_MOVED, Act.THREAD_RETITLED]
    for entry in entries:
        assert (entry.thread_title, entry.address, entry.before, entry.after) == (
            None,
            None,
            "",
            "",
        )


def test_the_full_log_is_narrowed_to_who_acted(place: Place) -> None:
    close(place, place.open_thread, "Answered.")
    reader = person(place.second)
    assert full_log(reader, Sieve(handle="FACIL")).count == 1
    assert full_log(reader, Sieve(handle="second")).count == 0


def test_fifty_entries_make_a_page(place: Place) -> None:
    with unit_of_work():
        for number in range(ENTRIES_PER_PAGE + 1):
            log_act(Act.THREAD_CLOSED, by_id=None, because=f"r{number}", places=[place.open.id])
    reader = person(place.facilitator)
    first, second = (full_log(reader, Sieve(), page=page) for page in (1, 2))
    assert (len(first.entries), len(second.entries)) == (50, 1)
    assert second.entries[0].because == "r0"
    assert full_log(reader, Sieve(), page=99).paging.number == 2


def test_pages_of_the_log_take_a_fixed_number_of_statements(
    place: Place, statements: list[str]
) -> None:
    for _ in range(5):
        close(place, make_thread(place.open, person(place.insider)), "Answered.")
    reader = person(place.facilitator)
    public_log(reader, Sieve())
    del statements[:]
    public_log(reader, Sieve())
    # How many there are, the page, the places of its entries, the counts of the year.
    assert len(statements) <= 4
    del statements[:]
    full_log(reader, Sieve())
    assert len(statements) <= 3


def test_rules_and_queries_agree_about_generated_entries(place: Place) -> None:
    chance = random.Random(20)
    categories = [place.open, place.hidden, make_category("Second open")]
    categories.append(make_category("Nobody's", levels={}))
    make_facilitator_of(categories[2], place.own.id)
    threads = [make_thread(card, person(place.facilitator)) for card in categories]
    threads.append(make_conversation(person(place.facilitator), place.insider))
    with unit_of_work():
        for number in range(80):
            touched = chance.sample(categories, chance.randint(0, 3))
            thread = chance.choice([*threads, None])
            log_act(
                chance.choice(list(Act)),
                by_id=None,
                because=f"r{number}",
                places=[card.id for card in touched],
                thread_id=thread.id if thread else None,
            )
    entries = db.session.query(LogEntry).all()
    traces = {
        entry.id: Traces(
            frozenset(place.category_id for place in entry.places),
            entry.thread.category_id if entry.thread else None,
            in_conversation=bool(entry.thread) and entry.thread.is_conversation,
        )
        for entry in entries
    }
    pairs = (
        (select_visible_entries, may_see_entry),
        (select_entries_with_reason, may_read_reason),
        (select_full_entries, may_see_full_entry),
    )
    readers = [place.insider, place.outsider, place.facilitator, place.own, make_member("alone")]
    for member in readers:
        reader = person(member)
        for select, rule in pairs:
            if rule is may_see_full_entry and not reader.facilitates_somewhere:
                continue
            selected = {entry.id for entry in db.session.scalars(select(reader))}
            assert selected == {id_ for id_, trace in traces.items() if rule(reader, trace)}
