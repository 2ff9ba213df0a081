"""Giving signs and taking them back, on a real database."""

import pytest

from forum import Forum
from forum.accounts.identity import load_person
from forum.accounts.values import Person
from forum.discussion.events import ReactionGiven, ReactionTakenBack
from forum.discussion.models import Post, Reaction
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.operations.reactions import give_reaction, take_reaction_back
from forum.discussion.queries.reactions import list_givers, reactions_on_posts
from forum.discussion.queries.threads import get_post
from forum.discussion.values import ReactionCard, ReactionSetting, Sign
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotPermitted
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.events import heard


@pytest.fixture
def post(app: Forum) -> Post:
    """Return a reply by anna in an open category."""
    category = make_category("Open")
    anna = make_person("anna")
    return make_reply(make_thread(category, anna), anna)


def give(post: Post, sign: Sign, by: Person) -> bool:
    with unit_of_work():
        found = get_post(post.id, by=by)
        return give_reaction(found.thread, found, sign, by=by)


def take_back(post: Post, sign: Sign, by: Person) -> bool:
    with unit_of_work():
        found = get_post(post.id, by=by)
        return take_reaction_back(found.thread, found, sign, by=by)


def count_of(post: Post) -> int:
    return db.session.query(Post.reaction_count).filter_by(id=post.id).scalar()


def test_sign_is_given_once_and_announced_once(post: Post) -> None:
    ben = make_person("ben")
    with heard(ReactionGiven) as seen:
        assert give(post, Sign.THANKS, ben)
        assert not give(post, Sign.THANKS, ben)
    assert seen == [
        ReactionGiven(
            post_id=post.id,
            thread_id=post.thread_id,
            member_id=ben.id,
            sign="thanks",
            is_counted=True,
        )
    ]
    assert (count_of(post), db.session.query(Reaction).count()) == (1, 1)


def test_member_gives_several_signs_and_takes_one_back(post: Post) -> None:
    ben = make_person("ben")
    give(post, Sign.THANKS, ben)
    give(post, Sign.LEARNED, ben)
    with heard(ReactionTakenBack) as seen:
        assert take_back(post, Sign.THANKS, ben)
        assert not take_back(post, Sign.THANKS, ben)
    assert len(seen) == 1
    assert count_of(post) == 1
    assert db.session.query(Reaction.sign).scalar() is Sign.LEARNED


def test_own_post_takes_no_sign(post: Post) -> None:
    with pytest.raises(NotPermitted):
        give(post, Sign.THANKS, load_person(post.author_id))
    assert count_of(post) == 0


def test_readers_see_counts_and_which_are_theirs(post: Post) -> None:
    ben, cleo = make_person("ben"), make_person("cleo")
    give(post, Sign.USEFUL, cleo)
    give(post, Sign.USEFUL, ben)
    give(post, Sign.THANKS, cleo)
    found = reactions_on_posts({post.id: post.author_id}, post.thread.category_id, ben)
    assert found[post.id] == (
        ReactionCard(Sign.THANKS, 1, False),
        ReactionCard(Sign.USEFUL, 2, True),
    )


def test_names_stand_by_their_sign_in_the_order_of_giving(post: Post) -> None:
    ben, cleo = make_person("ben"), make_person("cleo")
    give(post, Sign.USEFUL, cleo)
    give(post, Sign.USEFUL, ben)
    (givers,) = list_givers(get_post(post.id, by=ben), by=ben)
    assert [member.handle for member in givers.members] == ["cleo", "ben"]


def test_names_are_given_to_nobody_in_a_quiet_category(app: Forum) -> None:
    quiet = make_category("Quiet", reactions=ReactionSetting.QUIET)
    anna, ben = make_person("anna"), make_person("ben")
    post = make_reply(make_thread(quiet, anna), anna)
    give(post, Sign.HEARD, ben)
    for reader in (anna, ben):
        with pytest.raises(NotPermitted):
            list_givers(get_post(post.id, by=reader), by=reader)
    authors = {post.id: anna.member_id}
    assert reactions_on_posts(authors, quiet.id, anna)[post.id] == (
        ReactionCard(Sign.HEARD, None, False),
    )
    assert reactions_on_posts(authors, quiet.id, make_person("cleo"))[post.id] == ()


def test_withdrawn_post_names_nobody(post: Post) -> None:
    ben = make_person("ben")
    give(post, Sign.THANKS, ben)
    with unit_of_work():
        found = get_post(post.id, by=load_person(post.author_id))
        withdraw_post(found.thread, found, by=load_person(post.author_id))
    assert list_givers(get_post(post.id, by=ben), by=ben) == ()
    with pytest.raises(NotPermitted):
        give(post, Sign.HEARD, ben)
