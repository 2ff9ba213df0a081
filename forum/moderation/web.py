"""What moderation brings to the pages: links in others' pages, and tools for templates."""

from flask import Flask

from forum.accounts.queue.kinds import queue_kinds
from forum.accounts.slots import account_links, admin_links, for_you, on_profile, open_to_guests
from forum.discussion.pseudonyms.slots import involved_with_post
from forum.discussion.slots import list_acts, post_acts, thread_acts, undo_pages, watch_words
from forum.moderation.kinds import flags_kind
from forum.moderation.links import (
    acts_on_list,
    acts_on_posts,
    acts_on_thread,
    day_of,
    link_to_words,
    review_link,
    sanctions_on_profile,
    what_waits,
    where_undone,
)
from forum.moderation.queries.flags import members_who_flagged
from forum.moderation.queries.words import watch
from forum.moderation.rules import may_handle, may_see_full_log, may_watch_words
from forum.moderation.undoing import UNDOINGS
from forum.moderation.values import ACT_WORDS, FLAG_STATE_WORDS, OUTCOME_WORDS


def init_web(app: Flask) -> None:
    """Fill the slots of the lower floors, and give the templates words and rules."""
    queue_kinds.fill(flags_kind)
    watch_words.fill(watch)
    admin_links.fill(link_to_words)
    account_links.fill(review_link)
    for_you.fill(what_waits)
    on_profile.fill(sanctions_on_profile)
    thread_acts.fill(acts_on_thread)
    list_acts.fill(acts_on_list)
    undo_pages.fill(where_undone)
    involved_with_post.fill(members_who_flagged)
    post_acts.fill(acts_on_posts)
    open_to_guests.fill(lambda: frozenset({"flags.flag_form", "flags.flag", "flags.my_flags"}))
    app.jinja_env.globals.update(
        may_handle=may_handle,
        may_see_full_log=may_see_full_log,
        may_watch_words=may_watch_words,
        act_words=ACT_WORDS,
        undoable_acts=frozenset(UNDOINGS),
        outcome_words=OUTCOME_WORDS,
        flag_states=FLAG_STATE_WORDS,
        day_of=day_of,
    )
