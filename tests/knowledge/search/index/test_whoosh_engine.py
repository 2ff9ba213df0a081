from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from forum.knowledge.search.values import Audience, Changes, Match, Order, SearchQuery
from tests.knowledge.search import corpus
from tests.knowledge.search.counting import answer

ALL = Audience(frozenset(corpus.CATEGORIES))


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
    assert found.match is expected.match
    for name, counts in expected.facets.items():
        facets = getattr(found.facets, name)
        assert Counter({facet.value: facet.count for facet in facets}) == counts
    start = (query.page - 1) * query.size
    assert [hit.post_id for hit in found.hits] == expected.order[start : start + query.size]


@pytest.mark.parametrize("seed", range(120))
def test_hits_totals_and_facets_equal_a_plain_count(community, seed):
    engine, documents = community
    rng = Random(1000 + seed)
    asked = corpus.question(rng, ALL)
    for audience in corpus.audiences():
        query = replace(asked, audience=audience)
        assert_same(engine.search(query), answer(documents, query), query)
