from dataclasses import replace
from urllib.parse import quote, unquote_plus

import html5lib
import pytest

from forum.accounts.values import SYSTEM, Grants, Level
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.threads import get_post
from forum.kernel.db import unit_of_work
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.pages import plain


@pytest.fixture
def place(client, engine, index_now):
    class Place:
        ann = make_member("ann", name="Ann Other")
        open = make_category("Open Hall")
        hidden = make_category("Hidden Hall", levels={})

        def thread(self, **options):
            return make_thread(self.open, person(self.ann), **options)

        def page(self, text, status=200, **more):
            index_now()
            query = "&".join(f"{name}={quote(str(value))}" for name, value in more.items())
            answer = sign_in_as(client, self.ann).get(f"/search?q={quote(text)}&{query}")
            assert answer.status_code == status
            return Page(answer.text)

    return Place()


class Page:
    def __init__(self, text):
        self.text = text
        self.tree = html5lib.parse(text, namespaceHTMLElements=False)

    def all(self, path):
        return self.tree.findall(f".//{path}")

    def shown(self, path):
        return [" ".join("".join(one.itertext()).split()) for one in self.all(path)]

    @property
    def titles(self):
        return self.shown("h2[@class='card-title']")

    def addresses(self, label):
        return [a.get("href") for a in self.all("a") if label in "".join(a.itertext())]


def test_a_card_shows_where_the_words_stand_who_wrote_them_and_leads_there(place):
    thread = place.thread(title="Kettles & pots", body="First words.", tags=("tea",))
    make_reply(thread, person(place.ann), "Two herons stood in the **rain**.")
    page = place.page("heron rain")
    assert page.titles == ["Kettles & pots"]
    assert page.shown("mark") == ["herons", "rain"]
    assert page.shown("p[@class='card-snippet']") == ["Two herons stood in the rain."]
    assert f"/t/kettles-pots/{thread.id}/2" in page.addresses("Kettles")
    facts = page.shown("p[@class='card-facts']")[0]
    assert "Ann Other" in facts
    assert "1 reply" in facts
    assert page.shown("p[@class='search-total']") == ["1 thread"]


def test_counts_beside_the_results_are_links_that_narrow_them(place):
    place.thread(title="One", body="A heron.", tags=("tea",))
    place.thread(title="Two", body="A heron.")
    page = place.page("heron")
    assert {"Category", "Tag", "Author", "Year"} == set(page.shown("h2[@class='facet-title']"))
    (address,) = page.addresses("tea")[-1:]
    assert address == "/search?q=heron+tags%3Atea"
    assert place.page("heron tags:tea").titles == ["One"]


def test_filters_in_use_can_be_taken_off_one_by_one(place):
    place.thread(title="One", body="A heron.", tags=("tea",))
    page = place.page("heron tags:tea in:first")
    assert "/search?q=heron+in%3Afirst" in page.addresses("tags:tea")
    assert "/search?q=heron+tags%3Atea" in page.addresses("in:first")


def test_what_is_not_understood_is_named_and_no_member_or_category_is_said_to_be_missing(place):
    place.thread(body="A heron.")
    notices = " ".join(place.page("heron colour:grey @nobody #nowhere").shown("p"))
    assert "“colour:grey” is not a filter here." in notices
    assert "There is no member @nobody." in notices
    assert "There is no category #nowhere." in notices


def test_a_hidden_category_looks_like_a_missing_one(place):
    hidden = place.page("#hidden-hall").text.replace("hidden-hall", "missing-hall")
    missing = place.page("#missing-hall").text
    assert plain(hidden) == plain(missing)


def test_what_the_reader_may_not_see_leaves_no_trace(place):
    place.thread(title="Open", body="A heron.", tags=("tea",))
    make_thread(
        place.hidden, who_may_write_there(place), title="Hush", body="A heron.", tags=("plot",)
    )
    text = place.page("heron").text
    assert "Hush" not in text
    assert "plot" not in text
    assert place.page("plot").shown("p[@class='search-total']") == ["0 threads"]
    assert "Hidden" not in text


def who_may_write_there(place):
    return replace(person(place.ann), grants=Grants({place.hidden.id: Level.START}))


