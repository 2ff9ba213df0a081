"""What may be shown, so that nothing hidden comes out by subtraction.

Groups are merged until every block has enough people in every cell. All figures of a table are
about the same blocks, so that whatever is added up or taken away is about whole blocks again.
"""

from collections.abc import Callable, Collection, Mapping

from forum.facilitation.health.values import FEWEST, OTHERS, State

Cells = tuple[frozenset[int], ...]
"""The people in each outcome of a group, such as those who wrote and those who did not."""


def state_of(with_it: int, without_it: int) -> State:
    """Say what may be told of how many people there are with something and without it."""
    if with_it + without_it < FEWEST:
        return State.HIDDEN
    if with_it < FEWEST:
        return State.FEW
    return State.SHOWN if without_it >= FEWEST else State.NEARLY_ALL


def merge_small(groups: Mapping[str, Cells]) -> list[tuple[str, frozenset[str]]]:
    """Return blocks of groups, each with enough people in each of its cells; none for fewer than two.

    The group without a name, of those who said nothing, is always among the others. While those
    are too few, the smallest of the groups that could stand alone joins them.
    """
    alone = sorted(
        (name for name in groups if name and _fits(groups, {name})),
        key=lambda name: (len(frozenset().union(*groups[name])), name),
        reverse=True,
    )
    others = groups.keys() - set(alone)
    while others and alone and not _fits(groups, others):
        others = others | {alone.pop()}
    if others and not _fits(groups, others):
        return []
    blocks = [(name, frozenset({name})) for name in sorted(alone)]
    if others:
        blocks.append((OTHERS, frozenset(others)))
    return blocks if len(blocks) > 1 else []


def people_of(
    blocks: Collection[tuple[str, frozenset[str]]], group_of: Callable[[int], str], ids: set[int]
) -> list[tuple[str, frozenset[int]]]:
    """Return the people of each block."""
    return [(label, frozenset(i for i in ids if group_of(i) in names)) for label, names in blocks]


def about(count: int) -> int:
    """Return a number of people in fives."""
    return FEWEST * round(count / FEWEST)


def _fits(groups: Mapping[str, Cells], names: Collection[str]) -> bool:
    """Tell whether enough people are in every cell of these groups together."""
    cells = zip(*(groups[name] for name in names), strict=True)
    return all(len(frozenset().union(*cell)) >= FEWEST for cell in cells)
