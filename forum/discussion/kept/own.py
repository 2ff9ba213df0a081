"""What is one member's own in discussions, and goes with them."""

from collections.abc import Iterator

from sqlalchemy import delete, select, update

from forum.accounts.holdings import Holding, Parting
from forum.accounts.keeping import (
    QUIETLY,
    count_rows,
    every_column,
    forget_name,
    forget_own,
    one_after_the_other,
    own_rows,
    part,
    together,
)
from forum.discussion.models import (
    Answer,
    Bookmark,
    BrokenGlass,
    CategoryFacilitator,
    CategoryFollowing,
    Dismissal,
    Draft,
    FollowingPreference,
    IgnoredMember,
    Post,
    Reaction,
    ReadingPosition,
    TagFollowing,
    ThreadFollowing,
    Wall,
)
from forum.kernel.db import db

WHILE_HERE = "Kept while you are a member; deleted when you leave."

_DRAFTS = own_rows(
    "drafts",
    "Your drafts",
    "What you have written and not sent. Nobody else sees it.",
    "Kept until you send or discard it, and cleared away after half a year without a touch.",
    Draft.member_id,
    at=Draft.saved_at,
    shows=(Draft.kind, Draft.thing_id, Draft.body, Draft.fields, Draft.saved_at),
)
DRAFTS = Holding(
    key=_DRAFTS.key,
    title=_DRAFTS.title,
    about=_DRAFTS.about,
    until=_DRAFTS.until,
    columns=_DRAFTS.columns,
    count=_DRAFTS.count,
    rows=_DRAFTS.rows,
    erase=one_after_the_other(_DRAFTS.erase, forget_name(Draft.body, Draft.fields)),
    # Before files, which a draft may still need.
    place=30,
)

_BOOKMARKS = own_rows(
    "bookmarks",
    "Your bookmarks",
    "Places that you wanted to find again, with your notes. Nobody else sees them.",
    WHILE_HERE,
    Bookmark.member_id,
    at=Bookmark.made_at,
    shows=(
        Bookmark.post_id,
        Bookmark.thread_id,
        Bookmark.note,
        Bookmark.made_at,
        Bookmark.remind_at,
    ),
)
BOOKMARKS = Holding(
    key=_BOOKMARKS.key,
    title=_BOOKMARKS.title,
    about=_BOOKMARKS.about,
    until=_BOOKMARKS.until,
    columns=_BOOKMARKS.columns,
    count=_BOOKMARKS.count,
    rows=_BOOKMARKS.rows,
    erase=one_after_the_other(_BOOKMARKS.erase, forget_name(Bookmark.note)),
)


def _take_reactions_back(parting: Parting) -> Iterator[None]:
    mine = Reaction.member_id.in_(parting.member_ids)
    given = select(Reaction.post_id).where(mine)
    left = (
        select(db.func.count())
        .select_from(Reaction)
        .where(Reaction.post_id == Post.id, ~mine)
        .scalar_subquery()
    )
    counted = update(Post).where(Post.id.in_(given)).values(reaction_count=left)
    db.session.execute(counted, execution_options=QUIETLY)
    db.session.execute(delete(Reaction).where(mine), execution_options=QUIETLY)
    yield


REACTIONS = Holding(
    key="reactions",
    title="Signs you gave to posts",
    about="Shown at the post, and counted where the category counts them.",
    until=WHILE_HERE,
    columns=every_column(Reaction),
    count=lambda member_id: count_rows(Reaction.member_id == member_id, Reaction.given_at),
    rows=own_rows(
        "",
        "",
        "",
        "",
        Reaction.member_id,
        shows=(Reaction.post_id, Reaction.sign, Reaction.given_at),
    ).rows,
    erase=_take_reactions_back,
)

ANSWERS = Holding(
    key="answers_marked",
    title="Posts you have marked as answers",
    about="Who marked the answer of a thread.",
    until="Kept as long as the mark; your name in it goes as you choose when you leave.",
    columns=every_column(Answer),
    count=lambda member_id: count_rows(Answer.marked_by_id == member_id, Answer.marked_at),
    rows=own_rows(
        "", "", "", "", Answer.marked_by_id, shows=(Answer.post_id, Answer.marked_at)
    ).rows,
)

