"""Subjects: the title in them, whether they answer, and what makes two of them the same."""

import re
from collections.abc import Collection
from dataclasses import dataclass

NO_SUBJECT = "(no subject)"
MAX_TITLE = 255

# "Re" in the tongues of mail programs: Latin scripts first, then Chinese, Russian, Greek.
_REPLY = (
    r"re|aw|sv|vs|antw|antwort|ang|odp|rif|res|ynt|vá|atb|atsp|antwoord|reply"
    r"|回复|回覆|答复|答覆|返信|답장|отв|ответ|απ|σχετ"
)
_FORWARD = r"fwd?|wg|tr|rv|enc|vl|vb|doorst|fs|továbbítás|pd|ilt|转发|轉寄|轉發|pfwd"
_COUNT = r"(?:[\[(]\s*\d+\s*[\])]|\^\d+|\*\d+)?"
_MARK = re.compile(
    rf"\s*(?:(?P<reply>{_REPLY}|r)|(?P<forward>{_FORWARD}))\s*{_COUNT}\s*[:：]",
    re.IGNORECASE,
)
_TAG = re.compile(r"\s*\[([^\]\[]{1,80})\]\s*")
_TRAILING = re.compile(r"\s*\((?:fwd|wa[sr][: ]).*\)\s*\Z", re.IGNORECASE)
_NOTHING = re.compile(
    r"\W*(?:no subject|kein betreff|sans (?:objet|sujet)|none|ohne betreff|sin asunto)?\W*",
    re.IGNORECASE,
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_COMMON_TAGS = frozenset({
    "patch", "ann", "announce", "announcement", "rfc", "bug", "ot", "off-topic", "solved", "job",
    "jobs", "cfp", "fwd", "help", "question",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject taken apart: what is said, whether it answers, and its key for comparing."""

    title: str
    key: str
    is_reply: bool


def read_subject(text: str, list_tags: Collection[str] = frozenset()) -> Subject:
    """Take a decoded subject apart; `list_tags` are what lists put before subjects in brackets."""
    rest, is_reply = text.strip(), False
    while True:
        if mark := _MARK.match(rest):
            is_reply = is_reply or mark["reply"] is not None
            rest = rest[mark.end() :]
        elif (tag := _TAG.match(rest)) and _is_added(tag, rest, list_tags):
            rest = rest[tag.end() :]
        else:
            break
    title = " ".join(rest.split())
    if _NOTHING.fullmatch(title):
        return Subject(NO_SUBJECT, "", is_reply)
    key = _NOT_LETTERS.sub(" ", _TRAILING.sub("", title).casefold()).strip()
    return Subject(_shorten(title), key or title, is_reply)


def _is_added(tag: re.Match[str], rest: str, list_tags: Collection[str]) -> bool:
    """Tell a tag of list software from one that the writer set."""
    return tag[1].strip().casefold() in list_tags or bool(_MARK.match(rest, tag.end()))


def _shorten(title: str) -> str:
    return title if len(title) <= MAX_TITLE else f"{title[: MAX_TITLE - 1].rstrip()}…"


def tag_of(text: str) -> str | None:
    """Return the "[tag]" before or right behind the marks of reply, in small letters."""
    rest = text.strip()
    while mark := _MARK.match(rest):
        rest = rest[mark.end() :]
    found = _TAG.match(rest)
    tag = found[1].strip().casefold() if found else ""
    return tag if tag and tag not in _COMMON_TAGS and not tag.isdecimal() else None
