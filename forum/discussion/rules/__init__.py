"""May I? Pure answers about categories, threads and posts; nothing here queries."""

from forum.discussion.rules.categories import (
    may_facilitate_category,
    may_manage_categories,
    may_manage_tags,
    may_see_category,
    may_start_thread,
)
from forum.discussion.rules.conversations import (
    may_add_people,
    may_leave,
    may_start_conversation,
    may_write_to,
    may_write_to_group,
)
from forum.discussion.rules.files import may_discard_file, may_see_file, may_send_file
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
    may_retag_thread,
    may_retitle_thread,
    may_see_thread,
)

__all__ = [
    "is_in_grace",
    "is_pinned",
    "is_pinned_everywhere",
    "may_add_people",
    "may_correct_language",
    "may_discard_file",
    "may_edit_post",
    "may_facilitate_category",
    "may_facilitate_thread",
    "may_leave",
    "may_manage_categories",
    "may_manage_tags",
    "may_move_thread",
    "may_pin_everywhere",
    "may_reply",
    "may_restore_post",
    "may_retag_thread",
    "may_retitle_thread",
    "may_see_category",
    "may_see_file",
    "may_see_text",
    "may_see_thread",
    "may_send_file",
    "may_start_conversation",
    "may_start_thread",
    "may_withdraw_post",
    "may_write_to",
    "may_write_to_group",
]
