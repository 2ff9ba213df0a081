"""The pages of discussions."""

from forum.discussion.views.categories import bp as categories
from forum.discussion.views.category_settings import bp as category_settings
from forum.discussion.views.files import bp as files
from forum.discussion.views.lists import bp as lists
from forum.discussion.views.posts import bp as posts
from forum.discussion.views.tags import bp as tags
from forum.discussion.views.threads import bp as threads
from forum.discussion.views.writing import bp as writing

blueprints = (lists, categories, category_settings, tags, threads, posts, writing, files)
