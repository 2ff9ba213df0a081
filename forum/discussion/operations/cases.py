"""Cases: declare one, answer about conflicts before it opens, clear the log of openings."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select, update

from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.values import SYSTEM, Person
from forum.discussion.events import CaseDeclared, CaseOpened, ThreadRelabelled
from forum.discussion.models import CaseAnswer, Declaration, Thread
from forum.discussion.operations.conflicts import keep_out_members, keep_out_opponents
from forum.discussion.operations.labels import reserve_as_it_is
from forum.discussion.operations.walls import wall_off_oneself
from forum.discussion.queries.audiences import members_to_read
from forum.discussion.rules import may_answer_case, may_change_declaration
from forum.discussion.values.cases import LOG_DAYS, MATTER_OF, Case, Conflict, Declared
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import NotFound
from forum.kernel.events import announce
from forum.kernel.verdicts import require

THROUGH_GATE = (
    "Threads here are about cases: please go through the casework gate first. Nothing is lost."
)
AS_IT_IS = {"synchronize_session": False}


def begin_case(thread: Thread, case: Case | None) -> None:
    """Open a thread that is just being started by name alone, less whom its author keeps out.

    Nobody has been told of it yet. Imports and moves bring threads of which nothing is declared.
    """
    reserve_as_it_is(thread, by=SYSTEM)
    if case is None:
        return
    _declare(thread, case.declared, SYSTEM)
    keep_out_opponents(thread, case.sides.opponents)
    keep_out_members(thread, case.sides.excluded_ids)


def change_declaration(thread: Thread, declared: Declared, *, by: Person) -> bool:
    """Declare something else of the case; False when it is the same. Earlier versions are kept."""
    require(may_change_declaration(by, thread))
    return _declare(thread, declared, by)


def answer_case(thread: Thread, answer: Conflict, *, by: Person) -> None:
    """Say whether one has a conflict with a case: it opens, or a wall stands from now on.

    Who is unsure is noted as having asked; nothing opens.
    """
    require(may_answer_case(by, thread, answer))
    if answer is Conflict.SOME:
        wall_off_oneself(thread, by=by)
        return
    if by.member_id not in members_to_read(thread.id):
        # Somebody raised a wall, or took the name away, since this person was loaded.
        raise NotFound
    opened_on = now().date() if answer is Conflict.NONE else None
    values = {"answer": answer, "opened_on": opened_on}
    row = insert_into(CaseAnswer).values(thread_id=thread.id, member_id=by.member_id, **values)
    db.session.execute(
        row.on_conflict_do_update(index_elements=["thread_id", "member_id"], set_=values)
    )
    if answer is Conflict.NONE:
        raise_own_stamps([by.member_id])
        announce(CaseOpened(thread_id=thread.id, member_id=by.member_id))


def open_to_members(thread: Thread, member_ids: Sequence[int]) -> None:
    """Take these members as having answered that they have no conflict, as the demo does."""
    db.session.add_all(
        CaseAnswer(thread_id=thread.id, member_id=id_, answer=Conflict.NONE, opened_on=now().date())
        for id_ in member_ids
    )
    db.session.flush()
    raise_own_stamps(member_ids)


def ask_again(thread: Thread) -> None:
    """Let those who could read a thread that is a case from now on be asked about conflicts."""
    raise_own_stamps(sorted(members_to_read(thread.id)))


def clear_openings() -> int:
    """Forget the days on which cases were opened, after three months; return how many there were."""
    before = now().date() - timedelta(days=LOG_DAYS)
    old = update(CaseAnswer).where(CaseAnswer.opened_on < before).values(opened_on=None)
    gone = db.session.execute(old.returning(CaseAnswer.member_id), execution_options=AS_IT_IS)
    return len(gone.all())


def _declare(thread: Thread, declared: Declared, by: Person) -> bool:
    """Write a version of the declaration; False when it says what the last one says."""
    last = db.session.scalar(
        select(Declaration).where(Declaration.thread_id == thread.id, Declaration.is_current)
    )
    said = _row_of(declared)
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return False
    versions = select(func.count()).select_from(Declaration)
    count = db.session.scalar(versions.where(Declaration.thread_id == thread.id)) or 0
    if last is not None:
        last.is_current = False
        db.session.flush()
    row = Declaration(thread_id=thread.id, version=count + 1, is_current=True, **said)
    row.made_at, row.made_by_id = now(), by.id or thread.author_id
    db.session.add(row)
    matter = MATTER_OF[declared.basis]
    if last is not None and thread.matter is not matter:
        announce(ThreadRelabelled(thread_id=thread.id, by_id=by.id, because=""))
    thread.matter = matter
    db.session.flush()
    announce(CaseDeclared(thread_id=thread.id, by_id=by.id))
    return True


def _row_of(declared: Declared) -> dict[str, object]:
    kind = declared.kind
    return {
        "basis": declared.basis,
        "consented_on": declared.consented_on,
        "scope": declared.scope,
        "link": declared.link,
        "jurisdiction": kind.jurisdiction,
        "area": kind.area,
        "stage": kind.stage,
        "respondent": kind.respondent,
    }
