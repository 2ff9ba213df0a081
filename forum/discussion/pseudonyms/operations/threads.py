"""Threads that are begun under a pseudonym: they wait like its posts, and change with its key."""

from dataclasses import replace

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.operations.labels import LabelChoice, change_label, is_alone, named_in
from forum.discussion.operations.threads import add_thread, retag_thread, retitle_thread
from forum.discussion.pseudonyms.models import Pseudonym, WaitingThread
from forum.discussion.pseudonyms.operations.posts import as_pseudonym, refuse_files, some_while
from forum.discussion.pseudonyms.operations.taking import Taken, take_pseudonym_to_begin
from forum.discussion.pseudonyms.queries.pseudonyms import row_of_member
from forum.discussion.pseudonyms.rules import may_write_on
from forum.discussion.queries.categories import directory
from forum.discussion.rules import is_looser, may_change_label
from forum.discussion.values import CategoryCard
from forum.discussion.values.labels import Life
from forum.discussion.writing import Writing, check_tags, check_title
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid, Refusal
from forum.kernel.times import only_day
from forum.kernel.verdicts import require

NOT_ANY_MORE = "The category takes no threads under pseudonyms any more."
ONLY_STRICTER = (
    "Others have written here. Under a pseudonym nobody is asked whether a label may be looser, "
    "so it only becomes stricter."
)
READERS_STAY = "Under a pseudonym a thread is open to everyone who sees its category."


def begin_as_pseudonym(
    category: CategoryCard,
    title: str,
    writing: Writing,
    *,
    tags: list[str],
    label: LabelChoice,
    by: Person,
    delay: int,
    once: str | None = None,
) -> Taken:
    """Begin a thread under a new pseudonym; it is published after five to `delay` minutes, by chance.

    The same form sent twice begins one.
    """
    title, tags = check_title(title), check_tags(tags)
    refuse_files(writing)
    if label.named is not None:
        raise Invalid("readers", READERS_STAY)
    taken = take_pseudonym_to_begin(category, by=by, once=once)
    if not taken.is_new:
        return taken
    waiting = WaitingThread(
        pseudonym_id=taken.pseudonym.member_id,
        category_id=category.id,
        title=title,
        tags=tags,
        raw=writing.raw,
        reuse=label.reuse,
        matter=label.matter,
        ends_on=label.life.ends_on,
        days_after_reply=label.life.days_after_reply,
        due_at=now() + some_while(delay),
    )
    if delay:
        db.session.add(waiting)
        db.session.flush()
    else:
        _publish(waiting, taken.pseudonym, writing)
    return taken


def publish_thread(waiting: WaitingThread, writing: Writing) -> None:
    """Let a thread be read whose time has come, or note why it cannot."""
    pseudonym = db.session.get_one(Pseudonym, waiting.pseudonym_id)
    category = directory().by_id.get(waiting.category_id)
    try:
        if category is None or not category.allows_pseudonyms or category.is_for_cases:
            raise Invalid("category", NOT_ANY_MORE)
        with db.session.begin_nested():
            _publish(waiting, pseudonym, writing)
        db.session.delete(waiting)
    except Refusal as refusal:
        waiting.refused_because = refusal.sentence
    db.session.flush()


def take_back_thread(pseudonym: Pseudonym) -> None:
    """Drop a thread that is not published yet, and the pseudonym that it was to begin under."""
    row = row_of_member(pseudonym)
    db.session.delete(pseudonym)
    db.session.flush()
    db.session.delete(row)
    db.session.flush()


def change_head_as(
    pseudonym: Pseudonym,
    thread: Thread,
    title: str,
    tags: list[str],
    *,
    by: Person,
    seen_title: str | None = None,
    seen_tags: list[str] | None = None,
) -> None:
    """Give a thread that was begun under a pseudonym another title and other tags."""
    require(may_write_on(by, thread, pseudonym))
    author = as_pseudonym(by, pseudonym)
    retitle_thread(thread, title, by=author, seen=seen_title)
    retag_thread(thread, tags, by=author, seen=seen_tags)
    db.session.flush()


def tighten_label_as(
    pseudonym: Pseudonym, thread: Thread, choice: LabelChoice, *, by: Person
) -> bool:
    """Make the label of a thread stricter that was begun under a pseudonym; False when it is so.

    Its readers stay as they are: who is named among many would point to who names them. Also where
    the pseudonym is muted, or the thread archived. Raises Invalid for "reuse" where it is looser
    and others have written under it.
    """
    author = as_pseudonym(by, pseudonym)
    require(may_change_label(author, thread))
    if is_looser(thread, reuse=choice.reuse, life=choice.life) and not is_alone(thread, author):
        raise Invalid("reuse", ONLY_STRICTER)
    named = named_in(thread) if thread.is_reserved else None
    return change_label(thread, replace(choice, named=named), by=author)


def _publish(waiting: WaitingThread, pseudonym: Pseudonym, writing: Writing) -> None:
    life = Life(waiting.ends_on, waiting.days_after_reply)
    thread = add_thread(
        waiting.category_id,
        waiting.title,
        writing,
        tags=waiting.tags,
        author_id=pseudonym.member_id,
        at=only_day(now()),
        label=LabelChoice(reuse=waiting.reuse, matter=waiting.matter, life=life),
    )
    pseudonym.thread_id = thread.id
    db.session.flush()
