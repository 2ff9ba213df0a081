"""Sealing for two: each half is noise, each box opens for its owner and its purpose alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.discussion.pseudonyms.sealing import (
    KEY,
    WrongKey,
    halves,
    joined,
    lock,
    new_key,
    new_key_pair,
    open_box,
    open_with,
    seal_for,
    unlock,
)


def test_private_key_opens_with_its_passphrase_alone():
    pair = new_key_pair("correct horse battery")
    assert len(unlock(pair, "correct horse battery")) == KEY
    for wrong in ("", "correct horse batterz", "Correct horse battery"):
        with pytest.raises(WrongKey):
            unlock(pair, wrong)


def test_box_opens_for_its_owner_and_its_purpose_alone():
    one, other = new_key_pair("one passphrase here"), new_key_pair("other passphrase")
    box = seal_for(one.public, b"half a key", "share 1")
    private = unlock(one, "one passphrase here")
    assert open_with(private, box, "share 1") == b"half a key"
    with pytest.raises(WrongKey):
        open_with(private, box, "share 2")
    with pytest.raises(WrongKey):
        open_with(unlock(other, "other passphrase"), box, "share 1")


@given(st.integers(0, 50))
def test_changed_box_opens_for_nobody(place):
    key = new_key()
    box = lock(key, bytes(8), "x")
    index = place % len(box.rstrip("="))
    changed = box[:index] + ("A" if box[index] != "A" else "B") + box[index + 1 :]
    if changed != box:
        with pytest.raises(WrongKey):
            open_box(key, changed, "x")


@given(st.binary(min_size=KEY, max_size=KEY))
def test_halves_make_the_key_and_neither_is_it(key):
    one, other = halves(key)
    assert joined(one, other) == key
    assert key not in (one, other)


def test_same_key_has_other_halves_each_time():
    key = new_key()
    assert len({half for _ in range(20) for half in halves(key)}) == 40
