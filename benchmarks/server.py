"""Starting the real server and its floor, each as a process of its own, and ending them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

from config import ROOT

HOST = "127.0.0.1"
FORUM = (sys.executable, "-c", "from forum.commands import main; main()", "run")
FLOOR = (sys.executable, "-m", "benchmarks.floor")


class ServerDiedError(RuntimeError):
    """A server that was started did not come to answer."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    pid: int
    port: int
    seconds: float
    """How long it took from the start to the first answer."""


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: tuple[str, ...],
    log: Path,
    settings: Mapping[str, str],
    *,
    ready: str,
    wait: float = 60,
) -> Iterator[Running]:
    """Start a server that listens on this machine only, wait for it, and end it afterwards.

    `settings` are given without their prefix. Raises ServerDiedError.
    """
    port, started = free_port(), monotonic()
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(port, settings),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, port, ready, log, wait)
            yield Running(process.pid, port, monotonic() - started)
        finally:
            _end(process)


def _environment(port: int, settings: Mapping[str, str]) -> dict[str, str]:
    """Return this environment with our settings and without those of any other installation."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("FOLKMOOT_")}
    settings = {"limit_searches": "1000000 per 1 second", **settings}
    ours = {f"FOLKMOOT_{name.upper()}": text for name, text in settings.items()}
    return {**kept, **ours, "FOLKMOOT_BIND": HOST, "PORT": str(port)}


def _wait(
    process: "subprocess.Popen[bytes]", port: int, ready: str, log: Path, seconds: float
) -> None:
    until = monotonic() + seconds
    while monotonic() < until and process.poll() is None:
        if _answers(port, ready):
            return
        sleep(0.05)
    raise ServerDiedError(f"The server did not answer; its log is {log}.")


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the process to end, and end it if it does not; its own children end with it."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
