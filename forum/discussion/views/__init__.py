"""The pages of discussions."""

from forum.discussion.views import (
    categories,
    category_settings,
    composing,
    conversations,
    files,
    ignoring,
    lists,
    participants,
    posts,
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
    conversations.bp,
    participants.bp,
    ignoring.bp,
)
