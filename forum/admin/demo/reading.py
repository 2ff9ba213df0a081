"""The demo community as it is written in the content files, read into frozen values."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
FENCE = "+++"
THREAD_FACTS = (
    "title",
    "tags",
    "pinned",
    "pinned_by",
    "pinned_because",
    "closed",
    "summaries",
    "case",
)


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A person of the demo; `facilitates` names the one category they look after, if any."""

    handle: str
    name: str
    role: str
    pronouns: str
    jurisdictions: tuple[str, ...]
    languages: tuple[str, ...]
    ask_me_about: str
    bio: str
    joined_days_ago: float
    organisation: str = ""
    facilitates: str = ""
    role_group: str = ""
    """What they say that they are; counted, and shown to nobody."""


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An invented organisation that members may belong to."""

    name: str
    about: str
    country: str


@dataclass(frozen=True, slots=True)
class DemoRule:
    """One of the community's rules; flags name it by its position, counted from 1."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class DemoFlag:
    """A flag that waits in the review queue; `rule` is a position counted from 1."""

    by: str
    rule: int
    because: str


@dataclass(frozen=True, slots=True)
class DemoWithdrawal:
    """Why a post was withdrawn, and by whom: its author or a facilitator."""

    by: str
    because: str


@dataclass(frozen=True, slots=True)
class DemoPin:
    """Why a thread is pinned; `scope` is "everywhere" or "category"."""

    scope: str
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class DemoClosing:
    """Why and when a thread was closed."""

    by: str
    because: str
    days_ago: float


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """One version of the box at the top of a thread."""

    by: str
    days_ago: float
    words: str = ""
    decisions: str = ""
    questions: str = ""


@dataclass(frozen=True, slots=True)
class DemoCase:
    """What was declared of a case, all of which are anonymised, in the words of the gate."""

    jurisdiction: str
    area: str
    stage: str
    respondent: str


@dataclass(frozen=True, slots=True)
class DemoPost:
    """One post, numbered from 1 in its thread; `edits` are its earlier bodies, oldest first.

    `reactions` name the handles that gave each sign; `answers`: its asker took it for the answer.
    """

    number: int
    author: str
    language: str
    days_ago: float
    body: str
    reply_to: int | None = None
    flag: DemoFlag | None = None
    withdrawn: DemoWithdrawal | None = None
    edits: tuple[str, ...] = ()
    reactions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    answers: bool = False


@dataclass(frozen=True, slots=True)
class DemoThread:
    """A thread with its posts in order; `key` is what `[[category/NN]]` in a body points to."""

    key: str
    category: str
    title: str
    tags: tuple[str, ...]
    language: str
    posts: tuple[DemoPost, ...]
    pin: DemoPin | None = None
    closing: DemoClosing | None = None
    summaries: tuple[DemoSummary, ...] = ()
    case: DemoCase | None = None


@dataclass(frozen=True, slots=True)
class DemoConversation:
    """A conversation, and who is in it beside the author of its first post."""

    title: str
    people: tuple[str, ...]
    posts: tuple[DemoPost, ...]


@dataclass(frozen=True, slots=True)
class Community:
    """Everything that the demo consists of; threads are in the order of their first posts."""

    members: tuple[DemoMember, ...]
    organisations: tuple[DemoOrganisation, ...]
    rules: tuple[DemoRule, ...]
    threads: tuple[DemoThread, ...]
    conversations: tuple[DemoConversation, ...]


def read_community(content: Path = CONTENT) -> Community:
    """Read the whole demo community; a ValueError or TypeError names a badly written file."""
    threads = [_read_thread(path) for path in sorted(content.glob("threads/*/*.md"))]
    return Community(
        members=tuple(DemoMember(**table) for table in _tables(content, "member")),
        organisations=tuple(
            DemoOrganisation(**table) for table in _tables(content, "organisation")
        ),
        rules=tuple(DemoRule(**table) for table in _tables(content, "rule")),
        threads=tuple(sorted(threads, key=lambda thread: -thread.posts[0].days_ago)),
        conversations=tuple(_make_conversation(one) for one in _tables(content, "conversation")),
    )


def _make_conversation(table: dict[str, Any]) -> DemoConversation:
    posts = (DemoPost(number=number, **post) for number, post in enumerate(table["post"], 1))
    return DemoConversation(table["title"], table["people"], tuple(posts))


def _tables(content: Path, name: str) -> Iterator[dict[str, Any]]:
    document = tomllib.loads((content / f"{name}s.toml").read_text(encoding="utf-8"))
    for table in document[name]:
        yield _with_tuples(table)


def _with_tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _read_thread(path: Path) -> DemoThread:
    try:
        written = list(_written_posts(path.read_text(encoding="utf-8")))
        first = written[0][0]
        facts = {key: first.pop(key) for key in THREAD_FACTS if key in first}
        language = first["language"]
        posts = tuple(
            _make_post(number, {"language": language} | table, body)
            for number, (table, body) in enumerate(written, start=1)
        )
        return _make_thread(path, facts, language, posts)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.parent.name}/{path.name}: {error!r}") from error


def _written_posts(text: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the table and the body of every post: they take turns between the fences."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line == FENCE:
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) % 2 == 0:
        raise ValueError(f"a {FENCE} is missing")
    for facts, body in zip(parts[1::2], parts[2::2], strict=True):
        yield tomllib.loads("\n".join(facts)), "\n".join(body).strip()


def _make_post(number: int, table: dict[str, Any], body: str) -> DemoPost:
    if "flag" in table:
        table["flag"] = DemoFlag(**table["flag"])
    if "withdrawn" in table:
        table["withdrawn"] = DemoWithdrawal(**table["withdrawn"])
    if "edits" in table:
        table["edits"] = [version.strip() for version in table["edits"]]
    return DemoPost(number=number, body=body, **_with_tuples(table))


def _make_thread(
    path: Path, facts: dict[str, Any], language: str, posts: tuple[DemoPost, ...]
) -> DemoThread:
    pin = None
    if "pinned" in facts:
        pin = DemoPin(facts["pinned"], by=facts["pinned_by"], because=facts["pinned_because"])
    return DemoThread(
        key=f"{path.parent.name}/{path.name.split('-')[0]}",
        category=path.parent.name,
        title=facts["title"],
        tags=tuple(facts["tags"]),
        language=language,
        posts=posts,
        pin=pin,
        closing=DemoClosing(**facts["closed"]) if "closed" in facts else None,
        summaries=tuple(DemoSummary(**table) for table in facts.get("summaries", ())),
        case=DemoCase(**facts["case"]) if "case" in facts else None,
    )
