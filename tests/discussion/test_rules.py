"""May I? Without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.values import (
    SYSTEM,
    VISITOR,
    CategoryId,
    Grants,
    Level,
    MemberId,
    Person,
    PersonKind,
    Role,
)
from forum.discussion.models import Post, Thread
from forum.discussion.rules import (
    is_in_grace,
    may_edit_post,
    may_facilitate_thread,
    may_manage_tags,
    may_move_thread,
    may_pin_everywhere,
    may_reply,
    may_restore_post,
    may_retitle_thread,
    may_see_act,
    may_see_text,
    may_see_thread,
    may_see_what_was_before,
    may_see_who_acted,
    may_start_thread,
    may_withdraw_post,
)
from forum.discussion.values import CategoryCard, Colour
from forum.kernel.clock import now
from forum.kernel.verdicts import Verdict

HERE, ELSEWHERE = 1, 2


def member(
    id_: int = 1,
    level: Level = Level.START,
    *,
    role: Role = Role.MEMBER,
    facilitates: int | None = None,
    silenced: bool = False,
) -> Person:
    levels = {CategoryId(HERE): level} if level else {}
    if facilitates:
        levels[CategoryId(facilitates)] = Level.START
    return Person(
        PersonKind.MEMBER,
        MemberId(id_),
        role=role,
        grants=Grants(levels, frozenset({CategoryId(facilitates)} if facilitates else ())),
        silenced_until=now() + timedelta(days=1) if silenced else None,
        silenced_because="Three warnings." if silenced else "",
    )


def thread(*, closed: bool = False, archived: bool = False, author_id: int = 1) -> Thread:
    return Thread(
        id=1,
        category_id=HERE,
        author_id=author_id,
        closed_at=now() if closed else None,
        archived_at=now() if archived else None,
    )


def post(*, author_id: int = 1, withdrawn_by: int | None = None, locked: bool = False) -> Post:
    return Post(
        id=1,
        number=2,
        author_id=author_id,
        withdrawn_at=now() if withdrawn_by else None,
        withdrawn_by_id=withdrawn_by,
        locked_at=now() if locked else None,
    )


CATEGORY = CategoryCard(HERE, "here", "Here", "", Colour.TEAL, 0, None, "", (), frozenset())
FACILITATOR = member(9, role=Role.FACILITATOR)
OF_HERE = member(8, Level.START, facilitates=HERE)
OF_ELSEWHERE = member(7, Level.SEE, facilitates=ELSEWHERE)
OUTSIDER = member(5, Level.NONE)
HOST_OUTSIDE = member(4, Level.NONE, role=Role.HOST)


def kind(verdict: Verdict) -> str:
    if verdict.is_hidden:
        return "hidden"
    return "allowed" if verdict else "refused"


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (member(level=Level.SEE), "allowed"),
        (OUTSIDER, "hidden"),
        (HOST_OUTSIDE, "hidden"),
        (VISITOR, "hidden"),
        (SYSTEM, "allowed"),
    ],
)
def test_thread_is_seen_only_with_a_level_in_its_category(who: Person, expected: str) -> None:
    assert kind(may_see_thread(who, thread())) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (member(level=Level.START), "allowed"),
        (member(level=Level.REPLY), "refused"),
        (member(level=Level.SEE), "refused"),
        (member(silenced=True), "refused"),
        (OUTSIDER, "hidden"),
    ],
)
def test_thread_is_started_only_with_the_highest_level(who: Person, expected: str) -> None:
    assert kind(may_start_thread(who, CATEGORY)) == expected


@pytest.mark.parametrize(
    ("who", "where", "expected"),
    [
        (member(level=Level.REPLY), thread(), "allowed"),
        (member(level=Level.SEE), thread(), "refused"),
        (member(), thread(closed=True), "refused"),
        (OF_HERE, thread(closed=True), "allowed"),
        (OF_ELSEWHERE, thread(closed=True), "refused"),
        (FACILITATOR, thread(closed=True), "allowed"),
        (FACILITATOR, thread(archived=True), "refused"),
        (member(silenced=True), thread(), "refused"),
        (OUTSIDER, thread(closed=True), "hidden"),
    ],
)
def test_reply_depends_on_level_and_state(who: Person, where: Thread, expected: str) -> None:
    assert kind(may_reply(who, where)) == expected


def test_silenced_member_reads_until_when_and_why() -> None:
    verdict = may_reply(member(silenced=True), thread())
    assert "Three warnings." in verdict.because
    assert "silenced until" in verdict.because


def test_end_of_a_silence_is_told_in_the_zone_of_the_reader() -> None:
    silenced = replace(
        member(silenced=True),
        silenced_until=datetime(2027, 1, 5, 17, tzinfo=UTC),
        preferences=replace(member().preferences, timezone="Europe/Madrid"),
    )
    assert "until 5 January 2027, 18:00 CET" in may_reply(silenced, thread()).because


@pytest.mark.parametrize(
    ("who", "what", "expected"),
    [
        (member(1), post(author_id=1), "allowed"),
        (member(2), post(author_id=1), "refused"),
        (FACILITATOR, post(author_id=1), "refused"),
        (member(1), post(author_id=1, locked=True), "refused"),
        (member(1), post(author_id=1, withdrawn_by=1), "refused"),
        (member(1, silenced=True), post(author_id=1), "refused"),
    ],
)
def test_only_its_author_edits_a_post(who: Person, what: Post, expected: str) -> None:
    assert kind(may_edit_post(who, thread(), what)) == expected


def test_nobody_edits_in_an_archived_thread() -> None:
    assert kind(may_edit_post(member(1), thread(archived=True), post(author_id=1))) == "refused"


@pytest.mark.parametrize(
    ("who", "what", "expected"),
    [
        (member(1), post(author_id=1), "allowed"),
        (member(2), post(author_id=1), "refused"),
        (OF_HERE, post(author_id=1), "allowed"),
        (OF_ELSEWHERE, post(author_id=1), "refused"),
        (FACILITATOR, post(author_id=1, withdrawn_by=1), "refused"),
        (member(1), post(author_id=1, locked=True), "refused"),
        (OUTSIDER, post(author_id=1), "hidden"),
        (SYSTEM, post(author_id=1), "allowed"),
    ],
)
def test_post_is_withdrawn_by_author_or_facilitator(who: Person, what: Post, expected: str) -> None:
    assert kind(may_withdraw_post(who, thread(), what)) == expected


@pytest.mark.parametrize(
    ("who", "what", "expected"),
    [
        (member(1), post(author_id=1, withdrawn_by=1), "allowed"),
        (member(1), post(author_id=1, withdrawn_by=9), "refused"),
        (FACILITATOR, post(author_id=1, withdrawn_by=1), "allowed"),
        (member(2), post(author_id=1, withdrawn_by=1), "refused"),
        (member(1), post(author_id=1), "refused"),
    ],
)
def test_author_restores_only_what_they_withdrew(who: Person, what: Post, expected: str) -> None:
    assert kind(may_restore_post(who, thread(), what)) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (member(1), "allowed"),
        (FACILITATOR, "allowed"),
        (member(2), "hidden"),
        (OF_ELSEWHERE, "hidden"),
    ],
)
def test_words_of_a_withdrawn_post_are_gone_for_others(who: Person, expected: str) -> None:
    assert kind(may_see_text(who, thread(), post(author_id=1, withdrawn_by=1))) == expected


def test_title_is_changed_by_author_and_facilitators_only() -> None:
    assert may_retitle_thread(member(1), thread())
    assert may_retitle_thread(OF_HERE, thread())
    assert kind(may_retitle_thread(member(2), thread())) == "refused"
    assert kind(may_retitle_thread(member(1), thread(archived=True))) == "refused"
    assert kind(may_retitle_thread(OUTSIDER, thread())) == "hidden"


def test_only_facilitators_of_the_category_facilitate() -> None:
    assert may_facilitate_thread(OF_HERE, thread())
    assert may_facilitate_thread(SYSTEM, thread())
    assert kind(may_facilitate_thread(OF_ELSEWHERE, thread())) == "refused"
    assert kind(may_facilitate_thread(member(level=Level.START, role=Role.HOST), thread())) == (
        "refused"
    )


def test_pinning_everywhere_and_tags_need_the_whole_community() -> None:
    wholly = Person(
        PersonKind.MEMBER,
        MemberId(9),
        role=Role.FACILITATOR,
        grants=Grants({CategoryId(HERE): Level.START}),
    )
    assert may_pin_everywhere(wholly, thread())
    assert kind(may_pin_everywhere(OF_HERE, thread())) == "refused"
    assert may_manage_tags(wholly)
    assert not may_manage_tags(OF_HERE)


def test_thread_moves_only_where_the_facilitator_may_start_threads() -> None:
    both = Person(
        PersonKind.MEMBER,
        MemberId(8),
        grants=Grants(
            {CategoryId(HERE): Level.START, CategoryId(ELSEWHERE): Level.REPLY},
            frozenset({CategoryId(HERE)}),
        ),
    )
    assert kind(may_move_thread(both, thread(), ELSEWHERE)) == "refused"
    assert kind(may_move_thread(OF_HERE, thread(), ELSEWHERE)) == "hidden"
    assert may_move_thread(both, thread(), HERE)


def test_grace_lasts_five_minutes() -> None:
    written = now()
    assert is_in_grace(written, written + timedelta(minutes=5))
    assert not is_in_grace(written, written + timedelta(minutes=5, seconds=1))


@pytest.mark.parametrize(
    ("person", "places", "expected"),
    [
        (member(), [HERE], "allowed"),
        (member(), [HERE, ELSEWHERE], "hidden"),
        (OUTSIDER, [HERE], "hidden"),
        (HOST_OUTSIDE, [HERE], "hidden"),
        (OF_ELSEWHERE, [HERE, ELSEWHERE], "allowed"),
        (SYSTEM, [HERE, ELSEWHERE], "allowed"),
        (VISITOR, [HERE], "hidden"),
    ],
)
def test_act_exists_for_who_sees_every_place_that_it_touched(
    person: Person, places: list[int], expected: str
) -> None:
    assert kind(may_see_act(person, places)) == expected


@pytest.mark.parametrize(
    ("person", "by_id", "expected"),
    [
        (member(2), 1, "allowed"),  # the author, with their own thread
        (member(2), 2, "allowed"),
        (member(2), 9, "hidden"),
        (member(2), None, "hidden"),
        (OF_HERE, 9, "allowed"),
        (OF_ELSEWHERE, 9, "hidden"),
        (HOST_OUTSIDE, 9, "hidden"),
    ],
)
def test_facilitators_are_named_to_those_who_look_after_the_place(
    person: Person, by_id: int | None, expected: str
) -> None:
    verdict = may_see_who_acted(person, [HERE], by_id=by_id, author_id=1)
    assert kind(verdict) == expected


@pytest.mark.parametrize(
    ("person", "expected"), [(member(1), "hidden"), (OF_HERE, "allowed"), (OF_ELSEWHERE, "hidden")]
)
def test_former_titles_are_told_to_those_who_look_after_the_place(
    person: Person, expected: str
) -> None:
    assert kind(may_see_what_was_before(person, [HERE])) == expected
