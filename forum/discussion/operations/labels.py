"""Answering the four questions about a thread anew: stricter at once, looser when its authors agree."""

from dataclasses import dataclass, field

from sqlalchemy import delete, select

from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.values import SYSTEM, Person
from forum.discussion.events import PostRevised, ReadersChanged, ThreadRelabelled
from forum.discussion.models import (
    CategoryPermission,
    Loosening,
    LooseningAnswer,
    LooseningGroup,
    LooseningPerson,
    Post,
    PostVersion,
    Thread,
    ThreadGroup,
    ThreadPerson,
)
from forum.discussion.operations.audiences import open_to
from forum.discussion.operations.life import check_end, keep_end
from forum.discussion.operations.quotes import check_quotes
from forum.discussion.operations.visits import go_on_with_visits, void_invitations
from forum.discussion.queries.audiences import members_of_groups
from forum.discussion.queries.entries import writers_of_entries
from forum.discussion.queries.guests import visits_to
from forum.discussion.queries.readers import (
    is_for_cases,
    readers_of,
    readers_of_category,
    readers_to_be,
)
from forum.discussion.queries.walls import has_walls
from forum.discussion.rules import is_looser, may_change_label, may_choose_reuse, may_keep_reuse
from forum.discussion.values import CategoryCard
from forum.discussion.values.cases import Case
from forum.discussion.values.labels import Life, Matter, Reuse
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import read
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

MOST_NAMED = 200
"""People and groups to whom one thread is reserved."""
AUTHORS_DECIDE = "Others wrote here for fewer readers, or under a stricter label: ask them whether it may be looser."
MORE_READERS_THERE = (
    "More people can read there than here, and what stands here was written for these. On the page "
    "of its label, reserve the thread to those who read it today; move it; then ask those who wrote "
    "in it whether more may read it."
)
STAYS_RESERVED = "Somebody is kept out of this thread: it stays open by name."


@dataclass(frozen=True, slots=True)
class Named:
    """To whom a thread is reserved: members and groups, by their ids."""

    member_ids: frozenset[int] = frozenset()
    group_ids: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        """Return how many people and groups that are."""
        return len(self.member_ids) + len(self.group_ids)


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """The answers somebody gives for a thread; `named` is None for all who see its category."""

    named: Named | None = None
    reuse: Reuse = Reuse.ASK
    matter: Matter = Matter.NONE
    life: Life = field(default_factory=Life)
    case: Case | None = None
    """What was declared at the gate; for a new thread about a case alone."""


def change_label(thread: Thread, choice: LabelChoice, *, by: Person, because: str = "") -> bool:
    """Answer the four questions anew; False when nothing is different.

    Stricter holds from the commit on. What is looser needs everybody who wrote here: where that is
    only the person who asks, it holds at once, too. A facilitator who is not the author gives a
    reason. Raises Invalid for "readers" when nobody would be left, or somebody else must agree.
    """
    require(may_change_label(by, thread))
    because = because.strip() if thread.author_id == by.id else need_reason(because)
    before = readers_to_be(thread)
    named = with_author(never_by_category(choice.named, thread), thread, by)
    after = readers_by(named, thread)
    if named is None and thread.is_reserved and has_walls(thread.id):
        raise Invalid("readers", STAYS_RESERVED)
    if after - before and not is_alone(thread, by):
        raise Invalid("readers", AUTHORS_DECIDE)
    if is_looser(thread, reuse=choice.reuse, life=choice.life) and not is_alone(thread, by):
        raise Invalid("reuse", AUTHORS_DECIDE)
    changed = _put_answers(thread, choice)
    if named is not None and (not thread.is_reserved or named != named_in(thread)):
        reserve(thread, named, by=by)
        changed = True
    elif named is None and thread.is_reserved:
        open_to_category(thread)
        changed = True
    if changed:
        # What its authors were asked about a label that is another one by now is settled by it.
        forget_loosening(thread.id)
        announce(ThreadRelabelled(thread_id=thread.id, by_id=by.id, because=because))
    return changed


def keep_reuse(thread: Thread, post: Post, reuse: Reuse | None, *, by: Person) -> bool:
    """Say what may be re-used of one's own post: less than its thread lets go, or as much (None).

    False when nothing is different.
    """
    require(may_choose_reuse(by, thread, post))
    check_reuse(thread, reuse)
    if post.reuse == reuse:
        return False
    if reuse is None or (post.reuse and reuse.looseness > post.reuse.looseness):
        check_quotes(read(post.html).quotes, thread, by=by, reuse=reuse)
    post.reuse = reuse
    announce(PostRevised(post_id=post.id, thread_id=thread.id, by_id=by.id))
    return True


def check_reuse(thread: Thread, reuse: Reuse | None) -> None:
    """Refuse an answer of a post's own that is not stricter than its thread. Raises Invalid."""
    verdict = may_keep_reuse(thread, reuse)
    if not verdict:
        raise Invalid("reuse", verdict.because)


def check_readers_there(thread: Thread, to: CategoryCard, *, by: Person) -> None:
    """Refuse a place where more people would read what others wrote. Raises Invalid for "category".

    Moving opens to nobody what is open by name.
    """
    if by.is_system or thread.is_reserved or is_alone(thread, by):
        return
    if readers_of_category(to.id) - readers_of(thread):
        raise Invalid("category", MORE_READERS_THERE)


