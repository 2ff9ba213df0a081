"""A conflict that was a mistake is taken back by its member and two facilitators, and nobody else."""

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.operations import confirm_pair
from forum.accounts.values import Role
from forum.discussion.models import Thread, Wall
from forum.discussion.operations.conflicts import add_opponents
from forum.discussion.operations.self_walls import (
    agree,
    ask_no_longer,
    ask_to_be_let_in,
    refuse,
)
from forum.discussion.queries.cases import count_kept_out
from forum.discussion.queries.self_walls import (
    get_own_wall,
    get_wished_wall,
    list_own_walls,
    list_wishes,
    titles_opened_again,
)
from forum.discussion.rules import may_see_thread
from forum.discussion.values.cases import Conflict
from forum.discussion.values.labels import WallKind
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict as Clash
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.cases import answer_about, list_conflicts
from tests.builders.discussion import make_category, make_thread
from tests.builders.labels import keep_out

MISTAKE = "I took it for another school."


class Place:
    """A case, its author, who said that they have a conflict, and facilitators."""

    def __init__(self) -> None:
        self.ada, self.ben = make_member("ada"), make_member("ben")
        self.finn = make_member("finn", role=Role.FACILITATOR)
        self.gail = make_member("gail", role=Role.FACILITATOR)
        cases = make_category("Cases", is_for_cases=True)
        self.case = make_thread(cases, person(self.ada), title="The sealed matter")
        answer_about(self.case, self.ben, Conflict.SOME)

    @property
    def wall(self) -> Wall:
        """The wall as it stands now."""
        return db.session.scalars(select(Wall).where(Wall.member_id == self.ben.id)).one()

    def ask(self) -> None:
        with unit_of_work():
            by = person(self.ben)
            ask_to_be_let_in(get_own_wall(self.wall.id, by=by), because=MISTAKE, by=by)

    def agree(self, member: Member) -> PairAct:
        with unit_of_work():
            by = person(member)
            return agree(get_wished_wall(self.wall.id, by=by), because="We spoke.", by=by)

    def confirm(self, act: PairAct, member: Member) -> None:
        with unit_of_work():
            confirm_pair(db.session.get_one(PairAct, act.id), by=person(member))


@pytest.fixture
def place(app: Forum) -> Place:
    return Place()


def test_two_facilitators_let_in_who_is_then_asked_anew(place: Place) -> None:
    place.ask()
    [wish] = list_wishes(person(place.finn))
    assert (wish.words, wish.address, wish.title) == (MISTAKE, "", "")
    place.confirm(place.agree(place.finn), place.gail)
    ben = person(place.ben)
    assert place.case.id not in ben.grants.walled
    assert place.case.id in ben.grants.asked
    assert not may_see_thread(ben, place.case)
    assert count_kept_out(place.case) == 0
    assert [thread.id for thread, _ in titles_opened_again(person(place.ada))] == [place.case.id]
    assert titles_opened_again(person(place.finn)) == []


def test_one_facilitator_alone_opens_nothing(place: Place) -> None:
    place.ask()
    act = place.agree(place.finn)
    assert place.case.id in person(place.ben).grants.walled
    with pytest.raises(NotPermitted):
        place.confirm(act, place.finn)
    with pytest.raises(Clash):
        place.agree(place.gail)


def test_neither_author_nor_walled_nor_the_member_decides(place: Place) -> None:
    hugo = make_member("hugo", role=Role.FACILITATOR)
    place.ask()
    keep_out(place.case, hugo)
    for member in (hugo, place.ada, place.ben):
        with unit_of_work():
            db.session.get_one(Member, member.id).role = Role.FACILITATOR
        assert list_wishes(person(member)) == []
        with pytest.raises(NotFound):
            place.agree(member)
    act = place.agree(place.finn)
    with pytest.raises(NotFound):
        place.confirm(act, hugo)


def test_facilitator_who_reads_the_case_sees_which_one_it_is(place: Place) -> None:
    answer_about(place.case, place.finn)
    place.ask()
    assert list_wishes(person(place.finn))[0].title == "The sealed matter"
    assert list_wishes(person(place.gail))[0].title == ""


def test_who_is_kept_out_by_others_too_stays_out(place: Place) -> None:
    keep_out(place.case, place.ben, by=person(place.ada))
    place.ask()
    place.confirm(place.agree(place.finn), place.gail)
    assert place.case.id in person(place.ben).grants.walled
    assert place.wall.kind is WallKind.PERSON
    assert list_own_walls(person(place.ben)) == []
    assert count_kept_out(place.case) == 1


def test_name_on_ones_own_list_keeps_the_wall_standing(place: Place) -> None:
    with unit_of_work():
        thread = db.session.get_one(Thread, place.case.id)
        add_opponents(thread, ["Grey Holdings"], by=person(place.ada))
    list_conflicts(place.ben, "Grey Holdings Ltd")
    place.ask()
    place.confirm(place.agree(place.finn), place.gail)
    assert place.case.id in person(place.ben).grants.walled


def test_only_ones_own_word_is_taken_back(place: Place) -> None:
    cleo = make_member("cleo")
    keep_out(place.case, cleo)
    wall = db.session.scalars(select(Wall).where(Wall.member_id == cleo.id)).one()
    for member in (cleo, place.ada, place.finn):
        with pytest.raises(NotFound):
            get_own_wall(wall.id, by=person(member))
    with pytest.raises(NotFound):
        get_own_wall(place.wall.id, by=person(cleo))


def test_wish_needs_words_and_is_made_once(place: Place) -> None:
    with pytest.raises(Invalid):
        ask_to_be_let_in(place.wall, because=" ", by=person(place.ben))
    place.ask()
    with pytest.raises(NotPermitted):
        ask_to_be_let_in(place.wall, because="Again.", by=person(place.ben))


def test_refusal_by_one_lets_it_stand_and_gives_the_reason(place: Place) -> None:
    place.ask()
    act = place.agree(place.finn)
    with unit_of_work():
        by = person(place.gail)
        refuse(get_wished_wall(place.wall.id, by=by), because="It is the same school.", by=by)
    assert place.wall.refusal == "It is the same school."
    assert place.wall.wished_at is None
    with pytest.raises(NotPermitted):
        place.confirm(act, place.gail)
    assert place.case.id in person(place.ben).grants.walled


def test_who_asks_no_longer_voids_what_one_agreed_to(place: Place) -> None:
    place.ask()
    act = place.agree(place.finn)
    with unit_of_work():
        ask_no_longer(get_own_wall(place.wall.id, by=person(place.ben)))
    place.ask()
    db.session.expire_all()
    with pytest.raises(NotPermitted):
        place.confirm(act, place.gail)
    assert place.case.id in person(place.ben).grants.walled


def test_who_had_opened_it_before_finds_it_open_again(app: Forum) -> None:
    place = Place()
    cleo = make_member("cleo")
    answer_about(place.case, cleo)
    answer_about(place.case, cleo, Conflict.SOME)
    place.ben = cleo
    place.ask()
    place.confirm(place.agree(place.finn), place.gail)
    assert may_see_thread(person(cleo), db.session.get_one(Thread, place.case.id))
