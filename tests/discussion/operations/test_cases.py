"""Cases: closed until answered, walls from what authors and members name, declarations, the log."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.models import (
    CaseAnswer,
    CaseOpponent,
    Category,
    Declaration,
    MemberConflict,
    Thread,
)
from forum.discussion.operations.cases import change_declaration, clear_openings
from forum.discussion.operations.categories import CategorySettings, change_category
from forum.discussion.operations.labels import LabelChoice, Named, change_label
from forum.discussion.operations.threads import move_thread, start_thread
from forum.discussion.queries.audiences import members_who_read
from forum.discussion.queries.cases import (
    count_alike,
    count_kept_out,
    evidence_for,
    get_waiting_case,
    list_openings,
    own_conflicts,
    versions_of,
    waiting_cases,
)
from forum.discussion.queries.readers import count_readers
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_see_thread
from forum.discussion.values.cases import Case, Conflict, Declared, Sides
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import join_organisation, make_member, make_organisation, person
from tests.builders.cases import answer_about, list_conflicts
from tests.builders.discussion import DECLARED, make_category, make_reply, make_thread
from tests.builders.labels import keep_out


def sees(member: Member, thread: Thread) -> bool:
    db.session.expire_all()
    return bool(may_see_thread(person(member), db.session.get_one(Thread, thread.id)))


def case_of(author: Member, *opponents: str, excluded: tuple[Member, ...] = ()) -> Thread:
    sides = Sides(opponents, frozenset(one.id for one in excluded))
    label = LabelChoice(case=Case(DECLARED, sides))
    return make_thread(make_category(is_for_cases=True), person(author), label=label)


def test_a_case_is_closed_until_its_reader_has_answered(app: Forum) -> None:
    ada, ben, finn = make_member(), make_member(), make_member(role=Role.FACILITATOR)
    thread = case_of(ada)
    assert (sees(ada, thread), sees(ben, thread), sees(finn, thread)) == (True, False, False)
    [case] = waiting_cases(person(ben))
    assert case.line == "A case: France · housing · public authority"
    assert waiting_cases(person(ada)) == []
    assert members_who_read(thread.id) == {ada.id}
    assert count_readers(db.session.get_one(Thread, thread.id)) == 3
    answer_about(thread, ben)
    assert (sees(ben, thread), sees(finn, thread)) == (True, False)
    assert waiting_cases(person(ben)) == []
    make_reply(thread, person(ben))
    assert members_who_read(thread.id) == {ada.id, ben.id}


def test_a_conflict_builds_a_wall_at_once_and_unsure_opens_nothing(app: Forum) -> None:
    ada, ben, cleo = make_member(), make_member(), make_member()
    thread = case_of(ada)
    answer_about(thread, ben, Conflict.SOME)
    answer_about(thread, cleo, Conflict.UNSURE)
    assert (sees(ben, thread), sees(cleo, thread)) == (False, False)
    assert waiting_cases(person(ben)) == []
    assert get_waiting_case(thread.id, by=person(cleo)).has_asked
    assert count_kept_out(thread) == 1
    with pytest.raises(NotFound):
        answer_about(thread, ben)
    answer_about(thread, cleo)
    assert sees(cleo, thread)
    answer_about(thread, cleo, Conflict.SOME)
    assert not sees(cleo, thread)
    with pytest.raises(NotPermitted):
        answer_about(thread, ada, Conflict.SOME)


def test_nobody_answers_for_what_is_not_a_case_or_not_open_to_them(app: Forum) -> None:
    ada, ben = make_member(), make_member()
    plain = make_thread(make_category(), person(ada))
    with pytest.raises(NotFound):
        answer_about(plain, ben)
    named = LabelChoice(named=Named(frozenset({ada.id})), case=Case(DECLARED))
    closed = make_thread(make_category(is_for_cases=True), person(ada), label=named)
    with pytest.raises(NotFound):
        answer_about(closed, ben)


def test_a_case_needs_the_gate(app: Forum) -> None:
    ada, category = make_member(), make_category(is_for_cases=True)
    with pytest.raises(Invalid) as refused, unit_of_work():
        start_thread(category, "A title", write("Words."), tags=[], by=person(ada))
    assert "casework gate" in refused.value.sentence


def test_opponents_keep_out_organisations_members_and_who_lists_them(app: Forum) -> None:
    ada, ben, cleo, dora = (make_member() for _ in range(4))
    chambers = make_organisation("Quill Chambers Ltd.")
    join_organisation(ben, chambers)
    with unit_of_work():
        db.session.get_one(Member, cleo.id).name = "Ödön Example"
    list_conflicts(dora, "Stadtwerke Querholz GmbH")
    thread = case_of(ada, "QUILL chambers", "Example, Odon", "stadtwerke querholz")
    assert [one for one in (ben, cleo, dora) if person(one).grants.asked] == []
    assert count_kept_out(thread) == 3
    kept = db.session.scalars(select(CaseOpponent.key)).all()
    assert len(kept) == 3
    assert not any("quill" in key for key in kept)


def test_who_comes_later_is_compared_too(app: Forum) -> None:
    ada, ben, cleo = make_member(), make_member(), make_member()
    thread = case_of(ada, "Later Chambers", "Somebody New", "Power Company")
    answer_about(thread, ben)
    assert sees(ben, thread)
    join_organisation(ben, make_organisation("Later Chambers LLP"))
    assert not sees(ben, thread)
    new = make_member(name="Somebody New")
    assert not person(new).grants.asked
    assert list_conflicts(cleo, "the Power Company")
    assert not person(cleo).grants.asked
    assert count_kept_out(thread) == 3
    assert not list_conflicts(cleo, "Power company")
    assert own_conflicts(person(cleo)) == ["the Power Company"]
    assert "Power" not in db.session.scalars(select(MemberConflict.sealed)).one()
    assert own_conflicts(person(ben)) == []
    list_conflicts(cleo)
    assert not sees(cleo, thread)
    list_conflicts(ada, "Power Company")
    assert sees(ada, thread)


def test_the_author_cannot_keep_out_their_own_side(app: Forum) -> None:
    ada = make_member()
    join_organisation(ada, make_organisation("Own House"))
    with pytest.raises(Invalid) as refused:
        case_of(ada, "own house")
    assert refused.value.field == "opponents"


def test_excluded_members_meet_no_question(app: Forum) -> None:
    ada, ben, finn = make_member(), make_member(), make_member(role=Role.FACILITATOR)
    thread = case_of(ada, excluded=(ben, finn))
    assert waiting_cases(person(ben)) == waiting_cases(person(finn)) == []
    assert not sees(finn, thread)


def test_declarations_keep_their_versions_and_belong_to_author_and_facilitators(app: Forum) -> None:
    ada, ben, finn = make_member(), make_member(), make_member(role=Role.FACILITATOR)
    thread = case_of(ada)
    for reader in (ben, finn):
        answer_about(thread, reader)
    again = Declared(DECLARED.basis, DECLARED.kind.coarser)
    with unit_of_work():
        kept = get_thread(thread.id, by=person(ada))
        assert not change_declaration(kept, DECLARED, by=person(ada))
        assert change_declaration(kept, again, by=person(ada))
    rows = versions_of(thread, by=person(finn))
    assert [(row.version, row.is_current, row.jurisdiction) for row in rows] == [
        (2, True, "x-west"),
        (1, False, "FR"),
    ]
    with pytest.raises(NotFound):
        versions_of(thread, by=person(ben))
    for reader, error in ((ben, NotFound), (finn, NotPermitted)):
        with pytest.raises(error), unit_of_work():
            change_declaration(
                get_thread(thread.id, by=person(reader)), DECLARED, by=person(reader)
            )


def test_only_readable_cases_are_compared(app: Forum) -> None:
    ada, ben = make_member(), make_member()
    thread = case_of(ada)
    assert count_alike(DECLARED.kind, by=person(ada)) == 1
    assert count_alike(DECLARED.kind, by=person(ben)) == 0
    answer_about(thread, ben)
    assert count_alike(DECLARED.kind, by=person(ben)) == 1
    assert count_alike(DECLARED.kind.coarser, by=person(ben)) == 0


def test_openings_are_told_to_the_author_and_oneself_and_forgotten(app: Forum) -> None:
    ada, ben, cleo = make_member(), make_member(), make_member()
    thread = case_of(ada)
    for reader in (ben, cleo):
        answer_about(thread, reader)
    assert {one.member.id for one in list_openings(thread, by=person(ada))} == {ben.id, cleo.id}
    assert {one.member.id for one in list_openings(thread, by=person(ben))} == {ben.id}
    with unit_of_work():
        row = db.session.get_one(CaseAnswer, (thread.id, ben.id))
        row.opened_on = date.today() - timedelta(days=92)  # noqa: DTZ011 -- far enough
    with unit_of_work():
        assert clear_openings() == 1
    assert {one.member.id for one in list_openings(thread, by=person(ada))} == {cleo.id}
    assert sees(ben, thread)


def test_evidence_counts_what_others_did_from_the_next_month_on(app: Forum) -> None:
    ada, ben = make_member(), make_member()
    first, second = case_of(ada), case_of(ada, excluded=(ben,))
    assert evidence_for(person(ben)).count == 0
    answer_about(first, ben)
    answer_about(first, ben, Conflict.SOME)
    found = evidence_for(person(ben))
    assert (found.count, len(found.opened)) == (1, 1)
    assert evidence_for(person(ada)).count == 0
    assert second.id not in person(ben).grants.asked


def test_what_becomes_a_case_is_asked_about_from_then_on(app: Forum) -> None:
    ada, ben, cleo, finn = (make_member() for _ in range(4))
    with unit_of_work():
        db.session.get_one(Member, finn.id).role = Role.FACILITATOR
    plain, cases = make_category(), make_category(is_for_cases=True)
    thread = make_thread(plain, person(ada))
    make_reply(thread, person(ben))
    assert sees(cleo, thread)
    with unit_of_work():
        moved = get_thread(thread.id, by=person(finn))
        move_thread(moved, cases, by=person(finn), because="It is about a case.")
    assert (sees(ben, thread), sees(cleo, thread)) == (True, False)
    assert [case.line for case in waiting_cases(person(cleo))] == ["A case: nothing declared"]


def test_a_category_turned_into_cases_asks_about_all_its_threads(app: Forum) -> None:
    ada, ben, host = make_member(), make_member(), make_member(role=Role.HOST)
    category = make_category("Matters")
    thread = make_thread(category, person(ada))
    settings = CategorySettings(name="Matters", levels=dict(category.levels), is_for_cases=True)
    with unit_of_work():
        change_category(db.session.get_one(Category, category.id), settings, by=person(host))
    assert (sees(ada, thread), sees(ben, thread)) == (True, False)
    answer_about(thread, ben)
    assert sees(ben, thread)


def test_the_label_of_a_case_never_opens_it_by_its_category(app: Forum) -> None:
    ada, ben = make_member(), make_member()
    thread = case_of(ada)
    with unit_of_work():
        kept = get_thread(thread.id, by=person(ada))
        change_label(kept, LabelChoice(), by=person(ada))
    assert db.session.get_one(Thread, thread.id).is_reserved
    assert not sees(ben, thread)
    keep_out(thread, ben, by=person(ada))
    assert not person(ben).grants.asked
    assert db.session.scalars(select(Declaration)).one().version == 1
