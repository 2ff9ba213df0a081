from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread

from forum.accounts.values import ThreadView
from forum.discussion.queries.lists import page_of_threads
from forum.discussion.queries.pages import page_of_posts
from forum.discussion.queries.threads import get_thread
from forum.discussion.values import Listing


def test_smoke(app, statements):
    m = make_member("anna")
    c = make_category()
    p = person(m)
    t = make_thread(c, p, tags=("a", "b"))
    r = make_reply(t, p)
    make_reply(t, p, to=r)
    print(len(statements))
    page = page_of_posts(get_thread(t.id, by=p), p, ThreadView.TREE, number=3)
    assert [x.depth for x in page.posts] == [0, 0, 1]
    assert page_of_threads(p, Listing.LATEST).lines[0].tags == ("a", "b")
