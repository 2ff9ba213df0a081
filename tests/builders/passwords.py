"""Members with a password, and browsers that type it."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.accounts.models import Member
from forum.accounts.operations.members import add_member
from forum.accounts.values import SYSTEM, Role
from forum.kernel.db import unit_of_work
from forum.kernel.passwords import hash_password

PASSWORD = "paper boat nine"


def make_member_with_password(handle: str = "ada", *, role: Role = Role.MEMBER) -> Member:
    """Add a member who signs in with PASSWORD."""
    with unit_of_work():
        return add_member(
            handle=handle,
            name=handle.title(),
            email=f"{handle}@example.org",
            password_hash=hash_password(PASSWORD),
            role=role,
            by=SYSTEM,
        )


def type_password(
    client: FlaskClient, login: str = "ada", password: str = PASSWORD, **more: str
) -> TestResponse:
    """Fill in the sign-in form."""
    return client.post("/login", data={"login": login, "password": password, **more})


def is_signed_in(client: FlaskClient) -> bool:
    """Tell whether the browser is signed in."""
    return client.get("/preferences").status_code == 200
