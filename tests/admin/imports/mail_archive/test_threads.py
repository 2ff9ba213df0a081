"""Messages put into threads."""

import random
from datetime import UTC, datetime, timedelta

from forum.admin.imports.mail_archive.subjects import read_subject
from forum.admin.imports.mail_archive.threads import assemble_threads
from forum.admin.imports.mail_archive.values import (
    AssembledThread,
    Assembly,
    Author,
    KnownMessage,
    MessageSketch,
    Position,
)

START = datetime(2004, 3, 1, tzinfo=UTC)


def sketch(  # a message said in few words
    id_: str,
    subject: str = "Plans for the spring",
    *,
    day: float = 0,
    to: str | tuple[str, ...] = (),
    refs: tuple[str, ...] = (),
    quotes: bool = False,
    key: str = "",
) -> MessageSketch:
    read = read_subject(subject)
    return MessageSketch(
        key=key or id_,
        message_id=id_,
        in_reply_to=(to,) if isinstance(to, str) else to,
        references=refs,
        title=read.title,
        subject_key=read.key,
        is_reply=read.is_reply,
        quotes=quotes,
        sent_at=START + timedelta(days=day),
        position=Position("a.mbox", 0, int(day * 1000)),
        author=Author("ada@example.org", "Ada"),
    )


def shape(thread: AssembledThread) -> list[tuple[str, str | None]]:
    return [(entry.sketch.key, entry.parent) for entry in thread.entries]


def shapes(assembly: Assembly) -> list[list[tuple[str, str | None]]]:
    return [shape(thread) for thread in assembly.threads]


def test_answers_stand_below_what_they_answer() -> None:
    found = assemble_threads(
        [
            sketch("a", "One"),
            sketch("b", "Two", day=1, to="a"),
            sketch("c", "Three", day=2, refs=("a", "b")),
            sketch("d", "Four", day=3),
        ]
    )
    assert shapes(found) == [[("a", None), ("b", "a"), ("c", "b")], [("d", None)]]


def test_in_reply_to_is_believed_before_references_and_both_before_subjects() -> None:
    found = assemble_threads(
        [
            sketch("a", "One"),
            sketch("b", "One", day=100),
            sketch("c", "Re: One", day=101, to="a", refs=("b",)),
            sketch("d", "Re: One", day=102, refs=("b",)),
        ]
    )
    assert shapes(found) == [[("a", None), ("c", "a")], [("b", None), ("d", "b")]]


def test_parent_that_comes_later_in_the_archive_is_found() -> None:
    found = assemble_threads([sketch("b", day=1, to="a"), sketch("a")])
    assert shapes(found) == [[("a", None), ("b", "a")]]


def test_parent_that_claims_a_later_date_still_comes_first() -> None:
    found = assemble_threads([sketch("b", day=1, to="a"), sketch("a", day=2)])
    assert shapes(found) == [[("a", None), ("b", "a")]]


def test_missing_message_is_bridged_by_older_references() -> None:
    found = assemble_threads(
        [sketch("a", "One"), sketch("c", "Two", day=2, to="b", refs=("a", "b"))]
    )
    assert shapes(found) == [[("a", None), ("c", "a")]]


def test_answers_to_the_same_missing_message_stand_together() -> None:
    found = assemble_threads(
        [sketch("b", "Re: One", day=1, to="lost"), sketch("c", "Re: Two", day=2, to="lost")]
    )
    assert shapes(found) == [[("b", None), ("c", None)]]


def test_circles_are_survived() -> None:
    found = assemble_threads(
        [
            sketch("a", "One", to="c"),
            sketch("b", "One", day=1, to="a"),
            sketch("c", "One", day=2, to="b"),
            sketch("d", "One", day=3, to="d"),
        ]
    )
    assert shapes(found)[0][:3] == [("a", None), ("b", "a"), ("c", "b")]
    assert sum(map(len, shapes(found))) == 4


def test_any_tangle_of_references_gives_every_message_once_and_parents_first() -> None:
    chance = random.Random(7)
    for _ in range(200):
        ids = [str(number) for number in range(12)]
        found = assemble_threads(
            sketch(
                each,
                chance.choice(["One", "Re: One", "Two words here", "Re: Two words here"]),
                day=chance.random() * 300,
                to=tuple(chance.sample(ids, chance.randint(0, 2))),
                refs=tuple(chance.sample(ids, chance.randint(0, 3))),
            )
            for each in ids
        )
        seen = [key for thread in shapes(found) for key, _parent in thread]
        assert sorted(seen) == sorted(ids)
        for thread in shapes(found):
            above: set[str | None] = {None}
            for key, parent in thread:
                assert parent in above
                above.add(key)


def test_answers_without_references_are_joined_by_subject() -> None:
    found = assemble_threads(
        [
            sketch("a", "Plans for the spring"),
            sketch("b", "Re: Plans for the spring", day=1),
            sketch("c", "RE[2]: plans for the  Spring", day=90),
        ]
    )
    assert shapes(found) == [[("a", None), ("b", "a"), ("c", "a")]]


