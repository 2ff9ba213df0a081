"""What open pages are told about."""

from contextlib import suppress

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.operations.members import change_role, deactivate_member
from forum.accounts.operations.sign_in import end_sign_ins, sign_in, sign_out
from forum.accounts.values import SYSTEM, Role
from forum.discussion.operations.answers import mark_answer
from forum.discussion.operations.authors import hand_over_posts
from forum.discussion.operations.posts import lock_post, restore_post, revise_post, withdraw_post
from forum.discussion.operations.reactions import give_reaction
from forum.discussion.operations.summaries import SummaryTexts, make_ready, write_summary
from forum.discussion.operations.tags import rename_tag
from forum.discussion.operations.threads import close_thread, move_thread, retitle_thread
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import ReactionSetting, Sign
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotPermitted
from forum.outreach.live.models import LiveEvent
from forum.outreach.live.values import Kind
from tests.builders.accounts import make_member, make_person, person
from tests.builders.discussion import make_category, make_reply, make_thread


def last_kinds(count: int) -> list[Kind]:
    query = select(LiveEvent.kind).order_by(LiveEvent.id.desc()).limit(count)
    return list(reversed(db.session.scalars(query).all()))


def test_changes_of_posts_are_told(app: Forum) -> None:
    category = make_category()
    anna, grace = make_person(), make_person(role=Role.FACILITATOR)
    thread = make_thread(category, anna)
    acts = (
        lambda post: revise_post(thread, post, write("Other words."), by=anna),
        lambda post: lock_post(thread, post, by=grace, because="It is quoted."),
        lambda post: withdraw_post(thread, post, by=grace, because="It names somebody."),
        lambda post: restore_post(thread, post, by=grace, because="It does not."),
    )
    post_id = db.session.scalars(select(LiveEvent.post_id).order_by(LiveEvent.id.desc())).first()
    assert post_id
    for act in acts:
        with unit_of_work():
            act(get_post(post_id, by=grace))  # type: ignore[no-untyped-call]
        assert last_kinds(1) == [Kind.CHANGED]


def test_changes_of_threads_are_told(app: Forum) -> None:
    category, other = make_category(), make_category()
    anna, grace = make_person(), make_person(role=Role.FACILITATOR)
    thread_id = make_thread(category, anna).id
    with unit_of_work():
        retitle_thread(get_thread(thread_id, by=anna), "Another title", by=anna)
    with unit_of_work():
        close_thread(get_thread(thread_id, by=grace), by=grace, because="It is answered.")
    with unit_of_work():
        move_thread(get_thread(thread_id, by=grace), other, by=grace, because="It fits there.")
    assert last_kinds(3) == [Kind.THREAD] * 3
    moved = db.session.scalars(select(LiveEvent).order_by(LiveEvent.id.desc())).first()
    assert moved is not None
    assert moved.category_id == other.id


@pytest.mark.parametrize("way", ["sign out", "end all", "role", "deactivate"])
def test_whoever_loses_access_is_checked_again(app: Forum, way: str) -> None:
    member = make_member()
    with unit_of_work():
        secret = sign_in(member, keep=False)
    with unit_of_work():
        row = db.session.get_one(Member, member.id)
        match way:
            case "sign out":
                sign_out(secret)
            case "end all":
                end_sign_ins(row)
            case "role":
                change_role(row, Role.FACILITATOR, by=SYSTEM)
            case _:
                deactivate_member(row, by=SYSTEM)
    rows = db.session.execute(select(LiveEvent.kind, LiveEvent.member_id)).all()
    assert [tuple(row) for row in rows] == [(Kind.ACCESS, member.id)]


def test_signing_out_twice_tells_nothing(app: Forum) -> None:
    with unit_of_work():
        sign_out("nobody has this")
    assert last_kinds(1) == []
    assert person(make_member()).is_member


@pytest.mark.parametrize("setting", list(ReactionSetting))
def test_reactions_are_told_only_where_all_may_count_them(
    app: Forum, setting: ReactionSetting
) -> None:
    category = make_category(reactions=setting)
    anna, ben = make_person(), make_person()
    thread = make_thread(category, anna)
    post_id = db.session.scalars(select(LiveEvent.post_id).order_by(LiveEvent.id.desc())).first()
    before = db.session.query(LiveEvent).count()
    with suppress(NotPermitted), unit_of_work():
        give_reaction(thread, get_post(post_id or 0, by=ben), Sign.HEARD, by=ben)
    told = db.session.query(LiveEvent).count() - before
    assert told == (1 if setting is ReactionSetting.COUNTED else 0)


def test_answers_and_summaries_are_told(app: Forum) -> None:
    category = make_category(takes_answers=True)
    anna = make_person()
    thread_id = make_thread(category, anna).id
    reply = make_reply(get_thread(thread_id, by=anna), anna)
    with unit_of_work():
        mark_answer(get_thread(thread_id, by=anna), get_post(reply.id, by=anna), by=anna)
    assert last_kinds(2) == [Kind.CHANGED] * 2
    with unit_of_work():
        texts = make_ready(SummaryTexts("In short."))
        write_summary(get_thread(thread_id, by=anna), texts, by=anna, seen_version=0)
    assert last_kinds(1) == [Kind.THREAD]


def test_renamed_tags_and_new_authors_are_told(app: Forum) -> None:
    category, anna = make_category(), make_person()
    thread_id = make_thread(category, anna, tags=("wages",)).id
    with unit_of_work():
        rename_tag("wages", "pay", by=SYSTEM, because="Shorter.")
    assert last_kinds(1) == [Kind.THREAD]
    with unit_of_work():
        hand_over_posts(anna.member_id, make_member().id)
    told = db.session.scalars(select(LiveEvent).order_by(LiveEvent.id.desc())).first()
    assert told is not None
    assert (told.kind, told.thread_id) == (Kind.CHANGED, thread_id)
