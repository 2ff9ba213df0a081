"""Names are neutral, many, and no member can have their handles."""

import re

import pytest

from forum.accounts.checks import LONGEST_HANDLE, check_handle
from forum.accounts.values import is_pseudonym
from forum.discussion.pseudonyms.names import BEINGS, QUALITIES, new_handle, new_name
from forum.kernel.errors import Invalid
from forum.kernel.markup.handles import MENTION


def test_there_are_more_than_sixty_of_each_and_none_twice():
    assert len(set(QUALITIES)) == len(QUALITIES) >= 60
    assert len(set(BEINGS)) == len(BEINGS) >= 60


def test_taken_names_are_not_given_again():
    all_but_one = {f"{one.title()} {other.title()}" for one in QUALITIES for other in BEINGS}
    all_but_one.remove("Quiet Heron")
    assert new_name(all_but_one) == "Quiet Heron"


def test_handles_are_no_members_and_cannot_be_mentioned():
    longest = f"{max(QUALITIES, key=len)} {max(BEINGS, key=len)}".title()
    handle = new_handle(longest)
    assert is_pseudonym(handle)
    assert len(handle) <= LONGEST_HANDLE
    assert re.search(MENTION, f"Dear @{handle}, hello") is None
    with pytest.raises(Invalid):
        check_handle(handle)
