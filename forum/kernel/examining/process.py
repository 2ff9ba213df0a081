"""The small process that takes files apart. It is run by its path, and imports only what it needs.

In comes a line of JSON and the file; out comes a line of JSON, then what was made of the file.
"""

import json
import resource
import sys
import types
from pathlib import Path
from typing import Any

MOST_MEMORY = 320 * 1024 * 1024
"""Bytes of addresses; a part of them is never touched, so that less is really used."""
MOST_SECONDS = 4


def limit() -> None:
    """Hold this process to its memory and time, before anything that was sent is looked at."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(question: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Do what is asked, and return the line of the answer with what follows it."""
    from forum.kernel.examining.kinds import kind_of  # noqa: PLC0415 -- after the limits
    from forum.kernel.examining.values import Refused  # noqa: PLC0415

    try:
        kind = kind_of(data, question["name"])
        if question["wanted"] == "square":
            return _square(data, kind)
        return _examined(data, kind)
    except Refused as refusal:
        return {"refused": str(refusal)}, []


def _square(data: bytes, kind: Any) -> tuple[dict[str, Any], list[bytes]]:
    from forum.kernel.examining.values import Refused  # noqa: PLC0415

    if not kind.is_image:
        raise Refused("This is no picture.")
    from forum.kernel.examining.images import square  # noqa: PLC0415

    made = square(data, kind)
    return {"sizes": [len(made)]}, [made]


def _examined(data: bytes, kind: Any) -> tuple[dict[str, Any], list[bytes]]:
    if kind.is_image:
        from forum.kernel.examining.images import clean_image  # noqa: PLC0415

        found = clean_image(data, kind)
    else:
        from forum.kernel.examining.documents import clean_document  # noqa: PLC0415

        found = clean_document(data, kind)
    # The bytes of a document come back to nobody: whoever asked has them.
    parts = [found.data] if kind.is_image else []
    parts += [copy.data for copy in found.copies]
    line = {
        "kind": found.kind.name,
        "size": [found.width, found.height],
        "copies": [[copy.width, copy.height] for copy in found.copies],
        "facts": [[fact.label, fact.value] for fact in found.facts],
        "sizes": [len(part) for part in parts],
    }
    return line, parts


def main() -> None:
    """Answer one question and end."""
    limit()
    # The package's own module would import the whole application.
    package = types.ModuleType("forum")
    package.__path__ = [str(Path(__file__).resolve().parents[2])]
    sys.modules["forum"] = package
    question = json.loads(sys.stdin.buffer.readline())
    line, parts = answer(question, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
