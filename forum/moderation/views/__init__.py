"""The pages of moderation."""

from forum.moderation.views import (
    bulk,
    flags,
    log,
    members,
    moves,
    notes,
    permissions,
    posts,
    review,
    tags,
    talks,
    threads,
    undoing,
    words,
)

blueprints = (
    flags.bp,
    review.bp,
    talks.bp,
    log.bp,
    permissions.bp,
    threads.bp,
    moves.bp,
    notes.bp,
    posts.bp,
    members.bp,
    tags.bp,
    words.bp,
    undoing.bp,
    bulk.bp,
)
