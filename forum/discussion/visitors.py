"""What guests come to in discussions: their threads, and what they write there."""

from forum.accounts.slots import open_to_guests

PAGES = {
    "lists": "in_category",
    "threads": "thread choose_view mark_unread edit_form edit",
    "reading": "link replies read shown writers",
    "posts": "post history restore text withdraw_form withdraw language_form language",
    "editing": "edit_form edit share_form share",
    "reactions": "givers give take_back",
    "answers": "mark unmark",
    "writing": "send_reply reply_form",
    "composing": "preview how_to_write",
    "checking": "check",
    "text_check_choices": "show save",
    "suggesting": "emoji members places",
    "files": "send file copy remove",
    "drafts": "drafts save draft discard",
    "bookmarks": "bookmarks edit_form edit remove post_form keep_post thread_form keep_thread",
    "following": "thread",
    "held": "waiting one change take_back",
    "labels": "label answer",
    "cases": "question answer openings",
    "summaries": "history",
    "keys": "show_keys switch_keys",
}
"""By blueprint: each asks for the thread, or the category, on behalf of the guest first."""


@open_to_guests.fill
def pages_of_threads() -> frozenset[str]:
    """Return the endpoints."""
    return frozenset(f"{bp}.{name}" for bp, names in PAGES.items() for name in names.split())
