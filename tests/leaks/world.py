"""The planted world: people, places and confidential things, made once and asked many times."""

import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from forum import Forum, create_app
from forum.accounts.models import Member
from forum.discussion.models import Thread
from forum.kernel import outbox, passwords
from forum.kernel.db import db
from forum.kernel.migrations import migrate
from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from tests.builders.browser import Browser
from tests.builders.discussion import make_thread
from tests.builders.glass import break_glass, end_glass
from tests.builders.moderation import make_rules
from tests.builders.pages import plain
from tests.leaks.browsing import Browsing, PageError
from tests.leaks.channels import LISTS
from tests.leaks.matrix import Asking, Cell, cells_of
from tests.leaks.mutations import Clause
from tests.leaks.readers import READERS, Community, make_community
from tests.leaks.things import LEADS, PLANTINGS, Planting, Thing
from tests.leaks.words import Words

UNHURRIED = "1000000 per 1 second"
KEPT = "world.pickle"


@dataclass(frozen=True)
class World:
    """What was planted, and for whom."""

    community: Community
    things: tuple[Thing, ...]
    leading: tuple[int, ...]
    """Threads in the open that lead to things."""

    def ask(
        self,
        client: FlaskClient,
        reader: str,
        *,
        channels: frozenset[str] = frozenset(),
        kinds: frozenset[str] = frozenset(),
    ) -> Iterator[Cell]:
        """Ask as one reader, of these kinds of thing and in these channels; none means all."""
        browser = Browsing(self.community.browser(client, reader))
        for thing in self.things:
            if not kinds or thing.kind in kinds:
                asking = Asking(self.community, browser, reader, thing, self.leading, channels)
                yield from cells_of(asking)


def make_world() -> World:
    """Make the community, plant every kind of thing, each with its own words, and break glass."""
    make_rules()
    community = make_community()
    things = [planting(community, Words(number)) for number, planting in enumerate(PLANTINGS)]
    outbox.work_off()
    for thing in things:
        if thing.is_under_glass:
            _break_glass_for(thing, community)
    outbox.work_off()
    leading = db.session.scalars(select(Thread.id).where(Thread.title == LEADS)).all()
    return World(community, tuple(things), tuple(leading))


def _break_glass_for(thing: Thing, community: Community) -> None:
    """Let one host read the thing for a time, and another one who could do so before."""
    number, members = int(str(thing.values["thread_id"])), community.members
    for reader in ("host by glass", "host after glass"):
        break_glass(number, members[reader], members["facilitator"])
    end_glass(members["host after glass"])


@contextmanager
def application(folder: Path) -> Iterator[Forum]:
    """Yield an application whose database and index stand in the folder."""
    passwords.use_cheap_hashing()
    limits = {"limit_invitations": UNHURRIED, "limit_searches": UNHURRIED}
    url = f"sqlite:///{folder / 'leaks.sqlite3'}"
    settings = Settings(
        instance=folder,
        database_url=url,
        secret_key="for tests only",
        base_url="http://localhost",
        **limits,
    )
    app = create_app(settings)
    app.testing, app.test_client_class = True, Browser
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["folkmoot_search"] = WhooshEngine(folder / "search", refresh_seconds=0)
    with app.app_context():
        migrate()
        yield app
        db.session.remove()
        db.engine.dispose()


def keep_world(folder: Path) -> None:
    """Plant the world in a folder, so that other processes can ask it."""
    with application(folder) as app:
        app.extensions["folkmoot_search"].rebuild([])
        world = make_world()
        ids = {name: member.id for name, member in world.community.members.items()}
        bare = replace(world, community=replace(world.community, members={}))
        (folder / KEPT).write_bytes(pickle.dumps((ids, bare)))


def kept_world(folder: Path) -> World:
    """Return the world that was planted in the folder of this application."""
    ids, bare = pickle.loads((folder / KEPT).read_bytes())
    members = {name: db.session.get_one(Member, id_) for name, id_ in ids.items()}
    return replace(bare, community=replace(bare.community, members=members))


def first_failure(folder: Path, clause: Clause) -> str:
    """Return what fails first in a copy of the planted world, the likeliest places asked first."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "world"
        if clause.is_planted:
            copy.mkdir()
            keep_world(copy)
        else:
            shutil.copytree(folder, copy)
        with application(copy) as app:
            world, client = kept_world(copy), app.test_client()
            places = [(clause.kinds, clause.channels)] if clause.kinds or clause.channels else []
            for kinds, channels in (*places, (frozenset(), frozenset())):
                for reader in READERS:
                    told = world.ask(client, reader, kinds=kinds, channels=channels)
                    if found := _first_of(told, reader):
                        return found
    return ""


def _first_of(told: Iterator[Cell], reader: str) -> str:
    """Return the first failure; a page that fails without a clause tells of what is there, too."""
    try:
        failed = next((cell for cell in told if not cell.is_right), None)
    except PageError as failure:
        return f"for {reader} {failure}"
    return failed.failure if failed else ""


def cells_for(folder: Path, reader: str) -> list[Cell]:
    """Return all cells of one reader, asked in a copy of the planted world."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "world"
        shutil.copytree(folder, copy)
        with application(copy) as app:
            return list(kept_world(copy).ask(app.test_client(), reader))


def traces_of(planting: Planting, client: FlaskClient) -> list[str]:
    """Return who finds which list different once something was planted that they must not see.

    A list tells of what is out of sight by its length, its order and its counts, too.
    """
    make_rules()
    community = make_community()
    make_thread(community.open, community.person("author"), title="Something in the open")
    outbox.work_off()
    before = {reader: _lists(client, community, reader) for reader in READERS}
    thing = planting(community, Words(0, are_led_to=False))
    outbox.work_off()
    found = []
    for reader in READERS:
        if reader not in thing.sees:
            after = _lists(client, community, reader)
            found += [
                f"{reader}: {address}"
                for address in LISTS
                if before[reader][address] != after[address]
            ]
    return found


def _lists(client: FlaskClient, community: Community, reader: str) -> dict[str, str]:
    browser = community.browser(client, reader)
    return {address: plain(browser.get(address).text) for address in LISTS}
