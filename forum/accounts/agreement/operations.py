"""Publishing the community's rules."""

from collections.abc import Sequence

from forum.accounts.agreement.events import RulesPublished
from forum.accounts.agreement.models import Rule, RulesRead, RulesVersion
from forum.accounts.rules import may_publish_rules
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import check_line
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words, need_reason

LONGEST_TITLE = 120
LONGEST_TEXT = 4000


def publish_rules(rules: Sequence[tuple[str, str]], *, by: Person, because: str) -> RulesVersion:
    """Publish a new version of the rules, given as titles and texts; earlier ones stay readable."""
    require(may_publish_rules(by))
    because = need_reason(because)
    checked = [
        (
            check_line(title, field="rules", longest=LONGEST_TITLE),
            check_words(text, field="rules", longest=LONGEST_TEXT),
        )
        for title, text in rules
        if title.strip() or text.strip()
    ]
    if not checked:
        raise Invalid("rules", "Please write at least one rule.")
    version = RulesVersion(made_at=now(), made_by_id=by.id, because=because)
    version.rules = [
        Rule(number=number, title=title, text=text)
        for number, (title, text) in enumerate(checked, start=1)
    ]
    db.session.add(version)
    db.session.flush()
    announce(RulesPublished(version_id=version.id, by_id=by.id, because=because))
    return version


def say_rules_read(version: RulesVersion, *, by: Person) -> None:
    """Take note that the member has read this version."""
    row = {"member_id": by.member_id, "version_id": version.id, "read_at": now()}
    db.session.execute(insert_into(RulesRead).values(**row).on_conflict_do_nothing())
