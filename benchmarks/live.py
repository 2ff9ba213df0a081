"""Readers sit at their threads while others write: what do they get, when, and at what cost.

A thousand real connections, one per reader, ask a real server as static/js/live.js does while a
thread is active, and fetch each reply that they are told of. Replies are sent as forms. The clock
runs from the moment before a form is sent to the moment when a reader holds the rendered reply.
"""

import argparse
import asyncio
import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from shutil import rmtree
from time import perf_counter, process_time
from urllib.parse import urlencode

from benchmarks.browser import TOKEN
from benchmarks.building import KEY, settings_for
from benchmarks.figures import percentile
from benchmarks.server import FORUM, HOST, running
from benchmarks.session import cookie_of
from config import ROOT
from forum import Forum, create_app
from forum.accounts.identity import load_person
from forum.accounts.operations.members import put_member
from forum.accounts.values import Role
from forum.discussion.addresses import thread_address
from forum.discussion.founding import found_categories
from forum.discussion.operations.posts import add_post
from forum.discussion.operations.threads import start_thread
from forum.discussion.queries.categories import visible_categories
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import unit_of_work
from forum.kernel.migrations import migrate

READERS = 1_000
THREADS = 50
POSTS = 12
"""In each thread at the beginning."""
PACE = (1.8, 2.2)
"""Seconds between two questions of a page whose thread is active."""
EVERY = 1.0
"""Seconds between two replies."""
GRACE = 6.0
"""Seconds that readers go on after the last reply."""

MOST_SECONDS = 3.0
MOST_OF_A_CORE = 0.5

_MARK = re.compile(r'content="(/live/t/\d+)" data-seal="([^"]+)"')
_NUMBER = re.compile(r'data-number="(\d+)"')
_COOKIE = re.compile(r"(?i)set-cookie: (folkmoot=[^;\r]+)")


@dataclass(frozen=True, slots=True)
class Lively:
    """What came of it; times are seconds."""

    readers: int
    threads: int
    replies: int
    p50: float
    p95: float
    worst: float
    missed: int
    questions: float
    """Requests of readers per second."""
    unchanged: float
    """Share of the questions that were answered by 304."""
    server: float
    """Processor time of the server, as a share of one core."""
    client: float
    errors: int

    @property
    def is_reached(self) -> bool:
        """Tell whether everybody got everything, soon enough and cheaply enough."""
        is_whole = self.replies > 0 and not self.missed and not self.errors
        return is_whole and self.p95 < MOST_SECONDS and self.server <= MOST_OF_A_CORE


@dataclass(slots=True)
class Scene:
    """What all readers and the writer share while they are at it."""

    port: int
    addresses: list[str]
    until: float = 0
    is_over: bool = False
    sent: dict[tuple[int, int], float] = field(default_factory=dict)
    """When the reply with this number was sent into a thread, by the thread's place."""
    got: list[tuple[tuple[int, int], float]] = field(default_factory=list)
    asked: int = 0
    unchanged: int = 0
    errors: int = 0


def measure_live(folder: Path, seconds: float = 60) -> Lively:
    """Let everybody read and one reply a second be written for so long; return what came of it."""
    rmtree(folder, ignore_errors=True)
    app = create_app(settings_for(folder))
    app.testing = True
    addresses, cookies = _people_and_threads(app)
    about = {"instance": app.instance_path, "secret_key": KEY, "env": "production"}
    with running(FORUM, folder / "forum.log", about, ready="/login") as server:
        scene = Scene(server.port, addresses)
        return asyncio.run(_evening(scene, cookies, server.pid, seconds))


def _people_and_threads(app: Forum) -> tuple[list[str], list[str]]:
    """Make the members and the threads; return the threads' addresses and the members' cookies."""
    with app.app_context():
        migrate()
        handles = [f"reader{number}" for number in range(READERS)]
        with unit_of_work():
            found_categories()
        with unit_of_work():
            people = [
                put_member(
                    handle=one, name=one, email=None, password_hash=None, role=Role.MEMBER
                ).id
                for one in handles
            ]
        writing = write("Something that *many* of us have seen, and a second line of it.")
        addresses = []
        for number in range(THREADS):
            by = load_person(people[number])
            with unit_of_work():
                category = visible_categories(by)[0]
                thread = start_thread(category, f"Matter {number}", writing, tags=[], by=by)
                for place in range(POSTS - 1):
                    add_post(thread, writing, author_id=people[number + place], at=now())
                addresses.append(thread_address(thread))
        return addresses, [cookie_of(app, handle) for handle in handles]


async def _evening(scene: Scene, cookies: list[str], pid: int, seconds: float) -> Lively:
    gate = asyncio.Semaphore(8)
    ready = [asyncio.Event() for _ in cookies]
    start = asyncio.Event()
    readers = [
        asyncio.create_task(_read(scene, place, cookie, gate, ready[place], start))
        for place, cookie in enumerate(cookies)
    ]
    for event in ready:
        await event.wait()
    start.set()
    await asyncio.sleep(PACE[1])
    scene.asked = scene.unchanged = 0
    began, cpu, own = perf_counter(), cpu_seconds(pid), process_time()
    await _write(scene, cookies[0], seconds)
    await asyncio.sleep(GRACE)
    took = perf_counter() - began
    used, own = cpu_seconds(pid) - cpu, process_time() - own
    scene.is_over = True
    await asyncio.gather(*readers)
    return _outcome(scene, took, used / took, own / took)


