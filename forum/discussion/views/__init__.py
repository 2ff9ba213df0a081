"""The pages of discussions."""

from forum.discussion.views import (
    categories,
    category_settings,
    composing,
    files,
    lists,
    posts,
    reading,
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
    reading.bp,
    posts.bp,
    writing.bp,
    composing.bp,
    files.bp,
)
