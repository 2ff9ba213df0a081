"""Categories, threads, posts and what hangs on them."""

from forum.discussion.models.categories import Category, CategoryFacilitator, CategoryPermission
from forum.discussion.models.marks import Answer, Bookmark, Reaction
from forum.discussion.models.posts import Post, PostFile, PostVersion
from forum.discussion.models.reading import Dismissal, ReadingPosition
from forum.discussion.models.summaries import Summary
from forum.discussion.models.tags import Tag, TagAlias, ThreadTag
from forum.discussion.models.threads import Thread

__all__ = [
    "Answer",
    "Bookmark",
    "Category",
    "CategoryFacilitator",
    "CategoryPermission",
    "Dismissal",
    "Post",
    "PostFile",
    "PostVersion",
    "Reaction",
    "ReadingPosition",
    "Summary",
    "Tag",
    "TagAlias",
    "Thread",
    "ThreadTag",
]
