"""The command that counts."""

import click

from forum.facilitation.health.operations.editions import (
    count_again,
    count_edition,
    missing_windows,
)
from forum.facilitation.health.operations.pulses import close_pulses
from forum.facilitation.health.values import last_windows
from forum.kernel.clock import now
from forum.kernel.db import reading, unit_of_work


@click.command("health")
@click.option(
    "--again",
    is_flag=True,
    help="Count all windows anew, as after a fault: what was shown before is thrown away.",
)
def health(again: bool) -> None:
    """Count the figures of the windows that are over, as the worker does by itself."""
    with unit_of_work():
        close_pulses()
    with reading():
        windows = last_windows(now()) if again else missing_windows()
    for window in windows:
        with unit_of_work():
            if again:
                count_again(window)
            else:
                count_edition(window)
    click.echo(f"Windows counted: {len(windows)}")


commands = (health,)
