"""Counting: from facts to figures that may be shown. It touches no database."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from forum.facilitation.health.facts import Facts, Said
from forum.facilitation.health.ranges import (
    Numbers,
    draw,
    range_of_ratio,
    range_of_share,
    range_of_voice,
)
from forum.facilitation.health.suppressing import about, merge_small, people_of, state_of
from forum.facilitation.health.values import (
    ALL,
    FEWEST,
    FEWEST_ANSWERS,
    HEARD_WITHIN,
    MOST_COUNTED,
    OTHERS,
    QUESTIONS,
    WAITS,
    Figure,
    Measure,
    Question,
    Reply,
    State,
)
from forum.kernel.language import LANGUAGES

Tally = Mapping[int, tuple[int, int]]
"""By person: how often it was so, of how often it could have been."""
HEARD, UNANSWERED = "Newcomers heard", "No answer in 72 hours"
OTHER_LANGUAGES = "Other languages"


@dataclass(frozen=True, slots=True)
class Counted:
    """What several measures ask of the same facts."""

    facts: Facts
    by_thread: Mapping[int, Sequence[Said]]
    posts: Counter[int]
    """How many posts each member wrote in the window."""
    blocks: Sequence[tuple[str, frozenset[int]]]
    """The role groups as they are shown, with their people: the same ones in all measures."""
    draws: Numbers
    ids: Sequence[int]

    @property
    def seed(self) -> int:
        """Return what the draws of this window begin with."""
        return self.facts.window.starts_on.toordinal()


def count_window(facts: Facts) -> dict[Measure, list[Figure]]:
    """Return all figures of a window; measures that nobody fills are missing."""
    if not facts.people:
        return {}
    counted = _prepared(facts)
    begun = [said for said in facts.said if said.begins and facts.is_within(said.at)]
    heard, waited = _heard(counted), _waited(counted, begun)
    found = {
        Measure.NEWCOMERS_HEARD: [share_figure(ALL, _tally(heard), counted.seed)],
        Measure.UNANSWERED: [share_figure(ALL, _tally(waited), counted.seed)],
        Measure.LANGUAGES: [
            *by_language(heard, HEARD, counted.seed),
            *by_language(waited, UNANSWERED, counted.seed),
        ],
        Measure.ACROSS_GROUPS: list(_across(counted, begun)),
        Measure.ACTIVE_RATIO: ratios(counted, counted.posts.keys()),
        Measure.SHARE_OF_VOICE: voices(counted),
        Measure.HALF_THE_POSTS: [_half(counted)],
        Measure.FACILITATORS: [_of_facilitators(counted)],
        Measure.QUIET: [_quiet(counted)],
    }
    for measure, ids in facts.steering.items():
        found[measure] = _steering(counted, ids)
    return found


def count_pulse(
    answers: Sequence[Mapping[Question, Reply]], seed: int
) -> dict[Measure, list[Figure]]:
    """Return how many said yes to each of the three questions; nothing of fewer than eight answers."""
    if len(answers) < FEWEST_ANSWERS:
        return {Measure.BELONGING: [Figure(QUESTIONS[one], State.HIDDEN) for one in Question]}
    figures = []
    for question in Question:
        tally = {i: (int(one[question] is Reply.YES), 1) for i, one in enumerate(answers)}
        figures.append(share_figure(QUESTIONS[question], tally, seed))
    return {Measure.BELONGING: figures}


def share_figure(row: str, tally: Tally, seed: int, *, column: str = "") -> Figure:
    """Return a share with its range, in steps of five of a hundred, as far as it may be shown."""
    with_it = sum(1 for hits, _ in tally.values() if hits)
    without = sum(1 for hits, total in tally.values() if hits < total)
    state = State.HIDDEN if len(tally) < FEWEST else state_of(with_it, without)
    if state is State.HIDDEN:
        return Figure(row, state, column)
    if state is not State.SHOWN:
        return Figure(row, state, column, people=about(len(tally)))
    hits, totals = zip(*(tally[id_] for id_ in sorted(tally)), strict=True)
    low, high = range_of_share(hits, totals, draw(len(tally), seed))
    return Figure(
        row,
        state,
        column,
        _in_fives(sum(hits) / sum(totals)),
        _in_fives(low),
        _in_fives(high),
        about(len(tally)),
    )


def by_language(cases: Iterable[tuple[Said, bool]], column: str, seed: int) -> list[Figure]:
    """Return shares by language, where enough people wrote in more than one."""
    by_name: defaultdict[str, list[tuple[Said, bool]]] = defaultdict(list)
    for said, is_so in cases:
        by_name[LANGUAGES.get(said.language, "")].append((said, is_so))
    cells = {
        name: (
            frozenset(said.author_id for said, is_so in found if is_so),
            frozenset(said.author_id for said, is_so in found if not is_so),
        )
        for name, found in by_name.items()
    }
    figures = []
    for label, names in merge_small(cells):
        found = [one for name in sorted(names) for one in by_name[name]]
        row = OTHER_LANGUAGES if label == OTHERS else label
        figures.append(share_figure(row, _tally(found), seed, column=column))
    return figures


def ratios(counted: Counted, active: Collection[int]) -> list[Figure]:
    """Return for each block how often its people did something, as a multiple of everyone else."""
    hits = [float(id_ in active) for id_ in counted.ids]
    figures = []
    for label, inside in counted.blocks:
        is_in = [id_ in inside for id_ in counted.ids]
        own = sum(hit for hit, here in zip(hits, is_in, strict=True) if here)
        others = sum(hits) - own
        rate = (own / len(inside)) / (others / (len(hits) - len(inside)))
        low, high = range_of_ratio(hits, [1.0] * len(hits), is_in, counted.draws)
        figures.append(_ratio(label, rate, low, high))
    return figures


def voices(counted: Counted) -> list[Figure]:
    """Return each block's share of posts as a multiple of its share of the members."""
    posts = [float(min(counted.posts[id_], MOST_COUNTED)) for id_ in counted.ids]
    figures = []
    for label, inside in counted.blocks:
        is_in = [id_ in inside for id_ in counted.ids]
        own = sum(count for count, here in zip(posts, is_in, strict=True) if here)
        voice = (own / sum(posts)) / (len(inside) / len(posts))
        low, high = range_of_voice(posts, is_in, counted.draws)
        figures.append(_ratio(label, voice, low, high))
    return figures


