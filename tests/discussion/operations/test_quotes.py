"""Quotations go where as few people read and as little is let go; a reply may be stricter."""

import pytest

from forum import Forum
from forum.accounts.models import Member
from forum.discussion.models import Post, Thread
from forum.discussion.operations.labels import keep_reuse
from forum.discussion.operations.posts import reply, revise_post
from forum.discussion.operations.summaries import SummaryTexts, make_ready, write_summary
from forum.discussion.queries.readers import label_of
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values.labels import Reuse
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.labels import keep_out, relabel, reserve_to


def quote_of(post: Post, handle: str = "ben") -> str:
    return (
        f'[quote="{handle}, post:{post.number}, topic:{post.thread_id}"]\nWords.\n[/quote]\n\nSo?'
    )


def refusal_of(thread: Thread, by: Member, body: str) -> str:
    with pytest.raises(Invalid) as refused:
        make_reply(thread, person(by), body)
    assert refused.value.field == "body"
    return refused.value.sentence


def test_a_quotation_stays_where_fewer_people_read(app: Forum) -> None:
    ada, ben, _cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    category = make_category()
    narrow, open_ = (
        make_thread(category, person(ada), title="Narrow"),
        make_thread(category, person(ada)),
    )
    reserve_to(narrow, ben, by=person(ada))
    words = make_reply(narrow, person(ben))
    sentence = refusal_of(open_, ada, quote_of(words))
    assert sentence.startswith("You quote @ben, post 2 of “Narrow”: more people can read here")
    assert make_reply(open_, person(ben), quote_of(words)), "one's own words are one's own"
    narrower = make_thread(category, person(ada))
    reserve_to(narrower, ada, by=person(ada))
    assert make_reply(narrower, person(ada), quote_of(words)), "as few read it there"
    assert make_reply(narrow, person(ada), quote_of(words)), "in the thread itself"


def test_a_wall_makes_the_place_that_it_protects_the_narrower_one(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    category = make_category()
    walled, open_ = make_thread(category, person(ada)), make_thread(category, person(ada))
    keep_out(walled, cleo, by=person(ada))
    words = make_reply(walled, person(ben))
    assert "more people" in refusal_of(open_, ada, quote_of(words))
    assert make_reply(walled, person(ada), quote_of(make_reply(open_, person(ben))))


def test_nothing_leaves_a_thread_of_which_nothing_leaves(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    strict = make_thread(make_category(reuse=Reuse.NOTHING), person(ada), title="Strict")
    words = make_reply(strict, person(ben))
    other = make_thread(make_category(reuse=Reuse.NOTHING), person(ada))
    assert "“Strict”: nothing leaves it." in refusal_of(other, ada, quote_of(words))


def test_a_freer_place_takes_the_quotation_in_a_stricter_reply(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    words = make_reply(make_thread(make_category(reuse=Reuse.IDEAS), person(ada)), person(ben))
    free = make_thread(make_category(reuse=Reuse.FREE), person(ada))
    assert "its label is “Ideas without source”" in refusal_of(free, ada, quote_of(words))
    with unit_of_work():
        kept = get_thread(free.id, by=person(ada))
        stricter = reply(kept, write(quote_of(words)), by=person(ada), reuse=Reuse.IDEAS)
    with pytest.raises(Invalid), unit_of_work():
        keep_reuse(kept, get_post(stricter.id, by=person(ada)), None, by=person(ada))
    db.session.expire_all()
    assert db.session.get_one(Post, stricter.id).reuse is Reuse.IDEAS


def test_a_conversation_is_quoted_nowhere_else(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    words = make_reply(make_conversation(person(ada), ben), person(ben))
    open_ = make_thread(make_category(), person(ada))
    assert "what is said there stays there" in refusal_of(open_, ada, quote_of(words))
    with pytest.raises(Invalid):
        make_conversation(person(ada), ben, body=quote_of(words))
    with pytest.raises(Invalid):
        make_thread(make_category(), person(ada), body=quote_of(words))
    ready = make_ready(SummaryTexts(decisions=quote_of(words)))
    kept = get_thread(open_.id, by=person(ada))
    with pytest.raises(Invalid) as refused:
        write_summary(kept, ready, by=person(ada), seen_version=0)
    assert refused.value.field == "decisions"


def test_what_one_cannot_see_is_not_looked_up(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    words = make_reply(make_conversation(person(ada), ben), person(ben))
    open_ = make_thread(make_category(), person(cleo))
    assert make_reply(open_, person(cleo), quote_of(words))


def test_an_edit_brings_no_quotation_in_and_keeps_those_that_stand(app: Forum) -> None:
    ada, ben, _cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    category = make_category()
    source, target = make_thread(category, person(ada)), make_thread(category, person(ada))
    words = make_reply(source, person(ben))
    post = make_reply(target, person(ada), quote_of(words))
    late = make_reply(target, person(ada), "Nothing yet.")
    reserve_to(source, ben, by=person(ada))
    with unit_of_work():
        kept = get_thread(target.id, by=person(ada))
        changed = write(f"{quote_of(words)} Changed.")
        assert revise_post(kept, get_post(post.id, by=person(ada)), changed, by=person(ada))
    late, kept = get_post(late.id, by=person(ada)), get_thread(target.id, by=person(ada))
    with pytest.raises(Invalid):
        revise_post(kept, late, write(quote_of(words)), by=person(ada))


def test_a_reply_may_be_stricter_never_looser(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_thread(make_category(reuse=Reuse.ASK), person(ada))
    with unit_of_work():
        kept = get_thread(thread.id, by=person(ben))
        post = reply(kept, write("Mine."), by=person(ben), reuse=Reuse.NOTHING)
        with pytest.raises(Invalid) as refused:
            reply(kept, write("Mine too."), by=person(ben), reuse=Reuse.FREE)
        assert refused.value.field == "reuse"
        with pytest.raises(NotPermitted):
            keep_reuse(kept, post, None, by=person(ada))
        assert keep_reuse(kept, post, Reuse.IDEAS, by=person(ben))
        assert not keep_reuse(kept, post, Reuse.IDEAS, by=person(ben))
    relabel(thread, by=person(ada), reuse=Reuse.NOTHING)
    db.session.expire_all()
    kept = db.session.get_one(Thread, thread.id)
    assert label_of(kept, Reuse.IDEAS).reuse is Reuse.NOTHING
