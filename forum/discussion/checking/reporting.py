"""What a check has found, as a form shows it: the same thing in many places is one line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.discussion.checking.values import MOST_FINDINGS, Finding, Kind

MOST_PLACES = 8
"""Places that are named of one thing."""


class Choice(StrEnum):
    """What a member makes of something that was found."""

    BY_HAND = "hand"
    REPLACE = "replace"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found, wherever it stands."""

    mark: str
    """What stands for it in the form, and tells nobody what it is."""
    kind: Kind
    ways: tuple[str, ...]
    """How it is written."""
    places: tuple[str, ...]
    because: str
    placeholder: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that a form shows after a check."""

    found: Sequence[Found]
    was_asked: bool
    """Whether the member asked for it; otherwise something was to be posted, and is not yet."""
    is_cut: bool = False
    """Whether there was more than is shown at once."""
    is_replaced: bool = False
    """Whether something was just replaced."""

    @property
    def marks(self) -> str:
        """Return what the form sends back to say what its writer has seen."""
        return " ".join(one.mark for one in self.found)


def report_of(
    findings: Sequence[Finding],
    mark_of: Callable[[Finding], str],
    choices: Mapping[str, Choice],
    *,
    was_asked: bool,
    is_replaced: bool = False,
) -> CheckReport:
    """Gather what was found, in the order in which it stands."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(mark_of(finding), []).append(finding)
    found = [_found(mark, group, choices.get(mark)) for mark, group in groups.items()]
    is_cut = len(findings) >= MOST_FINDINGS
    return CheckReport(found, was_asked, is_cut, is_replaced)


def _found(mark: str, group: Sequence[Finding], choice: Choice | None) -> Found:
    first = group[0]
    if choice is None:
        choice = Choice.REPLACE if first.placeholder else Choice.BY_HAND
    return Found(
        mark=mark,
        kind=first.kind,
        ways=_few(finding.found for finding in group),
        places=_places(group),
        because=first.because,
        placeholder=first.placeholder,
        choice=choice,
    )


def _few(words: Iterable[str]) -> tuple[str, ...]:
    several = list(dict.fromkeys(words))
    return (*several[:MOST_PLACES], *(["…"] if len(several) > MOST_PLACES else []))


def _places(group: Sequence[Finding]) -> tuple[str, ...]:
    """Name each field once, with its lines."""
    lines: dict[str, list[str]] = {}
    for finding in group:
        lines.setdefault(finding.label, []).extend([str(finding.line)] * finding.has_lines)
    return tuple(_place(label, _few(numbers)) for label, numbers in lines.items())


def _place(label: str, numbers: Sequence[str]) -> str:
    if not numbers:
        return label
    return f"{label}, line{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
