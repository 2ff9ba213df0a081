"""Categories of circles: of those in the circle, and of nobody by their role."""

import pytest

from forum.accounts.models import Group
from forum.accounts.values import SYSTEM, Level, Role
from forum.discussion.models import Category, Thread
from forum.discussion.operations.categories import (
    CategorySettings,
    change_category,
    change_form,
    make_category,
)
from forum.discussion.operations.circle_categories import (
    CircleCategorySettings,
    change_circle_category,
    make_circle_category,
)
from forum.discussion.operations.threads import close_thread, move_thread
from forum.discussion.queries.categories import (
    community_categories,
    directory,
    find_category,
    get_category_row,
    get_circle_category_row,
    visible_category_ids,
)
from forum.discussion.queries.threads import get_thread
from forum.discussion.questions import QuestionRow
from forum.discussion.rules import may_facilitate_thread, may_reply, may_see_thread
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.cases import answer_about
from tests.builders.circles import bring_in, circle_for, make_circle, make_own_category
from tests.builders.discussion import make_category as build_category
from tests.builders.discussion import make_facilitator_of, make_thread


@pytest.fixture
def ada(app):
    return make_member("ada")


@pytest.fixture
def ben(app):
    return make_member("ben")


@pytest.fixture
def fay(app):
    return make_member("fay", role=Role.FACILITATOR)


@pytest.fixture
def hana(app):
    return make_member("hana", role=Role.HOST)


def test_a_circles_category_is_for_the_circle_alone(ada, ben, fay, hana):
    slug = make_circle(ada, ben)
    card = make_own_category(slug, ada, level=Level.REPLY)
    thread = make_thread(card, person(ada))
    assert person(ada).grants.level(card.id) is Level.START
    assert person(ben).grants.level(card.id) is Level.REPLY
    assert may_reply(person(ben), thread)
    assert may_facilitate_thread(person(ada), thread)
    assert not may_facilitate_thread(person(ben), thread)
    for other in (fay, hana, make_member("carl")):
        reader = person(other)
        assert may_see_thread(reader, thread).is_hidden
        assert not reader.facilitates(card.id)
        assert card.id not in visible_category_ids(reader)
        assert find_category(card.slug, by=reader) is None
        with pytest.raises(NotFound):
            get_thread(thread.id, by=reader)


def test_a_facilitator_of_the_community_looks_after_it_only_from_within(ada, fay):
    slug = make_circle(ada)
    card = make_own_category(slug, ada)
    thread = make_thread(card, person(ada))
    assert not person(fay).facilitates(card.id)
    bring_in(slug, ada, fay)
    assert person(fay).facilitates(card.id)
    with unit_of_work():
        close_thread(get_thread(thread.id, by=person(fay)), by=person(fay), because="Answered.")
    assert thread.is_closed


def test_conveners_of_one_circle_have_nothing_in_another(ada, ben):
    one, other = make_circle(ada), make_circle(ben)
    card = make_own_category(other, ben)
    make_own_category(one, ada)
    assert not person(ada).facilitates(card.id)
    with pytest.raises(NotFound), unit_of_work():
        make_circle_category(circle_for(other, ada), CircleCategorySettings("X"), by=person(ada))
    with pytest.raises(NotFound):
        get_circle_category_row(card.id, by=person(ada))
    row = db.session.get_one(Category, card.id)
    with pytest.raises(NotFound), unit_of_work():
        change_circle_category(row, CircleCategorySettings("X"), by=person(ada))


def test_a_row_of_a_facilitator_from_before_opens_nothing(ada, ben):
    card = make_own_category(make_circle(ada), ada)
    make_facilitator_of(card, ben.id)
    assert not person(ben).facilitates(card.id)
    assert person(ben).grants.level(card.id) is Level.NONE


def test_hosts_meet_no_circles_category_where_they_set_up_categories(ada, hana):
    slug = make_circle(ada, is_hidden=True)
    card = make_own_category(slug, ada, "Whispers")
    assert card.id not in {one.id for one in community_categories()}
    for by in (person(hana), SYSTEM):
        with pytest.raises(NotFound):
            get_category_row(card.id, by=by)
    with unit_of_work():
        made = make_category(CategorySettings("Whispers"), by=person(hana))
    assert made.slug == "whispers"
    with pytest.raises(Invalid) as refusal, unit_of_work():
        make_category(CategorySettings("Below", parent_id=card.id), by=person(hana))
    assert refusal.value.field == "parent"


