"""What moderation brings to the pages: links in others' pages, and tools for templates."""

from datetime import datetime

from flask import Flask

from forum.accounts.current import current_person
from forum.accounts.slots import account_links, for_you, on_profile
from forum.discussion.slots import post_acts, thread_acts
from forum.kernel.times import zone
from forum.moderation.links import (
    acts_on_posts,
    acts_on_thread,
    flags_that_wait,
    review_link,
    sanctions_on_profile,
)
from forum.moderation.rules import may_handle, may_see_full_log
from forum.moderation.values import ACT_WORDS, OUTCOME_WORDS


def init_web(app: Flask) -> None:
    """Fill the slots of the lower floors, and give the templates words and rules."""
    account_links.fill(review_link)
    for_you.fill(flags_that_wait)
    on_profile.fill(sanctions_on_profile)
    thread_acts.fill(acts_on_thread)
    post_acts.fill(acts_on_posts)
    app.jinja_env.globals.update(
        may_handle=may_handle,
        may_see_full_log=may_see_full_log,
        act_words=ACT_WORDS,
        outcome_words=OUTCOME_WORDS,
        day_of=day_of,
    )


def day_of(at: datetime) -> str:
    """Return the day of a moment where the reader lives, without the hour."""
    return at.astimezone(zone(current_person().preferences.timezone)).strftime("%-d %B %Y")
