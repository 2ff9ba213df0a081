"""Signs under posts, as pages show and take them."""

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import Member
from forum.discussion.models import Post, Reaction
from forum.discussion.values import ReactionSetting
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread

HOSTILE = ["", "like", "THANKS", "thanks\x00", "🙏", "1", "a" * 70_000]


@pytest.fixture
def anna(app: Forum) -> Member:
    """Return who wrote the post."""
    return make_member("anna")


def post_in(anna: Member, setting: ReactionSetting = ReactionSetting.COUNTED) -> Post:
    category = make_category(reactions=setting)
    return make_reply(make_thread(category, person(anna)), person(anna))


def page_of(client: FlaskClient, post: Post) -> str:
    return client.get(f"/p/{post.id}", follow_redirects=True).text


def article_of(client: FlaskClient, post: Post) -> str:
    page = page_of(client, post)
    start = page.index(f'id="post-{post.number}"')
    return page[start : page.index("</article>", start)]


def test_reaction_leads_back_to_the_post_and_shows(client: FlaskClient, anna: Member) -> None:
    post = post_in(anna)
    sign_in_as(client, make_member("ben"))
    answer = client.post(f"/p/{post.id}/reactions", data={"sign": "learned"})
    assert answer.status_code == 303
    assert answer.location.endswith(f"/{post.number}#post-{post.number}")
    article = article_of(client, post)
    assert 'aria-pressed="true"' in article
    assert 'Learned <span class="times">1</span>' in article
    client.post(f"/p/{post.id}/reactions/take-back", data={"sign": "learned"})
    assert "aria-pressed" not in article_of(client, post)
    assert db.session.query(Reaction).count() == 0


def test_others_see_the_count_and_the_names(client: FlaskClient, anna: Member) -> None:
    post = post_in(anna)
    sign_in_as(client, make_member("ben", name="Ben Brook"))
    client.post(f"/p/{post.id}/reactions", data={"sign": "thanks"})
    sign_in_as(client, make_member("cleo"))
    article = article_of(client, post)
    assert 'Thanks <span class="times">1</span>' in article
    assert 'aria-pressed="false"' in article
    assert "Ben Brook" in client.get(f"/p/{post.id}/reactions").text


def test_author_sees_signs_but_gets_no_button(client: FlaskClient, anna: Member) -> None:
    post = post_in(anna)
    sign_in_as(client, make_member("ben"))
    client.post(f"/p/{post.id}/reactions", data={"sign": "thanks"})
    sign_in_as(client, anna)
    article = article_of(client, post)
    assert 'Thanks <span class="times">1</span>' in article
    assert 'name="sign"' not in article
    assert client.post(f"/p/{post.id}/reactions", data={"sign": "thanks"}).status_code == 403


def test_quiet_category_tells_readers_nothing_of_others(client: FlaskClient, anna: Member) -> None:
    post = post_in(anna, ReactionSetting.QUIET)
    cleo = make_member("cleo")
    sign_in_as(client, cleo)
    before = article_of(client, post)
    sign_in_as(client, make_member("ben"))
    client.post(f"/p/{post.id}/reactions", data={"sign": "heard"})
    assert 'class="times"' not in article_of(client, post)
    assert 'aria-pressed="true"' in article_of(client, post)
    sign_in_as(client, cleo)
    assert article_of(client, post) == before
    assert client.get(f"/p/{post.id}/reactions").status_code == 403
    sign_in_as(client, anna)
    article = article_of(client, post)
    assert "Heard" in article
    assert 'class="times"' not in article
    assert "Who reacted" not in article


def test_category_without_reactions_shows_none(client: FlaskClient, anna: Member) -> None:
    post = post_in(anna, ReactionSetting.OFF)
    sign_in_as(client, make_member("ben"))
    assert 'name="sign"' not in article_of(client, post)
    assert client.post(f"/p/{post.id}/reactions", data={"sign": "thanks"}).status_code == 403


@pytest.mark.parametrize("sign", HOSTILE)
def test_sign_that_does_not_exist_is_refused(client: FlaskClient, anna: Member, sign: str) -> None:
    post = post_in(anna)
    sign_in_as(client, make_member("ben"))
    for address in (f"/p/{post.id}/reactions", f"/p/{post.id}/reactions/take-back"):
        assert client.post(address, data={"sign": sign}).status_code == 422
        assert client.post(address).status_code == 422


@pytest.mark.parametrize("id_", ["0", "99999999", "2147483648", "9" * 40, "-1", "x"])
def test_post_that_does_not_exist_is_not_found(client: FlaskClient, anna: Member, id_: str) -> None:
    sign_in_as(client, anna)
    assert client.post(f"/p/{id_}/reactions", data={"sign": "thanks"}).status_code == 404
    assert client.post(f"/p/{id_}/answer").status_code == 404
    assert client.get(f"/p/{id_}/bookmark").status_code == 404
