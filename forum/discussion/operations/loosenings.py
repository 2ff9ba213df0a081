"""Asking everybody who wrote in a thread whether its label may be looser, and doing as they say."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from forum.accounts.models import Member
from forum.accounts.values import Person, Standing
from forum.discussion.events import LooseningAsked, ThreadRelabelled
from forum.discussion.models import (
    Loosening,
    LooseningAnswer,
    LooseningGroup,
    LooseningPerson,
    Post,
    Thread,
)
from forum.discussion.operations.going_on import (
    go_on_for_more,
    lengthen,
    named_for,
    staying_posts,
    wanted_of,
)
from forum.discussion.operations.labels import (
    STAYS_RESERVED,
    LabelChoice,
    Named,
    authors_of,
    forget_loosening,
    never_by_category,
    readers_by,
    with_author,
)
from forum.discussion.queries.guests import visits_to
from forum.discussion.queries.left_behind import posts_of_others
from forum.discussion.queries.readers import is_for_cases, readers_to_be
from forum.discussion.queries.threads import first_post_id
from forum.discussion.queries.walls import has_walls
from forum.discussion.rules import (
    is_looser,
    may_answer_loosening,
    may_change_label,
    may_take_back_loosening,
)
from forum.discussion.values.labels import MoreReaders, Reuse
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

OPEN_FOR = timedelta(days=14)
ASKED_ALREADY = "Those who wrote here are being asked already. Wait for it, or take it back first."
NOT_IN_A_ROUND = "This is a round: ask those who wrote in it when it is over."
READERS_STAY = "Nobody can be taken out by asking for more: change the label for that first."
NOT_LOOSER = "Nothing of this is looser than today: change the label, nobody needs to be asked."


def ask_to_loosen(
    thread: Thread, choice: LabelChoice, *, by: Person, because: str = ""
) -> Loosening | None:
    """Ask everybody who wrote in the thread for more readers, a looser re-use or a longer life.

    They have 14 days; the matter stays as it is. Whoever asks has agreed; None when that was
    everybody, and it is done. Raises Invalid where nothing is looser or others are asked.
    """
    require(may_change_label(by, thread))
    because = because.strip() if thread.author_id == by.id else need_reason(because)
    if thread.is_gathering:
        raise Invalid("readers", NOT_IN_A_ROUND)
    more = _more_readers(thread, choice.named, by)
    if db.session.get(Loosening, thread.id) is not None:
        raise Invalid("reuse", ASKED_ALREADY)
    if more is None and not is_looser(thread, reuse=choice.reuse, life=choice.life):
        raise Invalid("reuse", NOT_LOOSER)
    moment, authors = now(), authors_of(thread)
    asked = Loosening(
        thread_id=thread.id,
        reuse=choice.reuse,
        ends_on=choice.life.ends_on,
        days_after_reply=choice.life.days_after_reply,
        because=because,
        asked_by_id=by.member_id,
        asked_at=moment,
        closes_at=moment + OPEN_FOR,
        readers=more,
    )
    db.session.add(asked)
    db.session.flush()
    if more is MoreReaders.NAMED:
        _keep_named(thread, with_author(choice.named, thread, by))
    for member_id in authors:
        agrees = True if member_id == by.id else None
        answered_at = moment if agrees else None
        db.session.add(
            LooseningAnswer(
                thread_id=thread.id, member_id=member_id, agrees=agrees, answered_at=answered_at
            )
        )
    db.session.flush()
    others = tuple(sorted(set(authors) - {by.member_id}))
    announce(LooseningAsked(thread_id=thread.id, by_id=by.member_id, member_ids=others))
    return None if _decide_when_all_have(thread, asked) else asked


def answer_loosening(thread: Thread, *, agrees: bool, by: Person) -> bool:
    """Agree or not; True when that was the last answer and the request is decided.

    Whoever changes their mind answers again, as long as it is open. Raises NotFound.
    """
    asked, answer = _open(thread), _answer_of(thread, by)
    require(may_answer_loosening(by, thread, is_asked=answer is not None))
    if answer is None:
        raise NotFound
    answer.agrees, answer.answered_at = agrees, now()
    db.session.flush()
    return _decide_when_all_have(thread, asked)


def take_back_loosening(thread: Thread, *, by: Person) -> None:
    """Ask no longer. Raises NotFound."""
    asked = _open(thread)
    require(may_take_back_loosening(by, thread, asked))
    forget_loosening(thread.id)


def end_waiting(thread: Thread, *, by: Person) -> None:
    """Do at once as those say who have answered: the others do not agree. Raises NotFound."""
    asked = _open(thread)
    require(may_take_back_loosening(by, thread, asked))
    _carry_out(thread, asked)


def count_staying(thread: Thread) -> tuple[int, int] | None:
    """Return how many posts would stay behind if it were decided now, and of how many.

    All of them where nothing would go on; None where nobody is asked for more readers.
    """
    asked = db.session.get(Loosening, thread.id)
    if asked is None or asked.readers is None:
        return None
    staying = staying_posts(thread, wanted_of(asked), named_for(thread, asked), _agreeing(thread))
    first_stays = first_post_id(thread.id) in staying
    is_all = first_stays or (bool(staying) and is_for_cases(thread.category_id))
    return thread.post_count if is_all else len(staying), thread.post_count


def list_closing(*, most: int = 200) -> Sequence[int]:
    """Return the threads whose authors have been asked for long enough."""
    due = select(Loosening.thread_id).where(Loosening.closes_at <= now())
    return db.session.scalars(due.order_by(Loosening.closes_at).limit(most)).all()


def close_loosening(thread_id: int) -> bool:
    """Do as those say who have answered; False where there is nothing to decide (any more)."""
    thread = db.session.scalar(select(Thread).where(Thread.id == thread_id).with_for_update())
    asked = db.session.get(Loosening, thread_id)
    if thread is None or asked is None or asked.closes_at > now():
        return False
    _carry_out(thread, asked)
    return True


def _decide_when_all_have(thread: Thread, asked: Loosening) -> bool:
    """Carry the request out once nobody is left who could still answer.

    The author of imported posts, who cannot sign in, is never waited for: they do not agree.
    """
    waiting = (
        select(LooseningAnswer.member_id)
        .join(Member, Member.id == LooseningAnswer.member_id)
        .where(
            LooseningAnswer.thread_id == thread.id,
            LooseningAnswer.agrees.is_(None),
            Member.standing == Standing.ACTIVE,
        )
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        return False
    _carry_out(thread, asked)
    return True


def _carry_out(thread: Thread, asked: Loosening) -> None:
    """Loosen the label for those who agree; what the others wrote stays behind under the old one.

    The thread is its first author's: without them nothing is loosened. A life is shared by all
    posts: it gets longer only when everybody agrees.
    """
    agreeing = _agreeing(thread)
    first = db.session.scalar(
        select(Post.author_id).where(Post.thread_id == thread.id).order_by(Post.number).limit(1)
    )
    wanted = wanted_of(asked)
    opens_to = named_for(thread, asked)
    forget_loosening(thread.id)
    if first not in agreeing:
        return
    if asked.readers is not None:
        go_on_for_more(thread, wanted, opens_to, agreeing)
        return
    others, before = authors_of(thread) - agreeing, (thread.reuse, thread.life)
    if wanted.reuse.looseness > thread.reuse.looseness:
        _leave_behind(thread, agreeing)
        thread.reuse = wanted.reuse
    if not others and wanted.life.is_longer_than(thread.life, thread.last_posted_at):
        lengthen(thread, wanted.life)
    db.session.flush()
    if (thread.reuse, thread.life) != before:
        announce(ThreadRelabelled(thread_id=thread.id, by_id=wanted.by_id, because=wanted.because))


def _agreeing(thread: Thread) -> frozenset[int]:
    yes = select(LooseningAnswer.member_id).where(
        LooseningAnswer.thread_id == thread.id, LooseningAnswer.agrees.is_(True)
    )
    return frozenset(db.session.scalars(yes))


def _leave_behind(thread: Thread, agreeing: frozenset[int]) -> None:
    """Let the posts of the others keep what the thread let go until now, where they had no answer."""
    staying = sorted(posts_of_others(thread.id, agreeing))
    looser = [one for one in Reuse if one.looseness > thread.reuse.looseness]
    for is_own_looser in (Post.reuse.is_(None), Post.reuse.in_(looser)):
        db.session.execute(
            update(Post).where(Post.id.in_(staying), is_own_looser).values(reuse=thread.reuse),
            execution_options={"synchronize_session": False},
        )
    db.session.expire_all()


def _more_readers(thread: Thread, named: Named | None, by: Person) -> MoreReaders | None:
    """Return who else is to read the thread; None where the same people do. Raises Invalid.

    Guests are nobody's choice here: their visits go on.
    """
    wanted = with_author(never_by_category(named, thread), thread, by)
    if wanted is None and thread.is_reserved and has_walls(thread.id):
        raise Invalid("readers", STAYS_RESERVED)
    before = readers_to_be(thread) - visits_to(thread.id).keys()
    after = readers_by(wanted, thread)
    if before - after:
        raise Invalid("readers", READERS_STAY)
    if not after - before:
        return None
    return MoreReaders.CATEGORY if wanted is None else MoreReaders.NAMED


def _keep_named(thread: Thread, named: Named | None) -> None:
    for id_ in named.member_ids if named else ():
        db.session.add(LooseningPerson(thread_id=thread.id, member_id=id_))
    for id_ in named.group_ids if named else ():
        db.session.add(LooseningGroup(thread_id=thread.id, group_id=id_))


def _open(thread: Thread) -> Loosening:
    asked = db.session.get(Loosening, thread.id)
    if asked is None:
        raise NotFound
    return asked


def _answer_of(thread: Thread, by: Person) -> LooseningAnswer | None:
    return db.session.get(LooseningAnswer, (thread.id, by.member_id)) if by.is_member else None