def test_hosts_neither_give_to_nor_take_from_hidden_circles(ada, hana):
    slug = make_circle(ada, name="Strategy")
    group = db.session.query(Group).filter_by(slug=slug).one()
    card = build_category("Notes", levels={group: Level.REPLY})
    with unit_of_work():
        group.is_hidden = True
    hidden = db.session.query(Group).filter_by(slug=make_circle(ada, is_hidden=True)).one()
    with unit_of_work():
        settings = CategorySettings("Notes", levels={hidden.id: Level.START})
        change_category(get_category_row(card.id, by=person(hana)), settings, by=person(hana))
    assert dict(directory().by_id[card.id].levels) == {group.id: Level.REPLY}


def test_what_was_written_in_a_circle_stays_in_it(ada):
    slug = make_circle(ada)
    own, second = make_own_category(slug, ada), make_own_category(slug, ada)
    open_one = build_category("Open")
    make_facilitator_of(open_one, ada.id)
    thread = make_thread(own, person(ada))
    with unit_of_work():
        by = person(ada)
        assert move_thread(get_thread(thread.id, by=by), second, by=by, because="Better there.")
    by = person(ada)
    with pytest.raises(NotPermitted) as refusal, unit_of_work():
        move_thread(get_thread(thread.id, by=by), open_one, by=by, because="For all.")
    assert "stays in it" in refusal.value.sentence
    outside = make_thread(open_one, person(ada))
    with unit_of_work():
        by = person(ada)
        assert move_thread(get_thread(outside.id, by=by), own, by=by, because="For us.")


def test_a_circle_names_its_categories_once(ada, ben):
    slug, other = make_circle(ada), make_circle(ben)
    card = make_own_category(slug, ada, "Notes")
    assert make_own_category(other, ben, "Notes").slug != card.slug
    by = person(ada)
    with pytest.raises(Invalid) as refusal, unit_of_work():
        make_circle_category(circle_for(slug, ada), CircleCategorySettings(" NOTES"), by=by)
    assert refusal.value.field == "name"
    with unit_of_work():
        row = get_circle_category_row(card.id, by=person(ada))
        settings = CircleCategorySettings("Papers", level=Level.SEE)
        change_circle_category(row, settings, by=person(ada))
    assert directory().by_id[card.id].name == "Papers"
    assert [level for _, level in directory().by_id[card.id].levels] == [Level.SEE]


def test_cases_in_a_circle_open_to_those_in_it_one_by_one(ada, ben):
    slug = make_circle(ada, ben)
    card = make_own_category(slug, ada)
    thread = make_thread(card, person(ada))
    with unit_of_work():
        row = get_circle_category_row(card.id, by=person(ada))
        settings = CircleCategorySettings("Matters", is_for_cases=True, allows_pseudonyms=True)
        change_circle_category(row, settings, by=person(ada))
    assert directory().by_id[card.id].is_for_cases
    thread = db.session.get_one(Thread, thread.id)
    assert thread.is_reserved
    assert thread.id in person(ben).grants.asked
    assert not may_see_thread(person(ben), thread)
    answer_about(thread, ben)
    assert may_see_thread(person(ben), thread)
    assert may_see_thread(person(ada), thread)
    later = make_thread(card, person(ben))
    assert later.id in person(ada).grants.asked


def test_only_conveners_write_the_form_of_their_category(ada, ben, hana):
    slug = make_circle(ada, ben)
    card = make_own_category(slug, ada, days_after_reply=30)
    assert directory().by_id[card.id].days_after_reply == 30
    rows = [QuestionRow(label="What?", kind="short")]
    for other in (ben, hana):
        row, by = db.session.get_one(Category, card.id), person(other)
        with pytest.raises(NotFound), unit_of_work():
            change_form(row, rows, by=by)
    by, settings = person(ada), CircleCategorySettings("Notes", days_after_reply=0)
    row = get_circle_category_row(card.id, by=by)
    with pytest.raises(Invalid) as refusal, unit_of_work():
        change_circle_category(row, settings, by=by)
    assert refusal.value.field == "days"
