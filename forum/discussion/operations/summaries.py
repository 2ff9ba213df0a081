"""The act on the summary of a thread: write its next version."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from forum.accounts.values import Person
from forum.discussion.events import SummaryWritten
from forum.discussion.models import Summary, Thread
from forum.discussion.operations.quotes import check_quotes
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.summaries import find_summary
from forum.discussion.queries.threads import takes_part
from forum.discussion.rules import may_write_summary
from forum.discussion.values import LONGEST_SUMMARY
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict
from forum.kernel.events import announce
from forum.kernel.markup import link_post_numbers, read, render
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

CHANGED = "The summary was changed while you were writing."


@dataclass(frozen=True, slots=True)
class SummaryTexts:
    """The parts of a summary as somebody wrote them; all empty puts the box away."""

    words: str = ""
    decisions: str = ""
    questions: str = ""


@dataclass(frozen=True, slots=True)
class SummaryWriting:
    """The parts of a summary, checked, and as they will be shown."""

    texts: SummaryTexts
    html: dict[str, str] = field(default_factory=dict)


def make_ready(texts: SummaryTexts) -> SummaryWriting:
    """Check and render the parts. Raises Invalid, naming the part that cannot be kept.

    This takes milliseconds: call it before the first look at the database.
    """
    checked = {
        name: check_words(text, field=name, longest=LONGEST_SUMMARY)
        for name, text in asdict(texts).items()
    }
    html = {name: render(text).html if text else "" for name, text in checked.items()}
    return SummaryWriting(SummaryTexts(**checked), html)


def write_summary(
    thread: Thread, writing: SummaryWriting, *, by: Person, seen_version: int
) -> Summary | None:
    """Write the next version; None when nothing changed.

    Raises Conflict when there is a newer one than `seen_version`.
    """
    require(may_write_summary(by, thread, takes_part=takes_part(thread, by)))
    before = find_summary(thread)
    if seen_version != (before.version if before else 0):
        raise Conflict(CHANGED)
    if writing.texts == texts_of(before):
        return None
    for name, html in writing.html.items():
        check_quotes(read(html).quotes, thread, by=by, field=name)
    return add_summary(thread, writing, version=seen_version + 1, author_id=by.member_id, at=now())


def add_summary(
    thread: Thread, writing: SummaryWriting, *, version: int, author_id: int, at: datetime
) -> Summary:
    """Write a version of the summary; who may do so was asked before. Raises Conflict."""
    html = {f"{name}_html": html for name, html in _linked(thread, writing).items()}
    summary = Summary(
        thread_id=thread.id,
        version=version,
        written_by_id=author_id,
        written_at=at,
        **asdict(writing.texts),
        **html,
    )
    try:
        with db.session.begin_nested():
            db.session.add(summary)
    except IntegrityError:
        # Somebody else's version was written in the same moment.
        raise Conflict(CHANGED) from None
    announce(SummaryWritten(thread_id=thread.id, version=version, by_id=author_id))
    return summary


def preview_summary(thread: Thread, writing: SummaryWriting, *, by: Person) -> SummaryTexts:
    """Return the parts as this person would see them at the top of the thread."""
    return SummaryTexts(*fill_texts(list(_linked(thread, writing).values()), by, thread))


def _linked(thread: Thread, writing: SummaryWriting) -> dict[str, str]:
    """Return the rendered parts in which #12 leads to post 12 of the thread."""
    return {
        name: link_post_numbers(html, thread_id=thread.id, last=thread.last_number)
        for name, html in writing.html.items()
    }


def texts_of(summary: Summary | None) -> SummaryTexts:
    """Return the parts of a version; none yet is the same as an empty one."""
    if summary is None:
        return SummaryTexts()
    return SummaryTexts(summary.words, summary.decisions, summary.questions)
