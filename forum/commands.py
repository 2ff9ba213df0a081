"""The `forum` command line; every package brings its own commands."""

from importlib import import_module

import click

from config import SettingsError
from forum import PACKAGES, create_app
from forum.kernel.errors import Refusal


class ForumCommands(click.Group):
    """Commands that run inside the application, and that answer refusals with one sentence."""

    def invoke(self, context: click.Context) -> object:
        """Run the command. Refusals end with exit code 1 and no traceback."""
        try:
            app = create_app()
            with app.app_context():
                return super().invoke(context)
        except (Refusal, SettingsError) as refusal:
            raise click.ClickException(str(refusal)) from None


@click.group(cls=ForumCommands)
def main() -> None:
    """Run and look after a Folkmoot forum."""


def _add_commands() -> None:
    for package in ("forum.kernel", *PACKAGES):
        name = f"{package}.commands"
        try:
            module = import_module(name)
        except ModuleNotFoundError as error:
            if error.name not in {package, name}:
                raise
            continue
        for command in module.commands:
            main.add_command(command)


_add_commands()
