"""Categories, threads, posts and what hangs on them."""

from forum.discussion.models.acts import ThreadAct
from forum.discussion.models.audiences import (
    AudienceChange,
    PutAway,
    ThreadGroup,
    ThreadInvitation,
    ThreadPerson,
)
from forum.discussion.models.cases import (
    CaseAnswer,
    CaseOpponent,
    Declaration,
    MemberConflict,
)
from forum.discussion.models.categories import Category, CategoryFacilitator, CategoryPermission
from forum.discussion.models.drafts import Draft
from forum.discussion.models.entries import Entry
from forum.discussion.models.files import File, FileCopy, PostFile
from forum.discussion.models.following import (
    CategoryFollowing,
    FollowingPreference,
    TagFollowing,
    ThreadFollowing,
)
from forum.discussion.models.glass import BrokenGlass
from forum.discussion.models.held import ApprovalGroup, HeldPost
from forum.discussion.models.ignoring import IgnoredMember
from forum.discussion.models.loosenings import (
    Loosening,
    LooseningAnswer,
    LooseningGroup,
    LooseningPerson,
)
from forum.discussion.models.marks import Answer, Bookmark, Reaction
from forum.discussion.models.moves import CutTie, MergedThread, MovedPost
from forum.discussion.models.notices import PostNotice
from forum.discussion.models.posts import Post, PostVersion
from forum.discussion.models.reading import Dismissal, ReadingPosition
from forum.discussion.models.summaries import Summary
from forum.discussion.models.tags import Tag, TagAlias, ThreadTag
from forum.discussion.models.text_checks import TextCheckChoice
from forum.discussion.models.threads import Continuation, Thread
from forum.discussion.models.timers import ThreadTimer
from forum.discussion.models.walls import Wall

__all__ = [
    "Answer",
    "ApprovalGroup",
    "AudienceChange",
    "Bookmark",
    "BrokenGlass",
    "CaseAnswer",
    "CaseOpponent",
    "Category",
    "CategoryFacilitator",
    "CategoryFollowing",
    "CategoryPermission",
    "Continuation",
    "CutTie",
    "Declaration",
    "Dismissal",
    "Draft",
    "Entry",
    "File",
    "FileCopy",
    "FollowingPreference",
    "HeldPost",
    "IgnoredMember",
    "Loosening",
    "LooseningAnswer",
    "LooseningGroup",
    "LooseningPerson",
    "MemberConflict",
    "MergedThread",
    "MovedPost",
    "Post",
    "PostFile",
    "PostNotice",
    "PostVersion",
    "PutAway",
    "Reaction",
    "ReadingPosition",
    "Summary",
    "Tag",
    "TagAlias",
    "TagFollowing",
    "TextCheckChoice",
    "Thread",
    "ThreadAct",
    "ThreadFollowing",
    "ThreadGroup",
    "ThreadInvitation",
    "ThreadPerson",
    "ThreadTag",
    "ThreadTimer",
    "Wall",
]
