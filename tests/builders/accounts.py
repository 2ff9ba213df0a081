"""People and groups for tests, made as they are made in life."""

from itertools import count

from flask.testing import FlaskClient

from forum.accounts.identity import load_person
from forum.accounts.models import Group, GroupMember, Member, Organisation
from forum.accounts.operations.members import add_member
from forum.accounts.operations.organisations import name_organisation
from forum.accounts.operations.profiles import Description, edit_profile
from forum.accounts.operations.sign_in import sign_in
from forum.accounts.values import SYSTEM, Person, Role
from forum.kernel.db import db, unit_of_work

_numbers = count(1)


def make_member(handle: str | None = None, *, role: Role = Role.MEMBER, name: str = "") -> Member:
    """Add an active member who can sign in."""
    handle = handle or f"person{next(_numbers)}"
    with unit_of_work():
        return add_member(
            handle=handle,
            name=name or handle.title(),
            email=f"{handle}@example.org",
            password_hash=None,
            role=role,
            by=SYSTEM,
        )


def person(member: Member) -> Person:
    """Return the member as an actor, as a request would load it."""
    return load_person(member.id)


def make_person(handle: str | None = None, *, role: Role = Role.MEMBER) -> Person:
    """Add a member and return them as an actor."""
    return person(make_member(handle, role=role))


def make_group(name: str, *members: Member) -> Group:
    """Make a group of these members."""
    with unit_of_work():
        group = Group(name=name, name_key=name.casefold())
        db.session.add(group)
        db.session.flush()
        for member in members:
            db.session.add(GroupMember(group_id=group.id, member_id=member.id))
    return group


def make_organisation(name: str) -> Organisation:
    """List an organisation."""
    with unit_of_work():
        return name_organisation(name, by=SYSTEM)


def join_organisation(member: Member, *organisations: Organisation) -> None:
    """Let the member belong to these organisations and to no others."""
    with unit_of_work():
        kept = db.session.get_one(Member, member.id)
        description = Description(
            name=kept.name,
            pronouns="",
            jurisdictions=(),
            languages=(),
            ask_me_about="",
            bio="",
            bio_html="",
        )
        edit_profile(
            kept,
            description,
            organisations=organisations,
            new_organisation="",
            by=load_person(member.id),
        )


def sign_in_as(client: FlaskClient, member: Member) -> FlaskClient:
    """Sign the browser in, past the password."""
    with unit_of_work():
        secret = sign_in(member, keep=False, user_agent="tests")
    with client.session_transaction() as session:
        session.clear()
        session["_user_id"] = secret
        session["_fresh"] = True
    return client