def label_new_thread(thread: Thread, choice: LabelChoice) -> None:
    """Give a thread that is just being started its label, before anybody is told of it."""
    _put_answers(thread, choice)
    named = with_author(choice.named, thread, SYSTEM)
    if named is not None:
        reserve(thread, named, by=SYSTEM)


def reserve(thread: Thread, named: Named, *, by: Person) -> None:
    """Open the thread to these alone; who may do so was asked before.

    Whoever could read it until now and is not named meets it nowhere from the commit on.
    """
    if named.count > MOST_NAMED:
        raise Invalid("people", f"Please name at most {MOST_NAMED} people and circles.")
    was, visits = named_in(thread), visits_to(thread.id)
    db.session.execute(delete(ThreadPerson).where(ThreadPerson.thread_id == thread.id))
    db.session.execute(delete(ThreadGroup).where(ThreadGroup.thread_id == thread.id))
    void_invitations(thread.id)
    thread.is_reserved = True
    db.session.flush()
    open_to(thread, named.member_ids, named.group_ids, by=by)
    go_on_with_visits(thread.id, visits)
    raise_own_stamps([*was.member_ids, *members_of_groups(was.group_ids)])
    announce(ReadersChanged(thread_id=thread.id, by_id=by.id))


def reserve_as_it_is(thread: Thread, *, by: Person) -> None:
    """Open the thread by name to those who can read it by its category, so that walls can hold."""
    if not thread.is_reserved:
        reserve(thread, named_by_category(thread), by=by)


def named_by_category(thread: Thread) -> Named:
    """Return those by name who can read the thread by its category: the author and its groups."""
    groups = db.session.scalars(
        select(CategoryPermission.group_id).where(
            CategoryPermission.category_id == thread.category_id
        )
    )
    return Named(frozenset({thread.author_id}), frozenset(groups))


def open_to_category(thread: Thread) -> None:
    """Let everybody who sees the category read the thread again."""
    was = named_in(thread)
    named = ThreadPerson.thread_id == thread.id
    db.session.execute(delete(ThreadPerson).where(named, ThreadPerson.until.is_(None)))
    db.session.execute(delete(ThreadGroup).where(ThreadGroup.thread_id == thread.id))
    thread.is_reserved = False
    db.session.flush()
    raise_own_stamps([*was.member_ids, *members_of_groups(was.group_ids)])
    announce(ReadersChanged(thread_id=thread.id, by_id=None))


def named_in(thread: Thread) -> Named:
    """Return to whom the thread is open by name today."""
    people = select(ThreadPerson.member_id).where(
        ThreadPerson.thread_id == thread.id, ThreadPerson.holds(now())
    )
    groups = select(ThreadGroup.group_id).where(ThreadGroup.thread_id == thread.id)
    return Named(frozenset(db.session.scalars(people)), frozenset(db.session.scalars(groups)))


def never_by_category(named: Named | None, thread: Thread) -> Named | None:
    """Return the same, but for a case all readers of its category by their groups' names.

    A case is open by name alone, since its readers are asked about conflicts first.
    """
    return (
        named_by_category(thread) if named is None and is_for_cases(thread.category_id) else named
    )


def with_author(named: Named | None, thread: Thread, by: Person) -> Named | None:
    """Return the named ones with the author among them: nobody is put out of what they began."""
    if named is None:
        return None
    if not named.count:
        raise Invalid("people", "Please name a circle or people who may read it.")
    return Named(named.member_ids | {thread.author_id, by.id or thread.author_id}, named.group_ids)


def readers_by(named: Named | None, thread: Thread) -> frozenset[int]:
    if named is None:
        return readers_of_category(thread.category_id) if thread.category_id else frozenset()
    return named.member_ids | frozenset(members_of_groups(named.group_ids, guests=False))


def _put_answers(thread: Thread, choice: LabelChoice) -> bool:
    answers = {
        "reuse": choice.reuse,
        "matter": choice.matter,
        "ends_on": choice.life.ends_on,
        "days_after_reply": choice.life.days_after_reply,
    }
    changed = any(getattr(thread, name) != value for name, value in answers.items())
    for name, value in answers.items():
        setattr(thread, name, value)
    keep_end(thread)
    check_end(thread)
    db.session.flush()
    return changed


def is_alone(thread: Thread, by: Person) -> bool:
    """Tell whether nobody else has written in the thread."""
    return authors_of(thread) <= {by.id or 0}


def authors_of(thread: Thread) -> frozenset[int]:
    """Return everybody who has written in the thread what can be read, also in shared posts.

    Who has written into a round that is not over has written for today's readers, too.
    """
    here = (Post.thread_id == thread.id, Post.withdrawn_at.is_(None))
    first = select(Post.author_id).where(*here)
    edited = select(Post.edited_by_id).where(*here, Post.edited_by_id.is_not(None))
    earlier = select(PostVersion.written_by_id).join(Post, Post.id == PostVersion.post_id)
    found = (set(db.session.scalars(one)) for one in (first, edited, earlier.where(*here)))
    written = frozenset(id_ for some in found for id_ in some if id_ is not None)
    return written | writers_of_entries(thread.id) if thread.is_gathering else written


def forget_loosening(thread_id: int) -> None:
    """Let nobody be asked about the thread's label any more."""
    for of_thread in (
        LooseningAnswer.thread_id,
        LooseningPerson.thread_id,
        LooseningGroup.thread_id,
        Loosening.thread_id,
    ):
        db.session.execute(delete(of_thread.class_).where(of_thread == thread_id))
    db.session.flush()
