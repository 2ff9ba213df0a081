"""The pages of discussions."""

from forum.discussion.views import (
    categories,
    category_forms,
    category_settings,
    composing,
    drafts,
    editing,
    files,
    lists,
    new_thread,
    posts,
    tags,
    threads,
    writing,
)

blueprints = (
    lists.bp,
    categories.bp,
    category_settings.bp,
    category_forms.bp,
    tags.bp,
    threads.bp,
    posts.bp,
    editing.bp,
    new_thread.bp,
    writing.bp,
    composing.bp,
    drafts.bp,
    files.bp,
)
