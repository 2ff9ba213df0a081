"""The pages of discussions."""

from forum.discussion.views import (
    answers,
    bookmarks,
    categories,
    category_settings,
    composing,
    dismissals,
    files,
    lists,
    posts,
    reactions,
    summaries,
    tags,
    threads,
    writing,
)

blueprints = (
    lists.bp,
    categories.bp,
    category_settings.bp,
    tags.bp,
    threads.bp,
    posts.bp,
    writing.bp,
    composing.bp,
    files.bp,
    reactions.bp,
    answers.bp,
    bookmarks.bp,
    summaries.bp,
    dismissals.bp,
)
