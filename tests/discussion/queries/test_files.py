"""Who may fetch a file: whoever may read the words of one post that holds it."""

import random

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.values import SYSTEM, VISITOR, Level, Person, Role
from forum.discussion.models import File, Post
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.files import (
    get_stored_file,
    holders_of,
    readable_files,
    select_visible_files,
)
from forum.discussion.rules import may_see_file
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotFound
from tests.builders.accounts import make_group, make_member, person
from tests.builders.discussion import make_category, make_facilitator_of, make_reply, make_thread
from tests.builders.files import image_in_text, make_file, make_file_beside


@pytest.mark.parametrize("seed", range(4))
def test_rule_and_its_twin_agree(app: Forum, seed: int) -> None:
    chance = random.Random(seed)
    members = [make_member(role=chance.choice(list(Role))) for _ in range(5)]
    everyone = make_group("Writers", *members)
    for _ in range(5):
        inside = make_group(f"Group {chance.random()}", *chance.sample(members, 3))
        levels = {inside: Level.START}
        if chance.random() < 0.3:
            levels[everyone] = Level.START
        category = make_category(levels=levels)
        insiders = [m for m in members if person(m).grants.level(category.id)]
        if chance.random() < 0.5:
            make_facilitator_of(category, chance.choice(insiders).id)
        thread = make_thread(category, person(chance.choice(insiders)))
        for _ in range(3):
            writer = person(chance.choice(insiders))
            own = db.session.scalars(select(File).where(File.author_id == writer.id)).all()
            file = chance.choice(own) if own and chance.random() < 0.4 else make_file(writer)
            post = make_reply(thread, writer, f"See {image_in_text(file)}")
            if chance.random() < 0.3:
                make_file_beside(post)
        make_file(person(chance.choice(members)))
    for post in db.session.scalars(select(Post)).all():
        if chance.random() < 0.4:
            with unit_of_work():
                withdraw_post(post.thread, post, by=SYSTEM, because="A test.")
    for reader in (*(person(member) for member in members), VISITOR, SYSTEM):
        compare(reader)


def compare(reader: Person) -> None:
    files = db.session.scalars(select(File)).all()
    allowed = {file.id for file in files if may_see_file(reader, file, holders_of(file))}
    assert {file.id for file in db.session.scalars(select_visible_files(reader))} == allowed
    if reader.is_system:
        return
    ids = [file.id for file in files]
    assert readable_files(ids, reader).keys() == allowed
    assert {id_ for id_ in ids if is_sent(id_, None, reader)} == allowed
    with_copies = {file.id for file in files if file.width}
    assert {id_ for id_ in ids if is_sent(id_, 690, reader)} == allowed & with_copies


def is_sent(file_id: int, width: int | None, reader: Person) -> bool:
    try:
        return get_stored_file(file_id, width, by=reader) is not None
    except NotFound:
        return False
