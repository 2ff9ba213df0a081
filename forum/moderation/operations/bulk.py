"""One act on many threads: each is asked by the rule of its own, and says what became of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.operations import threads
from forum.discussion.operations.withdrawing import withdraw_thread
from forum.discussion.queries.categories import get_category
from forum.discussion.queries.moves import lock_threads
from forum.discussion.queries.threads import get_thread
from forum.discussion.writing import check_tags
from forum.kernel.db import HIGHEST_ID, db
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason
from forum.moderation.rules import may_open_thread_acts

MOST_AT_ONCE = 100
NO_SUCH = "There is no such thread that you look after."
ALREADY = "It was so already."


class BulkAct(StrEnum):
    """What can be done with several threads at once."""

    CLOSE = "close"
    ARCHIVE = "archive"
    TAG = "tag"
    MOVE = "move"
    WITHDRAW = "withdraw"


BULK_WORDS = {
    BulkAct.CLOSE: "Close them",
    BulkAct.ARCHIVE: "Archive them",
    BulkAct.TAG: "Add tags to them",
    BulkAct.MOVE: "Move them",
    BulkAct.WITHDRAW: "Withdraw all their posts",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be done, and with which reason."""

    act: BulkAct
    because: str
    tags: tuple[str, ...] = ()
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one thread; `because` says why nothing did."""

    thread_id: int
    title: str
    """Empty for what the person must not know of."""
    is_done: bool
    because: str = ""


def act_on_threads(ids: Collection[int], wish: Wish, *, by: Person) -> list[Became]:
    """Do one act with each of the threads; one that cannot be done keeps no other from it.

    Raises Invalid for a wish that no thread could meet.
    """
    _check(ids, wish, by)
    wanted = sorted({min(id_, HIGHEST_ID) for id_ in ids})
    lock_threads(*wanted)
    return [_act_on(id_, wish, by) for id_ in wanted]


def _check(ids: Collection[int], wish: Wish, by: Person) -> None:
    need_reason(wish.because)
    if not ids:
        raise Invalid("threads", "Please choose at least one thread.")
    if len(ids) > MOST_AT_ONCE:
        raise Invalid("threads", f"Please choose at most {MOST_AT_ONCE} threads at once.")
    if wish.act is BulkAct.TAG and not check_tags(list(wish.tags)):
        raise Invalid("tags", "Please write the tags that they get.")
    if wish.act is BulkAct.MOVE:
        if wish.category_id is None:
            raise Invalid("category", "Please choose where they go.")
        try:
            get_category(wish.category_id, by=by)
        except NotFound:
            raise Invalid("category", "Please choose one of these.") from None


def _act_on(thread_id: int, wish: Wish, by: Person) -> Became:
    title = ""
    try:
        with db.session.begin_nested():
            thread = get_thread(thread_id, by=by)
            require(may_open_thread_acts(by, thread))
            title = thread.title
            is_done = _ACTS[wish.act](thread, wish, by)
    except NotFound:
        return Became(thread_id, title, is_done=False, because=NO_SUCH)
    except (NotPermitted, Invalid) as refusal:
        return Became(thread_id, title, is_done=False, because=str(refusal))
    return Became(thread_id, title, is_done, "" if is_done else ALREADY)


def _tag(thread: Thread, wish: Wish, by: Person) -> bool:
    tags = [*(tag.name for tag in thread.tags), *wish.tags]
    return threads.retag_thread(thread, list(dict.fromkeys(tags)), by=by, because=wish.because)


def _move(thread: Thread, wish: Wish, by: Person) -> bool:
    to = get_category(wish.category_id or 0, by=by)
    return threads.move_thread(thread, to, by=by, because=wish.because)


_ACTS: dict[BulkAct, Callable[[Thread, Wish, Person], bool]] = {
    BulkAct.CLOSE: lambda t, wish, by: threads.close_thread(t, by=by, because=wish.because),
    BulkAct.ARCHIVE: lambda t, wish, by: threads.archive_thread(t, by=by, because=wish.because),
    BulkAct.TAG: _tag,
    BulkAct.MOVE: _move,
    BulkAct.WITHDRAW: lambda t, wish, by: withdraw_thread(t, by=by, because=wish.because),
}
