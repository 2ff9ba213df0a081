"""Charts as pages draw them: where each range begins and ends, without a style or a script."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.facilitation.health.queries.measures import MeasureCard, Period
from forum.facilitation.health.values import Figure, Measure, State
from forum.facilitation.health.wording import is_ratio, number_of, scale_of

LEFT, WIDTH, ROW = 12, 336, 44
"""In units of the drawing: where the scale begins, how long it is, how high each row is."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a range as a line, and what is most likely as a dot on it."""

    label: str
    words: str
    low: float
    high: float
    dot: float
    top: int

    @property
    def middle(self) -> int:
        """Return the height at which it is drawn."""
        return self.top + 32


@dataclass(frozen=True, slots=True)
class Chart:
    """The rows of a chart, its scale and its height."""

    bars: Sequence[Bar]
    marks: Sequence[tuple[float, str]]
    """Places on the scale, and what stands there."""
    has_ranges: bool
    equal: float | None
    """Where as much as everyone else would be."""

    @property
    def bottom(self) -> int:
        """Return where the scale is written."""
        return ROW * len(self.bars) + 8

    @property
    def height(self) -> int:
        """Return the height of the whole drawing."""
        return self.bottom + 28


def chart_of(card: MeasureCard) -> Chart | None:
    """Return the chart of a measure: its rows at the last time, or its one row over the times.

    None where no figure may be drawn, and for the answers across groups, which are a table of pairs.
    """
    if card.measure is Measure.ACROSS_GROUPS or not card.periods:
        return None
    labelled = _labelled(card.periods)
    drawn = [(label, one) for label, one in labelled if one.state is State.SHOWN]
    kinds = {is_ratio(card.measure, one) for _, one in drawn}
    if len(kinds) > 1:
        drawn = [(label, one) for label, one in drawn if is_ratio(card.measure, one)]
    if not drawn:
        return None
    first = drawn[0][1]
    is_share = not is_ratio(card.measure, first) and first.low is not None
    furthest = max(one.high or one.value or 0 for _, one in drawn)
    step = 10.0 if first.low is None else 2.0
    most = 1.0 if is_share else max(step, step * -(-furthest // step))
    show = scale_of(card.measure, first).format
    bars = [_bar(card.measure, label, one, most, at) for at, (label, one) in enumerate(drawn)]
    marks = [(_place(most * part, most), show(most * part)) for part in (0, 0.5, 1)]
    equal = _place(1, most) if is_ratio(card.measure, first) else None
    return Chart(bars, marks, has_ranges=first.low is not None, equal=equal)


def _labelled(periods: Sequence[Period]) -> list[tuple[str, Figure]]:
    if len(periods[0].figures) > 1:
        return [
            (f"{one.row}: {one.column}" if one.column else one.row, one)
            for one in periods[0].figures
        ]
    return [
        (f"{period.starts_on:%-d %b} to {period.ends_on:%-d %b %Y}", one)
        for period in periods
        for one in period.figures[:1]
    ]


def _bar(measure: Measure, label: str, figure: Figure, most: float, at: int) -> Bar:
    value = figure.value or 0.0
    low = value if figure.low is None else figure.low
    high = value if figure.high is None else figure.high
    places = (_place(low, most), _place(high, most), _place(value, most))
    return Bar(
        label,
        number_of(measure, figure) or scale_of(measure, figure).format(value),
        *places,
        top=ROW * at,
    )


def _place(value: float, most: float) -> float:
    return round(LEFT + WIDTH * min(value, most) / most, 1)
