"""The pages of moderation."""

from forum.moderation.views import (
    flags,
    log,
    members,
    moves,
    permissions,
    posts,
    review,
    tags,
    talks,
    threads,
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
    posts.bp,
    members.bp,
    tags.bp,
    words.bp,
)
