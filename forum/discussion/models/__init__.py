"""Categories, threads, posts and what hangs on them."""

from forum.discussion.models.acts import ThreadAct
from forum.discussion.models.categories import Category, CategoryFacilitator, CategoryPermission
from forum.discussion.models.posts import Post, PostFile, PostVersion
from forum.discussion.models.reading import ReadingPosition
from forum.discussion.models.tags import Tag, TagAlias, ThreadTag
from forum.discussion.models.threads import Thread

__all__ = [
    "Category",
    "CategoryFacilitator",
    "CategoryPermission",
    "Post",
    "PostFile",
    "PostVersion",
    "ReadingPosition",
    "Tag",
    "TagAlias",
    "Thread",
    "ThreadAct",
    "ThreadTag",
]
