"""May I, about reactions, bookmarks, answers and summaries? Without a database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from forum.accounts.values import SYSTEM, VISITOR, Grants, Level, Person
from forum.discussion.models import Bookmark, Post, Thread
from forum.discussion.rules import (
    Tally,
    may_bookmark,
    may_mark_answer,
    may_react,
    may_see_bookmark,
    may_see_who_reacted,
    may_take_reaction_back,
    may_unmark_answer,
    may_write_summary,
    shown_reactions,
    signs_to_offer,
)
from forum.discussion.values import ReactionCard, ReactionSetting, Sign
from forum.kernel.clock import now
from tests.discussion.test_rules import (
    FACILITATOR,
    HOST_OUTSIDE,
    OF_ELSEWHERE,
    OF_HERE,
    OUTSIDER,
    kind,
    member,
    post,
    thread,
)

COUNTED, QUIET, OFF = ReactionSetting.COUNTED, ReactionSetting.QUIET, ReactionSetting.OFF
READER = member(2)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (READER, "allowed"),
        (member(2, Level.REPLY), "allowed"),
        (member(2, Level.SEE), "refused"),
        (member(1), "refused"),
        (member(2, silenced=True), "refused"),
        (FACILITATOR, "allowed"),
        (OF_HERE, "allowed"),
        (OF_ELSEWHERE, "refused"),
        (OUTSIDER, "hidden"),
        (HOST_OUTSIDE, "hidden"),
        (VISITOR, "hidden"),
        (SYSTEM, "hidden"),
    ],
)
def test_who_may_reply_may_react_to_what_others_wrote(who: Person, expected: str) -> None:
    assert kind(may_react(who, thread(), post(author_id=1), COUNTED)) == expected


def test_people_of_a_conversation_react_in_it() -> None:
    private = Thread(id=7, category_id=None, author_id=1)
    inside = replace(READER, grants=Grants(opened=frozenset({7})))
    assert may_react(inside, private, post(author_id=1), COUNTED)
    assert kind(may_react(READER, private, post(author_id=1), COUNTED)) == "hidden"
    assert kind(may_react(FACILITATOR, private, post(author_id=1), COUNTED)) == "hidden"
    assert may_bookmark(inside, private)
    assert kind(may_bookmark(FACILITATOR, private)) == "hidden"
    assert may_write_summary(inside, private, takes_part=True)
    assert kind(may_write_summary(FACILITATOR, private, takes_part=False)) == "hidden"
    assert kind(may_mark_answer(FACILITATOR, private, post(), takes_answers=False)) == "hidden"


def test_reactions_end_with_the_archive_but_not_with_closing() -> None:
    theirs = post(author_id=1)
    assert may_react(READER, thread(closed=True), theirs, COUNTED)
    assert kind(may_react(READER, thread(archived=True), theirs, COUNTED)) == "refused"
    assert kind(may_take_reaction_back(READER, thread(archived=True))) == "refused"
    assert may_take_reaction_back(READER, thread(closed=True))


def test_withdrawn_posts_and_categories_without_reactions_take_none() -> None:
    withdrawn = post(author_id=1, withdrawn_by=1)
    assert kind(may_react(READER, thread(), withdrawn, COUNTED)) == "refused"
    assert kind(may_react(READER, thread(), post(author_id=1), OFF)) == "refused"
    assert may_react(READER, thread(), post(author_id=1), QUIET)


def test_silenced_member_may_still_take_back() -> None:
    assert may_take_reaction_back(member(2, silenced=True), thread())
    assert kind(may_take_reaction_back(OUTSIDER, thread())) == "hidden"


def test_names_are_read_only_where_reactions_are_counted() -> None:
    assert may_see_who_reacted(READER, thread(), COUNTED)
    assert kind(may_see_who_reacted(READER, thread(), QUIET)) == "refused"
    assert kind(may_see_who_reacted(OF_HERE, thread(), QUIET)) == "refused"
    assert kind(may_see_who_reacted(READER, thread(), OFF)) == "refused"
    assert kind(may_see_who_reacted(OUTSIDER, thread(), COUNTED)) == "hidden"


TALLIES = [
    Tally(Sign.USEFUL, 3, is_mine=False),
    Tally(Sign.THANKS, 2, is_mine=True),
]


def test_counted_reactions_stand_in_one_order_whoever_came_first() -> None:
    shown = shown_reactions(TALLIES, ReactionSetting.COUNTED, is_author=False)
    assert shown == (ReactionCard(Sign.THANKS, 2, True), ReactionCard(Sign.USEFUL, 3, False))


def test_quiet_reactions_show_readers_their_own_and_authors_the_signs_alone() -> None:
    reader = shown_reactions(TALLIES, ReactionSetting.QUIET, is_author=False)
    assert reader == (ReactionCard(Sign.THANKS, None, True),)
    others = [replace(tally, is_mine=False) for tally in TALLIES]
    author = shown_reactions(others, ReactionSetting.QUIET, is_author=True)
    assert [(card.sign, card.count) for card in author] == [
        (Sign.THANKS, None),
        (Sign.USEFUL, None),
    ]
    assert shown_reactions(others, ReactionSetting.QUIET, is_author=False) == ()


def test_quiet_reactions_look_the_same_whatever_their_number() -> None:
    many = [replace(tally, count=tally.count * 40) for tally in TALLIES]
    for is_author in (True, False):
        assert shown_reactions(many, ReactionSetting.QUIET, is_author=is_author) == shown_reactions(
            TALLIES, ReactionSetting.QUIET, is_author=is_author
        )


def test_nothing_is_shown_where_reactions_are_off() -> None:
    assert shown_reactions(TALLIES, ReactionSetting.OFF, is_author=True) == ()


def test_signs_given_already_are_not_offered_again() -> None:
    shown = shown_reactions(TALLIES, ReactionSetting.COUNTED, is_author=False)
    assert Sign.THANKS not in signs_to_offer(shown)
    assert len(signs_to_offer(shown)) == len(Sign) - 1
    assert signs_to_offer(()) == tuple(Sign)


def test_every_sign_has_its_words() -> None:
    assert len({sign.label for sign in Sign}) == len(Sign)
    assert Sign.THANKS.meaning == "Thank you, no reply needed."
    assert all(sign.meaning.endswith(".") for sign in Sign)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (READER, "allowed"),
        (member(2, Level.SEE), "allowed"),
        (member(2, silenced=True), "allowed"),
        (OUTSIDER, "hidden"),
        (VISITOR, "hidden"),
        (SYSTEM, "hidden"),
    ],
)
def test_whoever_reads_may_keep_a_place(who: Person, expected: str) -> None:
    assert kind(may_bookmark(who, thread(archived=True))) == expected


@pytest.mark.parametrize("who", [member(2), FACILITATOR, HOST_OUTSIDE, VISITOR, SYSTEM])
def test_bookmark_exists_for_its_owner_alone(who: Person) -> None:
    bookmark = Bookmark(member_id=1)
    assert kind(may_see_bookmark(who, bookmark)) == "hidden"
    assert may_see_bookmark(member(1), bookmark)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (member(1), "allowed"),
        (member(1, Level.SEE), "allowed"),
        (member(2), "refused"),
        (member(1, silenced=True), "refused"),
        (OF_HERE, "allowed"),
        (OF_ELSEWHERE, "refused"),
        (OUTSIDER, "hidden"),
        (member(1, Level.NONE), "hidden"),
        (HOST_OUTSIDE, "hidden"),
        (SYSTEM, "allowed"),
    ],
)
def test_asker_or_facilitator_marks_the_answer(who: Person, expected: str) -> None:
    asked = thread(author_id=1)
    assert kind(may_mark_answer(who, asked, post(author_id=3), takes_answers=True)) == expected
    assert kind(may_unmark_answer(who, asked)) == expected


def test_answer_is_a_readable_reply_where_the_category_takes_answers() -> None:
    asker, asked = member(1), thread(author_id=1)
    reply = post(author_id=1)
    assert may_mark_answer(asker, asked, reply, takes_answers=True)
    assert kind(may_mark_answer(asker, asked, reply, takes_answers=False)) == "refused"
    first = Post(id=2, number=1, author_id=1)
    assert kind(may_mark_answer(asker, asked, first, takes_answers=True)) == "refused"
    withdrawn = post(author_id=2, withdrawn_by=2)
    assert kind(may_mark_answer(asker, asked, withdrawn, takes_answers=True)) == "refused"


def test_answers_stay_as_they_are_in_the_archive() -> None:
    archived = thread(author_id=1, archived=True)
    assert kind(may_mark_answer(member(1), archived, post(), takes_answers=True)) == "refused"
    assert kind(may_unmark_answer(OF_HERE, archived)) == "refused"
    assert may_mark_answer(member(1), thread(closed=True), post(), takes_answers=True)


@pytest.mark.parametrize(
    ("who", "takes_part", "expected"),
    [
        (READER, True, "allowed"),
        (READER, False, "refused"),
        (member(2, silenced=True), True, "refused"),
        (OF_HERE, False, "allowed"),
        (OF_ELSEWHERE, False, "refused"),
        (OUTSIDER, True, "hidden"),
        (HOST_OUTSIDE, True, "hidden"),
        (VISITOR, False, "hidden"),
        (SYSTEM, False, "allowed"),
    ],
)
def test_who_wrote_in_a_thread_writes_its_summary(
    who: Person, takes_part: bool, expected: str
) -> None:
    assert kind(may_write_summary(who, thread(closed=True), takes_part=takes_part)) == expected


def test_summary_of_an_archived_thread_stays() -> None:
    assert kind(may_write_summary(READER, thread(archived=True), takes_part=True)) == "refused"


def test_silence_is_told_with_its_reason() -> None:
    who = replace(READER, silenced_until=now() + timedelta(days=1), silenced_because="Insults.")
    assert "Insults." in may_react(who, thread(), post(), COUNTED).because
    assert "Insults." in may_write_summary(who, thread(), takes_part=True).because
