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
from forum.discussion.rules.conversations import (
    may_add_people,
    may_leave,
    may_start_conversation,
    may_write_to,
    may_write_to_group,
)
from forum.discussion.rules.drafts import may_keep_drafts, may_see_draft
from forum.discussion.rules.following import (
    PLACE_FOLLOWINGS,
    THREAD_FOLLOWINGS,
    following_of_category,
    following_of_thread,
    muted_category_ids,
    wants_first_post,
)
from forum.discussion.rules.posts import (
    is_in_grace,
    is_news,
    may_continue_post,
    may_correct_language,
    may_edit_post,
    may_restore_post,
    may_see_text,
    may_share_post,
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
    "PLACE_FOLLOWINGS",
    "THREAD_FOLLOWINGS",
    "following_of_category",
    "following_of_thread",
    "is_in_grace",
    "is_news",
    "is_pinned",
    "is_pinned_everywhere",
    "may_add_people",
    "may_continue_post",
    "may_correct_language",
    "may_edit_post",
    "may_facilitate_category",
    "may_facilitate_thread",
    "may_keep_drafts",
    "may_leave",
    "may_manage_categories",
    "may_manage_tags",
    "may_move_thread",
    "may_pin_everywhere",
    "may_reply",
    "may_restore_post",
    "may_retag_thread",
    "may_retitle_thread",
    "may_see_act",
    "may_see_category",
    "may_see_draft",
    "may_see_text",
    "may_see_thread",
    "may_see_what_was_before",
    "may_see_who_acted",
    "may_share_post",
    "may_start_conversation",
    "may_start_thread",
    "may_withdraw_post",
    "may_write_to",
    "may_write_to_group",
    "muted_category_ids",
    "wants_first_post",
]
