"""Building the community of the benchmark: in bulk, but as the operations would have left it.

What was built is kept, and copied for each run, so that replies written while measuring do not
pile up.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.schema import CreateTable

from benchmarks import bodies, corpus
from benchmarks.bodies import Body, Speaker, make_bodies
from benchmarks.corpus import CATEGORIES, RESTRICTED, PlannedPost, PlannedThread, Scale, count, plan
from config import Environment, Settings
from forum import create_app, import_parts
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.queries import automatic_group
from forum.accounts.values import AutomaticGroup, Level, Role, Standing, ThreadView
from forum.discussion.models import (
    Category,
    CategoryPermission,
    Post,
    PostVersion,
    ReadingPosition,
    Tag,
    Thread,
    ThreadTag,
)
from forum.discussion.operations.posts import recount_thread
from forum.discussion.tree import place_in_tree
from forum.discussion.values import DEEPEST, Colour, Pin
from forum.kernel.clock import now
from forum.kernel.db import Base, db, unit_of_work
from forum.kernel.markup import RENDERER_VERSION
from forum.kernel.migrations import migrate
from forum.kernel.stamps import forget_everything_cached
from forum.kernel.text import slug_of

SEED = 20_240_229
CHUNK = 2_000
IN_ORDER, AS_TREE = "reader", "tree-reader"
READERS = {IN_ORDER: ThreadView.IN_ORDER, AS_TREE: ThreadView.TREE}
"""Two members who see the same and read threads in different ways."""
KEY = "the benchmark signs with this and nobody else ever sees it"
NEW_SINCE = timedelta(days=60)
"""How long ago the reader last took everything as read."""
OPENED = 0.4
"""Share of the threads that the reader has opened."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was built, and where in it the interesting things are."""

    posts: int
    threads: int
    longest_thread: int
    thread_of_sixty: int
    seconds: float


def settings_for(instance: Path, **more: Any) -> Settings:
    """Return the settings of an installation in this folder, whatever the environment says."""
    values = {"env": Environment.PRODUCTION, "secret_key": KEY, "database_url": "", **more}
    return Settings(
        instance=instance.resolve(), redis_url="", storage_url="", base_url="", **values
    )


