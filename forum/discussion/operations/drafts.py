"""Acts on drafts: save one, discard it, let it go when its text is sent, clear away old ones."""

import re
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.values import Person
from forum.discussion.models import Draft
from forum.discussion.operations.posts import find_submission
from forum.discussion.rules import may_keep_drafts, may_see_draft
from forum.discussion.values import LONGEST_POST
from forum.discussion.values.drafts import (
    DRAFT_DAYS,
    LONGEST_DRAFT_FIELDS,
    MOST_DRAFTS,
    DraftPlace,
    DraftText,
)
from forum.kernel.clock import now
from forum.kernel.db import HIGHEST_ID, db
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.markup import refuse_broken
from forum.kernel.verdicts import require

FIELDS = re.compile(
    r"title|tags|category|to|groups|revision|answer-\d{1,10}-\d{1,10}"
    r"|readers|circles|people|reuse|matter|lives|ends_on|days|labelled_for|ask|needed_by"
    r"|basis|consented_on|scope|link|jurisdiction|area|stage|respondent|opponents|excluded"
)
AS_IT_IS = {"synchronize_session": False}
CHANGED = "This draft was changed elsewhere, or it was sent or discarded there."


def save_draft(
    place: DraftPlace,
    text: DraftText,
    *,
    seen: int,
    by: Person,
    submission_key: str | None = None,
) -> Draft | None:
    """Keep what somebody is writing; nothing is kept of an empty text, or of one that was sent.

    `seen` is the sequence under which the form knows the draft, 0 where it knows of none. Raises
    Conflict when the draft has gone on since, so that no page overwrites what another one saved.
    """
    require(may_keep_drafts(by))
    if not 0 <= place.thing_id <= HIGHEST_ID:
        raise Invalid("body", "There is no such place to write in.")
    text = check_draft(text)
    if find_submission(by.member_id, submission_key) is not None:
        return None
    draft = find_own(place, by)
    if draft is not None and _text_of(draft) == text:
        return draft
    if (draft.sequence if draft else 0) != seen:
        raise Conflict(CHANGED)
    if text.is_empty:
        if draft is not None:
            db.session.delete(draft)
        return None
    return _change(draft, text) if draft else _add(place, text, by)


def keep_unsent(place: DraftPlace, body: str, *, of: int) -> None:
    """Keep for a member what a machine could not post for them, below what they were writing there."""
    mine = (Draft.member_id == of, Draft.kind == place.kind, Draft.thing_id == place.thing_id)
    draft = db.session.scalar(select(Draft).where(*mine))
    moment = now()
    if draft is not None:
        draft.body, draft.saved_at = f"{draft.body}\n\n{body}".strip(), moment
        draft.sequence += 1
        return
    draft = Draft(
        member_id=of,
        kind=place.kind,
        thing_id=place.thing_id,
        sequence=int(moment.timestamp() * 1000),
        body=body,
        fields={},
        saved_at=moment,
    )
    db.session.add(draft)


def discard_draft(place: DraftPlace, *, seen: int, by: Person) -> bool:
    """Throw a draft away; False when there is none. Raises Conflict when it has gone on since."""
    draft = find_own(place, by)
    if draft is None:
        return False
    if draft.sequence != seen:
        raise Conflict(CHANGED)
    db.session.delete(draft)
    return True


def let_go_of_draft(place: DraftPlace, sent: DraftText, *, seen: int, by: Person) -> bool:
    """Throw a draft away whose text was sent; False when another page saved something else.

    That is kept, so that neither is lost.
    """
    draft = find_own(place, by) if by.is_member else None
    if draft is None:
        return True
    if draft.sequence != seen and _text_of(draft) != tidy_draft(sent):
        return False
    db.session.delete(draft)
    return True


def expire_drafts() -> int:
    """Clear away drafts that nobody touched for half a year; return how many there were."""
    old = delete(Draft).where(Draft.saved_at < now() - timedelta(days=DRAFT_DAYS))
    gone = db.session.execute(old.returning(Draft.id), execution_options=AS_IT_IS)
    return len(gone.all())


def find_own(place: DraftPlace, by: Person) -> Draft | None:
    """Return the person's draft in this place, locked until the change is done."""
    draft = db.session.scalar(
        select(Draft)
        .where(
            Draft.member_id == by.member_id,
            Draft.kind == place.kind,
            Draft.thing_id == place.thing_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if draft is not None:
        require(may_see_draft(by, draft))
    return draft


def check_draft(text: DraftText) -> DraftText:
    """Return what can be kept of a draft, its line ends put in order. Raises Invalid."""
    text = tidy_draft(text)
    for name, value in {**text.fields, "body": text.body}.items():
        refuse_broken(name, value)
    body = text.body
    if len(body) > LONGEST_POST or len(body.encode()) > LONGEST_POST:
        raise Invalid(
            "body", f"The text is too long to be kept: at most {LONGEST_POST // 1024} KB."
        )
    if sum(len(value.encode()) for value in text.fields.values()) > LONGEST_DRAFT_FIELDS:
        raise Invalid("title", "The fields beside the text are too long to be kept.")
    return text


def tidy_draft(text: DraftText) -> DraftText:
    """Return what belongs to a draft, in the order and with the line ends in which it is kept."""
    fields = {
        name: _with_plain_ends(value)
        for name, value in sorted(text.fields.items())
        if FIELDS.fullmatch(name) and value
    }
    return DraftText(_with_plain_ends(text.body), fields)


def _with_plain_ends(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _text_of(draft: Draft) -> DraftText:
    return DraftText(draft.body, dict(sorted(draft.fields.items())))


def _change(draft: Draft, text: DraftText) -> Draft:
    draft.body, draft.fields = text.body, dict(text.fields)
    draft.sequence += 1
    draft.saved_at = now()
    return draft


def _add(place: DraftPlace, text: DraftText, by: Person) -> Draft:
    own = select(func.count()).select_from(Draft).where(Draft.member_id == by.member_id)
    if (db.session.scalar(own) or 0) >= MOST_DRAFTS:
        sentence = f"You keep {MOST_DRAFTS} drafts already. Discard some that you no longer need."
        raise Invalid("body", sentence)
    moment = now()
    draft = Draft(
        member_id=by.member_id,
        kind=place.kind,
        thing_id=place.thing_id,
        # Milliseconds, so that a draft begun after another one never has a number of that one.
        sequence=int(moment.timestamp() * 1000),
        body=text.body,
        fields=dict(text.fields),
        saved_at=moment,
    )
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        # Two pages saved their first words at once: the other one was quicker.
        raise Conflict(CHANGED) from None
    return draft
