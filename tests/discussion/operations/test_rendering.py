"""Rendering posts again."""

from forum import Forum
from forum.discussion.models import Post
from forum.discussion.operations.rendering import render_all
from forum.kernel.db import db, unit_of_work
from forum.kernel.markup import RENDERER_VERSION
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread


def test_posts_of_an_older_renderer_are_rendered_again(app: Forum) -> None:
    category, anna = make_category(), make_person("anna")
    thread = make_thread(category, anna)
    old = make_reply(thread, anna, "See #wages.")
    make_reply(thread, anna, "See #rent.")
    with unit_of_work():
        post = db.session.get_one(Post, old.id)
        post.html, post.renderer_version = "<p>See #wages.</p>", RENDERER_VERSION - 1
    assert list(render_all(only_old=True)) == [True]
    assert 'class="place"' in db.session.get_one(Post, old.id).html
    assert list(render_all(only_old=True)) == []
    assert list(render_all()) == [False, False, False]
