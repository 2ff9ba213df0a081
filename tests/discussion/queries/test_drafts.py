"""Drafts as their author sees them, and nobody else."""

import pytest

from forum import Forum
from forum.accounts.values import Level, Person
from forum.discussion.models import CategoryPermission, Draft
from forum.discussion.operations.drafts import save_draft
from forum.discussion.queries.drafts import get_draft, list_drafts, select_own_drafts
from forum.discussion.rules import may_see_draft
from forum.discussion.values.drafts import DraftKind, DraftPlace, DraftText
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotFound
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_reply, make_thread

pytestmark = pytest.mark.usefixtures("app")


def draft_of(by: Person, place: DraftPlace, body: str = "Words.", **fields: str) -> Draft:
    with unit_of_work():
        draft = save_draft(place, DraftText(body, fields), seen=0, by=by)
        assert draft is not None
        return draft


def test_list_names_the_place_of_each_draft(app: Forum) -> None:
    category = make_category()
    anna = make_person("anna")
    thread = make_thread(category, anna, title="Keys")
    post = make_reply(thread, anna)
    draft_of(anna, DraftPlace(DraftKind.THREAD), title="Who pays?")
    draft_of(anna, DraftPlace(DraftKind.REPLY, thread.id))
    draft_of(anna, DraftPlace(DraftKind.EDIT, post.id))
    draft_of(anna, DraftPlace(DraftKind.CONTINUE, post.id))
    lines = {line.place.kind: line for line in list_drafts(by=anna)}
    assert lines[DraftKind.THREAD].title == "Who pays?"
    assert lines[DraftKind.THREAD].thread is None
    for kind in (DraftKind.REPLY, DraftKind.EDIT, DraftKind.CONTINUE):
        found = lines[kind].thread
        assert found is not None
        assert found.title == "Keys"
    assert lines[DraftKind.EDIT].number == 2


def test_draft_of_a_thread_that_closed_to_its_author_keeps_the_words_without_the_title(
    app: Forum,
) -> None:
    ben = make_member("ben")
    group = make_group("Insiders", ben)
    inside = make_category("Inside", levels={group: Level.START})
    thread = make_thread(inside, person(ben), title="Secret")
    post = make_reply(thread, person(ben))
    draft_of(person(ben), DraftPlace(DraftKind.REPLY, thread.id), "My own words.")
    draft_of(person(ben), DraftPlace(DraftKind.EDIT, post.id), "My other words.")
    with unit_of_work():
        db.session.query(CategoryPermission).filter_by(category_id=inside.id).delete()
    lines = list_drafts(by=person(ben))
    assert {line.beginning for line in lines} == {"My own words.", "My other words."}
    assert {(line.thread, line.number) for line in lines} == {(None, None)}


def test_draft_exists_for_nobody_but_its_author(app: Forum) -> None:
    anna, ben = make_person("anna"), make_person("ben")
    draft = draft_of(anna, DraftPlace(DraftKind.THREAD))
    assert get_draft(draft.id, by=anna).text.body == "Words."
    for id_ in (draft.id, 987_654, 0, 2**40):
        with pytest.raises(NotFound):
            get_draft(id_, by=ben)
    assert list_drafts(by=ben) == []


def test_rule_and_query_agree_about_who_sees_a_draft(app: Forum) -> None:
    people = [make_person() for _ in range(3)]
    drafts = [draft_of(each, DraftPlace(DraftKind.THREAD)) for each in people[:2]]
    for each in people:
        seen = set(db.session.scalars(select_own_drafts(each)))
        assert seen == {draft for draft in drafts if may_see_draft(each, draft)}
