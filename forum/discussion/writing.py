"""Text made ready before a transaction begins: checked, rendered, its language found."""

from dataclasses import dataclass

from forum.discussion.values import LONGEST_POST, LONGEST_TAG, LONGEST_TITLE, MOST_FILES, MOST_TAGS
from forum.kernel.errors import Invalid
from forum.kernel.language import detect_language
from forum.kernel.markup import (
    Rendered,
    TextFormat,
    check_line,
    check_text,
    fold_handle,
    marked_files,
    read,
    render,
)


@dataclass(frozen=True, slots=True)
class Writing:
    """A text as typed and as it will be shown."""

    raw: str
    rendered: Rendered
    format: TextFormat
    language: str


def write(raw: str) -> Writing:
    """Check and render what a member typed. Raises Invalid for what cannot be a post.

    This takes milliseconds: call it before the first look at the database, so that nobody else
    waits for it.
    """
    writing = look_at(raw)
    sentence = nothing_said(writing.rendered)
    if sentence:
        raise Invalid("body", sentence)
    return writing


def look_at(raw: str) -> Writing:
    """Check and render a text that is still being written: it may hold nothing but quotations."""
    checked = check_text(raw, limit=LONGEST_POST)
    rendered = render(checked)
    files = len(set(marked_files(rendered.html)))
    if files > MOST_FILES:
        raise Invalid("body", f"A post holds at most {MOST_FILES} files; these are {files}.")
    return Writing(checked, rendered, TextFormat.MARKDOWN, detect_language(rendered.text))


def nothing_said(rendered: Rendered) -> str:
    """Return what to say about a text without words or files of its own, or nothing."""
    if rendered.text.strip() or any(marked_files(rendered.html)):
        return ""
    if rendered.quotes:
        return "So far these are only quotations. Please write something of your own, too."
    return "Please write something: there are no words in this post."


def take_over(raw: str, text_format: TextFormat) -> Writing:
    """Render a text that was written elsewhere; the limits for hand-written posts do not apply."""
    rendered = render(raw, text_format)
    return Writing(raw, rendered, text_format, detect_language(rendered.text))


def named_in(html: str) -> frozenset[str]:
    """Return the folded handles of whom a rendered text mentions or quotes."""
    found = read(html)
    mentions = {fold_handle(handle) for handle in found.mentions}
    return frozenset(mentions | {quoted.handle for quoted in found.quotes if quoted.handle})


def check_title(title: str) -> str:
    """Return the title tidied up. Raises Invalid when it is empty, too long or deceptive."""
    return check_line(title, field="title", longest=LONGEST_TITLE)


def check_tags(names: list[str]) -> list[str]:
    """Return tag names tidied up, each once. Raises Invalid for more than five or for odd ones."""
    tidy: dict[str, None] = {}
    for name in names:
        line = check_line(name, field="tags", longest=LONGEST_TAG, required=False)
        slug = "-".join(line.casefold().replace("#", " ").replace(",", " ").split())
        if slug:
            tidy[slug] = None
    if len(tidy) > MOST_TAGS:
        raise Invalid("tags", f"A thread has at most {MOST_TAGS} tags; these are {len(tidy)}.")
    for name in tidy:
        _check_tag(name)
    return list(tidy)


def _check_tag(name: str) -> None:
    if len(name) > LONGEST_TAG:
        raise Invalid("tags", f"A tag has at most {LONGEST_TAG} letters.")
    if not all(letter.isalnum() or letter in "-_.+" for letter in name):
        raise Invalid(
            "tags", f"A tag is made of letters, digits, and - _ . + only: “{name}” is not."
        )
    if not any(letter.isalnum() for letter in name):
        raise Invalid("tags", f"A tag needs a letter or a digit: “{name}” has none.")


def split_tags(text: str) -> list[str]:
    """Return the tag names in a line typed by a member, separated by commas."""
    return [name for name in (part.strip() for part in text.split(",")) if name]
