"""What members choose about the text check, and when it goes."""

import pytest
from sqlalchemy import delete, select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import VISITOR
from forum.discussion.checking import CheckWhen, DeniedName
from forum.discussion.models import TextCheckChoice
from forum.discussion.operations.text_checks import choose_check_when, keep_names
from forum.discussion.queries.text_checks import own_check
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotPermitted
from tests.builders.accounts import make_person

NAMES = (DeniedName("Kowalska", "client A"), DeniedName("Riverside School", "school 1"))


def test_what_was_chosen_is_there_again_for_its_member_alone(app: Forum) -> None:
    anna, ben = make_person("anna"), make_person("ben")
    with unit_of_work():
        keep_names(NAMES, by=anna)
        choose_check_when(CheckWhen.ALWAYS, by=anna)
    assert (own_check(anna).when, own_check(anna).names) == (CheckWhen.ALWAYS, NAMES)
    assert (own_check(ben).when, own_check(ben).names) == (CheckWhen.CATEGORIES, ())


def test_an_emptied_list_leaves_nothing_behind(app: Forum) -> None:
    anna = make_person("anna")
    with unit_of_work():
        keep_names(NAMES, by=anna)
    with unit_of_work():
        keep_names((), by=anna)
    assert db.session.scalars(select(TextCheckChoice.sealed_names)).all() == [""]


def test_the_list_goes_with_the_account(app: Forum) -> None:
    anna = make_person("anna")
    with unit_of_work():
        keep_names(NAMES, by=anna)
        db.session.execute(delete(Member).where(Member.id == anna.member_id))
    assert db.session.scalars(select(TextCheckChoice.member_id)).all() == []


def test_a_list_sealed_with_another_secret_is_an_empty_one(app: Forum) -> None:
    anna = make_person("anna")
    with unit_of_work():
        keep_names(NAMES, by=anna)
    secret = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = "another one"
    try:
        assert own_check(anna).names == ()
    finally:
        app.config["SECRET_KEY"] = secret


def test_visitors_choose_nothing(app: Forum) -> None:
    with pytest.raises(NotPermitted), unit_of_work():
        keep_names(NAMES, by=VISITOR)


def test_countries_come_from_the_jurisdictions_of_the_member(app: Forum) -> None:
    anna = make_person("anna")
    with unit_of_work():
        db.session.get_one(Member, anna.member_id).jurisdictions = ["Scotland", "España", "EU"]
    assert own_check(anna).hints.countries == {"GB", "ES"}
