"""Categories, threads, posts and what hangs on them."""

from forum.discussion.models.audiences import (
    AudienceChange,
    PutAway,
    ThreadGroup,
    ThreadPerson,
)
from forum.discussion.models.categories import Category, CategoryFacilitator, CategoryPermission
from forum.discussion.models.drafts import Draft
from forum.discussion.models.files import File, FileCopy, PostFile
from forum.discussion.models.following import (
    CategoryFollowing,
    FollowingPreference,
    TagFollowing,
    ThreadFollowing,
)
from forum.discussion.models.ignoring import IgnoredMember
from forum.discussion.models.marks import Answer, Bookmark, Reaction
from forum.discussion.models.posts import Post, PostVersion
from forum.discussion.models.reading import Dismissal, ReadingPosition
from forum.discussion.models.summaries import Summary
from forum.discussion.models.tags import Tag, TagAlias, ThreadTag
from forum.discussion.models.threads import Continuation, Thread

__all__ = [
    "Answer",
    "AudienceChange",
    "Bookmark",
    "Category",
    "CategoryFacilitator",
    "CategoryFollowing",
    "CategoryPermission",
    "Continuation",
    "Dismissal",
    "Draft",
    "File",
    "FileCopy",
    "FollowingPreference",
    "IgnoredMember",
    "Post",
    "PostFile",
    "PostVersion",
    "PutAway",
    "Reaction",
    "ReadingPosition",
    "Summary",
    "Tag",
    "TagAlias",
    "TagFollowing",
    "Thread",
    "ThreadFollowing",
    "ThreadGroup",
    "ThreadPerson",
    "ThreadTag",
]
