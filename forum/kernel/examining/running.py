"""Asking the small process, and what becomes of it when a file is too much for it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from forum.kernel.examining.values import Busy, Examined, Fact, Kind, Refused, SmallerCopy

PROGRAM = Path(__file__).with_name("process.py")
PATIENCE = 12.0
"""Seconds after which a process is ended in any case. It may compute for four: that is all it
takes on a machine with time to spare, and one with none shall not refuse what is harmless."""
AT_ONCE = 2
WAITING = 20.0
"""Seconds for which a file waits until others are done."""

TOO_MUCH = "This file takes too long or needs too much memory to be looked at, so it is not taken."
BUSY = "Too many files are being looked at right now. Please send this one again in a minute."

# Two at once need no more memory than a small machine has.
_places = BoundedSemaphore(AT_ONCE)

# One arena of memory, or threads of decoders reserve many times what they use.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "PATH": os.defpath, "LANG": "C.UTF-8"}


def examine(data: bytes, name: str) -> Examined:
    """Return what a file is, made safe. Raises Refused.

    It takes a while: call it before a transaction.
    """
    line, parts = _ask({"wanted": "file", "name": _plain(name)}, data)
    kind = Kind[line["kind"]]
    whole = parts.pop(0) if kind.is_image else data
    copies = zip(line["copies"], parts, strict=True)
    return Examined(
        kind=kind,
        data=whole,
        width=line["size"][0],
        height=line["size"][1],
        copies=tuple(SmallerCopy(width, height, part) for (width, height), part in copies),
        facts=tuple(Fact(*fact) for fact in line["facts"]),
    )


def square_picture(data: bytes) -> bytes:
    """Return a picture as a small square WebP. Raises Refused. It takes a while, too."""
    _, parts = _ask({"wanted": "square", "name": ""}, data)
    return parts[0]


def _plain(name: str) -> str:
    return name.encode("utf-8", "replace").decode()[:1000]


def _ask(question: dict[str, str], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    if not _places.acquire(timeout=WAITING):
        raise Busy(BUSY)
    try:
        said = _run(json.dumps(question).encode() + b"\n" + data)
    finally:
        _places.release()
    head, _, rest = said.partition(b"\n")
    line: dict[str, Any] = json.loads(head)
    if "refused" in line:
        raise Refused(line["refused"])
    parts, start = [], 0
    for size in line["sizes"]:
        parts.append(rest[start : start + size])
        start += size
    return line, parts


def _run(sent: bytes) -> bytes:
    """Let a new process answer; one that dies, or that must be ended, has refused the file."""
    # The second of its own thread or fork of a server is never shared with it: it starts anew.
    command = [sys.executable, "-I", str(PROGRAM)]
    with subprocess.Popen(  # noqa: S603 -- our own program, with nothing of anybody else's
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        close_fds=True,
    ) as process:
        try:
            said, _ = process.communicate(sent, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Refused(TOO_MUCH) from None
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0 or b"\n" not in said:
        raise Refused(TOO_MUCH)
    return said