def fingerprint(scale: Scale) -> str:
    """Return what changes whenever the community would have to be built anew.

    The calendar week is part of it: lists of the last month must not run empty.
    """
    import_parts()  # for their tables
    parts = [
        str(scale.factor),
        str(RENDERER_VERSION),
        "-".join(map(str, now().isocalendar()[:2])),
        str(bodies.archive().is_dir()),
        *(str(CreateTable(table)) for table in Base.metadata.sorted_tables),
        *(Path(module.__file__ or "").read_text() for module in (bodies, corpus)),
        Path(__file__).read_text(),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def built(folder: Path, scale: Scale) -> tuple[Path, Made, bool]:
    """Return where the community stands, what it holds, and whether it was there already."""
    place = folder / f"community-{fingerprint(scale)}"
    manifest = place / "made.json"
    is_there = manifest.is_file()
    if not is_there:
        for old in folder.glob("community-*"):
            shutil.rmtree(old)
        place.mkdir(parents=True)
        manifest.write_text(json.dumps(asdict(_build(place, scale))))
    return place, Made(**json.loads(manifest.read_text())), is_there


def copy_for_a_run(place: Path, to: Path) -> None:
    """Put a fresh copy of what was built where the server may change it."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(place, to, ignore=shutil.ignore_patterns("fts5.sqlite3", "*.json"))


def _build(instance: Path, scale: Scale) -> Made:
    started = perf_counter()
    app = create_app(settings_for(instance))
    with app.app_context():
        migrate()
        made = write_community(scale, now())
        _check_sample(made)
        db.session.remove()
        db.engine.dispose()
    # Nothing cached of this database may reach the copies of it.
    forget_everything_cached()
    return Made(**{**asdict(made), "seconds": perf_counter() - started})


def write_community(scale: Scale, moment: datetime) -> Made:
    """Write the whole community into the empty database at hand."""
    rng = Random(SEED)
    texts = make_bodies(scale.bodies, rng)
    threads = plan(scale, moment, rng)
    with unit_of_work():
        reader_ids = _add_people(scale, moment)
        category_ids = _add_categories(reader_ids)
        tag_ids = _add_tags(scale)
        speaker = Speaker(rng)
        _insert(Thread, (_thread_row(one, category_ids, scale, speaker) for one in threads))
        _insert(ThreadTag, _thread_tags(threads, tag_ids))
        _insert(Post, _post_rows(threads, texts, rng))
        _insert(PostVersion, _versions(threads))
        _insert(ReadingPosition, _positions(threads, reader_ids, moment, rng))
    longest = next(thread for thread in threads if thread.is_longest)
    sixty = next(thread for thread in threads if thread.is_of_sixty)
    posts = sum(len(thread.posts) for thread in threads)
    return Made(posts, len(threads), longest.id, sixty.id, 0)


def _insert(model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    table = model.__table__
    assert isinstance(table, Table)
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        db.session.connection().execute(insert(table), chunk)


def _add_people(scale: Scale, moment: datetime) -> list[int]:
    """Add the members, the readers last. Return the ids of those."""
    writers = [f"member{number}" for number in range(1, scale.members - len(READERS) + 1)]
    people = [*((handle, ThreadView.IN_ORDER) for handle in writers), *READERS.items()]
    rows = [
        {
            "id": id_,
            "handle": handle,
            "handle_key": handle,
            "name": f"{handle.title()} of the Benchmark",
            "email": f"{handle}@example.org",
            "email_key": f"{handle}@example.org",
            "role": Role.MEMBER,
            "standing": Standing.ACTIVE,
            "thread_view": view,
            "joined_at": moment - timedelta(days=corpus.DAYS),
            "new_since": moment - NEW_SINCE,
        }
        for id_, (handle, view) in enumerate(people, 1)
    ]
    _insert(Member, rows)
    return list(range(len(people) - len(READERS) + 1, len(people) + 1))


def _add_categories(reader_ids: Sequence[int]) -> list[int]:
    """Add the categories, the last ones open to one group each; readers are in half of those."""
    everyone = automatic_group(AutomaticGroup.MEMBERS)
    ids = []
    for place in range(CATEGORIES):
        name = f"Category {place + 1}"
        category = Category(
            name=name, slug=slug_of(name), position=place, colour=list(Colour)[place % 9]
        )
        db.session.add(category)
        restricted = place - (CATEGORIES - RESTRICTED)
        insiders = reader_ids if restricted % 2 == 0 else ()
        group = everyone if restricted < 0 else _add_group(f"Group {restricted}", insiders)
        db.session.flush()
        permission = {"category_id": category.id, "group_id": group.id}
        db.session.add(CategoryPermission(**permission, level=Level.START))
        ids.append(category.id)
    db.session.flush()
    return ids


def _add_group(name: str, member_ids: Sequence[int]) -> Group:
    group = Group(name=name, name_key=name.casefold())
    db.session.add(group)
    db.session.flush()
    db.session.add_all(GroupMember(group_id=group.id, member_id=id_) for id_ in member_ids)
    return group


def _add_tags(scale: Scale) -> list[int]:
    ids = list(range(1, scale.tags + 1))
    _insert(Tag, ({"id": id_, "name": f"tag-{id_}"} for id_ in ids))
    return ids


def _thread_row(
    thread: PlannedThread, category_ids: Sequence[int], scale: Scale, speaker: Speaker
) -> dict[str, Any]:
    first, counters = thread.posts[0], count(thread.posts)
    title = f"{speaker.sentence(3, 9).capitalize()} {thread.id}"
    is_pinned = thread.id == scale.threads // 2
    return {
        "id": thread.id,
        "title": title,
        "slug": slug_of(title),
        "category_id": category_ids[thread.category],
        "author_id": first.author + 1,
        "created_at": first.at,
        "last_number": counters.last_number,
        "post_count": counters.post_count,
        "reply_count": counters.reply_count,
        "writer_count": counters.writer_count,
        "score": counters.score,
        "last_posted_at": counters.last.at,
        "last_poster_id": counters.last.author + 1,
        "closed_at": counters.last.at if thread.is_closed else None,
        "closed_because": "It is settled." if thread.is_closed else "",
        "pinned": Pin.EVERYWHERE if is_pinned else None,
        "pinned_because": "Everyone should read this." if is_pinned else "",
    }


def _thread_tags(
    threads: Sequence[PlannedThread], tag_ids: Sequence[int]
) -> Iterator[dict[str, Any]]:
    for thread in threads:
        for tag in thread.tags:
            yield {"thread_id": thread.id, "tag_id": tag_ids[tag]}


def _post_rows(
    threads: Sequence[PlannedThread], texts: Sequence[Body], rng: Random
) -> Iterator[dict[str, Any]]:
    """Return the posts in the order in which they were written, as they stand in a database."""
    placed = []
    for thread in threads:
        _grow_tree(thread.posts)
        placed += [(post, thread) for post in thread.posts]
    speaker = Speaker(rng)
    for post, thread in sorted(placed, key=lambda pair: pair[0].id):
        yield _post_row(post, thread, texts[post.body], speaker.sentence(4, 12))


def _grow_tree(posts: Sequence[PlannedPost]) -> None:
    for post in posts:
        above = post.parent
        post.depth = min(above.depth + 1, DEEPEST) if above else 0
        post.tree_path = place_in_tree(above, post.number)  # type: ignore[arg-type]
        if above:
            above.reply_count += 1


def _post_row(post: PlannedPost, thread: PlannedThread, body: Body, line: str) -> dict[str, Any]:
    raw, html, text = body.with_line(line)
    author_id = post.author + 1
    later = post.at + timedelta(hours=1)
    return {
        "id": post.id,
        "thread_id": thread.id,
        "number": post.number,
        "author_id": author_id,
        "parent_id": post.parent.id if post.parent else None,
        "tree_path": post.tree_path,
        "depth": post.depth,
        "reply_count": post.reply_count,
        "raw": raw,
        "html": html,
        "text": text,
        "renderer_version": body.version,
        "language": body.language,
        "created_at": post.at,
        "edited_at": later if post.is_edited else None,
        "version": 2 if post.is_edited else 1,
        "withdrawn_at": later if post.is_withdrawn else None,
        "withdrawn_by_id": author_id if post.is_withdrawn else None,
    }


def _versions(threads: Sequence[PlannedThread]) -> Iterator[dict[str, Any]]:
    for thread in threads:
        for post in thread.posts:
            if post.is_edited:
                yield {
                    "post_id": post.id,
                    "version": 1,
                    "raw": "What was written first.",
                    "written_at": post.at,
                    "written_by_id": post.author + 1,
                }


def _positions(
    threads: Sequence[PlannedThread], reader_ids: Sequence[int], moment: datetime, rng: Random
) -> Iterator[dict[str, Any]]:
    """Let the readers have opened many threads, half of them to their end, and the others some."""
    for thread in threads:
        opened = set(reader_ids) if rng.random() < OPENED else set()
        opened |= {rng.randrange(1, reader_ids[0]) for _ in range(min(8, len(thread.posts)))}
        last = thread.posts[-1].number
        for member_id in sorted(opened):
            read = last if rng.random() < 0.5 else rng.randint(1, last)
            yield {
                "member_id": member_id,
                "thread_id": thread.id,
                "last_read": read,
                "read_at": moment,
            }


_COUNTED = ("reply_count", "writer_count", "score", "last_posted_at", "last_poster_id")


def _check_sample(made: Made) -> None:
    """Count some threads as the operations do. Raises ValueError when the bulk got one wrong."""
    for id_ in (made.longest_thread, made.thread_of_sixty, *range(1, made.threads, 97)):
        check_counters(id_)


def check_counters(thread_id: int) -> None:
    """Raise ValueError when the operations would count this thread differently."""
    thread = db.session.get_one(Thread, thread_id)
    before = [getattr(thread, name) for name in _COUNTED]
    with unit_of_work():
        thread = db.session.get_one(Thread, thread_id)
        recount_thread(thread)
        after = [getattr(thread, name) for name in _COUNTED]
    if before != after:
        raise ValueError(f"Thread {thread_id} says {before} and counts {after}.")
