"""Facilitators take posts apart and bring threads together, as far as labels and walls let them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Level, Role
from forum.discussion.models import Post, Thread
from forum.discussion.operations.labels import LabelChoice
from forum.discussion.operations.loosenings import ask_to_loosen
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.operations.splitting import (
    ALL_WITHDRAWN,
    ASKED,
    FIRST_STAYS,
    GUESTS_HERE,
    ITSELF,
    MORE_READERS,
    NO_CASES,
    NO_PSEUDONYMS,
    NOTHING_CHOSEN,
    WALLS_DIFFER,
    WOULD_HAVE_ENDED,
)
from forum.discussion.queries.readers import readers_of
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.values.labels import Life, Matter, Reuse
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.discussion import (
    make_category,
    make_facilitator_of,
    make_reply,
    make_thread,
)
from tests.builders.guests import make_guest
from tests.builders.labels import keep_out, relabel, reserve_to
from tests.builders.moves import check_all, merge, numbers_in, split, undo_merge
from tests.builders.pseudonyms import (
    allow_pseudonyms,
    make_crowd,
    make_custodian,
    post_as_pseudonym,
)


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    return make_category()


@pytest.fixture
def ada(category: CategoryCard) -> Member:
    return make_member("ada")


@pytest.fixture
def grace(category: CategoryCard) -> Member:
    return make_member("grace", role=Role.FACILITATOR)


def long_thread(category: CategoryCard, by: Member, count: int = 4) -> Thread:
    thread = make_thread(category, person(by), tags=("housing",))
    for _ in range(count - 1):
        make_reply(thread, person(by))
    return thread


def refusal_of(act: object, *args: object, by: Member) -> str:
    with pytest.raises(Invalid) as refused:
        act(*args, by=person(by))  # type: ignore[operator]
    return refused.value.sentence


def kept(thread: Thread) -> Thread:
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def test_new_thread_has_place_label_tags_and_readers_of_the_old_one(
    category: CategoryCard, ada: Member, grace: Member
) -> None:
    thread = long_thread(category, ada)
    relabel(thread, by=person(ada), reuse=Reuse.IDEAS, life=Life(days_after_reply=30))
    reserve_to(thread, grace)
    ben = make_member("ben")
    keep_out(thread, ben)
    apart = kept(split(thread, 2, 4, by=person(grace)))
    assert apart.category_id == category.id
    assert (apart.author_id, apart.reuse, apart.life) == (ada.id, Reuse.IDEAS, kept(thread).life)
    assert [tag.name for tag in apart.tags] == ["housing"]
    assert readers_of(apart) == {ada.id, grace.id}
    with pytest.raises(NotFound):
        get_thread(apart.id, by=person(ben))
    check_all()


@pytest.mark.parametrize(
    ("numbers", "sentence"), [((), NOTHING_CHOSEN), ((1, 2), FIRST_STAYS), ((3,), ALL_WITHDRAWN)]
)
def test_not_every_choice_makes_a_thread(
    category: CategoryCard, ada: Member, grace: Member, numbers: tuple[int, ...], sentence: str
) -> None:
    thread = long_thread(category, ada)
    third = db.session.scalars(
        select(Post.id).where(Post.thread_id == thread.id, Post.number == 3)
    ).one()
    with unit_of_work():
        withdraw_post(thread, get_post(third, by=person(ada)), by=person(ada))
    assert refusal_of(split, thread, *numbers, by=grace) == sentence


def test_only_who_looks_after_the_place_splits(category: CategoryCard, ada: Member) -> None:
    thread = long_thread(category, ada)
    with pytest.raises(NotPermitted):
        split(thread, 2, by=person(ada))
    other = make_category()
    make_facilitator_of(category, ada.id)
    apart = split(thread, 2, by=person(ada))
    elsewhere = make_thread(other, person(ada))
    assert "only one of the two" in refusal_of(merge, apart, elsewhere, by=ada)


def test_posts_that_would_have_ended_already_are_not_taken_apart(
    category: CategoryCard, ada: Member, grace: Member
) -> None:
    thread = long_thread(category, ada)
    relabel(thread, by=person(ada), life=Life(days_after_reply=2))
    with unit_of_work():
        old = update(Post).where(Post.thread_id == thread.id, Post.number == 2)
        db.session.execute(old.values(created_at=now() - timedelta(days=3)))
    assert refusal_of(split, thread, 2, by=grace) == WOULD_HAVE_ENDED
    assert numbers_in(thread) == [1, 2, 3, 4]


def test_a_merge_goes_nowhere_looser(category: CategoryCard, ada: Member, grace: Member) -> None:
    thread, other = long_thread(category, ada), long_thread(category, ada)
    assert refusal_of(merge, thread, thread, by=grace) == ITSELF
    reserve_to(thread, grace)
    assert refusal_of(merge, thread, other, by=grace) == MORE_READERS
    reserve_to(other, grace)
    keep_out(thread, make_member("ben"))
    assert refusal_of(merge, thread, other, by=grace) == WALLS_DIFFER
    third = long_thread(category, ada)
    relabel(third, by=person(ada), life=Life(days_after_reply=30))
    assert "lives longer" in refusal_of(merge, third, other, by=grace)
    relabel(third, by=person(ada), matter=Matter.RECORD)
    assert "matter" in refusal_of(merge, third, other, by=grace)


def test_a_merge_lets_no_guest_in_and_throws_none_out(
    category: CategoryCard, ada: Member, grace: Member
) -> None:
    thread, other = long_thread(category, ada), long_thread(category, ada)
    make_guest(other, "gus", by=person(ada))
    assert refusal_of(merge, thread, other, by=grace) == MORE_READERS
    assert refusal_of(merge, other, thread, by=grace) == GUESTS_HERE


def test_merged_posts_keep_the_stricter_answer_about_reuse(
    category: CategoryCard, ada: Member, grace: Member
) -> None:
    thread, other = long_thread(category, ada, 2), long_thread(category, ada, 1)
    relabel(thread, by=person(ada), reuse=Reuse.NOTHING)
    merge(thread, other, by=person(grace))
    query = select(Post.reuse).where(Post.thread_id == other.id).order_by(Post.number)
    assert db.session.scalars(query).all() == [None, Reuse.NOTHING, Reuse.NOTHING]


def test_cases_pseudonyms_and_threads_that_are_asked_about_stay_whole(
    category: CategoryCard, ada: Member, grace: Member
) -> None:
    cases = make_category(is_for_cases=True)
    case = make_thread(cases, person(ada))
    make_reply(case, person(ada))
    make_facilitator_of(cases, ada.id)
    assert refusal_of(split, case, 2, by=ada) == NO_CASES
    asked = long_thread(category, ada)
    make_reply(asked, person(make_member("ben")))
    with unit_of_work():
        choice = LabelChoice(None, Reuse.FREE)
        ask_to_loosen(get_thread(asked.id, by=person(ada)), choice, by=person(ada))
    assert refusal_of(split, asked, 2, by=grace) == ASKED
    assert refusal_of(merge, long_thread(category, ada), asked, by=grace) == ASKED


def test_a_post_under_a_pseudonym_stays(category: CategoryCard, ada: Member, grace: Member) -> None:
    allow_pseudonyms(category)
    make_crowd()
    for _ in range(2):
        make_custodian(make_member())
    thread, other = long_thread(category, ada, 2), long_thread(category, ada, 1)
    post_as_pseudonym(thread, person(ada))
    assert refusal_of(split, thread, 3, by=grace) == NO_PSEUDONYMS
    assert refusal_of(merge, thread, other, by=grace) == NO_PSEUDONYMS
    split(thread, 2, by=person(grace))


def test_undoing_a_merge_opens_nothing_further_than_it_was_meanwhile(
    app: Forum, client: FlaskClient
) -> None:
    wide = make_category()
    grace, ben = make_member("grace", role=Role.FACILITATOR), make_member("ben")
    few = make_category(levels={make_group("Few", ben): Level.START})
    ada = make_member("ada")
    thread = make_thread(wide, person(ada))
    other = make_thread(few, person(ben))
    merge(thread, other, by=person(grace))
    with pytest.raises(NotFound):
        get_thread(other.id, by=person(ada))
    sign_in_as(client, ada)
    absent = client.get("/t/nothing/99999/1")
    assert client.get(f"/t/{thread.slug}/{thread.id}/1").status_code == absent.status_code == 404
    undo_merge(other, thread, by=person(grace))
    assert kept(thread).is_reserved
    assert make_member("dora").id not in readers_of(kept(thread))
    check_all()
