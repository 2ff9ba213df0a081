"""The pages of moderation."""

from forum.moderation.views import (
    flags,
    log,
    members,
    posts,
    review,
    tags,
    threads,
)

blueprints = (
    flags.bp,
    review.bp,
    log.bp,
    threads.bp,
    posts.bp,
    members.bp,
    tags.bp,
)
