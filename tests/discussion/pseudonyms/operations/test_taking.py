"""Sealing again for custodians who came later, with the author's own key and with nothing else."""

import pytest
from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import Standing
from forum.discussion.pseudonyms.models import Custodian, Pseudonym, PseudonymShare
from forum.discussion.pseudonyms.operations.custodians import resign
from forum.discussion.pseudonyms.operations.ending import destroy_mapping
from forum.discussion.pseudonyms.operations.posts import write_as
from forum.discussion.pseudonyms.operations.taking import about_own, seal_again
from forum.discussion.pseudonyms.operations.unmasking import (
    Plea,
    ask_unmasking,
    key_pair_of,
    lift_pseudonym,
    own_key,
)
from forum.discussion.pseudonyms.queries.custodians import pairs_of, sealed_for
from forum.discussion.pseudonyms.queries.pseudonyms import get_pseudonymous_post
from forum.discussion.pseudonyms.queries.unmasking import get_unmasking
from forum.discussion.pseudonyms.sealing import WrongKey, open_with_secret
from forum.discussion.pseudonyms.values import Ground
from forum.discussion.queries.threads import get_thread
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotPermitted
from tests.builders.accounts import make_member, make_person, person
from tests.builders.pseudonyms import PASSPHRASE, make_custodian, post_as_pseudonym


@pytest.fixture
def written(thread, author):
    """Return a post under a pseudonym, and the pseudonym with its key."""
    return post_as_pseudonym(thread, author)


def seal(written, thread, by, key=None):
    _, taken = written
    with unit_of_work():
        row = db.session.get_one(Pseudonym, taken.pseudonym.member_id)
        seal_again(row, get_thread(thread.id, by=by), key or taken.key, by=by)


def ask(written, custodian):
    by = person(custodian)
    with unit_of_work():
        private = own_key(key_pair_of(db.session.get_one(Custodian, by.member_id)), PASSPHRASE)
        post, row = get_pseudonymous_post(written[0].id, by=by)
        plea = Plea(Ground.DANGER, "Somebody is threatened.")
        return ask_unmasking(post, row, plea, private=private, by=by).id


def lift(unmasking_id, custodian):
    by = person(custodian)
    with unit_of_work():
        private = own_key(key_pair_of(db.session.get_one(Custodian, by.member_id)), PASSPHRASE)
        return lift_pseudonym(get_unmasking(unmasking_id, by=by), private=private, by=by)


def write_on(row, thread, by):
    with unit_of_work():
        write_as(row, get_thread(thread.id, by=by), write("More."), by=by, delay=0)


def two_more():
    """Return two members who became custodians later."""
    members = [make_member("later"), make_member("latest")]
    for member in members:
        make_custodian(member)
    return members


def test_two_who_came_later_lift_it_after_its_author_sealed_it_again(written, thread, author):
    later = two_more()
    with pytest.raises(NotPermitted, match="became custodians after"):
        ask(written, later[0])
    seal(written, thread, author)
    assert lift(ask(written, later[0]), later[1]).id == author.member_id


def test_earlier_custodian_and_a_later_one_lift_it_together(written, thread, author, custodians):
    later = two_more()
    seal(written, thread, author)
    assert lift(ask(written, custodians[0]), later[0]).id == author.member_id


def test_sealing_again_leaves_what_is_sealed_and_a_wish_that_waits(
    written, thread, author, custodians
):
    before = {
        (row.first_id, row.second_id): (row.first_box, row.second_box)
        for row in db.session.scalars(select(PseudonymShare))
    }
    box = written[1].pseudonym.sealed_member
    waiting = ask(written, custodians[0])
    two_more()
    seal(written, thread, author)
    seal(written, thread, author)
    after = {
        (row.first_id, row.second_id): (row.first_box, row.second_box)
        for row in db.session.scalars(select(PseudonymShare))
    }
    assert len(after) == 6
    assert {pair: after[pair] for pair in before} == before
    assert db.session.get_one(Pseudonym, written[0].author_id).sealed_member == box
    assert lift(waiting, custodians[1]).id == author.member_id


def test_nobody_puts_themselves_in_the_authors_place(written, thread):
    two_more()
    other = make_person("confederate")
    with pytest.raises(NotPermitted, match="somebody else's"):
        seal(written, thread, other)
    with pytest.raises(NotPermitted, match="somebody else's"):
        seal(written, thread, other, key="not the key")
    assert len(pairs_of(written[0].author_id)) == 1


def test_page_can_name_who_came_later_and_whether_two_are_left(written, thread, author, custodians):
    row = written[1].pseudonym
    assert (sealed_for(row).is_liftable, sealed_for(row).later) == (True, ())
    later = two_more()
    assert set(sealed_for(row).later) == {member.name for member in later}
    with unit_of_work():
        resign(by=person(custodians[0]))
    row = db.session.get_one(Pseudonym, written[0].author_id)
    assert not sealed_for(row).is_liftable
    with pytest.raises(NotPermitted, match="not there any more"):
        write_on(row, thread, author)
    seal(written, thread, author)
    assert (sealed_for(row).is_liftable, sealed_for(row).later) == (True, ())
    write_on(row, thread, author)


def test_suspended_custodian_counts_neither_before_nor_after(written, custodians):
    with unit_of_work():
        db.session.get_one(Member, custodians[0].id).standing = Standing.DEACTIVATED
    assert not sealed_for(written[1].pseudonym).is_liftable


def test_destroyed_mapping_is_not_brought_back(written, thread, author):
    two_more()
    with unit_of_work():
        destroy_mapping(db.session.get_one(Pseudonym, written[0].author_id))
    with pytest.raises(NotPermitted, match="has been destroyed"):
        seal(written, thread, author)
    assert pairs_of(written[0].author_id) == frozenset()


def test_key_in_the_table_opens_with_the_authors_secret_alone(written):
    _, taken = written
    sealed = taken.pseudonym.sealed_key or ""
    about = about_own(taken.pseudonym.member_id)
    assert open_with_secret(taken.key, sealed, about)
    for wrong in (taken.pseudonym.key_hash, taken.key[:-1], ""):
        with pytest.raises(WrongKey):
            open_with_secret(wrong, sealed, about)
    with pytest.raises(WrongKey):
        open_with_secret(taken.key, sealed, about_own(taken.pseudonym.member_id + 1))
