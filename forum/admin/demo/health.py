"""What the people of the demo say that they are, and a figure that their community opened."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.admin.demo.reading import DemoMember
from forum.facilitation.health.models import MeasureDecision, RoleGroup, RoleGroupChoice
from forum.facilitation.health.values import Measure
from forum.kernel.db import db
from forum.kernel.text import fold

DECIDED = "Agreed in the thread about unanswered questions: everybody should see how many wait."


def choose_role_groups(
    people: Sequence[DemoMember], members: Mapping[str, Member], *, at: datetime
) -> None:
    """Write the list of role groups, who chose which, and that one figure is open to all."""
    groups: dict[str, RoleGroup] = {}
    for one in people:
        if one.role_group and one.role_group not in groups:
            groups[one.role_group] = RoleGroup(name=one.role_group, name_key=fold(one.role_group))
    db.session.add_all(groups.values())
    db.session.flush()
    for one in people:
        if one.role_group:
            choice = {
                "member_id": members[one.handle].id,
                "role_group_id": groups[one.role_group].id,
            }
            db.session.add(RoleGroupChoice(**choice))
    by = next(one for one in people if one.role == Role.FACILITATOR)
    db.session.add(
        MeasureDecision(
            measure=Measure.UNANSWERED,
            is_open=True,
            because=DECIDED,
            by_id=members[by.handle].id,
            at=at,
        )
    )
    db.session.flush()
