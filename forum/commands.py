"""The `forum` command line; every package brings its own commands."""

from importlib import import_module

import click
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DatabaseError

from config import SettingsError
from forum import PACKAGES, create_app
from forum.kernel.errors import Refusal


class ForumCommands(click.Group):
    """Commands that run inside the application, and that answer refusals with one sentence."""

    def invoke(self, context: click.Context) -> object:
        """Run the command. Refusals end with exit code 1 and no traceback.

        So does what the machine refuses: a folder, a disk or a database that cannot be used.
        """
        try:
            app = create_app()
            with app.app_context():
                return super().invoke(context)
        except (Refusal, SettingsError) as refusal:
            raise click.ClickException(str(refusal)) from None
        except ValidationError as error:
            raise click.ClickException(_wrong_settings(error)) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            raise click.ClickException(_trouble_of_the_machine(error)) from None
        except ArgumentError:
            sentence = "FOLKMOOT_DATABASE_URL is no address of a database."
            raise click.ClickException(sentence) from None
        except DatabaseError as error:
            raise click.ClickException(_trouble_of_the_database(error)) from None


@click.group(cls=ForumCommands)
def main() -> None:
    """Run and look after a Folkmoot forum."""


def _wrong_settings(error: ValidationError) -> str:
    return " ".join(_wrong_setting(str(one["loc"][0]), one["msg"]) for one in error.errors())


def _wrong_setting(name: str, message: str) -> str:
    variable = name if name.isupper() else f"FOLKMOOT_{name.upper()}"
    return f"{variable} cannot be used: {message.removeprefix('Value error, ').rstrip('.')}."


def _trouble_of_the_machine(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}."


def _trouble_of_the_database(error: DatabaseError) -> str:
    told = str(error.orig).strip().splitlines()[0]
    advice = " Run `forum migrate`." if _lacks_tables(told) else ""
    return f"The database cannot be used: {told.rstrip('.')}.{advice}"


def _lacks_tables(told: str) -> bool:
    return "no such " in told or "does not exist" in told


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
