"""Trying to recover what is hidden from everything that is shown, by adding and taking away."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.facilitation.health.counting import HEARD, UNANSWERED, count_window
from forum.facilitation.health.facts import Facts
from forum.facilitation.health.suppressing import merge_small
from forum.facilitation.health.values import (
    FEWEST,
    MOST_WINDOWS,
    Figure,
    Measure,
    State,
    last_windows,
    window_of,
)
from forum.kernel.language import LANGUAGES
from tests.facilitation.health.communities import WINDOW, in_window, random_community
from tests.facilitation.health.test_counting import heard, waiting

SEEDS = st.integers(0, 10**6)
Atoms = Mapping[tuple[str, bool], frozenset[int]]
"""The smallest cells that there are: people by group and outcome."""


def recovered(atoms: Atoms, shown: Sequence[set[tuple[str, bool]]]) -> list[set[tuple[str, bool]]]:
    """Return the unions of cells with fewer than five people that follow from the shown sums.

    A union follows when its indicator is a linear combination of theirs, whatever the counts are.
    """
    if not atoms:
        return []
    names = sorted(atoms)
    rows = np.array([[name in one for name in names] for one in shown], float)
    rows = rows.reshape(len(shown), len(names))
    _, sizes, axes = np.linalg.svd(rows, full_matrices=False) if len(shown) else (0, [], rows)
    axes = axes[np.asarray(sizes) > 1e-9] if len(shown) else rows
    unions = np.array(list(product((0.0, 1.0), repeat=len(names))))[1:]
    away = unions - unions @ axes.T @ axes
    follows = np.abs(away).max(axis=1) < 1e-9
    found = []
    for union in unions[follows]:
        chosen = {name for name, is_in in zip(names, union, strict=True) if is_in}
        if len(frozenset().union(*(atoms[name] for name in chosen))) < FEWEST:
            found.append(chosen)
    return found


def sums_of(figures: Sequence[Figure], atoms: Atoms, others: str) -> list[set[tuple[str, bool]]]:
    """Return what a reader knows exactly, at worst, of each row: who it is about, and the hits."""
    named = {one.row for one in figures}
    known = []
    for figure in figures:
        if figure.state is not State.SHOWN:
            continue
        rows = {
            name
            for name in atoms
            if (name[0] == figure.row)
            or (figure.row == others and name[0] not in named)
            or figure.row == "All"
        }
        known += [rows, {name for name in rows if name[1]}]
    return known


def atoms_of_groups(facts: Facts, did: set[int]) -> Atoms:
    return {
        (group, is_so): frozenset(
            id_ for id_, name in facts.people.items() if name == group and (id_ in did) is is_so
        )
        for group in set(facts.people.values())
        for is_so in (True, False)
    }


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_no_small_part_of_a_role_group_follows_from_what_is_shown(seed: int) -> None:
    facts = random_community(seed, most=90)
    figures = count_window(facts)
    everybody = set(facts.people)
    active = {one.author_id for one in facts.said if in_window(WINDOW, one.at)} & everybody
    for measures, did in (
        ((Measure.ACTIVE_RATIO, Measure.QUIET, Measure.SHARE_OF_VOICE), active),
        ((Measure.AGENDAS,), facts.steering[Measure.AGENDAS] & everybody),
    ):
        atoms = atoms_of_groups(facts, did)
        found = [one for measure in measures for one in figures[measure]]
        # How many members there are everybody knows, and each measure may tell the groups' sizes.
        known = [set(atoms), *sums_of(figures[Measure.ACTIVE_RATIO], atoms, "Everyone else")[::2]]
        if len(everybody) >= FEWEST:
            assert recovered(atoms, known + sums_of(found, atoms, "Everyone else")) == []


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_no_small_part_of_a_pair_of_role_groups_follows(seed: int) -> None:
    facts = random_community(seed, most=90)
    pairs = count_window(facts)[Measure.ACROSS_GROUPS]
    labels = {one.row for one in pairs}
    begun = [one for one in facts.said if one.begins and in_window(WINDOW, one.at)]
    groups = set(facts.people.values())
    rows_told = [
        {(group, is_so) for group in _behind(one.row, labels, groups) for is_so in (True, False)}
        for one in pairs
        if one.state is State.SHOWN
    ]
    for column in sorted(labels):
        others = {
            id_ for id_, name in facts.people.items() if name in _behind(column, labels, groups)
        }
        atoms: dict[tuple[str, bool], frozenset[int]] = {}
        for group, is_so in product(groups, (True, False)):
            atoms[group, is_so] = frozenset(
                one.author_id
                for one in begun
                if facts.people.get(one.author_id) == group
                and is_so
                is any(
                    reply.author_id in others and reply.author_id != one.author_id
                    for reply in facts.said
                    if reply.thread_id == one.thread_id
                )
            )
        mine = [one for one in pairs if one.column == column]
        known = rows_told + sums_of(mine, atoms, "Everyone else")
        assert recovered(atoms, known) == []


def _behind(label: str, labels: set[str], groups: set[str]) -> set[str]:
    return {label} if label != "Everyone else" else groups - labels


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_no_small_language_follows_from_the_others_and_the_whole(seed: int) -> None:
    facts = random_community(seed, most=90)
    figures = count_window(facts)
    for column, whole, cases in (
        (HEARD, Measure.NEWCOMERS_HEARD, heard(facts)),
        (UNANSWERED, Measure.UNANSWERED, waiting(facts)),
    ):
        languages = {LANGUAGES.get(said.language, "") for said, _ in cases}
        atoms = {
            (language, is_so): frozenset(
                said.author_id
                for said, so in cases
                if so is is_so and LANGUAGES.get(said.language, "") == language
            )
            for language, is_so in product(languages, (True, False))
        }
        mine = [one for one in figures[Measure.LANGUAGES] if one.column == column]
        known = sums_of(mine, atoms, "Other languages") + sums_of(figures[whole], atoms, "")
        assert recovered(atoms, known) == []


def test_the_attempt_finds_what_a_careless_table_gives_away() -> None:
    atoms = {
        ("Lawyers", True): frozenset(range(10)),
        ("Judges", True): frozenset(range(20, 23)),
        ("Organisers", True): frozenset(range(30, 39)),
    }
    careless = [set(atoms), {("Lawyers", True)}, {("Organisers", True)}]
    assert recovered(atoms, careless) == [{("Judges", True)}]


def test_small_groups_are_merged_until_each_cell_is_large_enough() -> None:
    groups = {
        "": (frozenset(range(2)), frozenset(range(2, 4))),
        "Judges": (frozenset({90}), frozenset()),
        "Lawyers": (frozenset(range(100, 120)), frozenset(range(120, 130))),
        "Organisers": (frozenset(range(200, 206)), frozenset(range(206, 212))),
    }
    assert merge_small(groups) == [
        ("Lawyers", frozenset({"Lawyers"})),
        ("Everyone else", frozenset({"", "Judges", "Organisers"})),
    ]
    assert merge_small({"Lawyers": groups["Lawyers"]}) == []


def test_no_day_is_in_two_windows_and_each_is_counted_when_answers_have_settled() -> None:
    moment = datetime(2026, 11, 23, 4, tzinfo=UTC)
    windows = last_windows(moment)
    assert len(windows) == MOST_WINDOWS
    for window, after in pairwise(windows):
        assert after.starts_on == window.ends_on + timedelta(days=1)
        assert after.starts_at == window.ends_at
    assert windows[-1].counted_at <= moment < window_of(windows[-1].ends_at.date()).counted_at
    begins = {window_of(date(2026, 1, 5) + timedelta(days=days)).starts_on for days in range(84)}
    assert begins == {date(2025, 11, 3), date(2026, 1, 26)}
