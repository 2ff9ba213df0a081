"""Taking back "I have a conflict": the member asks, and two facilitators decide."""

from sqlalchemy import select

from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.operations import ask_pair, refuse_pair
from forum.accounts.pairs.queries import find_waiting
from forum.accounts.values import Person, Role
from forum.discussion.models import Thread, Wall
from forum.discussion.operations.walls import lift_own_wall
from forum.discussion.queries.self_walls import KIND
from forum.discussion.rules import may_decide_conflict, may_take_conflict_back
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import HIDDEN, Verdict, require
from forum.kernel.wording import need_reason


def ask_to_be_let_in(wall: Wall, *, because: str, by: Person) -> None:
    """Ask facilitators to take back that one has a conflict with a case."""
    require(may_take_conflict_back(by, wall))
    wall.wish, wall.wished_at, wall.refusal = need_reason(because), now(), ""


def ask_no_longer(wall: Wall) -> None:
    """Leave the wall as it is; what one facilitator has agreed to is void."""
    wall.wished_at, wall.wish = None, ""
    db.session.flush()
    _void(wall)


def agree(wall: Wall, *, because: str, by: Person) -> PairAct:
    """Be the first facilitator who agrees; a second one must confirm it."""
    thread = db.session.get_one(Thread, wall.thread_id)
    require(may_decide_conflict(by, thread, wall))
    details = {"thread": thread.id}
    return ask_pair(TAKE_CONFLICT_BACK, because=because, by=by, subject_id=wall.id, details=details)


def refuse(wall: Wall, *, because: str, by: Person) -> None:
    """Let the wall stand, with a sentence for the member; one facilitator is enough for that."""
    require(may_decide_conflict(by, db.session.get_one(Thread, wall.thread_id), wall))
    because = need_reason(because)
    waiting = find_waiting(TAKE_CONFLICT_BACK, wall.id)
    if waiting is not None:
        refuse_pair(waiting, by=by, because=because)
    wall.wished_at, wall.wish, wall.refusal = None, "", because


def _void(wall: Wall) -> None:
    waiting = find_waiting(TAKE_CONFLICT_BACK, wall.id)
    if waiting is not None:
        waiting.lapses_at = now()


def _lift(act: PairAct) -> None:
    wall = db.session.scalar(select(Wall).where(Wall.id == act.subject_id).with_for_update())
    if wall is None or wall.wished_at is None:
        raise NotFound
    lift_own_wall(wall, db.session.get_one(Thread, wall.thread_id))


def _may_confirm(person: Person, act: PairAct) -> Verdict:
    wall = db.session.get(Wall, act.subject_id)
    if wall is None:
        return HIDDEN
    return may_decide_conflict(person, db.session.get_one(Thread, wall.thread_id), wall)


TAKE_CONFLICT_BACK = PairKind(
    name=KIND,
    title="A member takes back that they have a conflict with a case",
    who="facilitators of the community whom nothing keeps from it",
    roles=frozenset({Role.FACILITATOR}),
    done=_lift,
    may_confirm=_may_confirm,
    address=lambda act: f"/self-walls#wall-{act.subject_id}",
)
