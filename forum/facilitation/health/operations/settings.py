"""Role groups, working days, what is open to all, and one's own mirror."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, func, select

from forum.accounts.values import Person
from forum.facilitation.health.events import MeasureClosed, MeasureOpened, RoleGroupsChanged
from forum.facilitation.health.models import (
    DayOff,
    MeasureDecision,
    MirrorChoice,
    RoleGroup,
    RoleGroupChoice,
    WorkingWeek,
)
from forum.facilitation.health.queries.measures import opened_measures
from forum.facilitation.health.rules import (
    may_choose_role_group,
    may_open_measures,
    may_see_health,
    may_set_up_health,
)
from forum.facilitation.health.values import (
    ALL,
    LONGEST_NAME,
    MOST_DAYS_OFF,
    MOST_ROLE_GROUPS,
    OTHERS,
    Measure,
)
from forum.kernel.clock import now
from forum.kernel.db import db, get_row, insert_into
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import check_line
from forum.kernel.text import fold
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

QUIETLY = {"synchronize_session": False}


def add_role_group(name: str, *, by: Person) -> RoleGroup:
    """Add something that members can say that they are. Raises Invalid for the name."""
    require(may_set_up_health(by))
    name = _check_name(name)
    if (db.session.scalar(select(func.count(RoleGroup.id))) or 0) >= MOST_ROLE_GROUPS:
        raise Invalid("name", f"There are {MOST_ROLE_GROUPS} already: fewer tell more.")
    group = RoleGroup(name=name, name_key=fold(name))
    db.session.add(group)
    db.session.flush()
    announce(RoleGroupsChanged(by_id=by.member_id))
    return group


def rename_role_group(group: RoleGroup, name: str, *, by: Person) -> None:
    """Call a role group otherwise; those in it stay in it. Raises Invalid for the name."""
    require(may_set_up_health(by))
    name = _check_name(name, but=group.id)
    group.name, group.name_key = name, fold(name)
    db.session.flush()
    announce(RoleGroupsChanged(by_id=by.member_id))


def remove_role_group(group: RoleGroup, *, by: Person) -> None:
    """Take a role group from the list; whoever chose it has chosen nothing from then on."""
    require(may_set_up_health(by))
    chosen = delete(RoleGroupChoice).where(RoleGroupChoice.role_group_id == group.id)
    db.session.execute(chosen, execution_options=QUIETLY)
    db.session.delete(group)
    db.session.flush()
    announce(RoleGroupsChanged(by_id=by.member_id))


def choose_role_group(role_group_id: int, *, by: Person) -> None:
    """Keep what the member says that they are; 0 for nothing."""
    require(may_choose_role_group(by))
    if not role_group_id:
        gone = delete(RoleGroupChoice).where(RoleGroupChoice.member_id == by.member_id)
        db.session.execute(gone, execution_options=QUIETLY)
        return
    group = get_row(RoleGroup, role_group_id)
    row = insert_into(RoleGroupChoice).values(member_id=by.member_id, role_group_id=group.id)
    row = row.on_conflict_do_update(
        index_elements=[RoleGroupChoice.member_id], set_={"role_group_id": group.id}
    )
    db.session.execute(row, execution_options=QUIETLY)


def set_working_days(weekdays: Collection[int], days_off: Sequence[date], *, by: Person) -> None:
    """Keep the days on which the community works. Raises Invalid for a week without any."""
    require(may_set_up_health(by))
    if not weekdays:
        raise Invalid("weekdays", "Please choose at least one day.")
    if len(set(days_off)) > MOST_DAYS_OFF:
        raise Invalid("days_off", f"Please keep this to {MOST_DAYS_OFF} days.")
    db.session.execute(delete(WorkingWeek), execution_options=QUIETLY)
    db.session.execute(delete(DayOff), execution_options=QUIETLY)
    db.session.add(WorkingWeek(id=1, weekdays=sorted(set(weekdays))))
    db.session.add_all(DayOff(day=day) for day in sorted(set(days_off)))
    db.session.flush()


def decide_measure(measure: Measure, *, is_open: bool, because: str, by: Person) -> bool:
    """Open a measure to all members or close it, as the community decided; False if it is so.

    Everybody reads who did it, when, and how it was decided. Raises Invalid without a reason.
    """
    require(may_open_measures(by))
    because = need_reason(because)
    if (measure in opened_measures()) is is_open:
        return False
    db.session.add(
        MeasureDecision(
            measure=measure, is_open=is_open, because=because, by_id=by.member_id, at=now()
        )
    )
    db.session.flush()
    told = MeasureOpened if is_open else MeasureClosed
    announce(told(measure=measure, by_id=by.member_id))
    return True


def choose_mirror(*, is_wanted: bool, by: Person) -> None:
    """Let the member see figures about themselves, or not."""
    require(may_see_health(by))
    if is_wanted:
        row = insert_into(MirrorChoice).values(member_id=by.member_id)
        db.session.execute(row.on_conflict_do_nothing(), execution_options=QUIETLY)
        return
    gone = delete(MirrorChoice).where(MirrorChoice.member_id == by.member_id)
    db.session.execute(gone, execution_options=QUIETLY)


def _check_name(name: str, *, but: int = 0) -> str:
    name = " ".join(check_line(name, field="name", longest=LONGEST_NAME).split())
    if fold(name) in {fold(OTHERS), fold(ALL)}:
        raise Invalid("name", "The figures use this word for something else.")
    same = select(RoleGroup.id).where(RoleGroup.name_key == fold(name), RoleGroup.id != but)
    if db.session.scalar(same) is not None:
        raise Invalid("name", "It is on the list already.")
    return name
