"""Bringing in past discussions from the command line."""

import fcntl
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

import click

from forum.accounts.values import SYSTEM
from forum.admin.imports.operations import ArchiveImport
from forum.admin.preparing import prepare
from forum.discussion.queries.categories import find_category
from forum.kernel.application import this_settings
from forum.kernel.db import reading
from forum.kernel.errors import Conflict
from forum.knowledge.search.indexing import bring_up_to_date

MOST_SHOWN = 200
"""Broken places told one by one; more than these are only counted."""


@click.group("import")
def import_() -> None:
    """Bring in past discussions from elsewhere."""


@import_.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--category", required=True, help="Slug of the category that the threads go to.")
@click.option("--tag", "tags", multiple=True, help="A tag for every thread; may be repeated.")
@click.option("--source", default="", help="Name of the archive; made from PATHS if left out.")
def mbox(paths: tuple[Path, ...], category: str, tags: tuple[str, ...], source: str) -> None:
    """Bring in mailing-list archives: mbox files, single mails, folders of them, packed or not.

    Authors become placeholder members, who can claim their posts later. It may be stopped at any
    time and run again: what is here already does not come in twice.
    """
    prepare()
    with reading():
        card = find_category(category, by=SYSTEM)
    if card is None:
        raise click.BadParameter(f"There is no category “{category}”.", param_hint="--category")
    with _alone(), _stop_signals() as stop:
        run = ArchiveImport(paths, category_id=card.id, tags=tags, source=source.strip())
        try:
            _read(run, stop)
            _write(run, stop)
        finally:
            run.close()
        if stop.is_set():
            click.echo("Stopped. What is in stays in; run the same again to go on.", err=True)
        if not stop.is_set():
            # Past discussions are looked for at once; a running worker does the same by itself.
            bring_up_to_date()
        click.echo(run.summary)
    if stop.is_set():
        sys.exit(130)


def _read(run: ArchiveImport, stop: Event) -> None:
    with click.progressbar(run.read(), length=run.count, label="Reading") as steps:
        for _ in steps:
            if stop.is_set():
                return
    for broken in run.broken[:MOST_SHOWN]:
        click.echo(f"Skipped {broken.position}: {broken.reason}", err=True)
    if len(run.broken) > MOST_SHOWN:
        click.echo(f"Skipped {len(run.broken) - MOST_SHOWN} more.", err=True)


def _write(run: ArchiveImport, stop: Event) -> None:
    with click.progressbar(length=run.count_to_write, label="Writing") as bar:
        for count in run.write():
            bar.update(count)
            if stop.is_set():
                return


@contextmanager
def _stop_signals() -> Iterator[Event]:
    """Stop between two transactions, not within one; a second Ctrl-C stops at once."""
    stop = Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one import run at a time: two would both think that they are the first."""
    with (this_settings().instance / "import.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Conflict("Another import is running: please wait until it is done.") from None
        yield


commands = (import_,)
