"""Looking after members from the command line."""

import sys

import click

from forum.accounts.checks import check_password, known_of
from forum.accounts.models import Member
from forum.accounts.operations.members import (
    add_member,
    change_role,
    deactivate_member,
    reactivate_member,
)
from forum.accounts.operations.passwords import (
    send_reset_link,
    show_first_link,
    show_reset_link,
)
from forum.accounts.queries import get_member, list_all_members
from forum.accounts.values import SYSTEM, Role, Standing
from forum.kernel.application import this_settings
from forum.kernel.db import reading, unit_of_work
from forum.kernel.errors import Invalid, NotPermitted
from forum.kernel.migrations import migrate
from forum.kernel.passwords import hash_password

ROLE = click.Choice([str(role) for role in Role])
# Guests come by an invitation into a thread, and never otherwise.
GIVEN = click.Choice([str(role) for role in Role if role is not Role.GUEST])
NO_ADDRESS = (
    "There is no address to send a link to. A host can begin a way back on the member's page, "
    "which takes two people; --print-link prints a link, and every member can read that you did."
)


@click.group()
def member() -> None:
    """Add members, give them roles, help who is locked out."""


@member.command()
@click.argument("handle")
@click.option("--name", default="", help="Name shown to others; the handle, if left out.")
@click.option("--email", default="", help="Address for letters, such as a new password.")
@click.option("--role", type=GIVEN, default=str(Role.MEMBER), show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(handle: str, name: str, email: str, role: str, *, password_stdin: bool) -> None:
    """Add a member, such as the first host of an empty installation."""
    migrate()
    known = known_of(handle, name, email)
    password_hash = _password_from_input(known) if password_stdin else None
    with unit_of_work():
        added = add_member(
            handle=handle,
            name=name or handle,
            email=email or None,
            password_hash=password_hash,
            role=Role(role),
            by=SYSTEM,
        )
        link = None if password_hash else _address(show_first_link(added, by=SYSTEM))
        click.echo(f"Added @{added.handle} ({added.name}) as {added.role}.")
    if link:
        click.echo(f"They set their password here, within 48 hours: {link}")


@member.command("list")
@click.option("--role", type=ROLE, default=None, help="Only members with this role.")
def list_(role: str | None) -> None:
    """List the members: handle, role, name, address."""
    with reading():
        for row in list_all_members(by=SYSTEM):
            if role is None or row.role == role:
                click.echo(_line(row))


@member.command("role")
@click.argument("handle")
@click.argument("role", type=GIVEN)
def give_role(handle: str, role: str) -> None:
    """Give a member another role."""
    with unit_of_work():
        row = get_member(handle, by=SYSTEM)
        is_new = change_role(row, Role(role), by=SYSTEM)
        click.echo(f"@{row.handle} is {'now' if is_new else 'already'} a {row.role}.")


@member.command()
@click.argument("handle")
@click.option(
    "--print-link",
    is_flag=True,
    help="Print the link; the member and the log that all members read are told.",
)
def reset(handle: str, *, print_link: bool) -> None:
    """Send a locked-out member a link for a new password; in development it is printed."""
    with unit_of_work():
        row = get_member(handle, by=SYSTEM)
        handle = row.handle
        if print_link or not this_settings().is_production:
            link = _address(show_reset_link(row, by=SYSTEM))
            sentence = f"@{handle} sets a new password here, within 48 hours: {link}"
        elif send_reset_link(row, by=SYSTEM):
            sentence = f"A letter with a link is on its way to @{handle}."
        else:
            raise NotPermitted(NO_ADDRESS)
    click.echo(sentence)


@member.command()
@click.argument("handle")
@click.option("--because", default="", help="Reason, kept for the hosts.")
def deactivate(handle: str, because: str) -> None:
    """Keep a member from signing in, and sign them out."""
    with unit_of_work():
        row = get_member(handle, by=SYSTEM)
        is_new = deactivate_member(row, by=SYSTEM, because=because)
        sentence = "can no longer sign in" if is_new else "is deactivated already"
        click.echo(f"@{row.handle} {sentence}.")


@member.command()
@click.argument("handle")
def reactivate(handle: str) -> None:
    """Let a deactivated member sign in again."""
    with unit_of_work():
        row = get_member(handle, by=SYSTEM)
        is_new = reactivate_member(row, by=SYSTEM)
        click.echo(f"@{row.handle} can sign in {'again' if is_new else 'already'}.")


def _password_from_input(known: tuple[str, ...]) -> str:
    password = sys.stdin.buffer.readline().decode("utf-8", "surrogateescape").rstrip("\r\n")
    if not password.isprintable():
        # A form could never send it again.
        raise Invalid("password", "The password holds a sign that cannot be typed.")
    return hash_password(check_password(password, known=known))


def _address(secret: str) -> str:
    return f"{this_settings().address}/password-reset/{secret}"


def _line(row: Member) -> str:
    mark = "" if row.standing is Standing.ACTIVE else f"  ({row.standing})"
    return f"@{row.handle:<30} {row.role:<12} {row.name}  {row.email or '-'}{mark}"


commands = (member,)
