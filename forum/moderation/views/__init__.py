"""The pages of moderation."""

from forum.moderation.views.flags import bp as flags
from forum.moderation.views.log import bp as log
from forum.moderation.views.members import bp as members
from forum.moderation.views.posts import bp as posts
from forum.moderation.views.review import bp as review
from forum.moderation.views.tags import bp as tags
from forum.moderation.views.threads import bp as threads

blueprints = (flags, review, log, threads, posts, members, tags)
