"""Pages of lists hold what a plain look at everything finds, in the same order."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.values import Level, Person
from forum.discussion.models import ReadingPosition, Tag, Thread
from forum.discussion.queries import places
from forum.discussion.queries.lists import page_of_threads
from forum.discussion.queries.places import Narrowing
from forum.discussion.values import THREADS_PER_PAGE, CategoryCard, Listing, Pin
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, person
from tests.builders.discussion import make_category

THREADS = 150


class Community:
    """A reader, and threads of which the reader sees most."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        reader, other = make_member(), make_member()
        self.categories = [
            make_category(levels={make_group("Few", reader): Level.START}),
            make_category(levels={make_group("Others", other): Level.START}),
            make_category(),
            make_category(),
        ]
        self.moment = now()
        with unit_of_work():
            self.tags = [Tag(name="common"), Tag(name="rare")]
            db.session.add_all(self.tags)
            reader.new_since = self.moment - timedelta(days=30)
            for _ in range(THREADS):
                self._add_thread(reader.id, other.id)
        self.reader = person(reader)
        self.threads = db.session.scalars(select(Thread)).all()
        positions = select(ReadingPosition).where(ReadingPosition.member_id == reader.id)
        self.read = {row.thread_id: row.last_read for row in db.session.scalars(positions)}

    def _add_thread(self, reader_id: int, other_id: int) -> None:
        chance = self.chance
        began = self._ago(60)
        thread = Thread(
            title="A thread",
            slug="a-thread",
            category_id=chance.choice(self.categories).id,
            author_id=chance.choice([reader_id, other_id]),
            created_at=began,
            last_posted_at=began + timedelta(days=chance.randint(0, 9)),
            last_poster_id=other_id,
            last_number=chance.randint(1, 5),
            reply_count=chance.randint(0, 3),
            writer_count=1,
            score=chance.randint(0, 9),
        )
        if chance.random() < 0.1:
            thread.pinned = chance.choice(list(Pin))
            thread.pinned_until = chance.choice([None, self._ago(-5), self._ago(5)])
        thread.tags = [
            tag
            for tag, often in zip(self.tags, (0.7, 0.05), strict=True)
            if chance.random() < often
        ]
        db.session.add(thread)
        db.session.flush()
        if chance.random() < 0.6:
            read = chance.randint(1, thread.last_number)
            db.session.add(
                ReadingPosition(
                    member_id=reader_id, thread_id=thread.id, last_read=read, read_at=self.moment
                )
            )

    def _ago(self, days: int) -> datetime:
        # Whole days, so that many threads share a moment.
        return self.moment - timedelta(days=self.chance.randint(0, days) if days > 0 else days)


def newest(thread: Thread) -> tuple[object, ...]:
    return thread.last_posted_at, thread.id


def expected(
    community: Community,
    keep: Callable[[Thread], bool],
    order: Callable[[Thread], tuple[object, ...]] = newest,
    is_pinned: Callable[[Thread], bool] = lambda _: False,
) -> tuple[list[int], list[int]]:
    """Return the pinned threads and the others, each in their order."""
    hidden = community.categories[1].id
    kept = [one for one in community.threads if one.category_id != hidden and keep(one)]
    ordered = sorted(kept, key=order, reverse=True)
    pinned = [one.id for one in ordered if is_pinned(one)]
    return pinned[: places.MOST_PINNED], [one.id for one in ordered if not is_pinned(one)]


