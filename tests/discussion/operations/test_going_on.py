"""A thread is opened to more people as those agree who wrote in it; the rest stays, unheard of."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Level, Role
from forum.discussion.models import Loosening, Post, Thread
from forum.discussion.operations.labels import (
    MORE_READERS_THERE,
    STAYS_RESERVED,
    LabelChoice,
    Named,
)
from forum.discussion.operations.loosenings import (
    READERS_STAY,
    answer_loosening,
    ask_to_loosen,
    count_staying,
    end_waiting,
)
from forum.discussion.operations.posts import revise_post
from forum.discussion.operations.sharing import share_post
from forum.discussion.operations.threads import move_thread
from forum.discussion.queries.categories import directory
from forum.discussion.queries.readers import readers_of
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.values.cases import Conflict
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.cases import answer_about
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.guests import make_guest
from tests.builders.labels import keep_out, reserve_to
from tests.builders.moves import check_all, numbers_in
from tests.builders.pseudonyms import (
    allow_pseudonyms,
    make_crowd,
    make_custodian,
    post_as_pseudonym,
)

Scene = tuple[Thread, Member, Member, Member, Member]


@pytest.fixture
def scene(app: Forum) -> Scene:
    """A thread that three have written in and that is reserved to them; a fourth reads none of it."""
    category = make_category()
    ada, ben, cleo, dora = (make_member(name) for name in ("ada", "ben", "cleo", "dora"))
    thread = make_thread(category, person(ada), title="What we tried")
    reserve_to(thread, ben, cleo)
    make_reply(thread, person(ben), "Ben tells of quinces.")
    make_reply(thread, person(cleo), "Cleo tells of medlars.")
    make_reply(thread, person(ada), "Ada sums up.")
    return thread, ada, ben, cleo, dora


def ask(thread: Thread, by: Member, named: Named | None = None) -> None:
    with unit_of_work():
        kept = get_thread(thread.id, by=person(by))
        choice = LabelChoice(named, kept.reuse, kept.matter, kept.life)
        ask_to_loosen(kept, choice, by=person(by))


def say(thread: Thread, by: Member, agrees: bool) -> None:
    with unit_of_work():
        answer_loosening(get_thread(thread.id, by=person(by)), agrees=agrees, by=person(by))


def end(thread: Thread, by: Member) -> None:
    with unit_of_work():
        end_waiting(get_thread(thread.id, by=person(by)), by=person(by))


def kept(thread: Thread) -> Thread:
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def gone_on(thread: Thread) -> Thread:
    query = select(Thread).where(Thread.title == thread.title, Thread.id != thread.id)
    return db.session.scalars(query).one()


def sees(member: Member, thread: Thread) -> bool:
    try:
        get_thread(thread.id, by=person(member))
    except NotFound:
        return False
    return True


def test_everybody_agrees_and_the_thread_itself_is_open_to_more(scene: Scene) -> None:
    thread, ada, ben, cleo, dora = scene
    ask(thread, ada)
    say(thread, ben, agrees=True)
    assert not sees(dora, thread)
    say(thread, cleo, agrees=True)
    assert sees(dora, thread)
    assert not kept(thread).is_reserved
    assert numbers_in(thread) == [1, 2, 3, 4]


def test_the_others_stay_behind_and_nothing_tells_of_them(
    scene: Scene, client: FlaskClient
) -> None:
    thread, ada, ben, cleo, dora = scene
    ask(thread, ada)
    say(thread, ben, agrees=False)
    say(thread, cleo, agrees=True)
    there = gone_on(thread)
    assert (numbers_in(thread), numbers_in(there)) == ([2], [1, 2, 3])
    assert readers_of(kept(thread)) == {ada.id, ben.id, cleo.id}
    check_all()
    sign_in_as(client, dora)
    page = client.get(f"/t/{there.slug}/{there.id}").text
    assert "medlars" in page
    assert "stayed" not in page
    for told in ("quinces", "Ben", "went on", f"/t/{thread.id}", f"/t/{thread.slug}/{thread.id}"):
        assert told not in page
    absent = client.get("/t/nothing/99999/2")
    for number in range(1, 6):
        answer = client.get(f"/t/{thread.slug}/{thread.id}/{number}")
        assert answer.status_code == absent.status_code == 404, "whichever post it was"
    assert client.get(f"/t/{thread.slug}/{thread.id}").status_code == 404


def test_readers_of_before_are_told_at_both_ends_and_led_on(
    scene: Scene, client: FlaskClient
) -> None:
    thread, ada, ben, cleo, _dora = scene
    ask(thread, ada)
    say(thread, ben, agrees=False)
    say(thread, cleo, agrees=True)
    there = gone_on(thread)
    sign_in_as(client, ben)
    assert client.get(f"/t/{thread.slug}/{thread.id}/3").location.endswith(f"/{there.id}/2#post-2")
    assert "went on, for more readers, in" in client.get(f"/t/{thread.slug}/{thread.id}").text
    assert "went on from" in client.get(f"/t/{there.slug}/{there.id}").text


def test_without_who_began_it_nothing_happens(scene: Scene) -> None:
    thread, ada, ben, cleo, dora = scene
    ask(thread, ada)
    say(thread, ada, agrees=False)
    say(thread, ben, agrees=True)
    say(thread, cleo, agrees=True)
    assert not sees(dora, thread)
    assert numbers_in(thread) == [1, 2, 3, 4]
    assert db.session.get(Loosening, thread.id) is None


def test_what_quotes_a_post_that_stays_stays_too(scene: Scene) -> None:
    thread, ada, ben, cleo, _dora = scene
    quoting = f'[quote="ben, post:2, topic:{thread.id}"]\nBen tells of quinces.\n[/quote]\n\nQuite.'
    fifth = make_reply(thread, person(cleo), quoting)
    make_reply(
        thread, person(ada), f'[quote="cleo, post:5, topic:{thread.id}"]\nQuite.\n[/quote]\n\nYes.'
    )
    with unit_of_work():
        post = get_post(fifth.id, by=person(cleo))
        post.created_at = post.created_at.replace(year=2020)
        revise_post(thread, post, write("Nothing is quoted any more."), by=person(cleo))
    ask(thread, ada)
    say(thread, ben, agrees=False)
    assert count_staying(kept(thread)) == (4, 6), "as it stands, Cleo has not answered"
    say(thread, cleo, agrees=True)
    assert numbers_in(thread) == [2, 5, 6], "what an earlier version quoted, and what quotes that"
    assert numbers_in(gone_on(thread)) == [1, 2, 3]
    check_all()


def test_a_post_that_two_have_written_goes_on_when_both_agree(scene: Scene) -> None:
    thread, ada, ben, cleo, _dora = scene
    post_id = db.session.scalars(
        select(Post.id).where(Post.thread_id == thread.id, Post.number == 3)
    ).one()
    with unit_of_work():
        share_post(thread, get_post(post_id, by=person(cleo)), by=person(cleo))
    with unit_of_work():
        post = get_post(post_id, by=person(ben))
        revise_post(thread, post, write("Cleo and Ben tell of medlars."), by=person(ben))
    ask(thread, ada)
    say(thread, cleo, agrees=True)
    say(thread, ben, agrees=False)
    assert numbers_in(thread) == [2, 3]


def test_who_asked_ends_the_waiting(scene: Scene) -> None:
    thread, ada, ben, _cleo, dora = scene
    ask(thread, ada)
    say(thread, ben, agrees=True)
    with pytest.raises(NotPermitted):
        end(thread, ben)
    assert count_staying(kept(thread)) == (1, 4)
    end(thread, ada)
    assert numbers_in(thread) == [3]
    assert sees(dora, gone_on(thread))
    with pytest.raises(NotFound):
        end(thread, ada)


def test_a_reply_that_came_meanwhile_stays(scene: Scene) -> None:
    _, ada, ben, cleo, _dora = scene
    (category,) = directory().by_id.values()
    thread = make_thread(category, person(ada), title="With a guest")
    reserve_to(thread, ben, cleo)
    gus = make_guest(thread, "gus", by=person(ada))
    for member in (ben, cleo):
        make_reply(thread, person(member))
    ask(thread, ada)
    make_reply(thread, person(gus), "Written after they were asked.")
    for member in (ben, cleo):
        say(thread, member, agrees=True)
    assert numbers_in(thread) == [4]
    assert sees(gus, gone_on(thread)), "a guest stays a guest"


def test_who_writes_under_a_pseudonym_cannot_be_asked_and_stays(app: Forum) -> None:
    category = allow_pseudonyms(make_category())
    make_crowd()
    for _ in range(2):
        make_custodian(make_member())
    ada, ben = make_member("ada"), make_member("ben")
    few = make_group("Few", *db.session.scalars(select(Member)).all())
    dora = make_member("dora")
    thread = make_thread(category, person(ada))
    reserve_to(thread, groups=(few,), by=person(ada))
    post_as_pseudonym(thread, person(ben), "Said of quinces.")
    ask(thread, ada)
    assert numbers_in(thread) == [2], "nobody is left to wait for"
    assert sees(dora, gone_on(thread))
    assert not sees(dora, thread)


def test_nobody_is_taken_out_and_walls_stand(scene: Scene) -> None:
    thread, ada, ben, cleo, dora = scene
    with pytest.raises(Invalid) as refused:
        ask(thread, ada, Named(frozenset({ben.id, dora.id})))
    assert refused.value.sentence == READERS_STAY
    keep_out(thread, dora)
    with pytest.raises(Invalid) as refused:
        ask(thread, ada)
    assert refused.value.sentence == STAYS_RESERVED
    elsa = make_member("elsa")
    ask(thread, ada, Named(frozenset({ben.id, cleo.id, dora.id, elsa.id})))
    say(thread, ben, agrees=False)
    say(thread, cleo, agrees=True)
    assert sees(elsa, gone_on(thread))
    assert not sees(dora, gone_on(thread)), "the wall goes along"
    assert not sees(elsa, thread)


def test_a_case_goes_on_whole_or_not_at_all(app: Forum) -> None:
    cases = make_category(is_for_cases=True)
    ada, ben, dora = (make_member(name) for name in ("ada", "ben", "dora"))
    thread = make_thread(cases, person(ada))
    reserve_to(thread, ben, by=person(ada))
    answer_about(thread, ben, Conflict.NONE)
    make_reply(thread, person(ben))
    named = Named(frozenset({ben.id, dora.id}))
    ask(thread, ada, named)
    assert count_staying(kept(thread)) == (2, 2)
    say(thread, ben, agrees=False)
    assert numbers_in(thread) == [1, 2]
    ask(thread, ada, named)
    say(thread, ben, agrees=True)
    answer_about(thread, dora, Conflict.NONE)
    assert sees(dora, thread)


def test_a_move_opens_to_nobody_what_others_wrote(app: Forum) -> None:
    ada, grace = make_member("ada"), make_member("grace", role=Role.FACILITATOR)
    few = make_category(levels={make_group("Few", ada): Level.START})
    wide = make_category()
    make_member("dora")
    thread = make_thread(few, person(ada))
    assert refusal_of_move(thread, wide, grace) == MORE_READERS_THERE
    reserve_to(thread, grace)
    assert refusal_of_move(thread, wide, grace) == ""


def refusal_of_move(thread: Thread, to: CategoryCard, by: Member) -> str:
    try:
        with unit_of_work():
            kept = get_thread(thread.id, by=person(by))
            assert move_thread(kept, to, by=person(by), because="For all.")
    except Invalid as refused:
        return refused.sentence
    return ""


def test_pages_say_what_would_stay_before_it_is_decided(scene: Scene, client: FlaskClient) -> None:
    thread, ada, ben, _cleo, _dora = scene
    sign_in_as(client, ada)
    address = f"/t/{thread.id}/label"
    form = {"readers": "category", "reuse": "ask", "matter": "none", "lives": "never"}
    assert client.post(f"{address}/ask", data=form).status_code == 303
    page = client.get(address).text
    assert "everyone who sees the category" in page
    assert "2 of 4 posts would stay behind" in page
    assert "cannot be undone" in client.get(f"{address}/ask/end").text
    sign_in_as(client, ben)
    assert client.get(f"{address}/ask/end").status_code == 404
    assert client.post(f"{address}/ask/end").status_code == 403
    sign_in_as(client, ada)
    assert client.post(f"{address}/ask/end").status_code == 303
    assert numbers_in(thread) == [2, 3]