def _prepared(facts: Facts) -> Counted:
    by_thread: defaultdict[int, list[Said]] = defaultdict(list)
    posts: Counter[int] = Counter()
    for said in facts.said:
        by_thread[said.thread_id].append(said)
        if facts.is_within(said.at) and said.author_id in facts.people:
            posts[said.author_id] += 1
    cells: dict[str, tuple[frozenset[int], ...]] = {}
    for name in set(facts.people.values()):
        own = {id_ for id_, group in facts.people.items() if group == name}
        cells[name] = (frozenset(own & posts.keys()), frozenset(own - posts.keys()))
    blocks = people_of(merge_small(cells), facts.people.__getitem__, set(facts.people))
    ids = sorted(facts.people)
    seed = facts.window.starts_on.toordinal()
    return Counted(facts, by_thread, posts, blocks, draw(len(ids), seed), ids)


def _heard(counted: Counted) -> list[tuple[Said, bool]]:
    """Return the first posts of newcomers, and whether somebody else answered them in time."""
    facts = counted.facts
    found = []
    for said in facts.said:
        if said.id in facts.newcomers and facts.is_within(said.at):
            until = facts.days.end_after(said.at, HEARD_WITHIN)
            is_heard = any(
                other.author_id != said.author_id
                and said.at <= other.at < until
                and (said.begins or other.parent_id == said.id)
                for other in counted.by_thread[said.thread_id]
            )
            found.append((said, is_heard))
    return found


