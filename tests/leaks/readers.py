"""The kinds of reader of the matrix, and the people behind them."""

from dataclasses import dataclass
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Group, Member, SignIn
from forum.accounts.operations.groups import add_to_group
from forum.accounts.operations.sign_in import sign_in
from forum.accounts.sanctions.operations.sanctions import suspend_member
from forum.accounts.values import SYSTEM, Person, Role
from forum.discussion.values import CategoryCard
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.circles import end_membership, make_circle, make_own_category
from tests.builders.discussion import make_category, make_facilitator_of

READERS = (
    "visitor",
    "author",
    "circle member",
    "member",
    "walled member",
    "walled facilitator",
    "facilitator",
    "facilitator elsewhere",
    "host",
    "suspended",
    "guest",
    "expired guest",
    "former circle member",
    "host by glass",
    "host after glass",
)
HANDLES = {name: name.replace(" ", "-") for name in READERS if name != "visitor"}


@dataclass(frozen=True)
class Community:
    """The people and places of the matrix."""

    members: dict[str, Member]
    circle: str
    """Its short name."""
    open: CategoryCard
    inside: CategoryCard
    cases: CategoryCard
    panel: Group
    """Into which a host has put themselves, and a guest was put: that opens nothing to either."""
    stale: str
    """What the browser of the suspended one still holds."""

    def person(self, reader: str) -> Person:
        """Return a reader as an actor of this moment."""
        return person(self.members[reader])

    def address(self, reader: str) -> str:
        """Return where letters to the reader go."""
        return f"{HANDLES[reader]}@example.org"

    def browser(self, client: FlaskClient, reader: str) -> FlaskClient:
        """Return the browser, signed in as the reader."""
        if reader == "suspended":
            with client.session_transaction() as session:
                session.clear()
                session["_user_id"] = self.stale
        elif reader == "visitor":
            with client.session_transaction() as session:
                session.clear()
        else:
            sign_in_as(client, self.members[reader])
        return client


def make_community() -> Community:
    """Make the people, the circle and the categories; nothing confidential stands there yet."""
    roles = {
        "walled facilitator": Role.FACILITATOR,
        "facilitator": Role.FACILITATOR,
        "host": Role.HOST,
        "host by glass": Role.HOST,
        "host after glass": Role.HOST,
        "guest": Role.GUEST,
        "expired guest": Role.GUEST,
    }
    members = {
        name: make_member(handle, role=roles.get(name, Role.MEMBER), name=name.title())
        for name, handle in HANDLES.items()
    }
    in_circle = (
        "author",
        "circle member",
        "walled member",
        "walled facilitator",
        "suspended",
        "former circle member",
    )
    circle = make_circle(
        members["author"], *(members[name] for name in in_circle[1:]), name="Circle of the matrix"
    )
    end_membership(circle, members["former circle member"])
    elsewhere = make_category("Elsewhere")
    make_facilitator_of(elsewhere, members["facilitator elsewhere"].id)
    stale = _suspended_without_end(members["suspended"])
    return Community(
        members,
        circle,
        make_category("In the open"),
        make_own_category(circle, members["author"], "Inside"),
        make_category("Cases", is_for_cases=True),
        _make_panel(members),
        stale,
    )


def _make_panel(members: dict[str, Member]) -> Group:
    panel = make_group("Panel", members["expired guest"])
    with unit_of_work():
        add_to_group(panel, "host", by=person(members["host"]))
    return panel


def _suspended_without_end(member: Member) -> str:
    """Suspend a member, and return a sign-in that has outlived it, as if it had been overlooked."""
    with unit_of_work():
        secret = sign_in(member, keep=True, user_agent="tests")
    row = db.session.scalars(select(SignIn).where(SignIn.member_id == member.id)).one()
    kept = {column.key: getattr(row, column.key) for column in SignIn.__table__.columns}
    with unit_of_work():
        until = now() + timedelta(days=30)
        kept_member = db.session.get_one(Member, member.id)
        suspend_member(kept_member, until=until, because="For the matrix.", by=SYSTEM)
    with unit_of_work():
        db.session.add(SignIn(**kept))
    return secret