FOLLOWED = together(
    "following",
    "What you follow",
    "Threads, categories and tags of which you want to hear more or less than usual.",
    WHILE_HERE,
    part(
        "thread",
        ThreadFollowing.member_id,
        at=ThreadFollowing.changed_at,
        shows=(ThreadFollowing.thread_id, ThreadFollowing.following, ThreadFollowing.changed_at),
    ),
    part(
        "category",
        CategoryFollowing.member_id,
        shows=(CategoryFollowing.category_id, CategoryFollowing.following),
    ),
    part(
        "tag",
        TagFollowing.member_id,
        shows=(TagFollowing.tag_id, TagFollowing.following),
    ),
    part(
        "preference",
        FollowingPreference.member_id,
        shows=(FollowingPreference.when_starting, FollowingPreference.when_replying),
    ),
)

READ = together(
    "reading",
    "How far you have read",
    "The last post of each thread that you were shown, so that reading goes on there, and the lists "
    "that you have dismissed. Nobody else sees it.",
    WHILE_HERE,
    part(
        "position",
        ReadingPosition.member_id,
        at=ReadingPosition.read_at,
        shows=(ReadingPosition.thread_id, ReadingPosition.last_read, ReadingPosition.read_at),
    ),
    part(
        "dismissal",
        Dismissal.member_id,
        at=Dismissal.at,
        shows=(Dismissal.listing, Dismissal.category_id, Dismissal.at),
    ),
)

IGNORED = own_rows(
    "ignored",
    "Whom you ignore",
    "Members whose posts are folded for you. They are never told.",
    WHILE_HERE,
    IgnoredMember.member_id,
    at=IgnoredMember.since,
    shows=(IgnoredMember.ignored_id, IgnoredMember.since),
    others=(IgnoredMember.ignored_id,),
)

TASKS = own_rows(
    "categories_facilitated",
    "Categories you look after",
    "What you do for the community.",
    WHILE_HERE,
    CategoryFacilitator.member_id,
    shows=(CategoryFacilitator.category_id,),
)


GLASS = Holding(
    key="broken_glass",
    title="Threads that break-glass opened to you",
    about="Which thread you could read as a host, on what ground and until when.",
    until="Kept for good, so that it can be answered for; your name in it goes as you choose when "
    "you leave.",
    columns=every_column(BrokenGlass),
    count=lambda member_id: count_rows(BrokenGlass.member_id == member_id, BrokenGlass.opened_at),
    rows=own_rows(
        "",
        "",
        "",
        "",
        BrokenGlass.member_id,
        shows=(BrokenGlass.ground, BrokenGlass.opened_at, BrokenGlass.until),
    ).rows,
)


def _pull_down(parting: Parting) -> Iterator[None]:
    theirs = Wall.member_id.in_(parting.member_ids)
    db.session.execute(delete(Wall).where(theirs), execution_options=QUIETLY)
    yield


WALLS = Holding(
    key="walls",
    title="Walls you have set",
    about="Whom a thread of yours must not reach, and why; what you said to take back that you have a "
    "conflict yourself. Whether a wall keeps you out of something "
    "is told to nobody, and so not to you.",
    until="Kept as long as the thread; walls that name you, and your words, go when you leave.",
    columns=every_column(Wall),
    count=lambda member_id: count_rows(Wall.made_by_id == member_id, Wall.made_at),
    rows=own_rows(
        "",
        "",
        "",
        "",
        Wall.made_by_id,
        shows=(Wall.thread_id, Wall.made_at, Wall.because, Wall.wish),
    ).rows,
    erase=one_after_the_other(
        _pull_down,
        forget_own(Wall.made_by_id, Wall.because, Wall.wish),
        forget_name(Wall.because, Wall.wish, Wall.refusal),
    ),
)
