"""A community of many rights, written and changed through the operations."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import select

from forum.accounts.models import Group, Member
from forum.accounts.queries import automatic_group
from forum.accounts.values import SYSTEM, VISITOR, AutomaticGroup, Grants, Level, Person, Role
from forum.discussion.models import Post, ReadingPosition, Tag, Thread, ThreadTag
from forum.discussion.operations.posts import (
    add_post,
    correct_language,
    restore_post,
    revise_post,
    withdraw_post,
)
from forum.discussion.operations.tags import rename_tag
from forum.discussion.operations.threads import (
    add_thread,
    archive_thread,
    close_thread,
    move_thread,
    retag_thread,
    retitle_thread,
)
from forum.discussion.queries.categories import directory
from forum.discussion.reading import note_reading, write_noted
from forum.discussion.writing import write
from forum.kernel.db import db, unit_of_work
from forum.knowledge.search.values import NOWHERE, SearchDocument, ThreadFacts
from tests.builders.accounts import make_group, make_member, person
from tests.builders.conversations import bring_in, leave, make_conversation
from tests.builders.discussion import make_category, make_facilitator_of, make_reply
from tests.knowledge.search import corpus

TAGS = ("appeals", "strategic-litigation", "power", "listening", "beweise", "c++")
NOW = datetime(2024, 6, 1, tzinfo=UTC)


@dataclass
class Community:
    """Six kinds of reader, and the names of the categories that each may see."""

    readers: dict[str, Person]
    visible: dict[str, set[str]]
    handles: list[str]

    def category_ids(self, kind: str) -> frozenset[int]:
        slugs = directory().by_slug
        return frozenset(slugs[slug].id for slug in self.visible[kind])


def found_community(rng: Random) -> Community:
    members = {name: make_member(name) for name in ("ann", "ben", "cleo", "dora")}
    members["fay"] = make_member("fay", role=Role.FACILITATOR)
    members["hugo"] = make_member("hugo", role=Role.HOST)
    circle = make_group("Circle", members["ben"])
    hosts = automatic_group(AutomaticGroup.HOSTS)
    open_ = make_category("Open")
    below = make_category("Below", parent=open_)
    other = make_category("Other")
    closed = make_category("Closed", levels={circle: Level.REPLY})
    machine = make_category("Machine", levels={hosts: Level.SEE})
    empty = make_category("Nobody", levels={})
    make_facilitator_of(closed, members["cleo"].id)
    categories = [open_, below, other, closed, machine, empty]
    _write(rng, [card.id for card in categories], [one.id for one in members.values()])
    _talk_in_private(rng, list(members.values()), circle)
    community = Community(
        {
            "member": person(members["ann"]),
            "in the circle": person(members["ben"]),
            "facilitator of the closed category": person(members["cleo"]),
            "facilitator": person(members["fay"]),
            "host": person(members["hugo"]),
            "visitor": VISITOR,
        },
        {
            "member": {"open", "below", "other"},
            "in the circle": {"open", "below", "other", "closed"},
            "facilitator of the closed category": {"open", "below", "other", "closed"},
            "facilitator": {"open", "below", "other", "closed", "machine", "nobody"},
            "host": {"open", "below", "other", "machine"},
            "visitor": set(),
        },
        list(members),
    )
    _change(rng, community)
    _read(rng, community)
    return community


def _write(rng: Random, category_ids: list[int], author_ids: list[int]) -> None:
    for _ in range(40):
        language = rng.choice(list(corpus.STEMS))
        began = NOW - timedelta(days=rng.randrange(1500), seconds=rng.randrange(86_400))
        with unit_of_work():
            thread = add_thread(
                rng.choice(category_ids),
                corpus.text(rng, language, 3).title(),
                _text(rng, language),
                tags=rng.sample(TAGS, rng.randrange(4)),
                author_id=rng.choice(author_ids),
                at=began,
            )
            for number in range(rng.choice((0, 0, 1, 2, 4))):
                at = began + timedelta(days=number * rng.randrange(200), seconds=1)
                author = rng.choice(author_ids)
                add_post(thread, _text(rng, language), author_id=author, at=at)


def _talk_in_private(rng: Random, members: list[Member], circle: Group) -> None:
    """Let some speak with some where nobody else can read; one leaves, one comes in."""
    for _ in range(14):
        by, *others = rng.sample(members, rng.choice((2, 2, 3)))
        language = rng.choice(list(corpus.STEMS))
        groups = (circle,) if by.handle == "ben" else ()
        title = corpus.text(rng, language, 3)
        thread = make_conversation(
            person(by), *others, groups=groups, title=title, body=_words(rng, language)
        )
        for one in others:
            make_reply(thread, person(one), _words(rng, language))
        if rng.random() < 0.3:
            leave(thread, by=person(others[0]))
        elif rng.random() < 0.3:
            bring_in(thread, rng.choice(members), by=person(by))


def _text(rng: Random, language: str):
    return write(_words(rng, language))


def _words(rng: Random, language: str) -> str:
    return corpus.text(rng, language, rng.randrange(2, 22))


def _change(rng: Random, community: Community) -> None:
    threads = db.session.scalars(select(Thread).order_by(Thread.id)).all()
    posts = db.session.scalars(select(Post).order_by(Post.id)).all()
    said_in_private = [post.id for post in posts if post.thread.is_conversation]
    threads = [thread for thread in threads if not thread.is_conversation]
    posts = [post for post in posts if not post.thread.is_conversation]
    thread_ids, post_ids = [one.id for one in threads], [one.id for one in posts]
    rng.shuffle(thread_ids)
    rng.shuffle(post_ids)
    acts = [
        *((_withdraw, id_) for id_ in [*post_ids[:14], *said_in_private[:4]]),
        *((_restore, id_) for id_ in post_ids[:4]),
        *((_revise, id_) for id_ in post_ids[20:30]),
        *((_correct, id_) for id_ in post_ids[30:34]),
        *((_move, id_) for id_ in thread_ids[:6]),
        *((_close, id_) for id_ in thread_ids[4:12]),
        *((_archive, id_) for id_ in thread_ids[10:14]),
        *((_retitle, id_) for id_ in thread_ids[14:18]),
        *((_retag, id_) for id_ in thread_ids[18:22]),
    ]
    for act, id_ in acts:
        with unit_of_work():
            act(rng, id_)
    with unit_of_work():
        rename_tag("power", "powers", by=community.readers["facilitator"], because="clearer")


def _withdraw(_: Random, id_: int) -> None:
    post = db.session.get_one(Post, id_)
    withdraw_post(post.thread, post, by=SYSTEM, because="off the point")


def _restore(_: Random, id_: int) -> None:
    post = db.session.get_one(Post, id_)
    restore_post(post.thread, post, by=SYSTEM, because="on the point")


def _revise(rng: Random, id_: int) -> None:
    post = db.session.get_one(Post, id_)
    if not post.is_withdrawn:
        author = person(post.author)
        author = Person(author.kind, author.id, role=Role.FACILITATOR, grants=_every_category())
        revise_post(post.thread, post, _text(rng, "en"), by=author)


def _every_category():
    return Grants(dict.fromkeys(directory().by_id, Level.START))


def _correct(rng: Random, id_: int) -> None:
    post = db.session.get_one(Post, id_)
    post.language, post.language_is_given = "", False
    correct_language(post.thread, post, rng.choice(["fr", "de", "nl"]), by=_facilitator())


def _facilitator() -> Person:
    return Person(SYSTEM.kind, role=Role.FACILITATOR, grants=_every_category())


def _move(rng: Random, id_: int) -> None:
    cards = list(directory().by_id.values())
    move_thread(db.session.get_one(Thread, id_), rng.choice(cards), by=SYSTEM, because="fits")


def _close(_: Random, id_: int) -> None:
    close_thread(db.session.get_one(Thread, id_), by=SYSTEM, because="settled")


def _archive(_: Random, id_: int) -> None:
    archive_thread(db.session.get_one(Thread, id_), by=SYSTEM, because="settled")


def _retitle(rng: Random, id_: int) -> None:
    thread = db.session.get_one(Thread, id_)
    retitle_thread(thread, corpus.text(rng, "fr", 4), by=SYSTEM, because="clearer")


def _retag(rng: Random, id_: int) -> None:
    thread = db.session.get_one(Thread, id_)
    retag_thread(thread, rng.sample(TAGS, 2), by=SYSTEM, because="clearer")


def _read(rng: Random, community: Community) -> None:
    for reader in community.readers.values():
        if reader.is_member:
            for thread in db.session.scalars(select(Thread)):
                if rng.random() < 0.5:
                    note_reading(reader.member_id, thread.id, rng.randrange(1, 4))
    write_noted()


def documents_in_database() -> list[SearchDocument]:
    """Every post that is not withdrawn, read plainly."""
    tags: dict[int, list[str]] = {}
    query = select(ThreadTag.thread_id, Tag.name).join(Tag, Tag.id == ThreadTag.tag_id)
    for thread_id, name in db.session.execute(query.order_by(Tag.name)):
        tags.setdefault(thread_id, []).append(name)
    return [
        SearchDocument(
            post_id=post.id,
            number=post.number,
            author_id=post.author_id,
            created_at=post.created_at,
            language=post.language,
            title=post.thread.title,
            body=post.text,
            thread=_facts(post.thread, tuple(tags.get(post.thread_id, ()))),
            is_first=post.number == 1,
        )
        for post in db.session.scalars(select(Post))
        if post.withdrawn_at is None
    ]


def _facts(thread: Thread, tags: tuple[str, ...]) -> ThreadFacts:
    replies = select(Post.id).where(
        Post.thread_id == thread.id, Post.withdrawn_at.is_(None), Post.number > 1
    )
    return ThreadFacts(
        thread.id,
        thread.category_id or NOWHERE,
        thread.created_at,
        1 + len(db.session.scalars(replies).all()),
        is_closed=thread.closed_at is not None,
        is_archived=thread.archived_at is not None,
        is_solved=thread.answer_number is not None,
        tags=tags,
    )


def unread_of(reader: Person) -> dict[int, int]:
    """The last number read of each thread that the reader opened and that went on."""
    if not reader.is_member:
        return {}
    query = select(ReadingPosition.thread_id, ReadingPosition.last_read, Thread.last_number)
    query = query.join(Thread, Thread.id == ReadingPosition.thread_id)
    rows = db.session.execute(query.where(ReadingPosition.member_id == reader.member_id))
    return {thread: last for thread, last, newest in rows if last < newest}
