"""A thread in which pseudonyms are allowed, with two custodians and enough people."""

import pytest

from forum.accounts.values import Role
from forum.discussion.pseudonyms import sealing
from forum.discussion.pseudonyms.operations import taking
from tests.builders.accounts import make_member, make_person, person
from tests.builders.discussion import make_category, make_thread
from tests.builders.pseudonyms import allow_pseudonyms, make_crowd, make_custodian


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch):
    """Stretch passphrases with little work, and count from nought."""
    monkeypatch.setattr(sealing, "_work", {"time_cost": 1, "memory_cost": 8})
    taking._taken.clear()


@pytest.fixture
def custodians(app):
    """Return the two members who are custodians."""
    members = [make_member("carla"), make_member("carlo")]
    for member in members:
        make_custodian(member)
    return members


@pytest.fixture
def author(app):
    """Return who writes under a pseudonym."""
    return make_person("hidden-writer")


@pytest.fixture
def facilitator(app):
    """Return a facilitator of the community."""
    return person(make_member("fay", role=Role.FACILITATOR))


@pytest.fixture
def category(app):
    """Return a category that allows pseudonyms."""
    return allow_pseudonyms(make_category("Candour"))


@pytest.fixture
def thread(category, custodians):
    """Return a thread that somebody else began, among enough people."""
    make_crowd()
    return make_thread(category, make_person("starter"), title="What went wrong")
