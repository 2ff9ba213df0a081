"""May I, about drafts? Pure answers; nothing here queries."""

from forum.accounts.values import Person
from forum.discussion.models import Draft
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_keep_drafts(person: Person) -> Verdict:
    """Say whether the person may keep what they have not sent: also where they may not write now."""
    return ALLOWED if person.is_member else refused("Sign in to keep what you write.")


def may_see_draft(person: Person, draft: Draft) -> Verdict:
    """Say whether the draft exists for this person: only its author ever sees it."""
    return ALLOWED if person.is_member and draft.member_id == person.id else HIDDEN
