"""What those who flagged a post are written when facilitators have decided."""

from sqlalchemy import select

from forum.accounts.identity import load_people
from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.kernel.db import db
from forum.kernel.events import within
from forum.moderation.events import FlagsHandled
from forum.moderation.queries.flags import flaggers_of


@within(FlagsHandled)
def write_to_flaggers(event: FlagsHandled) -> None:
    """Write to those who flagged the post, without a word of what it was about.

    Who is away, or cannot sign in, finds it on “My flags” later; who decided knows it already.
    """
    flaggers = load_people(flaggers_of(event.item_id))
    wanted = [p.member_id for p in flaggers if p.paused_until is None and p.id != event.by_id]
    for member in db.session.scalars(select(Member).where(Member.id.in_(wanted))):
        tell(member, "flag_decided")
