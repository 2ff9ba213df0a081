"""Load on a server: by wrk where it is installed, else by processes of our own."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from benchmarks.figures import Load, percentile
from benchmarks.server import HOST

CONNECTIONS = 8
LUA = Path(__file__).with_name("load.lua")


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for: paths in turn, as whom."""

    port: int
    paths: Sequence[str]
    cookie: str = ""


def has_wrk() -> bool:
    """Tell whether wrk is installed."""
    return shutil.which("wrk") is not None


def load(target: Target, seconds: float) -> Load:
    """Ask over eight connections for so long, and return what came of it."""
    return _by_wrk(target, seconds) if has_wrk() else _by_processes(target, seconds)


def _by_wrk(target: Target, seconds: float) -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as paths:
        paths.write("\n".join(target.paths) + "\n")
        paths.flush()
        command = (
            *("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-s", str(LUA)),
            *(f"http://{HOST}:{target.port}", "--", paths.name, target.cookie),
        )
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return read_result(told)


def read_result(told: str) -> Load:
    """Return what the last line of our script for wrk says."""
    line = next(line for line in told.splitlines() if line.startswith("RESULT "))
    found = json.loads(line.removeprefix("RESULT "))
    rate = found["requests"] / (found["microseconds"] / 1e6)
    return Load(rate, found["p50"], found["p95"], found["errors"])


def _by_processes(target: Target, seconds: float) -> Load:
    """Keep one connection per process busy; Python itself takes part of the machine then."""
    context = get_context("fork")
    with context.Pool(CONNECTIONS) as pool:
        parts = [
            pool.apply_async(_keep_asking, (target, place, seconds)) for place in range(CONNECTIONS)
        ]
        found = [part.get(timeout=seconds + 60) for part in parts]
    times = [time for one, _ in found for time in one]
    if not times:
        return Load(0, 0, 0, sum(errors for _, errors in found))
    return Load(
        len(times) / seconds,
        percentile(times, 0.5) * 1000,
        percentile(times, 0.95) * 1000,
        sum(errors for _, errors in found),
    )


def _keep_asking(target: Target, place: int, seconds: float) -> tuple[list[float], int]:
    connection = HTTPConnection(HOST, target.port, timeout=30)
    headers = {"Cookie": target.cookie} if target.cookie else {}
    times, errors, at = [], 0, place
    until = perf_counter() + seconds
    while perf_counter() < until:
        began = perf_counter()
        connection.request("GET", target.paths[at % len(target.paths)], headers=headers)
        answer = connection.getresponse()
        answer.read()
        times.append(perf_counter() - began)
        errors += answer.status >= 400
        at += CONNECTIONS
    connection.close()
    return times, errors