def _waited(counted: Counted, begun: Iterable[Said]) -> list[tuple[Said, bool]]:
    """Return the threads that were begun, and whether nobody answered them in 72 hours.

    What was closed before anybody could answer waited for nobody.
    """
    found = []
    for said in begun:
        until = said.at + WAITS
        is_answered = any(
            other.author_id != said.author_id and said.at <= other.at < until
            for other in counted.by_thread[said.thread_id]
        )
        closed = counted.facts.closed.get(said.thread_id)
        if is_answered or closed is None or closed >= until:
            found.append((said, not is_answered))
    return found


def _tally(cases: Iterable[tuple[Said, bool]]) -> dict[int, tuple[int, int]]:
    """Return by author how many of their posts it is true of, and how many there are."""
    tally: dict[int, tuple[int, int]] = {}
    for said, is_so in cases:
        hits, total = tally.get(said.author_id, (0, 0))
        tally[said.author_id] = (hits + is_so, total + 1)
    return tally


def _across(counted: Counted, begun: Sequence[Said]) -> Iterable[Figure]:
    for label, starters in counted.blocks:
        own = [said for said in begun if said.author_id in starters]
        for column, others in counted.blocks:
            cases, repliers = [], set()
            for said in own:
                answered = {
                    one.author_id
                    for one in counted.by_thread[said.thread_id]
                    if one.author_id in others and one.author_id != said.author_id
                }
                repliers |= answered
                cases.append((said, bool(answered)))
            figure = share_figure(label, _tally(cases), counted.seed, column=column)
            # Who answered are people, too, and a figure about fewer than five of them is none.
            if figure.state is not State.SHOWN or len(repliers) < FEWEST:
                figure = Figure(label, State.HIDDEN, column)
            yield figure


def _half(counted: Counted) -> Figure:
    """Return the smallest number of people who wrote half of the posts."""
    written, voices_ = 0, 0
    for count in sorted(counted.posts.values(), reverse=True):
        if 2 * written >= counted.posts.total():
            break
        written, voices_ = written + count, voices_ + 1
    people = len(counted.posts)
    state = state_of(voices_, people - voices_)
    value = float(voices_) if state is State.SHOWN else None
    shown = about(people) if state is not State.HIDDEN else None
    return Figure(ALL, state, value=value, people=shown)


def _of_facilitators(counted: Counted) -> Figure:
    """Return the share of replies that facilitators wrote, where enough of them and others did."""
    facts, replies = counted.facts, Counter[int]()
    for said in facts.said:
        if not said.begins and facts.is_within(said.at) and said.author_id in facts.people:
            replies[said.author_id] += 1
    tally = {
        id_: (count if id_ in facts.facilitators else 0, count) for id_, count in replies.items()
    }
    figure = share_figure(ALL, tally, counted.seed)
    return figure if figure.state is State.SHOWN else Figure(ALL, State.HIDDEN)


def _quiet(counted: Counted) -> Figure:
    quiet = len(counted.ids) - len(counted.posts)
    state = state_of(quiet, len(counted.posts))
    value = float(about(quiet)) if state is State.SHOWN else None
    shown = about(len(counted.ids)) if state is not State.HIDDEN else None
    return Figure(ALL, state, value=value, people=shown)


def _steering(counted: Counted, ids: Collection[int]) -> list[Figure]:
    """Return how often the people of each block did it; of all or none of the blocks.

    The blocks stay those of the other measures: other ones would tell of the difference.
    """
    did = {id_ for id_ in ids if id_ in counted.facts.people}
    enough = all(
        len(inside & did) >= FEWEST and len(inside - did) >= FEWEST for _, inside in counted.blocks
    )
    figures = ratios(counted, did) if enough else []
    tally = {id_: (int(id_ in did), 1) for id_ in counted.ids}
    return [share_figure(ALL, tally, counted.seed), *figures]


def _ratio(label: str, value: float, low: float, high: float) -> Figure:
    return Figure(label, State.SHOWN, "", round(value, 1), round(low, 1), round(high, 1))


def _in_fives(share: float) -> float:
    return round(share * 20) / 20
