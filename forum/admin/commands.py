"""Commands for hosts: run, work, fill the demo, check, render again."""

import multiprocessing
import signal
import sys
import threading

import click
from sqlalchemy import select, text

from config import Settings
from forum.admin.checks import run_checks
from forum.admin.demo.loading import PASSWORD, SIGN_INS, is_empty, load_demo
from forum.admin.preparing import prepare
from forum.admin.serving import Server, trouble_with_port
from forum.discussion.operations.rendering import render_all
from forum.kernel.application import this_app, this_settings
from forum.kernel.db import db, unit_of_work
from forum.kernel.markup import TextFormat, render
from forum.kernel.outbox import list_failed, retry_failed
from forum.kernel.worker import WorkerRunsAlreadyError, work_until, worker_lock


@click.command("run")
def run() -> None:
    """Serve the forum, with the worker inside; in development an empty one gets the demo."""
    settings = this_settings()
    # Before all else, which may take long: gunicorn would notice last.
    if trouble := trouble_with_port(settings):
        raise click.ClickException(trouble)
    prepare()
    if not settings.is_production and is_empty():
        click.echo("Filling the demo community …")
        _load_demo_aside()
    db.session.remove()
    Server(this_app(), settings, on_ready=lambda: _greet(settings)).run()


def _load_demo_aside() -> None:
    # In a process of its own: the memory it takes would be kept, and copied into every web process.
    db.session.remove()
    db.engine.dispose()
    filling = multiprocessing.get_context("fork").Process(target=_load_demo_until_stopped)
    filling.start()
    filling.join()
    if filling.exitcode:
        raise click.ClickException("The demo community could not be filled.")


def _load_demo_until_stopped() -> None:
    # Ctrl-C reaches this process, too, and the other one says so.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    load_demo()


def _greet(settings: Settings) -> None:
    click.echo(f"\n{settings.site_name} is at http://{settings.bind}:{settings.port}")
    if not settings.is_production:
        click.echo(f"Demo sign-ins: {', '.join(SIGN_INS)}; their password: {PASSWORD}")
        click.echo("Outgoing mail is shown at /outbox. Ctrl-C stops everything.")
    sys.stdout.flush()


@click.command("worker")
def worker() -> None:
    """Do what the outbox holds; one worker serves one installation."""
    prepare()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        with worker_lock(this_settings().instance):
            click.echo("The worker is at work.")
            work_until(this_app(), stop)
    except WorkerRunsAlreadyError as error:
        raise click.ClickException(str(error)) from None


@click.command("migrate")
def migrate_database() -> None:
    """Bring the database to the newest shape and make the first categories."""
    prepare()
    click.echo("The database has the newest shape.")


@click.command("demo")
def demo() -> None:
    """Fill an empty installation with the demo community; refuses in production."""
    if this_settings().is_production:
        raise click.ClickException("The demo is not for production: nothing was changed.")
    prepare()
    load_demo()
    click.echo(f"The demo community is here. Sign in as {', '.join(SIGN_INS)} with {PASSWORD}.")


@click.command("render")
@click.option("--all", "everything", is_flag=True, help="Also those that are up to date.")
def render_posts(everything: bool) -> None:
    """Render posts again that an older renderer has rendered."""
    prepare()
    total = db.session.scalar(select(text("count(*)")).select_from(text("posts"))) or 0
    count = changed = 0
    with click.progressbar(render_all(only_old=not everything), total, label="Rendering") as posts:
        for is_changed in posts:
            count, changed = count + 1, changed + is_changed
    click.echo(f"{count} posts rendered, {changed} of them differently than before.")


@click.command("markup")
def markup() -> None:
    """Show the HTML that a post with the Markdown on standard input would have."""
    typed = sys.stdin.buffer.read()
    click.echo(render(typed.decode("utf-8", "replace"), TextFormat.MARKDOWN).html)


@click.command("check")
def check() -> None:
    """Look at database, index, mail and storage; one line each, exit code 1 if one is not well."""
    results = run_checks(this_settings())
    for result in results:
        click.echo(f"{'ok  ' if result.is_well else 'BAD '} {result.name}: {result.sentence}")
    if not all(result.is_well for result in results):
        sys.exit(1)


@click.command("errands")
@click.option("--retry", is_flag=True, help="Try everything that was set aside again.")
def errands(retry: bool) -> None:
    """Show what the worker could not do and has set aside, oldest first."""
    failed = list_failed()
    for errand in failed:
        click.echo(f"{errand.created_at:%Y-%m-%d %H:%M} {errand.kind}: {errand.last_error}")
    if retry and failed:
        with unit_of_work():
            count = retry_failed()
        click.echo(f"Tried again from now on: {count}.")
    elif not failed:
        click.echo("Nothing was set aside.")


commands = (run, worker, migrate_database, demo, render_posts, markup, check, errands)
