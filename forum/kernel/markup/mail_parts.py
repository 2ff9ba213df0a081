"""The parts of a plain mail: own words, introduced quotations, signatures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# How programs for mail introduce a quotation, in the languages of the community.
_WROTE = (
    "wrote|writes|said|says|schrieb|schreef|a écrit|écrit|ecrit|escribió|escribio|ha scritto|"
    "scrisse|escreveu|a scris|skrev|kirjoitti|napisał|napisal|írta"
)
_INTRODUCTION = re.compile(
    rf"[^\n]{{0,300}}\b(?:{_WROTE})\b[^\n:]{{0,80}}:\s*\Z|[^\n]{{0,300}}[>)\]]\s*(?:{_WROTE})\s*:?\s*\Z",
    re.IGNORECASE,
)
_ORIGINAL_MESSAGE = (
    "original message|forwarded message|ursprüngliche nachricht|message d'origine|"
    "mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original"
)
_ORIGINAL = re.compile(rf"\s*-{{2,}}\s*(?:{_ORIGINAL_MESSAGE})\s*-{{2,}}\s*\Z", re.IGNORECASE)
_SIGNATURE = re.compile(r"--\s*\Z")
_FOOTER = re.compile(r"_{30,}\s*\Z")
_NEXT_PART = re.compile(r"-{10,} next part -{10,}\s*\Z")
_SCRUBBED = re.compile(r"An? .{1,40} was scrubbed")
_QUOTED = re.compile(r" ?>")
_LONGEST_SIGNATURE = 15


@dataclass(frozen=True, slots=True)
class Own:
    """What the writer of the mail says."""

    lines: list[str]


@dataclass(frozen=True, slots=True)
class Attributed:
    """What the mail quotes, without one level of marks, and the line that says whom."""

    introduction: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Folded:
    """A signature, or what a list adds below every mail."""

    lines: list[str]
    summary: str


Part = Own | Attributed | Folded


def split_mail(lines: Sequence[str]) -> list[Part]:
    """Split the lines of a mail, or of a quotation, into their parts; no line is lost."""
    parts: list[Part] = []
    own: list[str] = []
    position = 0
    while position < len(lines):
        part, end = _foreign_part(lines, position)
        if part is None:
            own.append(lines[position])
            position += 1
            continue
        if isinstance(part, Attributed) and not part.introduction:
            part = Attributed(_pop_introduction(own), part.lines)
        _add_own(parts, own)
        own = []
        parts.append(part)
        position = end
    _add_own(parts, own)
    return parts


def _add_own(parts: list[Part], own: list[str]) -> None:
    if any(line.strip() for line in own):
        parts.append(Own(own))


def _foreign_part(lines: Sequence[str], start: int) -> tuple[Part | None, int]:
    line = lines[start]
    if _is_quoted(line):
        return _quotation(lines, start)
    if _ORIGINAL.match(line):
        return Attributed(line.strip(" -\t"), list(lines[start + 1 :])), len(lines)
    if _FOOTER.match(line):
        end = _end_of_block(lines, start + 1)
        if start + 1 < end <= start + _LONGEST_SIGNATURE:
            return Folded(list(lines[start + 1 : end]), "Footer of the list"), end
    if _NEXT_PART.match(line) and start + 1 < len(lines) and _SCRUBBED.match(lines[start + 1]):
        end = _end_of_block(lines, start + 1)
        return Folded(list(lines[start + 1 : end]), "Attachment"), end
    last = _end_of_signature(lines, start) if _SIGNATURE.match(line) else None
    if last is not None:
        return Folded(list(lines[start + 1 : last]), "Signature"), last
    return None, start


def _is_quoted(line: str) -> bool:
    """A prompt of Python's shell looks like a quotation three deep and is none."""
    return _QUOTED.match(line) is not None and not re.match(r">>> \S", line)


def _quotation(lines: Sequence[str], start: int) -> tuple[Part, int]:
    end = start
    while end < len(lines) and (_is_quoted(lines[end]) or _is_gap(lines, end)):
        end += 1
    return Attributed("", [_without_mark(line) for line in lines[start:end]]), end


def _is_gap(lines: Sequence[str], position: int) -> bool:
    """Tell whether a single blank line stands between two quoted lines."""
    return (
        not lines[position].strip()
        and position + 1 < len(lines)
        and _QUOTED.match(lines[position + 1]) is not None
    )


def _without_mark(line: str) -> str:
    bare = _QUOTED.sub("", line, count=1)
    return bare.removeprefix(" ")


def _end_of_block(lines: Sequence[str], start: int) -> int:
    end, limit = start, min(len(lines), start + _LONGEST_SIGNATURE + 1)
    while end < limit and lines[end].strip() and not _NEXT_PART.match(lines[end]):
        end += 1
    return end


def _ends_signature(line: str) -> bool:
    return _is_quoted(line) or bool(_FOOTER.match(line) or _NEXT_PART.match(line))


def _end_of_signature(lines: Sequence[str], start: int) -> int | None:
    """A signature is short; what is longer after a line of two dashes is part of the mail."""
    limit = min(len(lines), start + _LONGEST_SIGNATURE + 1)
    end = start + 1
    while end < limit and not _ends_signature(lines[end]):
        end += 1
    is_long = end == limit < len(lines)
    return None if is_long or not any(map(str.strip, lines[start + 1 : end])) else end


def _pop_introduction(own: list[str]) -> str:
    """Take the line or lines that introduce a quotation off the end of the writer's own words."""
    last = len(own)
    while last and not own[last - 1].strip():
        last -= 1
    for count in (1, 2, 3):
        chosen = own[max(0, last - count) : last]
        if len(chosen) < count or not chosen[0].strip():
            break
        words = " ".join(line.strip() for line in chosen)
        if _INTRODUCTION.match(words) and _begins_introduction(own, last - count, count):
            del own[last - count :]
            return words
    return ""


def _begins_introduction(own: list[str], start: int, count: int) -> bool:
    """An introduction over several lines says "On …"; a single line may stand anywhere."""
    first = own[start].lstrip()
    if re.match(r"(?:On|Am|Le|El|Il|Op|Em|Den|Pe|At|In)\b", first):
        return True
    is_broken = (
        start > 0
        and bool(own[start - 1].strip())
        and re.match(r"(?:On|Am|Le|El|Il)\b", own[start - 1])
    )
    return not is_broken and count == 1
