"""The figures of random communities, each recomputed in the plainest way."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.facilitation.health.counting import count_pulse, count_window
from forum.facilitation.health.facts import Facts, Said
from forum.facilitation.health.ranges import draw
from forum.facilitation.health.values import Figure, Measure, Question, Reply, State
from forum.kernel.language import LANGUAGES
from tests.facilitation.health.communities import WINDOW, in_window, random_community

SEEDS = st.integers(0, 10**6)


def shown(figures: list[Figure]) -> list[Figure]:
    return [one for one in figures if one.state is State.SHOWN]


def people_behind(facts: Facts, label: str, labels: list[str]) -> set[int]:
    """Return whom a row is about: those of a role group, or of all that have no row."""
    if label != "Everyone else":
        return {id_ for id_, name in facts.people.items() if name == label}
    return {id_ for id_, name in facts.people.items() if name not in labels}


def posts_of(facts: Facts, id_: int) -> int:
    return sum(1 for one in facts.said if one.author_id == id_ and in_window(WINDOW, one.at))


def answers(facts: Facts, to: Said, hours: float) -> list[Said]:
    return [
        one
        for one in facts.said
        if one.thread_id == to.thread_id
        and one.author_id != to.author_id
        and 0 <= (one.at - to.at).total_seconds() < hours * 3600
    ]


def waiting(facts: Facts) -> list[tuple[Said, bool]]:
    found = []
    for one in facts.said:
        if not one.begins or not in_window(WINDOW, one.at):
            continue
        is_left = not answers(facts, one, 72)
        closed = facts.closed.get(one.thread_id)
        if not (is_left and closed and closed < one.at + timedelta(hours=72)):
            found.append((one, is_left))
    return found


def heard(facts: Facts) -> list[tuple[Said, bool]]:
    found = []
    for one in facts.said:
        if one.id not in facts.newcomers or not in_window(WINDOW, one.at):
            continue
        day, left = one.at.date(), 2
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5
        in_time = [
            other
            for other in answers(facts, one, 24 * 30)
            if other.at.date() <= day and (one.begins or other.parent_id == one.id)
        ]
        found.append((one, bool(in_time)))
    return found


def in_fives(share: float) -> float:
    return round(share * 20) / 20


def naive_range(rows: list[tuple[float, float]], *, step: float) -> tuple[float, float]:
    """Draw people again and again, one by one, and take the percentiles of what comes out."""
    drawn = draw(len(rows), WINDOW.starts_on.toordinal())
    values = []
    for weights in drawn:
        above = sum(times * row[0] for times, row in zip(weights, rows, strict=True))
        below = sum(times * row[1] for times, row in zip(weights, rows, strict=True))
        if below:
            values.append(above / below)
    low, high = np.percentile(values, [5, 95])
    return round(low / step) * step, round(high / step) * step


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_shares_are_what_plain_counting_gives(seed: int) -> None:
    facts = random_community(seed)
    figures = count_window(facts)
    for measure, cases in (
        (Measure.NEWCOMERS_HEARD, heard(facts)),
        (Measure.UNANSWERED, waiting(facts)),
    ):
        for figure in shown(figures[measure]):
            share = sum(is_so for _, is_so in cases) / len(cases)
            assert figure.value == pytest.approx(in_fives(share))
            by_author = {
                author: [is_so for said, is_so in cases if said.author_id == author]
                for author in sorted({said.author_id for said, _ in cases})
            }
            rows = [(float(sum(found)), float(len(found))) for found in by_author.values()]
            low, high = naive_range(rows, step=0.05)
            assert (figure.low, figure.high) == pytest.approx((low, high))


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_languages_and_pairs_are_what_plain_counting_gives(seed: int) -> None:
    facts = random_community(seed, most=150)
    figures = count_window(facts)
    for figure in figures[Measure.LANGUAGES]:
        column = figure.column
        cases = heard(facts) if column == "Newcomers heard" else waiting(facts)
        named = {one.row for one in figures[Measure.LANGUAGES] if one.column == column}
        mine = [
            is_so
            for said, is_so in cases
            if (LANGUAGES.get(said.language) == figure.row)
            or (figure.row == "Other languages" and LANGUAGES.get(said.language) not in named)
        ]
        assert figure.value == pytest.approx(in_fives(sum(mine) / len(mine)))
    pairs = figures[Measure.ACROSS_GROUPS]
    labels = [one.row for one in pairs]
    for figure in shown(pairs):
        starters = people_behind(facts, figure.row, labels)
        others = people_behind(facts, figure.column, labels)
        begun = [
            one
            for one in facts.said
            if one.begins and one.author_id in starters and in_window(WINDOW, one.at)
        ]
        met = [
            one
            for one in begun
            if {
                other.author_id
                for other in facts.said
                if other.thread_id == one.thread_id and other.author_id != one.author_id
            }
            & others
        ]
        assert figure.value == pytest.approx(in_fives(len(met) / len(begun)))


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_ratios_between_role_groups_are_what_plain_counting_gives(seed: int) -> None:
    facts = random_community(seed, most=150)
    figures = count_window(facts)
    posts = {id_: posts_of(facts, id_) for id_ in sorted(facts.people)}
    capped = {id_: min(count, 10) for id_, count in posts.items()}
    labels = [one.row for one in figures[Measure.ACTIVE_RATIO]]
    for figure in figures[Measure.ACTIVE_RATIO]:
        inside = people_behind(facts, figure.row, labels)
        outside = facts.people.keys() - inside
        own = sum(posts[id_] > 0 for id_ in inside) / len(inside)
        others = sum(posts[id_] > 0 for id_ in outside) / len(outside)
        assert figure.value == pytest.approx(round(own / others, 1))
        assert figure.low <= figure.high
    for figure in figures[Measure.SHARE_OF_VOICE]:
        inside = people_behind(facts, figure.row, labels)
        voice = sum(capped[id_] for id_ in inside) / sum(capped.values())
        assert figure.value == pytest.approx(round(voice / (len(inside) / len(posts)), 1))
    for figure in shown(figures[Measure.HALF_THE_POSTS]):
        most = sorted(posts.values(), reverse=True)
        smallest = next(k for k in range(len(most) + 1) if sum(most[:k]) >= sum(most) / 2)
        assert figure.value == smallest
    for figure in shown(figures[Measure.QUIET]):
        quiet = sum(1 for count in posts.values() if not count)
        assert abs(figure.value - quiet) <= 2.5


def test_the_range_of_a_ratio_is_what_drawing_one_by_one_gives() -> None:
    found = 0
    for seed in range(60):
        facts = random_community(seed, most=60)
        figures = count_window(facts)
        for figure in figures[Measure.ACTIVE_RATIO][:1]:
            labels = [one.row for one in figures[Measure.ACTIVE_RATIO]]
            inside = people_behind(facts, figure.row, labels)
            ids = sorted(facts.people)
            values = []
            for weights in draw(len(ids), WINDOW.starts_on.toordinal()):
                drawn = [
                    id_ for id_, times in zip(ids, weights, strict=True) for _ in range(int(times))
                ]
                ours = [posts_of_cached(facts, id_) for id_ in drawn if id_ in inside]
                theirs = [posts_of_cached(facts, id_) for id_ in drawn if id_ not in inside]
                if ours and any(theirs):
                    values.append(np.mean(ours) / np.mean(theirs))
            low, high = np.percentile(values, [5, 95])
            assert (figure.low, figure.high) == pytest.approx((round(low, 1), round(high, 1)))
            found += 1
        if found == 3:
            return
    raise AssertionError("no community had role groups large enough")


_active: dict[int, set[int]] = {}


def posts_of_cached(facts: Facts, id_: int) -> bool:
    """Tell whether the member wrote at all in the window."""
    writers = _active.setdefault(
        id(facts), {one.author_id for one in facts.said if in_window(WINDOW, one.at)}
    )
    return id_ in writers


def test_the_share_of_facilitators_is_shown_of_five_or_more_alone() -> None:
    def facts_of(facilitators: int) -> Facts:
        begun = Said(1, 1, 100, WINDOW.starts_at, begins=True)
        later = WINDOW.starts_at + timedelta(hours=1)
        replies = [Said(1 + id_, 1, id_, later) for id_ in range(1, 21)]
        people = dict.fromkeys([*range(1, 21), 100], "")
        return Facts(
            WINDOW, people, [begun, *replies], facilitators=frozenset(range(1, facilitators + 1))
        )

    [few] = count_window(facts_of(4))[Measure.FACILITATORS]
    [enough] = count_window(facts_of(5))[Measure.FACILITATORS]
    assert (few.state, few.value) == (State.HIDDEN, None)
    assert (enough.state, enough.value) == (State.SHOWN, 0.25)


def test_a_pulse_says_nothing_of_seven_answers_and_bounds_small_cells() -> None:
    yes = dict.fromkeys(Question, Reply.YES)
    no = dict.fromkeys(Question, Reply.NO)
    seven = count_pulse([yes] * 7, 1)[Measure.BELONGING]
    assert [(one.state, one.value, one.people) for one in seven] == [(State.HIDDEN, None, None)] * 3
    nearly = count_pulse([yes] * 9 + [no] * 4, 1)[Measure.BELONGING]
    assert {(one.state, one.value) for one in nearly} == {(State.NEARLY_ALL, None)}
    few = count_pulse([no] * 9 + [yes] * 4, 1)[Measure.BELONGING]
    assert {one.state for one in few} == {State.FEW}
    half = count_pulse([no] * 5 + [yes] * 5, 1)[Measure.BELONGING]
    assert {(one.state, one.value) for one in half} == {(State.SHOWN, 0.5)}


def test_nobody_is_no_community() -> None:
    assert count_window(Facts(WINDOW, {}, [])) == {}