def test_unrelated_threads_of_one_subject_years_apart_stay_apart() -> None:
    found = assemble_threads(
        [
            sketch("a", "Annual meeting"),
            sketch("b", "Re: Annual meeting", day=2),
            sketch("c", "Annual meeting", day=365),
            sketch("d", "Re: Annual meeting", day=367),
            sketch("e", "Re: Annual meeting", day=3000),
        ]
    )
    assert shapes(found) == [
        [("a", None), ("b", "a")],
        [("c", None), ("d", "c")],
        [("e", None)],
    ]


def test_same_subject_without_re_is_joined_only_soon_after() -> None:
    found = assemble_threads(
        [sketch("a"), sketch("b", day=3), sketch("c", day=6), sketch("d", day=20, quotes=True)]
    )
    assert shapes(found) == [[("a", None), ("b", "a")], [("c", None), ("d", "c")]]


def test_subjects_that_say_nothing_join_nothing() -> None:
    found = assemble_threads(
        [
            sketch("a", "help"),
            sketch("b", "help", day=1),
            sketch("c", ""),
            sketch("d", "Re:", day=1),
        ]
    )
    assert len(found.threads) == 4


def test_answer_of_a_fast_clock_is_put_below_what_it_answers() -> None:
    found = assemble_threads([sketch("b", "Re: Plans for the spring"), sketch("a", day=0.1)])
    assert shapes(found) == [[("a", None), ("b", "a")]]


def test_answer_to_a_lost_message_is_joined_by_subject() -> None:
    found = assemble_threads(
        [sketch("a"), sketch("b", "Re: Plans for the spring", day=1, to="lost")]
    )
    assert shapes(found) == [[("a", None), ("b", "a")]]


def test_title_is_the_first_that_says_something() -> None:
    found = assemble_threads(
        [sketch("a", ""), sketch("b", "Re: Rent", day=1, to="a"), sketch("c", "")]
    )
    assert [thread.title for thread in found.threads] == ["Rent", "(no subject)"]


def test_same_message_twice_is_taken_once_and_counted() -> None:
    found = assemble_threads([sketch("a"), sketch("a"), sketch("a", day=9)])
    assert (shapes(found), found.duplicates) == ([[("a", None)]], 2)


def test_two_messages_of_one_id_are_both_taken() -> None:
    found = assemble_threads(
        [
            sketch("a", "One", key="a#1"),
            sketch("a", "Two", day=5, key="a#2"),
            sketch("b", "Three", day=6, to="a"),
        ]
    )
    assert shapes(found) == [[("a#1", None)], [("a#2", None), ("b", "a#2")]]


def known(*sketches: MessageSketch, thread: int = 7) -> dict[str, KnownMessage]:
    return {each.key: KnownMessage(each, thread) for each in sketches}


def test_second_run_gives_nothing_new() -> None:
    messages = [sketch("a"), sketch("b", day=1, to="a"), sketch("b", day=1, to="a")]
    found = assemble_threads(messages, known(*messages))
    assert (found.threads, found.already_known, found.duplicates) == ((), 2, 1)


def test_later_files_attach_to_threads_of_earlier_runs() -> None:
    before = known(sketch("a"), sketch("b", day=1, to="a"))
    found = assemble_threads(
        [
            sketch("c", day=31, to="b"),
            sketch("d", "Re: Plans for the spring", day=32),
            sketch("e", "Other", day=33, to="c"),
            sketch("f", "New matter here", day=34),
        ],
        before,
    )
    attached, fresh = found.threads
    assert (attached.attached_to, fresh.attached_to) == (7, None)
    assert shape(attached) == [("c", "b"), ("d", "a"), ("e", "c")]
    assert shape(fresh) == [("f", None)]


def test_older_file_added_later_finds_the_answers_that_waited_for_it() -> None:
    found = assemble_threads([sketch("a")], known(sketch("b", day=1, to="a")))
    [thread] = found.threads
    assert (thread.attached_to, shape(thread)) == (7, [("a", None)])


def test_message_between_two_known_threads_stays_with_what_it_answers() -> None:
    before = known(sketch("a", "One"), thread=1) | known(
        sketch("b", "Two", day=1, to="x"), thread=2
    )
    found = assemble_threads([sketch("x", "Three", day=0.5, to="a")], before)
    [thread] = found.threads
    assert (thread.attached_to, shape(thread)) == (1, [("x", "a")])


def test_stopped_run_continues_where_it_stopped() -> None:
    messages = [sketch("a"), *(sketch(f"b{n}", day=n, to="a") for n in range(1, 6))]
    whole = shapes(assemble_threads(messages))[0]
    rest = assemble_threads(messages, known(*messages[:3]))
    assert shapes(rest) == [whole[3:]]


def test_long_chains_and_wide_threads_take_no_time() -> None:
    chain = [sketch(f"c{n}", "One", day=n / 1000, to=f"c{n - 1}") for n in range(20_000)]
    wide = [sketch(f"w{n}", "Re: Two words here", day=n / 1000) for n in range(20_000)]
    found = assemble_threads([*reversed(chain), *wide])
    assert [len(thread.entries) for thread in found.threads] == [20_000, 20_000]