def compare(
    reader: Person, listing: Listing, narrowing: Narrowing, wanted: tuple[list[int], list[int]]
) -> None:
    pinned, others = wanted
    for page in range(1, len(others) // THREADS_PER_PAGE + 3):
        found = page_of_threads(reader, listing, narrowing=narrowing, page=page)
        first = (page - 1) * THREADS_PER_PAGE
        shown = others[first : first + THREADS_PER_PAGE]
        assert [line.id for line in found.lines] == [*(pinned if page == 1 else ()), *shown]
        assert found.paging.has_next == (len(others) > first + THREADS_PER_PAGE)


def lasts(thread: Thread, moment: datetime) -> bool:
    return thread.pinned_until is None or thread.pinned_until > moment


@pytest.fixture(params=[5, 400], ids=["near is small", "near is everything"])
def community(
    app: Forum, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Community:
    monkeypatch.setattr(places, "NEAR", request.param)
    return Community(seed=request.param)


def test_latest_begins_with_what_is_pinned_everywhere(community: Community) -> None:
    def is_pinned(thread: Thread) -> bool:
        return thread.pinned is Pin.EVERYWHERE and lasts(thread, community.moment)

    wanted = expected(community, lambda _: True, is_pinned=is_pinned)
    assert wanted[0]
    compare(community.reader, Listing.LATEST, Narrowing(), wanted)


@pytest.mark.parametrize("shown", [[2], [0, 2, 3]])
def test_category_begins_with_what_is_pinned_there(
    community: Community, shown: Sequence[int]
) -> None:
    ids = tuple(community.categories[one].id for one in shown)

    def is_pinned(thread: Thread) -> bool:
        return thread.pinned is not None and lasts(thread, community.moment)

    wanted = expected(community, lambda one: one.category_id in ids, is_pinned=is_pinned)
    compare(community.reader, Listing.LATEST, Narrowing(category_ids=ids), wanted)


def test_unread_are_opened_threads_that_went_on(community: Community) -> None:
    def is_unread(thread: Thread) -> bool:
        return 0 < community.read.get(thread.id, 0) < thread.last_number

    wanted = expected(community, is_unread)
    assert wanted[1]
    compare(community.reader, Listing.UNREAD, Narrowing(), wanted)


def test_new_are_threads_begun_lately_and_not_opened(community: Community) -> None:
    since = community.reader.new_since
    assert since

    def is_new(thread: Thread) -> bool:
        return thread.id not in community.read and thread.created_at > since

    def begun(thread: Thread) -> tuple[object, ...]:
        return thread.created_at, thread.id

    wanted = expected(community, is_new, begun)
    assert wanted[1]
    compare(community.reader, Listing.NEW, Narrowing(), wanted)


@pytest.mark.parametrize("place", [0, 1], ids=["common", "rare"])
def test_tag_shows_its_threads(community: Community, place: int) -> None:
    tag = community.tags[place]
    wanted = expected(community, lambda thread: tag in thread.tags)
    assert wanted[1]
    compare(community.reader, Listing.LATEST, Narrowing(tag_id=tag.id), wanted)


def test_unanswered_threads_have_no_reply(community: Community) -> None:
    wanted = expected(community, lambda thread: thread.reply_count == 0)
    compare(community.reader, Listing.UNANSWERED, Narrowing(), wanted)


def test_top_of_all_times_goes_by_score(community: Community) -> None:
    wanted = expected(
        community, lambda thread: thread.score > 0, lambda thread: (thread.score, thread.id)
    )
    compare(community.reader, Listing.TOP, Narrowing(), wanted)


def test_threads_of_a_member_are_those_they_began(community: Community) -> None:
    reader = community.reader
    wanted = expected(community, lambda thread: thread.author_id == reader.id)
    compare(reader, Listing.LATEST, Narrowing(author_id=reader.id), wanted)


def test_unread_threads_of_a_category_with_a_tag_are_all_three(community: Community) -> None:
    category: CategoryCard = community.categories[2]
    tag = community.tags[0]

    def keep(thread: Thread) -> bool:
        is_unread = 0 < community.read.get(thread.id, 0) < thread.last_number
        return is_unread and thread.category_id == category.id and tag in thread.tags

    narrowing = Narrowing(category_ids=(category.id,), tag_id=tag.id)
    compare(community.reader, Listing.UNREAD, narrowing, expected(community, keep))
