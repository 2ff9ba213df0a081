"""Categories, threads, posts and what hangs on them."""

from forum.discussion.models.audiences import (
    AudienceChange,
    PutAway,
    ThreadGroup,
    ThreadPerson,
)
from forum.discussion.models.categories import Category, CategoryFacilitator, CategoryPermission
from forum.discussion.models.files import File, FileCopy, PostFile
from forum.discussion.models.ignoring import IgnoredMember
from forum.discussion.models.posts import Post, PostVersion
from forum.discussion.models.reading import ReadingPosition
from forum.discussion.models.tags import Tag, TagAlias, ThreadTag
from forum.discussion.models.threads import Thread

__all__ = [
    "AudienceChange",
    "Category",
    "CategoryFacilitator",
    "CategoryPermission",
    "File",
    "FileCopy",
    "IgnoredMember",
    "Post",
    "PostFile",
    "PostVersion",
    "PutAway",
    "ReadingPosition",
    "Tag",
    "TagAlias",
    "Thread",
    "ThreadGroup",
    "ThreadPerson",
    "ThreadTag",
]
