"""Texts for the posts of the benchmark: a real mailing list's paragraphs, or invented words.

A few thousand bodies are rendered once and reused. Every post ends with a line of its own, so that
the vocabulary grows with the number of posts, as it does in life.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random

from config import ROOT
from forum.discussion.writing import write
from forum.kernel.errors import Invalid

MESSAGE = re.compile(r"^From .+ at .+ \d{4}$", re.MULTILINE)
END = re.compile(r"^(-- ?|_{10,}|-{8,}.*)$", re.MULTILINE)
SYLLABLES = re.findall("..", "badefigolumaneporisatevokaminureshutraplige")
PROBE = "the line that only this post has"
NEW_WORD = 0.04
"""Share of words never used before: with it, words repeat as they do in natural language."""


@dataclass(frozen=True, slots=True)
class Body:
    """A text rendered once, to which any post can add a line of its own."""

    raw: str
    html: str
    text: str
    language: str
    version: int

    def with_line(self, line: str) -> tuple[str, str, str]:
        """Return raw text, HTML and words with one more paragraph of plain words."""
        return (
            f"{self.raw}\n\n{line}",
            f"{self.html}<p>{escape(line)}</p>",
            f"{self.text}{line}",
        )


class Speaker:
    """Says words of an invented language: mostly words said before, at times a new one."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.said = ["the", "line", "of", "this", "post"]
        self.known = set(self.said)

    def word(self) -> str:
        """Return a word; what was said often is likely to be said again."""
        word = self._new() if self.rng.random() < NEW_WORD else self.rng.choice(self.said)
        self.said.append(word)
        return word

    def sentence(self, least: int, most: int) -> str:
        """Return between `least` and `most` words."""
        return " ".join(self.word() for _ in range(self.rng.randint(least, most)))

    def _new(self) -> str:
        while True:
            word = "".join(self.rng.choice(SYLLABLES) for _ in range(self.rng.randint(2, 5)))
            if word not in self.known:
                self.known.add(word)
                return word


def archive() -> Path:
    """Return the folder where the mail archive may be."""
    data = Path(os.environ.get("FOLKMOOT_TEST_DATA", ROOT.parent / "shared" / "data"))
    return data / "threads" / "twisted-pipermail" / "twisted-web"


def make_bodies(count: int, rng: Random) -> list[Body]:
    """Return so many different bodies, rendered as posts are."""
    messages = list(_messages_of(archive())) or list(_invented_messages(rng, 40 + count))
    bodies: list[Body] = []
    while len(bodies) < count:
        body = _render(_decorated(_run_of_paragraphs(messages, rng), rng))
        if body:
            bodies.append(body)
    return bodies


def _render(raw: str) -> Body | None:
    """Render the text with a line after it; None when that line is not a paragraph by itself."""
    try:
        writing = write(f"{raw}\n\n{PROBE}")
    except Invalid:
        return None
    html, text = writing.rendered.html, writing.rendered.text
    end = f"<p>{PROBE}</p>"
    if not (html.rstrip().endswith(end) and text.rstrip().endswith(PROBE)):
        return None
    return Body(
        raw,
        html.rstrip().removesuffix(end),
        text.rstrip().removesuffix(PROBE),
        writing.language,
        writing.rendered.version,
    )


def _messages_of(folder: Path) -> Iterator[list[str]]:
    """Return the paragraphs of each mail that its own writer wrote."""
    for path in sorted(folder.glob("*.txt")):
        for message in MESSAGE.split(path.read_text("utf-8", errors="replace"))[1:]:
            _, _, body = message.strip().partition("\n\n")
            paragraphs = list(_own_paragraphs(body))
            if paragraphs:
                yield paragraphs


def _own_paragraphs(body: str) -> Iterator[str]:
    end = END.search(body)
    kept = [
        line
        for line in body[: end.start() if end else None].splitlines()
        if not line.startswith((">", "|")) and not line.rstrip().endswith(("wrote:", "writes:"))
    ]
    for paragraph in re.split(r"\n\s*\n", "\n".join(kept)):
        lines = [line.strip() for line in paragraph.splitlines()]
        if len(paragraph.split()) >= 5 and len(paragraph) < 1500 and max(map(len, lines)) < 200:
            yield "\n".join(lines)


def _invented_messages(rng: Random, count: int) -> Iterator[list[str]]:
    speaker = Speaker(rng)
    for _ in range(count):
        yield [speaker.sentence(12, 60).capitalize() + "." for _ in range(rng.randint(1, 6))]


def _run_of_paragraphs(messages: list[list[str]], rng: Random) -> list[str]:
    """Return consecutive paragraphs of as many words as posts have: half of them under ninety."""
    wanted = min(1500, rng.lognormvariate(4.5, 0.7))
    found: list[str] = []
    words = 0
    while words < wanted:
        message = rng.choice(messages)
        for paragraph in message[rng.randrange(len(message)) :]:
            found.append(paragraph)
            words += len(paragraph.split())
            if words >= wanted:
                break
    return found


def _decorated(paragraphs: list[str], rng: Random) -> str:
    """Return Markdown in which some paragraphs are quotations, lists, code or carry a link."""
    chance = rng.random()
    first = paragraphs[0]
    if chance < 0.12:
        paragraphs[0] = "\n".join(f"> {line}" for line in first.splitlines())
    elif chance < 0.2:
        paragraphs[0] = "\n".join(f"- {line}" for line in first.splitlines())
    elif chance < 0.26:
        paragraphs[0] = f"```\n{first}\n```"
    elif chance < 0.4:
        paragraphs[0] = f"{first} [More of it](https://example.org/{rng.randrange(9999)})."
    elif chance < 0.5:
        word, _, rest = first.partition(" ")
        paragraphs[0] = f"**{word}** {rest}" if word.isalnum() else first
    return "\n\n".join(paragraphs)
