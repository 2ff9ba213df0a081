"""The pages of moderation."""

from forum.moderation.views import (
    bulk,
    flags,
    log,
    members,
    moves,
    notes,
    posts,
    review,
    tags,
    threads,
    undoing,
    words,
)

blueprints = (
    flags.bp,
    review.bp,
    log.bp,
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
