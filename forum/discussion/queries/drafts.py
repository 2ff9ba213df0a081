"""Drafts, each for its author alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from forum.accounts.values import Person
from forum.discussion.models import Draft, Post, Thread
from forum.discussion.queries.threads import VISIBLE, visible_values
from forum.discussion.rules import may_see_draft
from forum.discussion.values import ThreadLink
from forum.discussion.values.drafts import DraftCard, DraftKind, DraftPlace, DraftText
from forum.kernel.db import db, get_row, read
from forum.kernel.markup import excerpt
from forum.kernel.verdicts import require

LONGEST_EXCERPT = 240


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft in the list of one's own.

    `thread` and `number` say where it belongs, as far as its author may see that today.
    """

    id: int
    place: DraftPlace
    sequence: int
    title: str
    beginning: str
    saved_at: datetime
    thread: ThreadLink | None
    number: int | None


def select_own_drafts(person: Person) -> Select[Draft]:
    """Select the drafts that exist for this person: the twin of may_see_draft."""
    return select(Draft).where(Draft.member_id == (person.id or 0))


def find_draft(place: DraftPlace, *, by: Person) -> DraftCard | None:
    """Return what the person has written in this place and not sent."""
    query = select_own_drafts(by).where(Draft.kind == place.kind, Draft.thing_id == place.thing_id)
    draft = db.session.scalar(query)
    return None if draft is None else card_of(draft)


def get_draft(draft_id: int, *, by: Person) -> DraftCard:
    """Return one of the person's own drafts. Raises NotFound."""
    draft = get_row(Draft, draft_id)
    require(may_see_draft(by, draft))
    return card_of(draft)


_LINES = (
    select(
        Draft.id,
        Draft.kind,
        Draft.thing_id,
        Draft.sequence,
        Draft.body,
        Draft.fields,
        Draft.saved_at,
        Post.number,
        Thread.id.label("thread_id"),
        Thread.slug,
        Thread.title,
    )
    .outerjoin(
        Post,
        and_(Post.id == Draft.thing_id, Draft.kind.in_([DraftKind.EDIT, DraftKind.CONTINUE])),
    )
    .outerjoin(
        Thread,
        and_(
            VISIBLE,
            or_(
                and_(Draft.kind == DraftKind.REPLY, Thread.id == Draft.thing_id),
                Thread.id == Post.thread_id,
            ),
        ),
    )
)


def list_drafts(*, by: Person) -> list[DraftLine]:
    """Return the person's drafts, the latest first; of threads closed to them only their own words."""
    query = _LINES.where(Draft.member_id == (by.id or 0)).order_by(
        Draft.saved_at.desc(), Draft.id.desc()
    )
    return [_line(row) for row in read(query, **visible_values(by))]


def card_of(draft: Draft) -> DraftCard:
    """Return a draft as pages show it."""
    place = DraftPlace(draft.kind, draft.thing_id)
    return DraftCard(
        draft.id, place, draft.sequence, DraftText(draft.body, draft.fields), draft.saved_at
    )


def _line(row: Any) -> DraftLine:
    is_visible = row.thread_id is not None
    fields: Mapping[str, str] = row.fields
    words = " ".join([row.body, *(fields[name] for name in fields if name.startswith("answer-"))])
    return DraftLine(
        id=row.id,
        place=DraftPlace(row.kind, row.thing_id),
        sequence=row.sequence,
        title=fields.get("title", ""),
        beginning=excerpt(words, LONGEST_EXCERPT),
        saved_at=row.saved_at,
        thread=ThreadLink(row.thread_id, row.slug, row.title) if is_visible else None,
        number=row.number if is_visible else None,
    )
