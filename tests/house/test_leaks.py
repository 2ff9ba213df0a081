"""Nothing that could tell is missing from the matrix, nor any clause from those taken away."""

from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from config import ROOT
from forum import Forum
from forum.commands import main
from forum.kernel import outbox
from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from tests.leaks.channels import COMMANDS, ERRANDS, answers_of_mails, channel_of_routes, routes
from tests.leaks.clauses import CLAUSES, NOT_TAKEN, found_in_code
from tests.leaks.mutations import Clause
from tests.leaks.things import QUIET, Planting
from tests.leaks.world import traces_of


def test_every_route_has_its_channel(app: Forum) -> None:
    assert routes(app) == channel_of_routes().keys()


def test_every_errand_has_its_answer(app: Forum) -> None:
    assert outbox._handlers.keys() == ERRANDS.keys()


def test_every_command_has_its_answer() -> None:
    assert main.commands.keys() == COMMANDS.keys()


def test_every_mail_has_its_answer() -> None:
    mails = {folder.name for folder in (ROOT / "templates").glob("*/mail/*") if folder.is_dir()}
    assert mails == answers_of_mails().keys()


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.about)
def test_every_clause_is_there_to_be_taken_away(clause: Clause) -> None:
    assert clause.without != clause.file.read_text()


def test_every_place_that_asks_who_sees_is_taken_away_or_says_why_not() -> None:
    found = {clause.about for clause in found_in_code()}
    assert found >= NOT_TAKEN.keys(), "These are no longer in the code."
    assert found - NOT_TAKEN.keys() == {one.about for one in CLAUSES if one.is_found}


@pytest.fixture
def engine(app: Forum, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WhooshEngine:
    """Return the application's search engine, with an index of this test alone."""
    engine = WhooshEngine(tmp_path / "search", refresh_seconds=0)
    monkeypatch.setitem(app.extensions, "folkmoot_search", engine)
    engine.rebuild([])
    return engine


@pytest.mark.parametrize("planting", QUIET, ids=lambda planting: planting.__name__)
def test_no_list_is_different_for_who_must_not_see(
    app: Forum, client: FlaskClient, engine: WhooshEngine, planting: Planting
) -> None:
    with time_machine.travel("2026-03-05T10:20:30Z", tick=False):
        assert traces_of(planting, client) == []