def test_a_post_withdrawn_a_moment_ago_is_gone_before_the_index_knows(place, client):
    thread = place.thread(title="One", body="Words.")
    post = make_reply(thread, person(place.ann), "A heron.")
    assert place.page("heron").titles == ["One"]
    with unit_of_work():
        post = get_post(post.id, by=SYSTEM)
        withdraw_post(post.thread, post, by=SYSTEM, because="mistaken")
    page = Page(sign_in_as(client, place.ann).get("/search?q=heron").text)
    assert page.titles == []
    assert "heron" not in " ".join(page.shown("p"))


def test_few_threads_with_every_word_are_joined_by_those_with_any(place):
    place.thread(title="Both", body="A heron and an otter.")
    place.thread(title="First", body="A heron.")
    page = place.page("heron otter")
    assert page.titles == ["Both", "First"]
    assert "any of the words" in page.shown("p[@class='search-total']")[0]
    assert place.page("heron otter", match="all").titles == ["Both"]


def test_a_slip_of_the_pen_is_answered_with_the_word(place):
    place.thread(body="A heron, an eviction, a hearing.")
    page = place.page("evicton")
    assert page.addresses("eviction") == ["/search?q=eviction"]


def test_the_last_word_is_a_beginning_while_one_types(place):
    place.thread(title="Two", body="A short form: discr")
    place.thread(title="One", body="Discrimination.")
    assert place.page("discr").titles == ["Two"]
    assert sorted(place.page("discr", typing=1).titles) == ["One", "Two"]


def test_results_come_in_pages_of_twenty(place):
    for number in range(23):
        place.thread(title=f"Thread {number:02}", body="A heron.")
    first, second = place.page("heron"), place.page("heron", page=2)
    assert (len(first.titles), len(second.titles)) == (20, 3)
    assert not set(first.titles) & set(second.titles)
    assert "/search?q=heron&page=2" in first.addresses("2")
    assert "There is no page 9" in place.page("heron", page=9).text


def test_without_a_query_the_page_tells_how_to_ask(place):
    page = place.page("")
    assert "How to ask" in page.shown("h2")
    assert "How to ask" in place.page("order:latest").shown("h2")


def test_a_query_that_finds_nothing_says_so(place):
    assert "Nothing that you can read here matches." in place.page("unicorn").text
    assert "has the tag “unheard-of”" in place.page("tags:unheard-of").text
    assert "nothing to look for in “!!!”" in place.page("!!!").text


def test_a_query_that_is_too_long_is_refused_in_a_sentence_and_kept(place):
    page = place.page("heron " * 200, status=422)
    assert "at most 500 letters" in page.text
    assert page.all("input[@id='q']")[0].get("value").startswith("heron heron")


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\x00\ud800'", "%%%"]
)
def test_hostile_queries_and_texts_are_shown_as_text(place, query):
    place.thread(title="Code <b>script</b>", body="`<script>alert(1)</script>` img onerror")
    page = place.page(query.encode("utf-8", "replace").decode())
    assert page.all("main//script") == []
    assert page.all("main//img[@src='x']") == []


def test_a_broken_index_is_explained(place, engine):
    place.thread(body="A heron.")
    place.page("heron")
    for toc in engine._home.live().path.glob("*.toc"):
        toc.unlink()
    engine._snapshot = None
    assert "being put in order" in place.page("heron", status=503).text


def test_visitors_are_sent_to_sign_in(client, engine):
    assert client.get("/search?q=heron").headers["Location"] == "/login"


def test_a_page_of_results_needs_few_statements(place, client, statements):
    for number in range(25):
        place.thread(title=f"Thread {number}", body="A heron.", tags=("tea",))
    place.page("heron")
    browser = sign_in_as(client, place.ann)
    statements.clear()
    assert browser.get("/search?q=heron").status_code == 200
    assert len(statements) <= 8, statements


def test_a_word_found_nowhere_is_taken_as_the_beginning_of_others(place):
    place.thread(title="The interpreter", body="She came late.")
    place.thread(title="Kettles", body="Nothing of the kind.")
    page = place.page("interpre")
    assert page.titles == ["The interpreter"]
    assert "Nothing here has the whole word “interpre”." in page.text
    assert "whole word" not in place.page("interpreter").text


def test_counts_beside_an_unfinished_word_lead_to_as_many_threads(place):
    place.thread(title="The interpreter", body="She came late.")
    page = place.page("interpre", typing=1)
    (address,) = page.addresses("Open Hall")[-1:]
    assert "interpre%2A" in address
    assert place.page(unquote_plus(address.partition("q=")[2])).titles == ["The interpreter"]
