from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from forum.knowledge.search.values import Audience, Changes, Match, Order, SearchQuery
from tests.knowledge.search import corpus
from tests.knowledge.search.counting import answer

ALL = Audience(frozenset(corpus.CATEGORIES), opened_thread_ids=frozenset(range(1, 1000)))


@pytest.fixture(scope="module")
def community(tmp_path_factory):
    """An engine over a community that was written in several commits, with changes and removals."""
    rng = Random(7)
    documents = corpus.documents(rng)
    engine = WhooshEngine(tmp_path_factory.mktemp("search"), refresh_seconds=0)
    outdated = [replace(d, body=corpus.text(rng, "en", 8), title="old") for d in documents[:80]]
    engine.index(outdated)
    for at in range(0, len(documents), 23):
        engine.index(documents[at : at + 23])
    gone = {d.post_id for d in documents[::11]}
    engine.delete(gone)
    return engine, [d for d in documents if d.post_id not in gone]


def assert_same(found, expected, query):
    assert found.total == expected.total
    assert found.match is expected.match or not found.total
    for name, counts in expected.facets.items():
        facets = getattr(found.facets, name)
        assert Counter({facet.value: facet.count for facet in facets}) == counts
    start = (query.page - 1) * query.size
    assert [hit.post_id for hit in found.hits] == expected.order[start : start + query.size]


@pytest.mark.parametrize("seed", range(60))
def test_hits_totals_and_facets_equal_a_plain_count(community, seed):
    engine, documents = community
    rng = Random(1000 + seed)
    asked = corpus.question(rng, ALL)
    for audience in corpus.audiences():
        query = replace(asked, audience=audience)
        assert_same(engine.search(query), answer(documents, query), query)


def test_an_empty_audience_finds_nothing_whatever_it_asks(community):
    engine, documents = community
    nobody = Audience()
    assert engine.search(SearchQuery(nobody)).total == 0
    assert engine.search(SearchQuery(nobody, words=("court",))).hits == ()
    assert engine.suggest("strategx", nobody) == ()
    assert engine.similar(documents[0].body, "en", nobody) == ()


def test_a_facet_counts_what_adding_it_finds(community):
    engine, _ = community
    query = SearchQuery(ALL, words=("court", "judge"), facet_limit=None)
    found = engine.search(query)
    assert found.match is Match.ANY
    assert found.total > 10
    for facet in found.facets.categories:
        narrowed = replace(query, match=found.match, category_ids=frozenset({facet.value}))
        assert engine.search(narrowed).total == facet.count
    for facet in found.facets.tags:
        narrowed = replace(query, match=found.match, tags=(frozenset({facet.value}),))
        assert engine.search(narrowed).total == facet.count


