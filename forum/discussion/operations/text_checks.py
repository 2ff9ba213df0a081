"""Choosing when one's texts are checked, and keeping one's own list of names."""

from forum.accounts.values import Person
from forum.discussion.checking import CheckWhen, DeniedName, written_names
from forum.discussion.models import TextCheckChoice
from forum.discussion.queries.text_checks import sealed_for
from forum.discussion.rules import may_choose_text_check
from forum.kernel.db import db
from forum.kernel.sealing import seal
from forum.kernel.verdicts import require


def choose_check_when(when: CheckWhen, *, by: Person) -> None:
    """Let texts be checked where categories ask for it, everywhere or nowhere."""
    _choice_of(by).check_when = when


def keep_names(names: tuple[DeniedName, ...], *, by: Person) -> None:
    """Keep the member's list in place of the one before; only this member ever reads it again."""
    choice = _choice_of(by)
    choice.sealed_names = seal(written_names(names), sealed_for(by.member_id)) if names else ""


def _choice_of(person: Person) -> TextCheckChoice:
    require(may_choose_text_check(person))
    choice = db.session.get(TextCheckChoice, person.member_id)
    if choice is None:
        choice = TextCheckChoice(
            member_id=person.member_id, check_when=CheckWhen.CATEGORIES, sealed_names=""
        )
        db.session.add(choice)
    return choice
