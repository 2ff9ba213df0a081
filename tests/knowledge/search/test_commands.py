import json

import pytest
from click.testing import CliRunner

from forum.accounts.values import Level
from forum.knowledge.search.commands import reindex, search
from tests.builders.accounts import make_group, make_member, person
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_thread


@pytest.fixture
def posts(engine):
    ann = make_member("ann")
    group = make_group("Circle", ann)
    open_ = make_category("Open")
    closed = make_category("Closed", levels={group: Level.START})
    return {
        "open": make_thread(open_, person(ann), title="Kettles", body="A heron.", tags=("tea",)),
        "closed": make_thread(closed, person(ann), title="Secrets", body="A heron, too."),
    }


def test_search_answers_in_json_what_any_member_may_see(posts):
    answer = CliRunner().invoke(search, ["herons", "tags:tea", "--json"], catch_exceptions=False)
    found = json.loads(answer.output)
    assert found["total"] == 1
    (hit,) = found["hits"]
    thread = posts["open"]
    assert hit["address"] == f"/t/kettles/{thread.id}/1"
    assert (hit["title"], hit["snippet"], hit["author"]) == ("Kettles", "A heron.", "ann")
    assert hit["score"] > 0
    assert found["facets"]["tag"] == [{"value": "tea", "count": 1}]


def test_search_as_a_member_shows_what_this_member_may_see(posts):
    plain = CliRunner().invoke(search, ["heron"], catch_exceptions=False)
    own = CliRunner().invoke(search, ["heron", "--as", "@Ann"], catch_exceptions=False)
    assert plain.output.strip().endswith("1 thread")
    assert "Secrets" not in plain.output
    assert own.output.strip().endswith("2 threads")
    assert "Secrets" in own.output


def test_search_names_back_what_it_does_not_know(posts):
    answer = CliRunner().invoke(search, ["heron", "colour:grey"], catch_exceptions=False)
    assert "“colour:grey” is not a filter here." in answer.output


def test_reindex_rebuilds_and_says_how_much(posts, engine):
    answer = CliRunner().invoke(reindex, catch_exceptions=False)
    assert answer.output.startswith("The index holds 2 posts")
    assert engine.health().posts == 2


def test_search_as_a_member_leaves_out_their_conversations(engine):
    ann = make_member("ann")
    make_conversation(person(ann), make_member("ben"), body="A heron between us.")
    answer = CliRunner().invoke(search, ["heron", "--as", "@ann"], catch_exceptions=False)
    assert "between us" not in answer.output
    assert "0 threads" in answer.output
