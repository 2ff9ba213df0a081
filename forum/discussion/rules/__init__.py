"""May I? Pure answers about categories, threads and posts; nothing here queries."""

from forum.discussion.rules.acts import (
    may_see_act,
    may_see_what_was_before,
    may_see_who_acted,
)
from forum.discussion.rules.categories import (
    may_facilitate_category,
    may_manage_categories,
    may_manage_tags,
    may_see_category,
    may_start_thread,
)
from forum.discussion.rules.posts import (
    is_in_grace,
    may_correct_language,
    may_edit_post,
    may_restore_post,
    may_see_text,
    may_withdraw_post,
)
from forum.discussion.rules.threads import (
    is_pinned,
    is_pinned_everywhere,
    may_facilitate_thread,
    may_move_thread,
    may_pin_everywhere,
    may_reply,
    may_retitle_thread,
    may_see_thread,
)

__all__ = [
    "is_in_grace",
    "is_pinned",
    "is_pinned_everywhere",
    "may_correct_language",
    "may_edit_post",
    "may_facilitate_category",
    "may_facilitate_thread",
    "may_manage_categories",
    "may_manage_tags",
    "may_move_thread",
    "may_pin_everywhere",
    "may_reply",
    "may_restore_post",
    "may_retitle_thread",
    "may_see_act",
    "may_see_category",
    "may_see_text",
    "may_see_thread",
    "may_see_what_was_before",
    "may_see_who_acted",
    "may_start_thread",
    "may_withdraw_post",
]
