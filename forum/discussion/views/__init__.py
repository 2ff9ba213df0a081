"""The pages of discussions."""

from forum.discussion.views import (
    categories,
    category_settings,
    composing,
    files,
    lists,
    posts,
    suggesting,
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
    suggesting.bp,
    files.bp,
)
