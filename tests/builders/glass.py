"""Break-glass for tests, by two people."""

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.pairs.operations import confirm_pair
from forum.discussion.models import BrokenGlass
from forum.discussion.operations.glass import ask_for_glass
from forum.discussion.values.glass import Ground
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import person


def break_glass(number: int, host: Member, second: Member, *, hours: int = 24) -> None:
    """Let a host read the thread with this number, as two people agree."""
    with unit_of_work():
        act = ask_for_glass(
            number, ground=Ground.ORDER, hours=hours, because="An order.", by=person(host)
        )
        confirm_pair(act, by=person(second))


def end_glass(host: Member) -> None:
    """Let the time be over for which anything was opened to the host."""
    with unit_of_work():
        for row in db.session.scalars(select(BrokenGlass).where(BrokenGlass.member_id == host.id)):
            row.until = now()
        raise_own_stamps([host.id])
