"""The search index over the community of the benchmark, and what building it cost."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

from benchmarks.building import settings_for
from forum import create_app
from forum.kernel import language
from forum.kernel.db import db
from forum.knowledge import search
from forum.knowledge.search.indexing import rebuild_index, search_engine


@dataclass(frozen=True, slots=True)
class Indexed:
    """What building the whole index cost, and how large it is."""

    made_by: str
    posts: int
    cpu_seconds: float
    bytes: int

    @property
    def rate(self) -> float:
        """Return posts per second of processor time, reading them from the database included."""
        return self.posts / self.cpu_seconds


def fingerprint() -> str:
    """Return what changes with the code that makes the index."""
    files = [*sorted(Path(search.__path__[0]).rglob("*.py")), Path(language.__file__)]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]


def indexed(place: Path) -> Indexed:
    """Return the index of a community, building it unless today's code has built it already."""
    manifest = place / "indexed.json"
    if manifest.is_file():
        found = Indexed(**json.loads(manifest.read_text()))
        if found.made_by == fingerprint():
            return found
        manifest.unlink()
    built = _build(place)
    manifest.write_text(json.dumps(asdict(built)))
    return built


def _build(place: Path) -> Indexed:
    app = create_app(settings_for(place))
    with app.app_context():
        began = process_time()
        rebuild_index()
        seconds = process_time() - began
        health = search_engine().health()
        db.session.remove()
        db.engine.dispose()
    return Indexed(fingerprint(), health.posts, seconds, health.bytes)