def _outcome(scene: Scene, took: float, server: float, client: float) -> Lively:
    delays = [at - scene.sent[key] for key, at in scene.got if key in scene.sent]
    expected = sum(_readers_of(thread) for thread, _ in scene.sent)
    return Lively(
        READERS,
        THREADS,
        len(scene.sent),
        percentile(delays, 0.5) if delays else 0,
        percentile(delays, 0.95) if delays else 0,
        max(delays, default=0),
        expected - len(delays),
        scene.asked / took,
        scene.unchanged / max(1, scene.asked),
        server,
        client,
        scene.errors,
    )


def _readers_of(thread: int) -> int:
    return len(range(thread, READERS, THREADS))


class Connection:
    """One connection that stays open; just as much of HTTP as this server speaks."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port = port
        self.cookie = cookie

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(HOST, self._port)

    async def ask(
        self, path: str, headers: Mapping[str, str], form: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Return status, head and body of the answer."""
        body = urlencode(form).encode() if form else b""
        lines = {"Host": HOST, "Cookie": self.cookie, **headers}
        if form:
            lines["Content-Type"] = "application/x-www-form-urlencoded"
            lines["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {text}\r\n" for name, text in lines.items())
        method = "POST" if form else "GET"
        self._writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        content = await self._content(answer.lower())
        new_cookie = _COOKIE.search(answer)
        if new_cookie:
            self.cookie = new_cookie[1]
        return int(answer[9:12]), answer, content

    async def _content(self, head: str) -> str:
        length = re.search(r"content-length: (\d+)", head)
        if length:
            return (await self._reader.readexactly(int(length[1]))).decode()
        return ""

    def close(self) -> None:
        """Leave."""
        self._writer.close()


async def _read(
    scene: Scene,
    place: int,
    cookie: str,
    gate: asyncio.Semaphore,
    ready: asyncio.Event,
    start: asyncio.Event,
) -> None:
    """Open a thread and stay at it, as a browser does."""
    thread, pace = place % THREADS, Random(place)
    connection = Connection(scene.port, cookie)
    async with gate:
        await connection.open()
        _, _, page = await connection.ask(scene.addresses[thread], {})
    found = _MARK.search(page)
    if found is None:
        raise LookupError("The page of a thread does not say where it asks for news.")
    path, seal = found.groups()
    ready.set()
    await start.wait()
    await asyncio.sleep(pace.uniform(0, PACE[1]))
    while not scene.is_over:
        seal = await _ask_for_news(scene, thread, connection, path, seal)
        await asyncio.sleep(pace.uniform(*PACE))
    connection.close()


async def _ask_for_news(
    scene: Scene, thread: int, connection: Connection, path: str, seal: str
) -> str:
    """Ask once, fetch what is new, and return the seal for the next time."""
    status, head, content = await connection.ask(path, {"If-None-Match": f'"{seal}"'})
    scene.asked += 1
    found = re.search(r'(?i)etag: (?:W/)?"([^"]+)"', head)
    if status == 304:
        scene.unchanged += 1
    elif status == 200:
        ids = json.loads(content)["new"]
        _, _, posts = await connection.ask(f"{path}/posts?ids={','.join(map(str, ids))}", {})
        scene.asked += 1
        at = perf_counter()
        scene.got += [((thread, int(number)), at) for number in _NUMBER.findall(posts)]
    else:
        scene.errors += 1
    return found[1] if found else seal


async def _write(scene: Scene, cookie: str, seconds: float) -> None:
    """Send a reply every second, into one thread after the other in no order."""
    connection = Connection(scene.port, cookie)
    await connection.open()
    _, _, page = await connection.ask(scene.addresses[0], {})
    token = TOKEN.search(page)
    if token is None:
        raise LookupError("The page holds no form of ours.")
    threads, rounds = Random(1), perf_counter()
    order: list[int] = []
    for number in range(int(seconds / EVERY)):
        await asyncio.sleep(max(0, rounds + number * EVERY - perf_counter()))
        order = order or threads.sample(range(THREADS), THREADS)
        thread = order.pop()
        fields = {
            "csrf_token": token[1],
            "once": f"{number:016d}",
            "to": "",
            "body": f"The reply {number}, with **some** words and [a link](https://example.org).",
            "submit": "1",
        }
        id_ = scene.addresses[thread].rsplit("/", 1)[1]
        began = perf_counter()
        status, head, _ = await connection.ask(f"/t/{id_}/reply", {}, fields)
        place = re.search(r"#post-(\d+)", head)
        if status == 303 and place:
            scene.sent[thread, int(place[1])] = began
        else:
            scene.errors += 1
    connection.close()


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and its children have used."""
    total = 0.0
    for one in (pid, *_children(pid)):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    texts = [(task / "children").read_text() for task in tasks]
    return [int(child) for text in texts for child in text.split()]


def as_lines(lively: Lively) -> str:
    """Return what came of it in words."""
    return (
        f"live: {lively.readers} readers on {lively.threads} threads, "
        f"{lively.replies} replies: p50 {lively.p50:.2f} s, p95 {lively.p95:.2f} s, "
        f"at most {lively.worst:.2f} s; {lively.missed} missed, {lively.errors} errors; "
        f"{lively.questions:.0f} questions/s, {lively.unchanged:.1%} of them answered by 304; "
        f"server {lively.server:.1%} of a core (readers {lively.client:.1%})"
    )


def main() -> None:
    """Measure this alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    found = measure_live(ROOT / "build" / "benchmark" / "live", parser.parse_args().seconds)
    print(as_lines(found))
    print("ok" if found.is_reached else "MISSED", file=sys.stderr)


if __name__ == "__main__":
    main()
