"""Members who find their own words in an archive."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.operations.confirmations import new_confirmation
from forum.accounts.operations.emails import confirm_email
from forum.accounts.operations.placeholders import add_placeholder
from forum.accounts.queue.models import QueueItem
from forum.accounts.values import Purpose, Role
from forum.admin.claims.models import Claim
from forum.admin.claims.operations import claim_posts, grant_claim, refuse_claim
from forum.admin.claims.queries import list_waiting_claims
from forum.discussion.events import PostsHandedOver
from forum.discussion.models import File, Post, Reaction, Thread
from forum.discussion.operations.posts import add_post
from forum.discussion.operations.reactions import give_reaction
from forum.discussion.operations.threads import add_thread
from forum.discussion.queries.files import room_taken
from forum.discussion.values import Sign
from forum.discussion.writing import take_over
from forum.kernel import events
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, NotFound, NotPermitted
from forum.kernel.markup import TextFormat
from forum.kernel.models import OutboxRow
from forum.knowledge.search.indexing import KIND as INDEXING
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category
from tests.builders.files import make_file_beside

SPRING = datetime(2004, 3, 1, tzinfo=UTC)


def make_placeholder(address: str = "ada@archive.example", name: str = "") -> Member:
    with unit_of_work():
        return add_placeholder(
            source="housing", address=address, name=name, shown_name="Ada Quill", joined_at=SPRING
        )


def make_words(placeholder: Member, *others: Member) -> Thread:
    """Write a thread by the placeholder, with answers by others and by themselves."""
    writing = take_over("Words.", TextFormat.PLAIN_MAIL)
    category = make_category()
    with unit_of_work():
        thread = add_thread(
            category.id, "Rent", writing, tags=[], author_id=placeholder.id, at=SPRING
        )
        for writer in (*others, placeholder):
            add_post(thread, writing, author_id=writer.id, at=SPRING)
    return thread


def authors(thread: Thread) -> set[int]:
    return set(db.session.scalars(select(Post.author_id).where(Post.thread_id == thread.id)))


def make_claim(placeholder: Member, member: Member) -> Claim:
    with unit_of_work():
        claim_posts(placeholder, by=person(member), because="I worked there.")
    query = select(Claim).where(Claim.member_id == member.id)
    return db.session.scalars(query).one()


def test_who_joins_with_the_address_gets_the_posts(app: Forum) -> None:
    placeholder = make_placeholder("ada@example.org")
    thread = make_words(placeholder)
    ada = make_member("ada")
    assert authors(thread) == {ada.id}
    db.session.refresh(thread)
    assert (thread.author_id, thread.last_poster_id) == (ada.id, ada.id)
    assert placeholder.claimed_by_id == ada.id


def test_who_confirms_the_address_gets_the_posts(app: Forum) -> None:
    placeholder = make_placeholder("Ada@Archive.example")
    thread = make_words(placeholder)
    ada = make_member("ada")
    assert authors(thread) == {placeholder.id}
    with unit_of_work():
        secret = new_confirmation(
            ada, Purpose.EMAIL, lasts=timedelta(hours=1), email="ada@archive.example"
        )
    with unit_of_work():
        confirm_email(secret)
    assert authors(thread) == {ada.id}


def test_shared_addresses_prove_nothing(app: Forum) -> None:
    placeholder = make_placeholder("list@example.org", name="Ada Quill")
    thread = make_words(placeholder)
    make_member("list")
    assert authors(thread) == {placeholder.id}


def test_counters_know_that_two_names_are_one_person(app: Forum) -> None:
    ada = make_member("ada")
    placeholder = make_placeholder()
    thread = make_words(placeholder, ada)
    db.session.refresh(thread)
    assert (thread.writer_count, thread.score) == (2, 4)
    claim = make_claim(placeholder, ada)
    with unit_of_work():
        grant_claim(claim, by=person(make_member("fay", role=Role.FACILITATOR)))
    db.session.refresh(thread)
    assert (thread.writer_count, thread.score) == (1, 2)


def test_granted_claim_makes_the_member_the_author_and_tells_them(app: Forum) -> None:
    ada, fay = make_member("ada"), make_member("fay", role=Role.FACILITATOR)
    placeholder = make_placeholder()
    thread = make_words(placeholder)
    claim = make_claim(placeholder, ada)
    heard: list[PostsHandedOver] = []
    events.within(PostsHandedOver)(heard.append)
    with unit_of_work():
        grant_claim(claim, by=person(fay))
    events._within[PostsHandedOver].remove(heard.append)
    assert authors(thread) == {ada.id}
    assert (claim.is_granted, claim.decided_by_id) == (True, fay.id)
    assert [(event.from_id, event.to_id, len(event.post_ids)) for event in heard] == [
        (placeholder.id, ada.id, 2)
    ]
    assert "claim" in _last_letter()


def test_claimed_posts_are_indexed_under_their_author(app: Forum) -> None:
    placeholder = make_placeholder("ada@example.org")
    thread = make_words(placeholder)
    before = db.session.scalar(select(func.max(OutboxRow.id))) or 0
    make_member("ada")
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.id > before)).all()
    ids = sorted(db.session.scalars(select(Post.id).where(Post.thread_id == thread.id)))
    assert {"posts": ids} in [row.payload for row in rows if row.kind == INDEXING]


def test_claim_brings_files_and_takes_back_signs_to_ones_own_posts(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    placeholder = make_placeholder()
    thread = make_words(placeholder)
    first = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).first()
    assert first is not None
    file = make_file_beside(first)
    for member in (ada, ben):
        with unit_of_work():
            post = db.session.get_one(Post, first.id)
            give_reaction(post.thread, post, Sign.HEARD, by=person(member))
    claim = make_claim(placeholder, ada)
    with unit_of_work():
        grant_claim(claim, by=person(make_member("fay", role=Role.FACILITATOR)))
    assert list(db.session.scalars(select(Reaction.member_id))) == [ben.id]
    assert db.session.get_one(Post, first.id).reaction_count == 1
    assert db.session.get_one(File, file.id).author_id == ada.id
    assert room_taken(ada.id) == 0


def test_refused_claim_leaves_everything_and_tells_why(app: Forum) -> None:
    ada, fay = make_member("ada"), make_member("fay", role=Role.FACILITATOR)
    placeholder = make_placeholder()
    thread = make_words(placeholder)
    claim = make_claim(placeholder, ada)
    with unit_of_work():
        refuse_claim(claim, by=person(fay), because="Ada died in 2010.")
    assert authors(thread) == {placeholder.id}
    assert "Ada died in 2010." in _last_letter()


def test_other_claims_end_when_one_is_granted(app: Forum) -> None:
    ada, eve = make_member("ada"), make_member("eve")
    fay = person(make_member("fay", role=Role.FACILITATOR))
    placeholder = make_placeholder()
    first, second = make_claim(placeholder, ada), make_claim(placeholder, eve)
    with unit_of_work():
        grant_claim(first, by=fay)
    assert (second.is_decided, second.is_granted) == (True, False)
    with pytest.raises(Conflict), unit_of_work():
        grant_claim(second, by=fay)


def test_asking_twice_makes_one_claim(app: Forum) -> None:
    ada = make_member("ada")
    placeholder = make_placeholder()
    make_claim(placeholder, ada)
    with unit_of_work():
        assert not claim_posts(placeholder, by=person(ada), because="Really.")
    assert len(list(db.session.scalars(select(Claim)))) == 1


def test_two_facilitators_do_not_decide_twice(app: Forum) -> None:
    fay = person(make_member("fay", role=Role.FACILITATOR))
    claim = make_claim(make_placeholder(), make_member("ada"))
    with unit_of_work():
        refuse_claim(claim, by=fay, because="No.")
    with pytest.raises(Conflict), unit_of_work():
        grant_claim(claim, by=fay)


def test_nobody_decides_about_their_own_claim(app: Forum) -> None:
    fay = make_member("fay", role=Role.FACILITATOR)
    claim = make_claim(make_placeholder(), fay)
    with pytest.raises(NotPermitted), unit_of_work():
        grant_claim(claim, by=person(fay))


def test_members_do_not_see_or_decide_claims(app: Forum) -> None:
    eve = person(make_member("eve"))
    claim = make_claim(make_placeholder(), make_member("ada"))
    with pytest.raises(NotFound):
        list_waiting_claims(by=eve)
    with pytest.raises(NotFound), unit_of_work():
        grant_claim(claim, by=eve)


def test_members_and_claimed_names_cannot_be_claimed(app: Forum) -> None:
    ada, bob = person(make_member("ada")), make_member("bob")
    with pytest.raises(NotFound), unit_of_work():
        claim_posts(bob, by=ada, because="x")
    taken = make_placeholder("bob@example.org")
    assert taken.claimed_by_id is not None
    with pytest.raises(NotPermitted), unit_of_work():
        claim_posts(taken, by=ada, because="x")


def test_claim_is_asked_for_and_granted_through_the_pages(client: FlaskClient) -> None:
    ada, fay = make_member("ada"), make_member("fay", role=Role.FACILITATOR)
    placeholder = make_placeholder()
    thread = make_words(placeholder)
    sign_in_as(client, ada)
    assert "Claim these posts" in client.get(f"/u/{placeholder.handle}").text
    wrong = client.post(f"/u/{placeholder.handle}/claim", data={"because": ""})
    assert wrong.status_code == 422
    client.post(f"/u/{placeholder.handle}/claim", data={"because": "I was there."})
    assert "A facilitator will look" in client.get(f"/u/{placeholder.handle}").text
    assert client.get("/claims").status_code == 404
    sign_in_as(client, fay)
    assert 'href="/claims"' not in client.get("/latest").text
    assert "I was there." in client.get("/review?kind=claim").text
    [claim] = db.session.scalars(select(Claim))
    assert f"/claims/{claim.id}" in client.get("/claims").text
    page = client.get(f"/claims/{claim.id}").text
    assert "I was there." in page
    assert client.post(f"/claims/{claim.id}/refuse", data={"because": ""}).status_code == 422
    assert client.post(f"/claims/{claim.id}/grant").status_code == 303
    assert authors(thread) == {ada.id}
    assert "Nothing waits" in client.get("/review").text
    assert "by <a" in client.get(f"/u/{placeholder.handle}").text


def _last_letter() -> str:
    row = db.session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
    assert row is not None
    return str(row.payload)


def test_facilitators_decide_about_claims_in_their_queue(client: FlaskClient) -> None:
    ada, fay = make_member("ada"), make_member("fay", role=Role.FACILITATOR)
    own = make_placeholder()
    thread = make_words(own)
    with unit_of_work():
        claim_posts(own, by=person(ada), because="I was there.")
        claim_posts(own, by=person(fay), because="So was I.")
    first, hers = db.session.scalars(select(QueueItem).order_by(QueueItem.id))
    sign_in_as(client, fay)
    data = {"version": 1, "outcome": "grant"}
    assert client.post(f"/review/{hers.id}", data=data).status_code == 403
    refusal = {"version": 1, "outcome": "refuse", "because": ""}
    assert client.post(f"/review/{first.id}", data=refusal).status_code == 422
    for _ in range(2):
        assert client.post(f"/review/{first.id}", data=data).status_code == 303
    assert authors(thread) == {ada.id}
    assert "granted it" in client.get(f"/review/{first.id}").text
    assert hers.is_settled


def test_hosts_find_claims_without_a_queue(client: FlaskClient) -> None:
    ada, host = make_member("ada"), make_member("hal", role=Role.HOST)
    own = make_placeholder()
    make_words(own)
    with unit_of_work():
        claim_posts(own, by=person(ada), because="I was there.")
    sign_in_as(client, host)
    assert 'href="/claims"' in client.get("/latest").text
    assert client.get("/review").status_code == 404
