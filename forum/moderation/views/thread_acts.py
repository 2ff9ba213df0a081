"""What facilitators can do with a thread: the form of each act, and what it says when done."""

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.operations import threads
from forum.discussion.queries.categories import directory, get_category, visible_categories
from forum.discussion.queries.pace import timers_of
from forum.discussion.rules import (
    is_pinned,
    is_pinned_everywhere,
    is_slow,
    may_move_thread,
    may_pin_everywhere,
    may_take_out_of_circle,
)
from forum.discussion.values import Pin
from forum.discussion.writing import split_tags
from forum.kernel.clock import now
from forum.kernel.days import end_of_day
from forum.moderation.forms import MoveForm, PinForm, TagsForm, TitleForm
from forum.moderation.values import LONGEST_PIN_DAYS
from forum.moderation.views.acting import ThreadAct
from forum.moderation.views.later_acts import LATER_ACTS


def acts_for(thread: Thread, person: Person) -> list[str]:
    """Return the names of the acts that fit the state of the thread."""
    held = is_pinned_everywhere(thread, now()) and not may_pin_everywhere(person, thread)
    pins = [] if held else ["pin", *(["unpin"] if is_pinned(thread, now()) else [])]
    return [
        "reopen" if thread.is_closed else "close",
        *pins,
        "move",
        "retitle",
        "retag",
        "unarchive" if thread.is_archived else "archive",
        *(["slow", "unslow"] if is_slow(thread) else ["slow"]),
        *(["timer", "untimer"] if timers_of(thread, person) else ["timer"]),
        *([] if thread.post_count < 2 or thread.is_archived else ["merge-posts"]),
        "withdraw" if thread.withdrawn_at is None else "restore",
    ]


def _pin(thread: Thread, form: PinForm, person: Person) -> bool:
    day, until = form.until.data, None
    if day is not None:
        until = end_of_day(day, person.preferences.timezone, most_days=LONGEST_PIN_DAYS)
    because = form.because.data
    return threads.pin_thread(thread, Pin(form.where.data), by=person, because=because, until=until)


def _offer_pins(form: PinForm, thread: Thread, person: Person) -> None:
    form.offer_places(everywhere=bool(may_pin_everywhere(person, thread)))


def _move(thread: Thread, form: MoveForm, person: Person) -> bool:
    category = get_category(form.category.data, by=person)
    return threads.move_thread(thread, category, by=person, because=form.because.data)


def _offer_categories(form: MoveForm, thread: Thread, person: Person) -> None:
    """Offer where the thread may go; where it is too, so that a second click finds it done."""
    card_before = directory().by_id.get(thread.category_id or 0)
    from_circle = card_before.circle_id if card_before else None
    open_ones = [
        (card.id, card.name)
        for card in visible_categories(person)
        if may_move_thread(person, thread, card.id)
        and may_take_out_of_circle(from_circle, card.circle_id)
    ]
    form.offer(open_ones)


def _retag(thread: Thread, form: TagsForm, person: Person) -> bool:
    tags = split_tags(form.tags.data)
    return threads.retag_thread(thread, tags, by=person, because=form.because.data)


THREAD_ACTS = {
    **LATER_ACTS,
    "close": ThreadAct(
        "Close",
        "Close the thread",
        "The thread is closed: it takes no replies.",
        "The thread is closed already.",
        lambda t, f, p: threads.close_thread(t, by=p, because=f.because.data),
    ),
    "reopen": ThreadAct(
        "Reopen",
        "Reopen the thread",
        "The thread takes replies again.",
        "The thread is open already.",
        lambda t, f, p: threads.reopen_thread(t, by=p, because=f.because.data),
    ),
    "pin": ThreadAct(
        "Pin",
        "Pin the thread",
        "The thread is pinned.",
        "The thread is pinned like this already.",
        _pin,
        PinForm,
        _offer_pins,
    ),
    "unpin": ThreadAct(
        "Unpin",
        "Unpin the thread",
        "The thread takes its place among the others again.",
        "The thread is not pinned any more.",
        lambda t, f, p: threads.unpin_thread(t, by=p, because=f.because.data),
    ),
    "move": ThreadAct(
        "Move to another category",
        "Move the thread",
        "The thread has moved.",
        "The thread stands in this category already.",
        _move,
        MoveForm,
        _offer_categories,
        lambda t: {"category": t.category_id},
    ),
    "retitle": ThreadAct(
        "Change the title",
        "Change the title",
        "The thread has its new title; its old addresses go on leading here.",
        "The thread has this title already.",
        lambda t, f, p: threads.retitle_thread(t, f.title.data, by=p, because=f.because.data),
        TitleForm,
        begin=lambda t: {"title": t.title},
    ),
    "retag": ThreadAct(
        "Change the tags",
        "Change the tags",
        "The thread has its new tags.",
        "The thread has these tags already.",
        _retag,
        TagsForm,
        begin=lambda t: {"tags": ", ".join(tag.name for tag in t.tags)},
    ),
    "archive": ThreadAct(
        "Archive",
        "Archive the thread",
        "The thread is archived: it is kept as it is.",
        "The thread is archived already.",
        lambda t, f, p: threads.archive_thread(t, by=p, because=f.because.data),
    ),
    "unarchive": ThreadAct(
        "Open from the archive",
        "Open the thread to change",
        "The thread is out of the archive.",
        "The thread is not archived any more.",
        lambda t, f, p: threads.unarchive_thread(t, by=p, because=f.because.data),
    ),
}
