"""The pages of discussions."""

from forum.discussion.views import (
    categories,
    category_forms,
    category_settings,
    composing,
    conversations,
    drafts,
    editing,
    files,
    ignoring,
    lists,
    new_thread,
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
    conversations.bp,
    participants.bp,
    ignoring.bp,
)
