"""What is muted leaves the lists, and nothing else does: compared with the rule, thread by thread."""

from collections.abc import Callable

import pytest

from forum import Forum
from forum.accounts.identity import load_person
from forum.discussion.following import Following, OwnFollowing
from forum.discussion.models import CategoryFollowing, Tag, TagFollowing, Thread, ThreadFollowing
from forum.discussion.operations.following import follow_thread
from forum.discussion.queries import places
from forum.discussion.queries.categories import directory
from forum.discussion.queries.following import has_mutes, without_muted
from forum.discussion.queries.lists import lines_of, page_of_threads
from forum.discussion.queries.places import Narrowing
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import following_of_category, following_of_thread
from forum.discussion.values import Listing, Period
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.discussion.queries.test_places import Community, compare, expected, newest

LISTINGS = [Listing.LATEST, Listing.NEW, Listing.UNREAD, Listing.UNANSWERED, Listing.TOP]


class Choosy:
    """A community whose reader has chosen this and that for threads, categories and tags."""

    def __init__(self, seed: int) -> None:
        self.community = community = Community(seed)
        chance, reader = community.chance, community.reader
        below = make_category(parent=community.categories[3])
        community.reader = load_person(reader.member_id)
        self.own: dict[int, OwnFollowing] = {}
        self.categories = {
            community.categories[2].id: Following.MUTED,
            community.categories[3].id: chance.choice([Following.MUTED, Following.WATCHING]),
        }
        if chance.random() < 0.5:
            self.categories[below.id] = Following.NORMAL
        self.tag = community.tags[1]
        with unit_of_work():
            for thread in community.threads:
                if chance.random() < 0.2:
                    thread.category_id = below.id
                if chance.random() < 0.4:
                    self._choose(thread)
            for id_, one in self.categories.items():
                row = CategoryFollowing(member_id=reader.id, category_id=id_, following=int(one))
                db.session.add(row)
            db.session.add(
                TagFollowing(
                    member_id=reader.id, tag_id=self.tag.id, following=int(Following.MUTED)
                )
            )

    def _choose(self, thread: Thread) -> None:
        chance = self.community.chance
        is_automatic = chance.random() < 0.4
        offered = list(Following)[2:4] if is_automatic else list(Following)[:4]
        own = self.own[thread.id] = OwnFollowing(chance.choice(offered), is_automatic)
        db.session.add(
            ThreadFollowing(
                member_id=self.community.reader.id,
                thread_id=thread.id,
                following=int(own.following),
                is_automatic=is_automatic,
                changed_at=self.community.moment,
            )
        )

    def is_shown(
        self, thread: Thread, *, ignoring: int | None = None, asked_for: Tag | None = None
    ) -> bool:
        """Tell what the rule says, in the list of one category, or in that of one tag."""
        card = directory().by_id[thread.category_id]
        chosen = {id_: one for id_, one in self.categories.items() if id_ != ignoring}
        around = []
        if card.id != ignoring:
            above = following_of_category(chosen, card.id, card.parent_id)
            around = [above] if above is not None else []
        if self.tag in thread.tags and self.tag is not asked_for:
            around.append(Following.MUTED)
        return following_of_thread(self.own.get(thread.id), around) is not Following.MUTED


@pytest.fixture(params=[(1, 5), (2, 400), (3, 30)], ids=["one", "two", "three"])
def choosy(app: Forum, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Choosy:
    seed, near = request.param
    monkeypatch.setattr(places, "NEAR", near)
    return Choosy(seed)


def orders(community: Community) -> dict[Listing, tuple[Callable[[Thread], bool], object]]:
    """Return what each list holds without anything muted, and its order."""
    since = community.reader.new_since
    assert since is not None
    read = community.read
    return {
        Listing.NEW: (
            lambda one: one.id not in read and one.created_at > since,
            lambda one: (one.created_at, one.id),
        ),
        Listing.UNREAD: (lambda one: 0 < read.get(one.id, 0) < one.last_number, newest),
        Listing.UNANSWERED: (lambda one: one.reply_count == 0, newest),
        Listing.TOP: (lambda one: one.score > 0, lambda one: (one.score, one.id)),
    }


@pytest.mark.parametrize("listing", LISTINGS[1:])
def test_lists_are_without_what_is_muted(choosy: Choosy, listing: Listing) -> None:
    community = choosy.community
    keep, order = orders(community)[listing]
    wanted = expected(community, lambda one: keep(one) and choosy.is_shown(one), order)  # type: ignore[arg-type]
    assert len(wanted[1]) < len(expected(community, keep)[1])
    compare(community.reader, listing, Narrowing(), wanted)


def test_latest_is_without_what_is_muted_and_its_pages_are_full(choosy: Choosy) -> None:
    community = choosy.community
    found: list[int] = []
    for page in range(1, 9):
        lines = page_of_threads(community.reader, Listing.LATEST, page=page)
        found += [line.id for line in lines.lines]
        if not lines.paging.has_next:
            break
        assert len(lines.lines) >= 30
    hidden = community.categories[1].id
    shown = [
        one.id for one in community.threads if one.category_id != hidden and choosy.is_shown(one)
    ]
    assert sorted(found) == sorted(shown)


def test_muted_category_shows_its_threads_on_its_own_page(choosy: Choosy) -> None:
    community = choosy.community
    category = community.categories[2]
    narrowing = Narrowing(category_ids=(category.id,))
    page = page_of_threads(community.reader, Listing.UNANSWERED, narrowing=narrowing)
    shown = {
        one.id
        for one in community.threads
        if one.category_id == category.id
        and one.reply_count == 0
        and choosy.is_shown(one, ignoring=category.id)
    }
    assert {line.id for line in page.lines} == shown
    assert shown


@pytest.mark.parametrize("place", [0, 1], ids=["another tag", "the muted tag"])
def test_tag_shows_its_threads_even_when_it_is_muted(choosy: Choosy, place: int) -> None:
    community = choosy.community
    tag = community.tags[place]

    def keep(thread: Thread) -> bool:
        return tag in thread.tags and choosy.is_shown(thread, asked_for=tag)

    compare(community.reader, Listing.LATEST, Narrowing(tag_id=tag.id), expected(community, keep))


def test_threads_most_discussed_are_without_what_is_muted(choosy: Choosy) -> None:
    ids = [one.id for one in choosy.community.threads]
    kept = without_muted(ids, choosy.community.reader)
    assert kept == {one.id for one in choosy.community.threads if choosy.is_shown(one)}


def test_who_muted_nothing_is_asked_nothing(app: Forum, statements: list[str]) -> None:
    make_category()
    reader = make_person()
    assert not has_mutes(reader)
    del statements[:]
    for listing in LISTINGS:
        page_of_threads(reader, listing, period=Period.MONTH)
    assert [line for line in statements if "muted" in line or "tag_followings" in line] == []


def test_unread_posts_are_counted_where_a_thread_is_followed(app: Forum) -> None:
    category = make_category()
    anna, ben, carl = make_person(), make_person(), make_person()
    thread = make_thread(category, anna)
    make_reply(thread, ben)
    (of_carl,) = lines_of([thread.id], carl)
    assert not of_carl.is_followed, "it was never opened"
    (of_anna,) = lines_of([thread.id], anna)
    assert of_anna.is_followed
    with unit_of_work():
        follow_thread(get_thread(thread.id, by=anna), Following.NORMAL, by=anna)
    (of_anna,) = lines_of([thread.id], anna)
    assert (of_anna.unread_count, of_anna.is_followed) == (1, False)
