"""A circle that nobody convenes any more: who is in it offers to, and two people name them.

Whoever names a convener gets nothing in the circle by it, and learns of a hidden one only that
there is one.
"""

from sqlalchemy import delete

from forum.accounts.circles.events import CircleChanged, ConvenerNamed
from forum.accounts.circles.models import ConvenerOffer
from forum.accounts.circles.operations.members import find_belonging
from forum.accounts.circles.queries import circle_of
from forum.accounts.circles.queries.conveners import count_conveners
from forum.accounts.circles.rules import may_offer_to_convene
from forum.accounts.circles.values import Circle
from forum.accounts.identity import load_person
from forum.accounts.letters import tell
from forum.accounts.models import Group, Member
from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.operations import ask_pair
from forum.accounts.values import Person, Role
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.verdicts import ALLOWED, Verdict, refused, require


def offer_to_convene(circle: Circle, *, by: Person) -> bool:
    """Offer to convene a circle that one is in; False when that is offered already."""
    require(may_offer_to_convene(by, circle, conveners=count_conveners(circle.id)))
    if db.session.get(ConvenerOffer, (circle.id, by.member_id)) is not None:
        return False
    db.session.add(ConvenerOffer(circle_id=circle.id, member_id=by.member_id, at=now()))
    db.session.flush()
    return True


def take_offer_back(circle: Circle, *, by: Person) -> None:
    """Offer it no longer."""
    offer = db.session.get(ConvenerOffer, (circle.id, by.member_id))
    if offer is None:
        raise NotFound
    db.session.delete(offer)


def ask_to_name(circle_id: int, member_id: int, *, because: str, by: Person) -> PairAct:
    """Ask a second person to name, too, who offers to convene a circle. Raises NotFound."""
    if db.session.get(ConvenerOffer, (circle_id, member_id)) is None:
        raise NotFound
    if member_id == by.id:
        raise Invalid("because", "Nobody names themselves: two others must do it.")
    details = {"member": member_id}
    return ask_pair(NAME_CONVENER, because=because, by=by, subject_id=circle_id, details=details)


def name_by_two(act: PairAct) -> None:
    """Let somebody convene the circle, where they still offer it and nobody does meanwhile."""
    circle_id, member_id = act.subject_id or 0, act.details["member"]
    group = db.session.get(Group, circle_id, with_for_update=True)
    offer = db.session.get(ConvenerOffer, (circle_id, member_id))
    if group is None or offer is None:
        return
    circle = circle_of(group)
    by = load_person(member_id)
    row = find_belonging(circle, member_id)
    conveners = count_conveners(circle.id)
    if row is None or not may_offer_to_convene(by, circle, conveners=conveners):
        return
    row.is_convener, row.until = True, None
    db.session.execute(delete(ConvenerOffer).where(ConvenerOffer.circle_id == circle_id))
    announce(CircleChanged(circle_id=circle_id, by_id=None))
    announce(ConvenerNamed(circle_id=circle_id, member_id=member_id, act_id=act.id))
    tell(db.session.get_one(Member, member_id), "convener_named")


def _is_not_about(person: Person, act: PairAct) -> Verdict:
    if act.details["member"] == person.id:
        return refused("This is about you: somebody else must be the second person.")
    return ALLOWED


NAME_CONVENER = PairKind(
    name="name_convener",
    title="A convener for a circle that has none",
    who="people who are hosts or facilitators of the community",
    roles=frozenset({Role.FACILITATOR, Role.HOST}),
    done=name_by_two,
    address=lambda act: f"/conveners#act-{act.id}",
    may_confirm=_is_not_about,
)