def test_pages_follow_each_other_without_gap_or_repetition(community):
    engine, _ = community
    query = SearchQuery(ALL, words=("court",), size=4)
    total = engine.search(query).total
    pages = [engine.search(replace(query, page=page)).hits for page in range(1, total // 4 + 3)]
    threads = [hit.thread_id for hits in pages for hit in hits]
    assert len(threads) == len(set(threads)) == total
    assert pages[-1] == ()


def test_scores_do_not_tell_of_what_the_audience_may_not_see(community, tmp_path):
    engine, documents = community
    audience = Audience(frozenset({1, 2}))
    alone = WhooshEngine(tmp_path, refresh_seconds=0)
    alone.index([d for d in documents if d.thread.category_id in audience.category_ids])
    query = SearchQuery(audience, words=("court", "power"))
    assert engine.search(query) == alone.search(query)
    assert engine.search(query).total


def test_words_in_the_title_outweigh_tags_and_tags_outweigh_the_body(tmp_path):
    engine = WhooshEngine(tmp_path, refresh_seconds=0)
    thread = corpus.documents(Random(1), threads=1)[0].thread
    plain = corpus.documents(Random(1), threads=1)[0]

    def post(number, title, tags, body):
        facts = replace(thread, thread_id=number, category_id=1, tags=tags)
        return replace(
            plain, post_id=number, thread=facts, title=title, body=body, language="en", number=1
        )

    engine.index(
        [
            post(1, "Something else", (), "eviction eviction eviction"),
            post(2, "Something else", ("eviction",), "nothing here"),
            post(3, "The eviction", (), "nothing here"),
            post(4, "Other", (), "quite another thing"),
        ]
    )
    found = engine.search(SearchQuery(Audience(frozenset({1})), words=("eviction",)))
    assert [hit.post_id for hit in found.hits] == [3, 2, 1]


def test_words_with_nothing_to_look_for_are_named(community):
    engine, _ = community
    found = engine.search(SearchQuery(ALL, words=("!!!", "court")))
    assert found.unsearchable == ("!!!",)
    assert found.total
    assert engine.search(SearchQuery(ALL, words=("…",))).total == 0


def test_common_words_alone_are_looked_for(community):
    engine, documents = community
    query = SearchQuery(ALL, words=("the",))
    assert engine.search(query).total == answer(documents, query).total > 0


def test_suggestions_come_from_visible_posts_only(tmp_path):
    engine = WhooshEngine(tmp_path, refresh_seconds=0)
    first, *_ = corpus.documents(Random(1), threads=1)
    secret = replace(first.thread, thread_id=2, category_id=2)
    open_thread = replace(first.thread, thread_id=1, category_id=1)
    engine.index(
        [
            replace(first, post_id=1, body="the tenancy of the plaintiff", thread=open_thread),
            replace(first, post_id=2, body="the tenants of Montreuil", thread=secret),
        ]
    )
    assert engine.suggest("tennacy", Audience(frozenset({1}))) == ("tenancy",)
    assert engine.suggest("Montreuli", Audience(frozenset({1}))) == ()
    assert engine.suggest("Montreuli", Audience(frozenset({2}))) == ("montreuil",)


def test_word_that_several_posts_have_is_no_slip(tmp_path):
    engine = WhooshEngine(tmp_path, refresh_seconds=0)
    first, *_ = corpus.documents(Random(1), threads=1)
    bodies = [*["of consent"] * 5, *["of remedyes"] * 4, *["content of a remedies page"] * 9]
    thread = replace(first.thread, thread_id=1, category_id=1)
    engine.index(
        replace(first, post_id=number, body=body, thread=thread)
        for number, body in enumerate(bodies, start=1)
    )
    assert engine.suggest("consent", Audience(frozenset({1}))) == ()
    assert engine.suggest("remedyes", Audience(frozenset({1}))) == ("remedies",)


@pytest.mark.parametrize("typed", ["strateg", "strategyy", "stratgey", "strategi", "xtrategy"])
def test_suggestions_are_one_slip_away(community, typed):
    engine, _ = community
    assert ("strategy" in engine.suggest(typed, ALL)) == (typed != "xtrategy")


def test_similar_threads_share_telling_words_and_leave_out_the_own_one(community):
    engine, documents = community
    post = next(d for d in documents if d.language == "de" and len(d.body) > 60)
    own = post.thread.thread_id
    everyone = engine.similar(post.body, "de", ALL, size=60)
    others = engine.similar(post.body, "de", ALL, but_not=frozenset({own}), size=60)
    assert own in {hit.thread_id for hit in everyone}
    assert others
    assert own not in {hit.thread_id for hit in others}


def test_latest_topic_orders_by_the_beginning_of_the_thread(community):
    engine, documents = community
    began = {d.thread.thread_id: d.thread.created_at for d in documents}
    found = engine.search(SearchQuery(ALL, words=("court",), order=Order.LATEST_TOPIC))
    times = [began[hit.thread_id] for hit in found.hits]
    assert times == sorted(times, reverse=True)
    assert len(times) > 10


def test_warming_reads_frequent_terms_without_changing_answers(community):
    engine, _ = community
    query = SearchQuery(ALL, words=("court",))
    before = engine.search(query)
    engine.warm()
    assert engine.search(query) == before


def test_changes_without_documents_move_and_close_threads(tmp_path):
    engine = WhooshEngine(tmp_path, refresh_seconds=0)
    documents = corpus.documents(Random(3), threads=12)
    engine.index(documents)
    moved = documents[0].thread
    elsewhere = replace(moved, category_id=77, is_closed=True, tags=("moved",))
    engine.apply(Changes(threads=(elsewhere,)))
    before = Audience(frozenset(corpus.CATEGORIES))
    here = engine.search(SearchQuery(before, thread_ids=frozenset({moved.thread_id})))
    there = engine.search(SearchQuery(Audience(frozenset({77})), facet_limit=None))
    assert here.total == 0
    assert [hit.thread_id for hit in there.hits] == [moved.thread_id]
    assert [facet.value for facet in there.facets.tags] == ["moved"]
